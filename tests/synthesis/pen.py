"""What the tests of writing do over and over."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, Stance
from consultation.core.db import session
from consultation.synthesis.models import Chapter, Coding, Statement
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.outline import outline_of, synthesis_of
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.opening import open_synthesis
from consultation.synthesis.services.writing import add_statement
from tests.contributions.steps import Parc
from tests.synthesis.desk import said, theme

WRITING = "/espace/parc/synthese/redaction"


@dataclass
class Pen:
    """A synthesis that is being written, and who writes it."""

    parc: Parc
    writer: User

    @classmethod
    def begin(cls, parc: Parc, writer: User) -> "Pen":
        """With every chapter, and no statement."""
        open_synthesis(parc.consultation, actor=writer)
        return cls(parc, writer)

    def chapter(self, kind: ChapterKind = ChapterKind.SECTION) -> Chapter:
        """The first chapter of that kind."""
        return session.scalars(
            select(Chapter).where(Chapter.kind == kind).order_by(Chapter.position).limit(1)
        ).one()

    def add(self, text: str, kind: ChapterKind = ChapterKind.SECTION) -> Statement:
        """A statement at the end of that chapter."""
        return add_statement(self.parc.consultation, self.chapter(kind), text, actor=self.writer)

    def coded(
        self, name: str = "Temps", text: str = "Dix minutes, c’est trop long.", *,
        stance: Stance | None = None, author: User | None = None, start: int | None = None,
        end: int | None = None, own: Stance = Stance.AGAINST,
    ) -> Coding:  # fmt: skip
        """Somebody says something, and it has that theme."""
        contribution = said(self.parc, text, author=author, stance=own)
        wanted = Wanted(theme(name).key, "source", start, end, stance)
        code(contribution, [wanted], actor=self.writer, seen=1)
        return coding_of(contribution)

    def lines(self) -> dict[str, list[str]]:
        """What the outline says, by chapter; empty chapters left out."""
        session.expire_all()
        synthesis = synthesis_of(self.parc.consultation_id)
        assert synthesis is not None
        return {
            part.title: [line.version.source for line in part.lines]
            for part in outline_of(synthesis)
            if part.lines
        }


def coding_of(contribution: Contribution) -> Coding:
    """Its first coding."""
    return session.scalars(
        select(Coding).where(Coding.contribution_id == contribution.id).order_by(Coding.id).limit(1)
    ).one()
