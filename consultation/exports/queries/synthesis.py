"""The synthesis as it is exported: what is written, what it rests on, what became of the rest."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from consultation.consultations.categories import label
from consultation.consultations.models import Category, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    MaskedOriginal,
    Revision,
)
from consultation.core.db import session
from consultation.core.i18n import _
from consultation.documents.models import Heading, Passage, Version
from consultation.exports.asked import fingerprint_of
from consultation.exports.papers.told import Chapter, Coverage, Quote, Source, Statement
from consultation.exports.queries.analysis import themes_given
from consultation.exports.rows import Theme
from consultation.moderation import masking
from consultation.publishing.blocks import Block, Paragraph, Run, plain
from consultation.publishing.from_html import blocks_of
from consultation.synthesis import words as coding_words
from consultation.synthesis.models import Chapter as ChapterRow
from consultation.synthesis.models import (
    Citation,
    Coding,
    Reading,
    StatementVersion,
    Synthesis,
    Verbatim,
)
from consultation.synthesis.models import Statement as StatementRow
from consultation.synthesis.models.coding import ReadingState

CHUNK = 500
PUBLISHED = ContributionState.PUBLISHED


def synthesis_of(consultation_id: int) -> Synthesis | None:
    """The synthesis, once it was begun."""
    return session.scalars(
        select(Synthesis).where(Synthesis.consultation_id == consultation_id)
    ).one_or_none()


def written_state(consultation_id: int) -> str:
    """Changes whenever a word of the synthesis, a source or a quotation of it would."""
    here = select(ChapterRow.id).join(Synthesis).where(Synthesis.consultation_id == consultation_id)
    statements = select(StatementRow.id).where(StatementRow.chapter_id.in_(here))
    rows = [
        session.execute(query).all()
        for query in (
            select(Synthesis.outline, Synthesis.edition_count).where(
                Synthesis.consultation_id == consultation_id
            ),
            select(ChapterRow.key, ChapterRow.position, ChapterRow.title)
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


def chapters_of(synthesis: Synthesis) -> list[Chapter]:
    """Everything that is written, in order, with the numbers of what it rests on."""
    chapters = session.scalars(
        select(ChapterRow)
        .where(ChapterRow.synthesis_id == synthesis.id)
        .order_by(ChapterRow.position, ChapterRow.id)
    ).all()
    rows = session.execute(
        select(StatementRow.id, StatementRow.chapter_id, StatementVersion.source)
        .join(
            StatementVersion,
            (StatementVersion.statement_id == StatementRow.id)
            & (StatementVersion.number == StatementRow.version),
        )
        .where(
            StatementRow.chapter_id.in_([each.id for each in chapters]),
            StatementRow.removed_at.is_(None),
        )
        .order_by(StatementRow.position, StatementRow.id)
    ).all()
    ids = [row.id for row in rows]
    sources, quotes = sources_by_statement(ids), _quotes(ids)
    found: dict[int, list[Statement]] = {}
    for row in rows:
        statement = Statement(plain(row.source), sources.get(row.id, ()), quotes.get(row.id, ()))
        found.setdefault(row.chapter_id, []).append(statement)
    return [Chapter(each.title, found.get(each.id, ())) for each in chapters]


def sources_by_statement(ids: Sequence[int]) -> dict[int, list[int]]:
    """The numbers of the contributions that each statement rests on, in order."""
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


def _quotes(ids: Sequence[int]) -> dict[int, list[Quote]]:
    """The words that are quoted, read where they were said, as they may be read today."""
    rows = session.execute(
        select(
            Verbatim.statement_id, Verbatim.field, Verbatim.start_at, Verbatim.end_at,
            Contribution.number, Contribution.state, Revision.source, Revision.proposed_text,
            MaskedOriginal.spans,
        )
        .join(Contribution, Contribution.id == Verbatim.contribution_id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id) & (Revision.number == Verbatim.revision),
        )
        .outerjoin(
            MaskedOriginal,
            (MaskedOriginal.contribution_id == Contribution.id)
            & (MaskedOriginal.number == Verbatim.revision),
        )
        .where(Verbatim.statement_id.in_(ids))
        .order_by(Verbatim.position, Verbatim.id)
    )  # fmt: skip
    found: dict[int, list[Quote]] = {}
    for row in rows:
        found.setdefault(row.statement_id, []).append(Quote(row.number, _quoted(row)))
    return found


def _quoted(row: Any) -> str:
    if row.state is not PUBLISHED:
        return ""
    text = (row.proposed_text if row.field == "proposed_text" else row.source) or ""
    own = masking.of_field(masking.loaded(row.spans or ()), row.field)
    start, end = masking.to_masked(row.start_at, own), masking.to_masked(row.end_at, own)
    if start < end:
        return text[start:end]
    return next((mask.words for mask in own if mask.start <= row.start_at < mask.end), "")


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


def coverage_of(consultation_id: int, cited: set[int]) -> Coverage:
    """What became of every contribution; `cited` are the numbers on which statements rest."""
    here = Contribution.consultation_id == consultation_id
    received = session.scalar(select(func.count(Contribution.id)).where(here)) or 0
    published = session.scalar(
        select(func.count(Contribution.id)).where(here, Contribution.state == PUBLISHED)
    )
    rows = session.execute(
        select(Reading.state, Reading.reason, func.count())
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .where(Reading.consultation_id == consultation_id, Contribution.state == PUBLISHED)
        .group_by(Reading.state, Reading.reason)
    ).all()
    coded = sum(number for state, _why, number in rows if state is ReadingState.CODED)
    known = dict(coding_words.reasons())
    reasons = {
        known[why.value]: number
        for state, why, number in rows
        if state is ReadingState.SET_ASIDE and why is not None
    }
    read = coded + sum(reasons.values())
    return Coverage(received, published or 0, read, coded, len(cited), set_aside=reasons)
