"""Finding what an address names, for the person who asks; for anybody else it is a 404."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, TeamMember
from consultation.consultations.permissions import Roles
from consultation.contributions.models import Kind, Stance
from consultation.core.db import session
from consultation.synthesis.models import Theme
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.permissions import can_code, can_read_desk
from consultation.synthesis.queries.codebook import find_theme
from consultation.synthesis.queries.item import Item, find_item
from consultation.synthesis.queue import ALL, MINE, NAMES, Filters

LONGEST = 80


@dataclass(frozen=True)
class Desk:
    """The consultation whose synthesis is worked on, and what the person may do."""

    consultation: Consultation
    roles: Roles

    @property
    def is_coder(self) -> bool:
        """The person codes and writes; else reads alone."""
        return can_code(self.roles)


def desk_of(person: User, slug: str) -> Desk:
    """The desk of a consultation in whose team `person` is, or 404."""
    rows = session.execute(
        select(Consultation, TeamMember.role)
        .join(TeamMember, TeamMember.consultation_id == Consultation.id)
        .where(Consultation.slug == slug, TeamMember.user_id == person.id)
    ).all()
    roles = frozenset(role for _row, role in rows)
    if not can_read_desk(roles):
        abort(404)
    return Desk(rows[0][0], roles)


def coders_desk(person: User, slug: str) -> Desk:
    """The same, for somebody who codes there."""
    desk = desk_of(person, slug)
    if not desk.is_coder:
        abort(404)
    return desk


def theme_of(desk: Desk, key: str) -> Theme:
    """A theme of that desk, or 404."""
    theme = find_theme(desk.consultation.id, key)
    if theme is None:
        abort(404)
    return theme


def filters_asked() -> Filters:
    """The part of the queue that the address asks for; a word that no filter knows asks nothing."""
    return filters_of(request.values)


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters that an address, a form or a saved view names."""
    given = {name: str(asked.get(word, ""))[:LONGEST] for name, word in NAMES.items()}
    known: dict[str, set[str]] = {
        "stance": set(Stance),
        "kind": set(Kind),
        "state": {*ReadingState, ALL, MINE},
    }
    for name, words in known.items():
        if given[name] not in words:
            given[name] = ""
    return Filters(**given)


def item_of(desk: Desk, key: str, person: User) -> Item:
    """A contribution of that desk with everything about it, or 404."""
    found = find_item(desk.consultation, key, person)
    if found is None:
        abort(404)
    return found
