"""What the institution answered to the committee of families, and how its members grade that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.queries.cards import cards_on_opinion
from consultation.answers.queries.opinions import Followed, find_opinion, opinions_followed
from consultation.answers.services.appraising import Given, appraise
from consultation.answers.services.milestones import add_milestone, report_on
from consultation.answers.services.publishing import publish_answers
from consultation.answers.services.writing import begin_answer
from consultation.answers.subjects import Kind, Subject
from consultation.answers.wording import Progress, Promise, Written
from consultation.committees.models.people import CommitteeMember
from consultation.consultations.models import Consultation
from consultation.core.clock import now, today, travel
from consultation.core.db import session, transaction
from consultation.demo.answers_setting import nobody_is_told, paragraphs
from consultation.demo.families_setting import told
from consultation.documents.models import Passage

ANSWERED_IN, GRADED_IN = -159, -156
EARLY = -150
"""Days before which a report belongs to the consultation's own time, not to today's."""


def answer_families(row: Consultation, organiser: User) -> None:
    """Each answer with its promises, published together, then graded and reported on."""
    followed = _followed(row)
    with travel(now() + timedelta(days=ANSWERED_IN)), transaction():
        keys = [_answer(row, followed, each, organiser) for each in told()["answers"]]
        publish_answers(row, keys, actor=organiser)
    people = session.scalars(
        select(User)
        .join(CommitteeMember, CommitteeMember.user_id == User.id)
        .where(CommitteeMember.committee_id == followed.committee.id)
        .order_by(CommitteeMember.id)
    ).all()
    with travel(now() + timedelta(days=GRADED_IN)), transaction():
        for each, key in zip(told()["answers"], keys, strict=True):
            _grade(row, followed, each, key, people)
    report_to_families(row, organiser, is_early=True)
    nobody_is_told(row)


def report_to_families(row: Consultation, organiser: User, *, is_early: bool) -> None:
    """How far the promises have come, in the order of days."""
    day, keys = today(), _answered(row)
    reports = [
        (report["in"], keys[each["title"]], number, report)
        for each in told()["answers"]
        for number, promise in enumerate(each.get("promises", ()), start=1)
        for report in promise.get("reports", ())
        if (report["in"] < EARLY) is is_early
    ]
    for days, key, number, report in sorted(reports, key=lambda each: each[0]):
        moved = report.get("moved_in")
        due_on = day + timedelta(days=moved) if moved else None
        with travel(now() + timedelta(days=days)):
            progress = Progress(report["words"], due_on, is_done=report.get("done", False))
            report_on(row, key, number, progress, actor=organiser)


def _answered(row: Consultation) -> dict[str, str]:
    """The key of each answer, by the title of what is answered; "" is the whole."""
    followed = _followed(row)
    titles = {each.id: each.title for each in followed.recommendations}
    return {
        titles.get(card.answer.recommendation_id or 0, ""): card.answer.key
        for card in cards_on_opinion(row, followed.opinion.id)
    }


def _followed(row: Consultation) -> Followed:
    [(key, _title)] = opinions_followed(row)
    followed = find_opinion(row, key)
    if followed is None:
        raise LookupError(key)
    return followed


def _answer(row: Consultation, followed: Followed, told_of: dict[str, Any], organiser: User) -> str:
    subject = Subject(Kind.OPINION, followed.opinion.id, followed.opinion.key)
    for each in followed.recommendations:
        if each.title == told_of["title"]:
            subject = Subject(Kind.RECOMMENDATION, each.id, each.key)
    written = Written(Outcome(told_of["outcome"]), told_of["words"].strip(), _changed(row, told_of))
    answer = begin_answer(row, subject, written, actor=organiser)
    for promise in told_of.get("promises", ()):
        due_on = today() + timedelta(days=promise["due_in"] - ANSWERED_IN)
        add_milestone(row, answer.key, Promise(promise["what"], due_on), actor=organiser)
    return answer.key


def _changed(row: Consultation, told_of: dict[str, Any]) -> str:
    """The key of the paragraph that changes because of an answer, if one does."""
    if "changes" not in told_of:
        return ""
    found = paragraphs(row).where(Passage.text.startswith(told_of["changes"]))
    return str(session.scalars(found).one().key)


def _grade(
    row: Consultation, followed: Followed, told_of: dict[str, Any], key: str, people: Sequence[User]
) -> None:
    """Grades in the order of seats; some say why, and some of these sign."""
    graded = key if told_of["title"] else ""
    for place, grade in enumerate(told_of["grades"]):
        given = Given(grade, told_of["says"].get(str(place), ""), place in told_of["signed"])
        appraise(row, followed, graded, given, actor=people[place])
