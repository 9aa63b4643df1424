"""The synthesis as it is exported: what is written, what it rests on, what became of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from consultation.consultations.categories import label
from consultation.consultations.models import Category, Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.core.i18n import _
from consultation.core.links import absolute
from consultation.documents.models import Heading, Passage, Version
from consultation.exports.asked import fingerprint_of
from consultation.exports.papers.told import (
    Chapter,
    Coverage,
    Opinion,
    Quote,
    Source,
    Statement,
)
from consultation.exports.queries.analysis import themes_given
from consultation.exports.rows import Theme
from consultation.publishing.blocks import Block, Paragraph, Run, plain
from consultation.publishing.from_html import blocks_of
from consultation.synthesis import words as coding_words
from consultation.synthesis.archive import completed, public_form
from consultation.synthesis.models import Chapter as ChapterRow
from consultation.synthesis.models import (
    Citation,
    Coding,
    Edition,
    EditionSource,
    Reading,
    Synthesis,
    Verbatim,
)
from consultation.synthesis.models import Statement as StatementRow
from consultation.synthesis.queries.archiving import material_of
from consultation.synthesis.queries.editions import edition_of, quoted_in
from consultation.synthesis.queries.outline import outline_of, synthesis_of
from consultation.synthesis.queries.sources import verbatims_of
from consultation.synthesis.sources import Source as Quoted

__all__ = ["Written", "annexed", "synthesis_of", "written_of", "written_state"]

CHUNK = 500
PUBLISHED = ContributionState.PUBLISHED


def written_state(consultation_id: int) -> str:
    """Changes whenever a word of the synthesis, a source or a quotation of it would."""
    here = select(ChapterRow.id).join(Synthesis).where(Synthesis.consultation_id == consultation_id)
    statements = select(StatementRow.id).where(StatementRow.chapter_id.in_(here))
    rows = [
        session.execute(query).all()
        for query in (
            select(Synthesis.outline, Synthesis.title, Synthesis.edition_count).where(
                Synthesis.consultation_id == consultation_id
            ),
            select(
                ChapterRow.key, ChapterRow.position, ChapterRow.title, ChapterRow.empty_note
            )
            .where(ChapterRow.id.in_(here))
            .order_by(ChapterRow.id),
            select(
                func.count(), func.sum(StatementRow.version), func.count(StatementRow.removed_at),
                func.sum(StatementRow.id * StatementRow.position),
                func.sum(StatementRow.id * StatementRow.chapter_id),
            ).where(StatementRow.chapter_id.in_(here)),
            select(func.count(), func.max(Citation.id), func.sum(Citation.coding_id)).where(
                Citation.statement_id.in_(statements)
            ),
            select(func.count(), func.max(Verbatim.id), func.sum(Verbatim.start_at)).where(
                Verbatim.statement_id.in_(statements)
            ),
            select(Reading.state, func.count())
            .where(Reading.consultation_id == consultation_id)
            .group_by(Reading.state)
            .order_by(Reading.state),
        )
    ]  # fmt: skip
    return fingerprint_of([[list(map(str, row)) for row in each] for each in rows])


@dataclass(frozen=True)
class Written:
    """A synthesis as it reads: its last edition, or the draft of today."""

    title: str
    edition: int
    chapters: list[Chapter]
    coverage: Coverage


def written_of(consultation: Consultation, synthesis: Synthesis, *, is_draft: bool) -> Written:
    """The last edition, as it was published; the draft where there is none or it is asked for."""
    edition = None if is_draft else edition_of(consultation.id)
    if edition is None:
        text = public_form(completed(material_of(consultation, synthesis)))
        sources, quotes = _draft_sources(synthesis)
    else:
        text = edition.text
        keys = [each["key"] for chapter in text["chapters"] for each in chapter["statements"]]
        sources, quotes = _edition_sources(edition), quoted_in(edition, keys)
    chapters = [
        Chapter(
            chapter["title"],
            [_statement(each, sources, quotes) for each in chapter["statements"]],
            chapter["note"],
        )
        for chapter in text["chapters"]
    ]
    late = 0 if edition is None else _late(consultation.id, text["until"])
    number = 0 if edition is None else edition.number
    title = text["title"] or consultation.title
    return Written(title, number, chapters, _coverage(text, late))


def _statement(
    each: Mapping[str, Any], sources: Mapping[str, Sequence[int]],
    quotes: Mapping[str, Sequence[Quoted]],
) -> Statement:  # fmt: skip
    pieces = [(words, legend) for words, legend in each["pieces"]]
    return Statement(
        tuple(Run(words) for words, _legend in pieces),
        sources.get(each["key"], ()),
        [Quote(quote.number, quote.words) for quote in quotes.get(each["key"], ())],
        [f"{words.strip()}\u00a0: {legend}" for words, legend in pieces if legend],
        [_opinion(asked) for asked in each.get("opinions", ())],
    )


def _opinion(asked: Mapping[str, Any]) -> Opinion:
    key = asked["recommendation"]
    return Opinion(
        asked["name"], asked["title"], asked["committee"], asked["edition"],
        absolute(
            "committees.edition", slug=asked["slug"], number=asked["edition"],
            passage=key or None, _anchor=f"b-{key}" if key else None,
        ),
    )  # fmt: skip


def _draft_sources(synthesis: Synthesis) -> tuple[dict[str, list[int]], dict[str, list[Quoted]]]:
    """Of each statement of the draft, by its key."""
    lines = [line.statement for part in outline_of(synthesis) for line in part.lines]
    ids = [each.id for each in lines]
    numbers, quotes = _numbers(ids), verbatims_of(ids)
    return (
        {each.key: numbers[each.id] for each in lines if each.id in numbers},
        {each.key: quotes[each.id] for each in lines if each.id in quotes},
    )


def _numbers(ids: Sequence[int]) -> dict[int, list[int]]:
    rows = session.execute(
        select(Citation.statement_id, Contribution.number)
        .join(Coding, Coding.id == Citation.coding_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .where(Citation.statement_id.in_(ids), Coding.removed_at.is_(None))
        .distinct()
        .order_by(Citation.statement_id, Contribution.number)
    )
    found: dict[int, list[int]] = {}
    for statement_id, number in rows:
        found.setdefault(statement_id, []).append(number)
    return found


def _edition_sources(edition: Edition) -> dict[str, list[int]]:
    rows = session.execute(
        select(EditionSource.statement_key, Contribution.number)
        .join(Contribution, Contribution.id == EditionSource.contribution_id)
        .where(EditionSource.edition_id == edition.id)
        .distinct()
        .order_by(EditionSource.statement_key, Contribution.number)
    )
    found: dict[str, list[int]] = {}
    for key, number in rows:
        found.setdefault(key, []).append(number)
    return found


def _coverage(text: Mapping[str, Any], late: int) -> Coverage:
    counts = text["coverage"]
    known = dict(coding_words.reasons())
    return Coverage(
        text["received"], counts["published"], counts["read"], counts["coded"], counts["cited"],
        late, {known[why]: number for why, number in counts["set_aside"].items()},
    )  # fmt: skip


def _late(consultation_id: int, until: int) -> int:
    query = select(func.count(Contribution.id)).where(
        Contribution.consultation_id == consultation_id,
        Contribution.state == PUBLISHED,
        Contribution.number > until,
    )
    return session.scalar(query) or 0


def annexed(consultation_id: int, numbers: Iterable[int]) -> Iterable[list[Source]]:
    """The contributions of those numbers, some at a time, as the public reads them."""
    wanted = sorted(set(numbers))
    stances = dict(coding_words.stances())
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(
                Contribution.id, Contribution.number, Contribution.state, Contribution.stance,
                Revision.html, Revision.proposed_text, Category.code,
                Category.label.label("category"), Version.number.label("version"),
                Passage.number.label("paragraph"), Heading.text.label("heading"),
            )
            .join(Participant, Participant.id == Contribution.author_id)
            .join(Version, Version.id == Contribution.version_id)
            .join(
                Revision,
                (Revision.contribution_id == Contribution.id)
                & (Revision.number == Contribution.revision),
            )
            .outerjoin(Category, Category.id == Participant.category_id)
            .outerjoin(Passage, Passage.id == Contribution.passage_id)
            .outerjoin(Heading, Heading.id == Contribution.heading_id)
            .where(
                Contribution.consultation_id == consultation_id,
                Contribution.number.in_(wanted[start : start + CHUNK]),
            )
            .order_by(Contribution.number)
        ).all()  # fmt: skip
        themes = themes_given([row.id for row in rows if row.state is PUBLISHED])
        yield [_source(row, stances, themes.get(row.id, ())) for row in rows]


def _source(row: Any, stances: dict[str, str], themes: Sequence[Theme]) -> Source:
    if row.state is not PUBLISHED:
        return Source(row.number, "", "", "", is_public=False)
    blocks: list[Block] = list(blocks_of(row.html))
    if row.proposed_text:
        head = Run(_("Rédaction proposée : "), is_italic=True)
        blocks.append(Paragraph((head, *plain(row.proposed_text))))
    return Source(
        row.number, _where(row), label(row.code, row.category),
        "" if row.stance.value == "none" else stances[row.stance.value], is_public=True,
        blocks=tuple(blocks),
        themes=", ".join(dict.fromkeys(_theme_words(each, stances) for each in themes)),
    )  # fmt: skip


def _theme_words(theme: Theme, stances: dict[str, str]) -> str:
    """« Temps (opposé) »: the position as the analysts read it."""
    read = stances[theme.stance].lower() if theme.stance not in {"", "none"} else ""
    return f"{theme.name} ({read})" if read else theme.name


def _where(row: Any) -> str:
    if row.paragraph is not None:
        return _("¶ %(number)s, version %(version)s", number=row.paragraph, version=row.version)
    if row.heading:
        return _("« %(title)s », version %(version)s", title=row.heading, version=row.version)
    return _("texte entier, version %(version)s", version=row.version)
