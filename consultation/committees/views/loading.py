"""Finding what an address names, for the person who asks; for anybody else it is a 404."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.permissions import Standing, can_enter, can_run, can_see
from consultation.committees.queries.ballots import visible_ballots
from consultation.committees.queries.people import is_run_by, seat_in, standing_of
from consultation.core.db import session


@dataclass(frozen=True)
class Entered:
    """A member in the workspace."""

    committee: Committee
    member: CommitteeMember
    standing: Standing


def seen(viewer: User | None, slug: str) -> tuple[Committee, Standing]:
    """The committee, if its existence is known to `viewer`, and what they are to it."""
    committee = _of(slug)
    standing = standing_of(viewer, committee.id)
    if not can_see(committee, standing):
        abort(404)
    return committee, standing


def run_by(person: User, slug: str) -> Committee:
    """The committee that `person` runs."""
    committee = _of(slug)
    if not can_run(Standing(is_organiser=is_run_by(person, committee.id))):
        abort(404)
    return committee


def entered(person: User, slug: str) -> Entered:
    """The workspace that `person` has a seat in: asked of the database at each request."""
    found = seat_in(person, slug)
    if found is None or not can_enter(standing := Standing(found[1].seat)):
        abort(404)
    return Entered(*found, standing)


def ballot_named(place: Entered, key: str) -> Ballot:
    """The ballot of that key, if the member may see it; else 404."""
    row = session.scalars(
        visible_ballots(place.committee.id, place.standing).where(Ballot.key == key)
    ).one_or_none()
    if row is None:
        abort(404)
    return row


def _of(slug: str) -> Committee:
    committee = session.scalars(select(Committee).where(Committee.slug == slug)).one_or_none()
    if committee is None:
        abort(404)
    return committee
