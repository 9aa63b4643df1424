"""The institution's answers in the demo: published where it has answered, in draft elsewhere."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerTelling, Outcome
from consultation.answers.services.milestones import add_milestone, report_on
from consultation.answers.services.publishing import publish_answers
from consultation.answers.services.templates import save_template
from consultation.answers.services.writing import begin_answer, write_answer
from consultation.answers.subjects import Kind, Subject
from consultation.answers.wording import Progress, Promise, Written
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.models import Kind as Nature
from consultation.core.clock import now, today, travel
from consultation.core.db import session, transaction
from consultation.documents.models import Document, Paragraph, Passage

PUBLISHED_IN = -176
EARLY = -150
"""Days before which a report belongs to the consultation's own time, not to today's."""


@cache
def _told() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))


def publish_planned_answers(row: Consultation, organiser: User, guest: User) -> None:
    """Write and publish what the plan answers, correct one, report on the first promises."""
    with travel(now() + timedelta(days=PUBLISHED_IN)):
        keys = [
            _write(row, subject, planned, organiser)
            for planned in _told()["answers"]
            for subject in _subjects(row, planned["find"], guest)
        ]
        publish_answers(row, keys, actor=organiser)
    _correct(row, organiser)
    _report(row, organiser, is_early=True)
    nobody_is_told(row)


def go_on_answering(answered: Consultation, closed: Consultation, organiser: User) -> None:
    """Today: the last reports of one consultation, drafts and templates of the next."""
    _report(answered, organiser, is_early=False)
    for each in _told()["templates"]:
        save_template(
            closed, "", each["name"], Outcome(each["outcome"]), each["words"], actor=organiser
        )
    for each in _told()["drafts"]:
        found = session.scalars(
            paragraphs(closed).where(Passage.number == each["number"]).limit(1)
        ).one()
        subject = Subject(Kind.PARAGRAPH, found.id, found.key)
        begin_answer(closed, subject, _written(each), actor=organiser)


def _subjects(row: Consultation, find: str, guest: User) -> list[Subject]:
    if find in {"guest", "question"}:
        said = select(Contribution).where(
            Contribution.consultation_id == row.id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.parent_id.is_(None),
        )
        said = (
            said.join(Participant, Participant.id == Contribution.author_id)
            .where(Participant.user_id == guest.id)
            .order_by(Contribution.id)
            if find == "guest"
            else said.where(Contribution.kind == Nature.QUESTION).order_by(
                Contribution.agree_count.desc(), Contribution.id
            )
        )
        return [
            Subject(Kind.CONTRIBUTION, each.id, each.key) for each in session.scalars(said.limit(1))
        ]
    found = session.scalars(paragraphs(row).where(Passage.text.startswith(find))).one()
    return [Subject(Kind.PARAGRAPH, found.id, found.key)]


def paragraphs(row: Consultation) -> Any:
    """Those of its current texts, in order."""
    return (
        select(Paragraph)
        .join(Passage, Passage.paragraph_id == Paragraph.id)
        .join(Document, Document.current_version_id == Passage.version_id)
        .where(Document.consultation_id == row.id)
        .order_by(Document.position, Passage.position)
    )


def _write(row: Consultation, subject: Subject, planned: dict[str, Any], organiser: User) -> str:
    changed = subject.key if planned.get("changes") else ""
    answer = begin_answer(row, subject, _written(planned, changed), actor=organiser)
    for promise in planned.get("promises", ()):
        due_on = today() + timedelta(days=promise["due_in"] - PUBLISHED_IN)
        add_milestone(row, answer.key, Promise(promise["what"], due_on), actor=organiser)
    return answer.key


def _written(planned: dict[str, Any], changed: str = "") -> Written:
    return Written(Outcome(planned["outcome"]), planned["words"].strip(), changed)


def _correct(row: Consultation, organiser: User) -> None:
    for planned, answer in _planned(row):
        correction = planned.get("correction")
        if correction is None:
            continue
        with travel(now() + timedelta(days=correction["in"])):
            written = Written(
                Outcome(planned["outcome"]), correction["words"].strip(),
                change_note=correction["note"],
            )  # fmt: skip
            write_answer(row, answer.key, answer.edition, written, actor=organiser)
            publish_answers(row, [answer.key], actor=organiser)


def _report(row: Consultation, organiser: User, *, is_early: bool) -> None:
    day = today()
    told = [
        (report["in"], answer.key, number, report)
        for planned, answer in _planned(row)
        for number, promise in enumerate(planned.get("promises", ()), start=1)
        for report in promise.get("reports", ())
        if (report["in"] < EARLY) is is_early
    ]
    for days, key, number, report in sorted(told, key=lambda each: each[0]):
        moved = report.get("moved_in")
        due_on = day + timedelta(days=moved) if moved else None
        progress = Progress(report["words"], due_on, is_done=report.get("done", False))
        with travel(now() + timedelta(days=days)):
            report_on(row, key, number, progress, actor=organiser)


def _planned(row: Consultation) -> list[tuple[dict[str, Any], Answer]]:
    """Each planned answer with its row, by the words that it began with."""
    answers = session.scalars(
        select(Answer).where(Answer.consultation_id == row.id).order_by(Answer.id)
    ).all()
    planned = [each for each in _told()["answers"] if each["find"] not in {"guest", "question"}]
    by_paragraph = {
        passage.paragraph_id: passage.text
        for passage in session.scalars(
            select(Passage).where(Passage.paragraph_id.in_([each.paragraph_id for each in answers]))
        )
    }
    return [
        (each, answer)
        for each in planned
        for answer in answers
        if answer.paragraph_id and by_paragraph[answer.paragraph_id].startswith(each["find"])
    ]


def nobody_is_told(row: Consultation) -> None:
    """What came out long ago was told then."""
    with transaction() as current:
        current.execute(
            update(AnswerTelling)
            .where(AnswerTelling.consultation_id == row.id)
            .values(started_at=now(), done_at=now())
        )
