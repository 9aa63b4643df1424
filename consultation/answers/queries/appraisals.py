"""What members of a committee think of the answers to their opinion."""

from sqlalchemy import select

from consultation.answers.appraising import Signed, Verdict
from consultation.answers.models import Appraisal
from consultation.committees.models.people import CommitteeMember
from consultation.consultations.models import Consultation
from consultation.core.db import session


def verdicts_on(consultation: Consultation, opinion_id: int) -> dict[int | None, Verdict]:
    """By answer (None for the whole) what the members gave; one statement.

    Words without a name come in the order of letters: not in that in which they were written.
    """
    rows = session.execute(
        select(
            Appraisal.answer_id, Appraisal.grade, Appraisal.words, Appraisal.is_signed,
            CommitteeMember.name,
        )
        .join(CommitteeMember, CommitteeMember.id == Appraisal.member_id)
        .where(
            Appraisal.consultation_id == consultation.id, Appraisal.opinion_id == opinion_id
        )
        .order_by(Appraisal.words, CommitteeMember.name, Appraisal.id)
    ).all()  # fmt: skip
    return {
        answer_id: Verdict(
            [row.grade for row in rows if row.answer_id == answer_id],
            [
                Signed(row.name, row.grade, row.words)
                for row in rows
                if row.answer_id == answer_id and row.is_signed
            ],
            [
                row.words
                for row in rows
                if row.answer_id == answer_id and row.words and not row.is_signed
            ],
        )
        for answer_id in {row.answer_id for row in rows}
    }


def own_appraisals(
    consultation: Consultation, opinion_id: int, member_id: int
) -> dict[int | None, Appraisal]:
    """What one member gave, by answer."""
    rows = session.scalars(
        select(Appraisal).where(
            Appraisal.consultation_id == consultation.id,
            Appraisal.opinion_id == opinion_id,
            Appraisal.member_id == member_id,
        )
    )
    return {row.answer_id: row for row in rows}
