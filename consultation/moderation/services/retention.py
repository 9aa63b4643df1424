"""Forgetting who reported and who contested, and then what they wrote; the outcome stays.

A notifier's name and address go with the last day to contest. The words stay a year, as evidence
of how it was moderated; what is contested still is kept until it is judged.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.moderation import answers
from consultation.moderation.periods import is_still_open
from consultation.moderation.queries.reports import FLAG_WAITS
from consultation.moderation.reports import Appeal, Flag, Notice, Outcome, ReporterStanding

KEPT_AT_LEAST = timedelta(days=180)
"""Six months are never shorter: what is younger is not looked at."""

WORDS_KEPT = timedelta(days=365)
"""From the day when a report was answered, or an appeal judged."""
AT_ONCE = 20


def answer_next_withdrawn() -> bool:
    """Answer the reports of one contribution that its author took back before they were judged."""
    found = _withdrawn(Flag, FLAG_WAITS) or _withdrawn(Notice, Notice.decided_at.is_(None))
    if found is None:
        return False
    with transaction():
        contribution = lock(session.get_one(Contribution, found))
        consultation = session.get_one(Consultation, contribution.consultation_id)
        for flag in session.scalars(
            select(Flag)
            .where(Flag.contribution_id == found, FLAG_WAITS)
            .options(joinedload(Flag.reporter))
        ):
            flag.outcome, flag.decided_at = Outcome.WITHDRAWN, now()
            if flag.reporter.email:
                mail.queue(answers.flag_answered(flag, consultation, contribution, None))
        for notice in session.scalars(
            select(Notice).where(Notice.contribution_id == found, Notice.decided_at.is_(None))
        ):
            notice.outcome, notice.decided_at = Outcome.WITHDRAWN, now()
            if notice.email:
                mail.queue(answers.notice_answered(notice, consultation, contribution, None))
    return True


def _withdrawn(table: type[Flag | Notice], waits: ColumnElement[bool]) -> int | None:
    found: int | None = session.scalars(
        select(table.contribution_id)
        .join(Contribution, Contribution.id == table.contribution_id)
        .where(waits, Contribution.state == ContributionState.WITHDRAWN)
        .limit(1)
    ).first()
    session.rollback()
    return found


def erase_next_notifier() -> bool:
    """Erase name and address of one notice whose time to contest is over."""
    moment = now()
    with transaction():
        rows = session.scalars(
            select(Notice)
            .where(Notice.erased_at.is_(None), Notice.decided_at < moment - KEPT_AT_LEAST)
            .order_by(Notice.decided_at)
            .limit(20)
            .with_for_update(skip_locked=True)
        ).all()
        for notice in rows:
            if not _may_still_contest(notice, moment):
                _erase_notifier(notice)
                return True
    return False


def _may_still_contest(notice: Notice, moment: datetime) -> bool:
    if notice.decided_at is None or is_still_open(notice.decided_at, moment):
        return True
    waiting = select(Appeal.id).where(Appeal.notice_id == notice.id, Appeal.judged_at.is_(None))
    return session.scalar(waiting) is not None


def _erase_notifier(notice: Notice) -> None:
    """No name, no address: neither in the notice nor in the letters about it that have left."""
    if notice.email:
        session.execute(
            update(mail.OutgoingMail)
            .where(
                mail.OutgoingMail.to == notice.email,
                mail.OutgoingMail.kind.startswith("moderation."),
                mail.OutgoingMail.done_at.is_not(None),
            )
            .values(to="", subject="", text="", html="")
            .execution_options(synchronize_session=False)
        )
    notice.name = ""
    notice.email = ""
    notice.user_id = None
    notice.erased_at = now()


def forget_next_words() -> bool:
    """Erase what was written in some flags, notices or appeals that were answered a year ago."""
    before = now() - WORDS_KEPT
    with transaction():
        return any(
            _forget(table, words, answered_at < before)
            for table, words, answered_at in (
                (Flag, Flag.words, Flag.decided_at),
                (Notice, Notice.explanation, Notice.decided_at),
                (Appeal, Appeal.text, Appeal.judged_at),
            )
        )


def _forget(
    table: type[Flag | Notice | Appeal],
    words: InstrumentedAttribute[str],
    is_old: ColumnElement[bool],
) -> bool:
    contested = select(Appeal.decision_id).where(Appeal.judged_at.is_(None))
    is_settled = or_(table.decision_id.is_(None), table.decision_id.not_in(contested))
    ids = session.scalars(
        select(table.id)
        .where(is_old, words != "", is_settled)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    if not ids:
        return False
    session.execute(update(table).where(table.id.in_(ids)).values({words.key: ""}))
    return True


def forget_reports_of(user: User) -> None:
    """The account is deleted: who reported and who contested is gone, what became of it stays.

    Words that nobody needs any more go too; what still waits is judged as it was said.
    """
    with transaction():
        for notice in session.scalars(
            select(Notice).where(
                or_(Notice.user_id == user.id, (Notice.email == user.email) & (Notice.email != ""))
            )
        ):
            _erase_notifier(notice)
        for flag in session.scalars(select(Flag).where(Flag.reporter_id == user.id)):
            flag.erased_at = now()
            if not flag.waits:
                flag.words = ""
        session.execute(
            update(Appeal)
            .where(Appeal.appellant_id == user.id, Appeal.judged_at.is_not(None))
            .values(text="", erased_at=now())
        )
        session.execute(
            update(ReporterStanding).where(ReporterStanding.user_id == user.id).values(reasons="")
        )
