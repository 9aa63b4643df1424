"""Keeping what was reported, with reasons; and those who keep reporting without any ground."""

from collections.abc import Collection
from datetime import timedelta

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank
from consultation.moderation import answers
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.periods import LIMIT_DAYS
from consultation.moderation.queries.reports import (
    reporters_of,
    standing_of,
    unfounded_count,
)
from consultation.moderation.reports import ReporterStanding
from consultation.moderation.rights import can_dismiss, can_read_reports
from consultation.moderation.services.answering import tell_again
from consultation.moderation.services.deciding import decide

UNFOUNDED_BEFORE_WARNING = 3
"""« Frequently », in figures."""


def dismiss(
    contribution: Contribution,
    reasons: str,
    *,
    source: Source,
    unfounded: Collection[str] = (),
    actor: User,
) -> Decision:
    """Keep the contribution as it is: everybody who reported it is told why.

    `unfounded` are the keys of the flags that had no ground at all, by any reading.
    """
    roles = roles_of(actor, contribution.consultation_id)
    require(
        can_dismiss(actor, roles, contribution, reporters_of(contribution.id)),
        _("Vous avez écrit ou signalé cette contribution : une autre personne doit l’examiner."),
    )
    if is_blank(reasons):
        raise DomainError(_("Donnez vos raisons : elles sont envoyées à qui a signalé."))
    with transaction():
        decision = decide(
            contribution, Judgement(measure=Measure.KEEP, facts=reasons, source=source), actor=actor
        )
        if unfounded:
            tell_again(contribution, decision, unfounded)
    return decision


def warn_reporter(
    person: User, consultation: Consultation, reasons: str, *, actor: User
) -> ReporterStanding:
    """Tell somebody that their flags have no ground, and what follows if it goes on."""
    _require_ground(person, consultation, reasons, actor)
    with transaction():
        row = _standing(person, consultation, actor)
        if row.warned_at is not None:
            raise DomainError(_("Cette personne a déjà été prévenue."))
        row.warned_at = now()
        row.reasons = reasons
        row.decided_by_id = actor.id
        journal.record("reporter.warned", consultation, actor_id=actor.id, person=person.id)
        if person.email:
            mail.queue(answers.reporter_warned(person, consultation, reasons))
    return row


def limit_reporter(
    person: User, consultation: Consultation, reasons: str, *, actor: User
) -> ReporterStanding:
    """Take no more flags from somebody for thirty days, once a warning changed nothing."""
    _require_ground(person, consultation, reasons, actor)
    with transaction():
        row = _standing(person, consultation, actor)
        if row.warned_at is None:
            raise DomainError(_("Prévenez d’abord cette personne."))
        if unfounded_count(person.id, consultation.id, since=row.warned_at) == 0:
            raise DomainError(_("Aucun signalement infondé depuis l’avertissement : attendez."))
        row.limited_at = now()
        row.limited_until = now() + timedelta(days=LIMIT_DAYS)
        row.reasons = reasons
        row.decided_by_id = actor.id
        journal.record("reporter.limited", consultation, actor_id=actor.id, person=person.id)
        if person.email:
            mail.queue(answers.reporter_limited(person, consultation, row))
    return row


def free_reporter(person: User, consultation: Consultation, *, actor: User) -> None:
    """Take flags from somebody again before the thirty days are over."""
    require(can_read_reports(roles_of(actor, consultation.id)) and actor.id != person.id)
    with transaction():
        row = _standing(person, consultation, actor)
        row.limited_until = None
        row.decided_by_id = actor.id
        journal.record("reporter.freed", consultation, actor_id=actor.id, person=person.id)


def _require_ground(person: User, consultation: Consultation, reasons: str, actor: User) -> None:
    roles = roles_of(actor, consultation.id)
    require(can_read_reports(roles) and actor.id != person.id)
    if unfounded_count(person.id, consultation.id) < UNFOUNDED_BEFORE_WARNING:
        raise DomainError(
            _("Il faut au moins trois signalements jugés manifestement infondés, ici, avant cela.")
        )
    if is_blank(reasons):
        raise DomainError(_("Donnez vos raisons : elles sont envoyées à cette personne."))


def _standing(person: User, consultation: Consultation, actor: User) -> ReporterStanding:
    insert_missing(
        ReporterStanding,
        consultation_id=consultation.id,
        user_id=person.id,
        reasons="",
        decided_by_id=actor.id,
    )
    row = standing_of(person.id, consultation.id)
    if row is None:
        raise LookupError("the row was inserted a moment ago")
    return lock(row)
