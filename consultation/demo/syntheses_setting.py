"""The syntheses of the demo: one that was published, with its sources, and one being written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Revision, Stance
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.keys import new_key
from consultation.demo.codings import Entry, add_themes, moderators, themes_in
from consultation.demo.rows import insert_all
from consultation.demo.syntheses_asked import cite_asked, told
from consultation.synthesis.models import (
    Chapter,
    Coding,
    Edition,
    Reading,
    Statement,
    Synthesis,
    SynthesisTelling,
    Theme,
)
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.models.writing import ChapterKind, Outline
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.opening import arrange, note_empty, open_synthesis
from consultation.synthesis.services.publication import publish
from consultation.synthesis.services.writing import add_statement

READ_IN, PUBLISHED_IN = -240, -192
MOST_SOURCES = 120
MOST_ALIKE = 3
"""Sources of one statement that say the same."""
MANY_WORDS = 90
"""Characters from which a text says more than thanks."""


@dataclass(frozen=True)
class Said:
    """A coding, with what is needed to choose it as a source."""

    key: str
    theme: str
    stance: Stance
    source: str
    words: str
    """Those that were coded; all of them where the whole was."""

    def fits(self, planned: dict[str, Any]) -> bool:
        """It has the theme, the position and one of the words that a statement rests on."""
        return (
            self.theme == planned["theme"]
            and self.stance.value in planned.get("stances", list(Stance))
            and any(word in _plain(self.source) for word in planned.get("about", [""]))
        )


def publish_synthesis(row: Consultation, people: dict[str, User]) -> None:
    """Read everything that was said, write the synthesis and publish it."""
    writer, second = moderators(people)
    with travel(now() + timedelta(days=READ_IN)):
        _read_all(row, writer, second)
    with travel(now() + timedelta(days=PUBLISHED_IN)):
        _open_by_theme(row, writer)
        if _write_all(row, told()["published"], writer):
            _say_why_empty(row, writer)
            _told_already(publish(row, "", actor=second))


def _told_already(edition: Edition) -> None:
    """Its mails were sent months ago."""
    with transaction() as current:
        current.execute(
            update(SynthesisTelling)
            .where(SynthesisTelling.edition_id == edition.id)
            .values(done_at=edition.published_at)
        )


def begin_synthesis(row: Consultation, people: dict[str, User]) -> None:
    """Write the first statements, by theme, out of what is coded so far."""
    writer, _second = moderators(people)
    _open_by_theme(row, writer)
    _write_all(row, told()["draft"], writer)


def _open_by_theme(row: Consultation, writer: User) -> None:
    open_synthesis(row, actor=writer)
    arrange(row, Outline.THEMES, actor=writer)


def _read_all(row: Consultation, first: User, second: User) -> None:
    """Each text under the themes of its words; what only approves is set aside."""
    book = [Entry(**each) for each in told()["themes"]]
    keys = add_themes(row, book, first)
    ids = dict(
        session.execute(select(Theme.key, Theme.id).where(Theme.consultation_id == row.id)).all()
    )
    rows = session.execute(
        select(
            Contribution.id, Contribution.stance, Contribution.revision, Revision.source
        )
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(
            Contribution.consultation_id == row.id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .order_by(Contribution.id)
    ).all()  # fmt: skip
    readings, codings = [], []
    for number, (contribution_id, stance, revision, source) in enumerate(rows):
        coder = (first, second)[number % 3 == 0]
        wanted = themes_in(source, stance, book, keys)
        codings += [
            {
                "key": new_key(), "consultation_id": row.id, "contribution_id": contribution_id,
                "revision": revision, "theme_id": ids[each.theme], "field": each.field,
                "start_at": each.start, "end_at": each.end, "stance": each.stance,
                "coder_id": coder.id,
            }
            for each in wanted
        ]  # fmt: skip
        is_thanks = not wanted and len(source) < MANY_WORDS
        state = ReadingState.CODED if wanted else ReadingState.SET_ASIDE
        readings.append(
            {
                "contribution_id": contribution_id, "consultation_id": row.id, "state": state,
                "reason": None if wanted else SetAside.EMPTY if is_thanks else SetAside.OTHER,
                "reason_text": "" if wanted or is_thanks else "Répond à un message, sans argument.",
                "read_at": now(), "read_by_id": coder.id, "revision": revision, "edition": 2,
            }
        )  # fmt: skip
    with transaction() as current:
        insert_all(current, Reading, readings)
        insert_all(current, Coding, codings)


def _write_all(row: Consultation, planned: Sequence[dict[str, Any]], writer: User) -> int:
    """Write what has sources, and what needs none; how many rest on some."""
    said = _said(row)
    chapters = session.scalars(
        select(Chapter).join(Synthesis).where(Synthesis.consultation_id == row.id)
    ).all()
    count = 0
    for each in planned:
        sources = varied([one for one in said if one.fits(each)]) if "theme" in each else []
        if "theme" in each and not sources:
            continue
        statement = add_statement(row, _chapter(chapters, each), each["text"], actor=writer)
        if sources:
            cite(row, statement, [one.key for one in sources[:MOST_SOURCES]], actor=writer)
            count += 1
        cite_asked(row, statement, each.get("asked", ()), writer)
        for words in each.get("quotes", ()):
            _quote(row, statement, sources[:MOST_SOURCES], words, writer)
    return count


def varied(sources: Sequence[Said]) -> list[Said]:
    """What is said once before what is said again, and nothing more than three times."""
    seen: Counter[str] = Counter()
    placed = []
    for place, each in enumerate(sources):
        words = " ".join(_plain(each.words).split())
        placed.append((seen[words], place))
        seen[words] += 1
    return [sources[place] for times, place in sorted(placed) if times < MOST_ALIKE]


def _quote(
    row: Consultation, statement: Statement, sources: Sequence[Said], words: str, writer: User
) -> None:
    """Quote the sentence that begins so, from the first source that says it."""
    for each in sources:
        start = each.source.find(words)
        if start >= 0:
            rest = each.source[start:].partition("\n")[0]
            end = min((at for at in map(rest.find, ".!?") if at >= 0), default=len(rest) - 1)
            quote(row, statement, each.key, actor=writer, words=rest[: end + 1])
            return


def _chapter(chapters: Sequence[Chapter], planned: dict[str, Any]) -> Chapter:
    kind = ChapterKind(planned["kind"]) if "kind" in planned else None
    return next(
        each
        for each in chapters
        if (each.kind is kind if kind else each.title == planned["chapter"])
    )


def _say_why_empty(row: Consultation, writer: User) -> None:
    """In each required place that nothing was written for; a small demo has more of them."""
    rows = session.scalars(
        select(Chapter).join(Synthesis).where(
            Synthesis.consultation_id == row.id, Chapter.kind.in_(list(told()["empty"])),
            ~exists().where(Statement.chapter_id == Chapter.id),
        )
    ).all()  # fmt: skip
    for each in rows:
        note_empty(row, each, told()["empty"][each.kind.value], actor=writer)


def _said(row: Consultation) -> list[Said]:
    """Every coding of a consultation, in order."""
    rows = session.execute(
        select(
            Coding.key,
            Theme.name,
            Contribution.stance,
            Revision.source,
            Coding.start_at,
            Coding.end_at,
        )
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(
            Coding.consultation_id == row.id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .order_by(Coding.id)
    )
    return [
        Said(key, theme, stance, source, source[start:end])
        for key, theme, stance, source, start, end in rows
    ]


def _plain(text: str) -> str:
    return text.lower().replace("'", "’")
