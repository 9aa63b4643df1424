"""What comes out within a few minutes is told in one mail: the row that gathers it."""

from datetime import timedelta

from sqlalchemy import select

from consultation.answers.models import AnswerTelling, EditionNews
from consultation.answers.queries.news import edition_to_tell
from consultation.consultations.models import Consultation
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction

GATHERED = timedelta(minutes=10)
"""What comes out within this time is told in one mail."""


def telling_of(consultation: Consultation) -> AnswerTelling:
    """The telling that has not begun yet, or a new one; the consultation is held."""
    waiting = session.scalars(
        select(AnswerTelling)
        .where(
            AnswerTelling.consultation_id == consultation.id,
            AnswerTelling.started_at.is_(None),
            AnswerTelling.done_at.is_(None),
            AnswerTelling.gave_up_at.is_(None),
        )
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if waiting is not None:
        return waiting
    made = AnswerTelling(consultation_id=consultation.id, run_at=now() + GATHERED)
    session.add(made)
    session.flush()
    return made


def gather_edition() -> bool:
    """Note one edition of an opinion for the followers of a consultation of its committee."""
    if edition_to_tell(now()) is None:
        return False
    with transaction() as current:
        found = edition_to_tell(now())
        if found is None:
            return False
        edition_id, consultation_id = found
        telling = telling_of(lock(current.get_one(Consultation, consultation_id)))
        insert_missing(
            EditionNews, edition_id=edition_id, consultation_id=consultation_id,
            telling_id=telling.id,
        )  # fmt: skip
    return True
