"""A synthesis with statements, as rows."""

from collections.abc import Sequence

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Statement,
    StatementVersion,
    Synthesis,
    Theme,
    Verbatim,
)
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import Parc, known
from tests.factories import saved


class Pen:
    """Writes one chapter, whose statements rest on what is said to have one theme."""

    def __init__(self, parc: Parc, writer: User, title: str = "Le temps") -> None:
        self.parc, self.writer = parc, writer
        self.synthesis = saved(Synthesis(consultation_id=parc.consultation_id))
        self.chapter = saved(
            Chapter(
                synthesis_id=self.synthesis.id, position=1, kind=ChapterKind.FREE, title=title
            )
        )  # fmt: skip
        self.theme: Theme = add_theme(parc.consultation, ThemeWords("Temps"), actor=writer)
        self.place = 0

    def say(self, text: str, sources: Sequence[Contribution] = ()) -> Statement:
        """A statement that rests on these contributions."""
        self.place += 1
        statement = saved(Statement(chapter_id=self.chapter.id, position=self.place))
        saved(
            StatementVersion(
                statement_id=statement.id, number=1, source=text, by_id=self.writer.id
            )
        )  # fmt: skip
        for each in sources:
            coding = saved(
                Coding(
                    consultation_id=self.parc.consultation_id, contribution_id=each.id,
                    revision=1, theme_id=self.theme.id, coder_id=self.writer.id,
                )
            )  # fmt: skip
            saved(
                Citation(
                    statement_id=statement.id, coding_id=coding.id, by_id=self.writer.id
                )
            )  # fmt: skip
        return statement

    def quote(self, statement: Statement, said: Contribution, text: str, words: str) -> None:
        """Quote those words of what was said."""
        start = text.index(words)
        saved(
            Verbatim(
                statement_id=statement.id, position=1, contribution_id=known(said).id, revision=1,
                start_at=start, end_at=start + len(words),
            )
        )  # fmt: skip
