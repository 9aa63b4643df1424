"""Creating a consultation and changing what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.categories import default_categories
from consultation.consultations.models import (
    Audience,
    CalendarChange,
    Consultation,
    ModerationPolicy,
    Phase,
    Role,
    TeamMember,
)
from consultation.consultations.permissions import can_create, can_edit_dates, can_organise
from consultation.consultations.queries import organised_count, roles_of
from consultation.consultations.slugs import MAX_LENGTH, TAKEN_BY_PAGES, slug_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import hold_named_lock, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import render_markup, tidy

SLUG_LOCK = 7302


class SlugTakenError(ConflictError):
    """Another consultation stands at that address."""


class ChangedMeanwhileError(ConflictError):
    """Somebody else changed the consultation since this page was shown."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an organiser says of a consultation. An empty `slug` is made of the title."""

    title: str
    short_title: str = ""
    slug: str = ""
    summary: str = ""
    description_source: str = ""
    language: str = "fr"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opinion_due_on: date | None = None
    synthesis_due_on: date | None = None
    answer_due_on: date | None = None
    audience: Audience = Audience.EVERYBODY
    has_committee: bool = False
    moderation: ModerationPolicy = ModerationPolicy.AFTER
    review_hours: int = 24


DATES = ("opens_at", "closes_at")
FREE = ("short_title", "language", "opinion_due_on", "synthesis_due_on", "answer_due_on",
        "has_committee", "moderation", "review_hours")  # fmt: skip
MODERATION = frozenset({"moderation", "review_hours"})


def create_consultation(details: Details, *, actor: User) -> Consultation:
    """Add a draft; who makes it becomes its organiser."""
    require(can_create(actor, organised_count(actor)))
    with transaction() as current:
        consultation = Consultation(slug=_free_slug(details, None), title=details.title)
        _write(consultation, details, (*FREE, *DATES, "audience"))
        current.add(consultation)
        current.flush()
        current.add_all(default_categories(consultation.id))
        current.add(
            TeamMember(consultation_id=consultation.id, user_id=actor.id, role=Role.ORGANISER)
        )
        journal.record("consultation.created", consultation, actor_id=actor.id)
    return consultation


def edit_consultation(
    consultation: Consultation, details: Details, *, actor: User, seen: int | None = None
) -> None:
    """Change what a consultation says.

    Its address is fixed once the public knows it; its opening, closing and audience once it has
    opened, when only `phases` moves them, with a reason. `seen` is the revision that the organiser
    looked at: nothing that somebody else wrote meanwhile is overwritten unseen.
    """
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction():
        lock(consultation)
        if seen is not None and seen != consultation.revision:
            raise ChangedMeanwhileError(
                _(
                    "Quelqu’un d’autre vient de changer cette consultation. Vos réglages ne sont "
                    "pas enregistrés : relisez-les, puis enregistrez de nouveau."
                )
            )
        if consultation.phase is Phase.ARCHIVED:
            raise DomainError(_("Une consultation archivée ne change plus."))
        if consultation.phase is Phase.DRAFT:
            consultation.slug = _free_slug(details, consultation.id)
        names: tuple[str, ...] = FREE
        if can_edit_dates(consultation, now()):
            _announce_new_dates(consultation, details)
            names = (*FREE, *DATES, "audience")
        changed = _write(consultation, details, names)
        if changed:
            consultation.revision += 1
            journal.record(
                "consultation.edited", consultation, actor_id=actor.id, fields=" ".join(changed)
            )
        if not MODERATION.isdisjoint(changed):
            journal.record(
                "consultation.moderation_set",
                consultation,
                actor_id=actor.id,
                policy=consultation.moderation.value,
                hours=consultation.review_hours,
            )


def _write(consultation: Consultation, details: Details, names: Sequence[str]) -> list[str]:
    """Take over the fields of `names` and the texts; the names of those that changed."""
    values = {name: getattr(details, name) for name in names}
    values["title"] = tidy(details.title)
    values["short_title"] = tidy(details.short_title)
    values["summary"] = tidy(details.summary)
    values["description_source"] = tidy(details.description_source)
    values["description_html"] = render_markup(values["description_source"])
    changed = [name for name, value in values.items() if getattr(consultation, name, None) != value]
    for name in changed:
        setattr(consultation, name, values[name])
    return [name for name in changed if name != "description_html"]


def _announce_new_dates(consultation: Consultation, details: Details) -> None:
    """Dates that the public knows already leave a trace when they move."""
    if consultation.phase is not Phase.UPCOMING:
        return
    if details.opens_at is None or details.closes_at is None:
        raise DomainError(_("Une consultation annoncée garde une ouverture et une clôture."))
    if details.closes_at <= now():
        raise DomainError(_("La clôture est dans le passé : choisissez une date à venir."))
    moved = (details.opens_at, details.closes_at) != (
        consultation.opens_at,
        consultation.closes_at,
    )
    if moved:
        session().add(
            CalendarChange(
                consultation_id=consultation.id,
                kind="rescheduled",
                old_closes_at=consultation.closes_at,
                new_closes_at=details.closes_at,
            )
        )


def _free_slug(details: Details, own_id: int | None) -> str:
    """The slug asked for, or one made of the title, numbered if another has it."""
    hold_named_lock(SLUG_LOCK)
    wanted = details.slug or slug_of(details.title) or "consultation"
    if not _is_taken(wanted, own_id):
        return wanted
    if details.slug:
        raise SlugTakenError(_("Cette adresse est déjà prise : choisissez-en une autre."))
    number = 2
    while _is_taken(candidate := f"{wanted[: MAX_LENGTH - 4]}-{number}", own_id):
        number += 1
    return candidate


def _is_taken(slug: str, own_id: int | None) -> bool:
    if slug in TAKEN_BY_PAGES:
        return True
    holder = session.scalar(select(Consultation.id).where(Consultation.slug == slug))
    return holder is not None and holder != own_id
