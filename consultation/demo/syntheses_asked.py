"""What the demo's synthesis cites of its committee's opinion, and what the institution answers."""

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.services.publishing import publish_answers
from consultation.answers.services.writing import begin_answer
from consultation.answers.subjects import Kind, Subject
from consultation.answers.wording import Written
from consultation.consultations.models import Consultation
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.demo.answers_setting import nobody_is_told
from consultation.synthesis.fields import typed
from consultation.synthesis.models import Chapter, Statement, StatementVersion, Synthesis
from consultation.synthesis.queries.corpus import vocabulary_of
from consultation.synthesis.queries.opinions import citable
from consultation.synthesis.services.opinions import cite_opinions

ANSWERED_IN = -160


@cache
def told() -> dict[str, Any]:
    """What the demo codes, writes and answers."""
    path = Path(__file__).with_name("syntheses.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cite_asked(
    row: Consultation, statement: Statement, titles: Sequence[str], writer: User
) -> None:
    """The recommendations of these titles, among those that its committee published."""
    refs = [
        each.ref
        for each in citable(row).values()
        if any(each.recommendation and each.name.endswith(title) for title in titles)
    ]
    if refs:
        cite_opinions(row, statement, refs, actor=writer)


def answer_synthesis(row: Consultation, organiser: User) -> None:
    """What the institution says of its statements, where the plan has an answer."""
    planned = {each["text"]: each["answer"] for each in told()["published"] if "answer" in each}
    rows = session.execute(
        select(Statement.id, Statement.key, StatementVersion.source)
        .join(StatementVersion, StatementVersion.statement_id == Statement.id)
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .where(Synthesis.consultation_id == row.id, StatementVersion.number == 1)
        .order_by(Statement.id)
    ).all()
    vocabulary = vocabulary_of(row.id)
    with travel(now() + timedelta(days=ANSWERED_IN)):
        keys = [
            begin_answer(
                row, Subject(Kind.STATEMENT, statement_id, key),
                Written(Outcome(said["outcome"]), said["words"]), actor=organiser,
            ).key
            for statement_id, key, source in rows
            if (said := planned.get(typed(source, vocabulary))) is not None
        ]  # fmt: skip
        if keys:
            publish_answers(row, keys, actor=organiser)
    nobody_is_told(row)
