"""What is late is said to the team once, in one mail."""

from consultation.answers import emails
from consultation.answers.models import AnswerOverdue
from consultation.answers.queries.late import (
    is_overdue,
    late_promises,
    next_late,
    organisers_of,
    unanswered,
)
from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.clock import PARIS, now, today
from consultation.core.db import insert_missing, lock, transaction

EARLIEST = 7
"""The hour in Paris from which a team is written to."""


def say_what_is_late() -> bool:
    """Tell one team what is late; a date that is moved and passes again is said again."""
    day = today()
    if now().astimezone(PARIS).hour < EARLIEST or next_late(day) is None:
        return False
    with transaction() as current:
        consultation_id = next_late(day)
        if consultation_id is None:
            return False
        consultation = lock(current.get_one(Consultation, consultation_id))
        promises = late_promises(consultation.id, day)
        overdue = is_overdue(consultation, day)
        asked = unanswered(consultation) if overdue else []
        for milestone, _answer in promises:
            milestone.late_told_on = milestone.due_on
        if overdue:
            insert_missing(
                AnswerOverdue, consultation_id=consultation.id, due_on=consultation.answer_due_on
            )
        if promises or asked:
            for person in organisers_of(consultation.id):
                mail.queue(emails.answers_late(consultation, person, promises, asked))
    return True
