"""Making a committee, what it says of itself, and which consultations it is linked to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.models.people import Committee, CommitteeLink
from consultation.committees.permissions import can_run
from consultation.committees.queries.people import standing_of
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import can_organise
from consultation.consultations.queries import roles_of
from consultation.consultations.slugs import slug_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import hold_named_lock, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, render_markup, tidy

SLUG_LOCK = 7303
MAX_TITLE = 200
MAX_CHARGE = 20_000
MAX_SELECTION = 1_000


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What organisers say of a committee."""

    title: str
    charge_source: str = ""
    selection: str = ""
    language: str = "fr"
    starts_on: date | None = None
    ends_on: date | None = None
    opinion_due_on: date | None = None


def create_committee(consultation: Consultation, charge: Charge, *, actor: User) -> Committee:
    """Prepare a committee for a consultation. The public knows of it once it is announced."""
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        committee = Committee(slug=_free_slug(charge.title), title=charge.title)
        _write(committee, charge)
        current.add(committee)
        current.flush()
        current.add(CommitteeLink(committee_id=committee.id, consultation_id=consultation.id))
        journal.record(
            "committee.created", committee, actor_id=actor.id, consultation=consultation.key
        )
    return committee


def edit_committee(
    committee: Committee, charge: Charge, *, actor: User, seen: int | None = None
) -> None:
    """Change what a committee says of itself; never what somebody else wrote meanwhile, unseen."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        if seen is not None and seen != committee.revision:
            raise ConflictError(
                _(
                    "Ce comité a changé depuis que vous avez ouvert cette page. Rien n’est "
                    "enregistré : relisez vos réglages, puis enregistrez de nouveau."
                )
            )
        _write(committee, charge)
        committee.revision += 1
        journal.record("committee.edited", committee, actor_id=actor.id)
        _mark_consultations(committee)


def announce_committee(committee: Committee, *, actor: User) -> None:
    """Show its existence, charge, calendar and agreed names to everybody."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        if committee.announced_at is not None:
            raise ConflictError(_("Ce comité est déjà public."))
        if is_blank(committee.charge_source):
            raise DomainError(_("Écrivez d’abord la saisine : ce qui est demandé au comité."))
        committee.announced_at = now()
        committee.revision += 1
        journal.record("committee.announced", committee, actor_id=actor.id)
        _mark_consultations(committee)


def link_consultation(committee: Committee, consultation: Consultation, *, actor: User) -> None:
    """Link one more consultation: whoever organises it runs the committee too."""
    require(can_run(standing_of(actor, committee.id)))
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(committee)
        if consultation.id in _linked(committee):
            raise ConflictError(_("Cette consultation est déjà liée au comité."))
        current.add(CommitteeLink(committee_id=committee.id, consultation_id=consultation.id))
        _relinked("committee.linked", committee, consultation, actor)


def unlink_consultation(committee: Committee, consultation: Consultation, *, actor: User) -> None:
    """Undo a link; one remains, so that somebody always runs the committee."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        linked = _linked(committee)
        if consultation.id not in linked:
            raise ConflictError(_("Cette consultation n’est pas liée au comité."))
        if len(linked) == 1:
            raise DomainError(_("Un comité reste lié à une consultation au moins."))
        _relinked("committee.unlinked", committee, consultation, actor)
        current.execute(
            delete(CommitteeLink).where(
                CommitteeLink.committee_id == committee.id,
                CommitteeLink.consultation_id == consultation.id,
            )
        )


def _relinked(act: str, committee: Committee, consultation: Consultation, actor: User) -> None:
    committee.revision += 1
    session.flush()
    _mark_consultations(committee)
    journal.record(act, committee, actor_id=actor.id, consultation=consultation.key)


def _linked(committee: Committee) -> set[int]:
    rows = session.scalars(
        select(CommitteeLink.consultation_id).where(CommitteeLink.committee_id == committee.id)
    )
    return set(rows)


def _mark_consultations(committee: Committee) -> None:
    """The public pages of its consultations name the committee: they are new pages."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.id.in_(_linked(committee)))
        .order_by(Consultation.id)
    )
    for row in rows.all():
        lock(row).revision += 1
        row.has_committee = row.has_committee or committee.announced_at is not None


def _write(committee: Committee, charge: Charge) -> None:
    committee.title = one_line(charge.title)[:MAX_TITLE]
    if is_blank(committee.title):
        raise DomainError(_("Donnez un nom au comité"))
    if charge.starts_on and charge.ends_on and charge.ends_on < charge.starts_on:
        raise DomainError(_("La fin du mandat doit venir après son début"))
    committee.charge_source = tidy(charge.charge_source)[:MAX_CHARGE]
    committee.charge_html = render_markup(committee.charge_source)
    committee.selection = tidy(charge.selection)[:MAX_SELECTION]
    committee.language = charge.language
    committee.starts_on = charge.starts_on
    committee.ends_on = charge.ends_on
    committee.opinion_due_on = charge.opinion_due_on


def _free_slug(title: str) -> str:
    """An address made of the title that no other committee has."""
    hold_named_lock(SLUG_LOCK)
    wanted = slug_of(title) or "comite"
    taken = set(session.scalars(select(Committee.slug).where(Committee.slug.startswith(wanted))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
