"""What can be answered, a kind at a time: twenty rows, each with the answers that it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from consultation.answers.asked import Asked, State
from consultation.answers.models import Answer, AnswerBatch, AnswerVersion, Outcome
from consultation.answers.queries.sources import SOURCES, narrowed
from consultation.answers.subjects import COLUMN, Subject
from consultation.consultations.models import Consultation
from consultation.core.db import session

PAGE_SIZE = 20
EXCERPT = 160
IS_DRAFT = or_(Answer.published_version.is_(None), Answer.published_version != Answer.version)
"""It has words that the public does not read yet."""


@dataclass(frozen=True)
class Held:
    """One answer of a row, as the list shows it."""

    key: str
    outcome: Outcome
    version: int
    published_version: int | None
    assigned_to_id: int | None

    @property
    def is_draft(self) -> bool:
        """It has words that the public does not read yet."""
        return self.version != self.published_version


@dataclass(frozen=True)
class Row:
    """One thing that may be answered."""

    subject: Subject
    words: str
    number: int | None
    count: int
    above: str
    answers: Sequence[Held] = ()


@dataclass(frozen=True)
class Listing:
    """Some rows, and the key after which others come: "" at the end."""

    rows: Sequence[Row]
    following: str


def listing(consultation: Consultation, asked: Asked, person_id: int) -> Listing:
    """A page of what the address asks for; four statements at most."""
    source = SOURCES[asked.kind]
    query = _wanted(consultation, asked, person_id).order_by(*source.order).limit(PAGE_SIZE + 1)
    if asked.after:
        place = session.execute(
            source.base(consultation.id)
            .with_only_columns(*source.order)
            .where(source.key == asked.after)
        ).first()
        if place is None:
            return Listing((), "")
        query = query.where(tuple_(*source.order) > tuple_(*place))
    found = [_row(asked, *each) for each in session.execute(query)]
    shown = found[:PAGE_SIZE]
    held = _held(consultation, asked, [each.subject.row for each in shown])
    rows = [
        Row(each.subject, each.words, each.number, each.count, each.above,
            held.get(each.subject.row, ()))
        for each in shown
    ]  # fmt: skip
    return Listing(rows, shown[-1].subject.key if len(found) > PAGE_SIZE else "")


def subjects_wanted(
    consultation: Consultation, asked: Asked, person_id: int, most: int
) -> list[Subject]:
    """Everything that the filter keeps, in order, up to one more than `most`."""
    source = SOURCES[asked.kind]
    query = _wanted(consultation, asked, person_id).order_by(*source.order).limit(most + 1)
    return [_row(asked, *each).subject for each in session.execute(query)]


def subjects_named(
    consultation: Consultation, asked: Asked, keys: Sequence[str], most: int
) -> list[Subject]:
    """Those of that kind that `keys` name, in order."""
    source = SOURCES[asked.kind]
    query = (
        source.base(consultation.id).where(source.key.in_(keys)).order_by(*source.order).limit(most)
    )
    return [_row(asked, *each).subject for each in session.execute(query)]


def first_words(consultation: Consultation, asked: Asked, subjects: Sequence[Subject]) -> list[Row]:
    """These subjects as the list shows them, without their answers."""
    source = SOURCES[asked.kind]
    query = (
        source.base(consultation.id)
        .where(source.key.in_([each.key for each in subjects]))
        .order_by(*source.order)
    )
    return [_row(asked, *each) for each in session.execute(query)]


def _wanted(consultation: Consultation, asked: Asked, person_id: int) -> Select[Any]:
    source = SOURCES[asked.kind]
    query = narrowed(source.base(consultation.id), asked)
    state = _in_state(getattr(Answer, COLUMN[asked.kind]) == source.row, asked.state, person_id)
    return query if state is None else query.where(state)


def _in_state(
    same: ColumnElement[bool], state: State, person_id: int
) -> ColumnElement[bool] | None:
    has = select(Answer.id).where(same)
    if state is State.TO_ANSWER:
        return ~has.exists()
    if state is State.DRAFT:
        return has.where(IS_DRAFT).exists()
    if state is State.PUBLISHED:
        return has.where(Answer.published_version.is_not(None)).exists()
    if state is State.MINE:
        return has.where(IS_DRAFT, Answer.assigned_to_id == person_id).exists()
    return None


def _row(asked: Asked, row: Any, key: str, *shown: Any) -> Row:
    words, number, count, above = shown[:4]
    line = " ".join((words or "").split())
    short = line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return Row(Subject(asked.kind, row, key), short, number, count or 0, above or "")


def _held(
    consultation: Consultation, asked: Asked, rows: Sequence[int | str]
) -> Mapping[int | str, list[Held]]:
    column = getattr(Answer, COLUMN[asked.kind])
    found = session.execute(
        select(
            column, Answer.key, AnswerVersion.outcome, Answer.version, Answer.published_version,
            Answer.assigned_to_id,
        )
        .join(
            AnswerVersion,
            and_(AnswerVersion.answer_id == Answer.id, AnswerVersion.number == Answer.version),
        )
        .where(Answer.consultation_id == consultation.id, column.in_(rows))
        .order_by(Answer.id)
    )  # fmt: skip
    held: dict[int | str, list[Held]] = {}
    for row, *rest in found:
        held.setdefault(row, []).append(Held(*rest))
    return held


def draft_ids(
    consultation: Consultation, keys: Sequence[str] | None, batch: str = ""
) -> list[tuple[int, str]]:
    """Id and key of what is written and not published, oldest first.

    All of it without `keys`; of those alone with them, or of a batch.
    """
    query = (
        select(Answer.id, Answer.key)
        .where(Answer.consultation_id == consultation.id, IS_DRAFT)
        .order_by(Answer.id)
    )
    if batch:
        of_batch = select(AnswerBatch.id).where(AnswerBatch.key == batch).scalar_subquery()
        query = query.where(Answer.batch_id == of_batch)
    elif keys is not None:
        query = query.where(Answer.key.in_(keys))
    return [(row[0], row[1]) for row in session.execute(query)]


@dataclass(frozen=True)
class Totals:
    """How far the institution has come."""

    drafts: int
    published: int


def totals_of(consultation: Consultation) -> Totals:
    """Drafts and published answers, in one statement over an index."""
    drafts, published = session.execute(
        select(
            func.count().filter(IS_DRAFT),
            func.count(Answer.published_version),
        ).where(Answer.consultation_id == consultation.id)
    ).one()
    return Totals(drafts, published)
