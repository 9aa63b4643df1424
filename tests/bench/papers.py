"""A synthesis of 200 statements that rest on 2,000 contributions, as DOCX and PDF."""

import os
import subprocess
import sys
from collections.abc import Callable

from tests.bench.exports import made

SIZE = 10_000
FORMATS = ("docx", "pdf", "odt", "html")
PREPARE = """
from sqlalchemy import func, select
from consultation.app import create_app
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import insert_missing, session, transaction
from consultation.synthesis.models import (
    Chapter, Citation, Coding, Statement, StatementVersion, Synthesis, Theme, Verbatim,
)
from consultation.synthesis.models.writing import ChapterKind
with create_app().app_context(), transaction():
    largest = select(Consultation).order_by(Consultation.contribution_count.desc())
    row = session.scalars(largest.limit(1)).one()
    insert_missing(Synthesis, consultation_id=row.id)
    synthesis = session.scalars(select(Synthesis).where(Synthesis.consultation_id == row.id)).one()
    chapters = select(Chapter.id).where(Chapter.synthesis_id == synthesis.id)
    query = select(func.count()).select_from(Statement).where(Statement.chapter_id.in_(chapters))
    if session.scalar(query) < 200:
        by = session.scalars(
            select(TeamMember.user_id).where(
                TeamMember.consultation_id == row.id, TeamMember.role == Role.MODERATOR
            ).limit(1)
        ).one()
        theme = session.scalars(
            select(Theme.id).where(Theme.consultation_id == row.id).limit(1)
        ).one()
        said = session.scalars(
            select(Contribution.id).where(
                Contribution.consultation_id == row.id,
                Contribution.state == ContributionState.PUBLISHED,
            ).order_by(Contribution.id).limit(2000)
        ).all()
        assert len(said) == 2000
        for number in range(20):
            chapter = Chapter(
                synthesis_id=synthesis.id, position=number, kind=ChapterKind.FREE,
                title=f"Chapitre {number + 1}",
            )
            session.add(chapter)
            session.flush()
            for place in range(10):
                statement = Statement(chapter_id=chapter.id, position=place)
                session.add(statement)
                session.flush()
                session.add(StatementVersion(
                    statement_id=statement.id, number=1, by_id=by,
                    source="Le temps manque pour lire, comprendre et demander. " * 4,
                ))
                start = (number * 10 + place) * 10
                for each in said[start : start + 10]:
                    coding = Coding(
                        consultation_id=row.id, contribution_id=each, revision=1,
                        theme_id=theme, coder_id=by,
                    )
                    session.add(coding)
                    session.flush()
                    session.add(Citation(statement_id=statement.id, coding_id=coding.id, by_id=by))
                session.add(Verbatim(
                    statement_id=statement.id, position=1, contribution_id=said[start],
                    revision=1, start_at=0, end_at=20,
                ))
"""


def report(prepare: Callable[[int], dict[str, str]]) -> None:
    """Print the figures."""
    environ = prepare(SIZE)
    subprocess.run(
        [sys.executable, "-c", PREPARE], env={**os.environ, **environ}, check=True
    )  # fmt: skip
    for kind in FORMATS:
        count, octets, seconds, spent, peak = made(environ, kind)
        sys.stdout.write(
            f"synthesis_{kind}: 200 statements, {count} annexed, in {seconds:.1f} s"
            f" ({spent:.1f} of processor), {peak:.0f} MiB, {octets / 1e6:.1f} MB\n"
        )
        sys.stdout.flush()
