"""The synthesis as it is being written: chapters in order, each with its statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Statement,
    StatementVersion,
    Synthesis,
    SynthesisChange,
    Theme,
    Verbatim,
)
from consultation.synthesis.models.writing import ChapterKind, Outline
from consultation.synthesis.queries.opinions import opinion_count

REQUIRED = (
    ChapterKind.CITED_ONCE, ChapterKind.OBJECTIONS, ChapterKind.OUT_OF_SCOPE, ChapterKind.METHOD,
)  # fmt: skip
"""Places that every synthesis has."""
ARRANGED = {Outline.SECTIONS: ChapterKind.SECTION, Outline.THEMES: ChapterKind.THEME}


@dataclass(frozen=True)
class Line:
    """A statement with its text of today, who wrote it, and how much it rests on."""

    statement: Statement
    version: StatementVersion
    writer: str
    source_count: int
    """Contributions cited by codings that stand; those taken from the public are not counted."""
    verbatim_count: int
    opinion_count: int = 0
    """Opinions of committees and their recommendations, apart from contributions."""

    @property
    def is_sourced(self) -> bool:
        """It rests on something."""
        return bool(self.source_count or self.opinion_count)


@dataclass(frozen=True)
class Part:
    """A chapter, by its name of today."""

    chapter: Chapter
    title: str
    lines: Sequence[Line]

    @property
    def is_required(self) -> bool:
        """One of the places that every synthesis has."""
        return self.chapter.kind in REQUIRED

    @property
    def needs_sources(self) -> bool:
        """Its statements rest on contributions; those on the method do not."""
        return self.chapter.kind is not ChapterKind.METHOD


def synthesis_of(consultation_id: int) -> Synthesis | None:
    """The synthesis of a consultation, once it was begun."""
    return session.scalars(
        select(Synthesis).where(Synthesis.consultation_id == consultation_id)
    ).one_or_none()


def is_synthesis_published(consultation_id: int) -> bool:
    """Everybody can read an edition of it."""
    return (
        session.scalar(
            select(Synthesis.id).where(
                Synthesis.consultation_id == consultation_id, Synthesis.edition_count > 0
            )
        )
        is not None
    )


def shown_chapters(synthesis: Synthesis) -> list[tuple[Chapter, str]]:
    """The chapters of the outline that was chosen, in order, with their titles of today."""
    kinds = [ARRANGED[synthesis.outline], ChapterKind.FREE, *REQUIRED]
    rows = session.execute(
        select(Chapter, Theme.name)
        .outerjoin(Theme, Theme.id == Chapter.theme_id)
        .where(Chapter.synthesis_id == synthesis.id, Chapter.kind.in_(kinds))
        .order_by(Chapter.position, Chapter.id)
    )
    return [(chapter, name or chapter.title) for chapter, name in rows]


def outline_of(synthesis: Synthesis) -> list[Part]:
    """Everything that is written, in order."""
    chapters = shown_chapters(synthesis)
    lines = _lines([chapter.id for chapter, _title in chapters])
    return [Part(chapter, title, lines.get(chapter.id, ())) for chapter, title in chapters]


def _lines(chapter_ids: Sequence[int]) -> dict[int, list[Line]]:
    rows = session.execute(
        select(Statement, StatementVersion, User.display_name, opinion_count())
        .join(
            StatementVersion,
            (StatementVersion.statement_id == Statement.id)
            & (StatementVersion.number == Statement.version),
        )
        .join(User, User.id == StatementVersion.by_id)
        .where(Statement.chapter_id.in_(chapter_ids), Statement.removed_at.is_(None))
        .order_by(Statement.position, Statement.id)
    ).all()
    ids = [row[0].id for row in rows]
    cited, quoted = cited_counts(ids), _quoted_counts(ids)
    found: dict[int, list[Line]] = {}
    for statement, version, writer, asked in rows:
        line = Line(
            statement, version, writer, cited.get(statement.id, 0), quoted.get(statement.id, 0),
            asked,
        )  # fmt: skip
        found.setdefault(statement.chapter_id, []).append(line)
    return found


def cited_counts(statement_ids: Iterable[int]) -> dict[int, int]:
    """How many contributions, still public and still so coded, each statement rests on."""
    rows = session.execute(
        select(Citation.statement_id, func.count(func.distinct(Coding.contribution_id)))
        .join(Coding, Coding.id == Citation.coding_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .where(
            Citation.statement_id.in_(list(statement_ids)),
            Coding.removed_at.is_(None),
            Contribution.state == ContributionState.PUBLISHED,
        )
        .group_by(Citation.statement_id)
    )
    return dict(rows.all())


def _quoted_counts(statement_ids: Iterable[int]) -> dict[int, int]:
    rows = session.execute(
        select(Verbatim.statement_id, func.count())
        .where(Verbatim.statement_id.in_(list(statement_ids)))
        .group_by(Verbatim.statement_id)
    )
    return dict(rows.all())


def find_statement(consultation_id: int, key: str) -> tuple[Statement, Chapter] | None:
    """The statement of that key in that consultation, and where it stands; removed ones too."""
    row = session.execute(
        select(Statement, Chapter)
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .where(Synthesis.consultation_id == consultation_id, Statement.key == key)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


@dataclass(frozen=True)
class Written:
    """One version of a statement, and who wrote it."""

    number: int
    source: str
    writer: str
    at: datetime


def versions_of(statement: Statement) -> list[Written]:
    """All that a statement ever said, the newest first."""
    rows = session.execute(
        select(
            StatementVersion.number, StatementVersion.source, User.display_name,
            StatementVersion.at,
        )
        .join(User, User.id == StatementVersion.by_id)
        .where(StatementVersion.statement_id == statement.id)
        .order_by(StatementVersion.number.desc())
    )  # fmt: skip
    return [Written(*row) for row in rows]


def text_of(statement: Statement, number: int = 0) -> str:
    """What it says; or said, in a version."""
    return session.get_one(
        StatementVersion, (statement.id, number or statement.version), populate_existing=True
    ).source


def last_change(synthesis_id: int) -> tuple[SynthesisChange, str] | None:
    """The latest act on the order of things that was not undone, and who did it."""
    row = session.execute(
        select(SynthesisChange, User.display_name)
        .join(User, User.id == SynthesisChange.by_id)
        .where(SynthesisChange.synthesis_id == synthesis_id, SynthesisChange.undone_at.is_(None))
        .order_by(SynthesisChange.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
