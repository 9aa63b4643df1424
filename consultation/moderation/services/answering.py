"""Answering what was reported: every decision on a contribution answers all that waits on it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import consultation_of
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.i18n import _
from consultation.moderation import answers
from consultation.moderation.models import Decision
from consultation.moderation.queries.reports import FLAG_WAITS
from consultation.moderation.reports import Appeal, AppealOutcome, Flag, Notice, Outcome
from consultation.moderation.rights import ANSWERS, KEEPS

ANSWERED_AFTER = timedelta(minutes=10)
"""As long as a decision can be undone, nobody is told of it."""


def answer_reports(contribution: Contribution, decision: Decision) -> None:
    """Give every flag and notice that waits on the contribution its outcome, and mail it.

    To be called in the decision's own transaction, once the decision has its id.
    """
    if decision.measure not in ANSWERS:
        return
    outcome = Outcome.KEPT if decision.measure in KEEPS else Outcome.MEASURE
    with transaction():
        reports: list[Flag | Notice] = [*_waiting_flags(contribution)]
        reports += _waiting_notices(contribution)
        for report in reports:
            settle(report, outcome, decision)
            _tell(report, contribution, decision)


def _waiting_flags(contribution: Contribution) -> list[Flag]:
    return list(
        session.scalars(
            select(Flag)
            .where(Flag.contribution_id == contribution.id, FLAG_WAITS)
            .options(joinedload(Flag.reporter))
            .order_by(Flag.id)
            .with_for_update(of=Flag)
            .execution_options(populate_existing=True)
        )
    )


def _waiting_notices(contribution: Contribution) -> list[Notice]:
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.contribution_id == contribution.id, Notice.decided_at.is_(None))
            .order_by(Notice.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def settle(report: Flag | Notice, outcome: Outcome, decision: Decision) -> None:
    """Write down what became of a report."""
    report.outcome = outcome
    report.decided_at = decision.decided_at
    report.decision_id = decision.id


def _tell(report: Flag | Notice, contribution: Contribution, decision: Decision) -> None:
    consultation = consultation_of(contribution)
    if isinstance(report, Flag):
        if not report.reporter.email:
            return
        letter = answers.flag_answered(report, consultation, contribution, decision)
    else:
        if not report.email:
            return
        letter = answers.notice_answered(report, consultation, contribution, decision)
    report.mail_key = mail.queue_later(letter, told_at(decision))


def told_at(decision: Decision) -> datetime:
    """When those whom a decision concerns are told of it."""
    return decision.decided_at + ANSWERED_AFTER


def tell_again(contribution: Contribution, decision: Decision, keys: Collection[str]) -> None:
    """Mark these flags and notices as manifestly unfounded: their answer says so."""
    with transaction():
        for report in _answered_by(decision):
            if report.key in keys:
                mail.unsend(report.mail_key)
                report.outcome = Outcome.UNFOUNDED
                _tell(report, contribution, decision)


def _answered_by(decision: Decision) -> list[Flag | Notice]:
    """What the decision answered, held."""
    flags = session.scalars(
        select(Flag)
        .where(Flag.decision_id == decision.id)
        .options(joinedload(Flag.reporter))
        .with_for_update(of=Flag)
    )
    notices = session.scalars(
        select(Notice).where(Notice.decision_id == decision.id).with_for_update()
    )
    return [*flags, *notices]


def reopen_reports(decision: Decision) -> None:
    """The decision is undone: what it answered waits again, and its answers are not sent.

    Whoever contested it in those minutes has what they asked for.
    """
    with transaction():
        for report in _answered_by(decision):
            mail.unsend(report.mail_key)
            report.outcome = None
            report.decided_at = None
            report.decision_id = None
            report.mail_key = ""
        for appeal in session.scalars(
            select(Appeal)
            .where(Appeal.decision_id == decision.id, Appeal.judged_at.is_(None))
            .with_for_update()
        ):
            appeal.outcome = AppealOutcome.REVERSED
            appeal.reasons = _("La personne qui avait décidé a annulé sa décision aussitôt.")
            appeal.judged_at = now()
