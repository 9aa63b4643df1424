"""Answers as they are shown: with what they are about, what they change, what they promise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from consultation.answers.models import Answer, AnswerVersion, Milestone, MilestoneReport, Outcome
from consultation.answers.queries.opinions import recommendation_words
from consultation.answers.queries.reached import IS_PUBLIC, is_read, reached
from consultation.answers.subjects import COLUMN, Kind, kind_of
from consultation.committees.models.opinion import Opinion, OpinionBlock, OpinionRevision
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.documents.models import Document, Paragraph, Passage
from consultation.moderation.campaigns.models import Campaign
from consultation.synthesis.models import Chapter, Statement, Theme

PAGE_SIZE = 20
READ = 400
"""Characters of a text that an excerpt is made of."""


@dataclass(frozen=True)
class Spot:
    """A paragraph of a published text; without a number, it is in today's text no more."""

    key: str
    number: int | None
    document: str
    title: str


@dataclass(frozen=True)
class About:
    """What an answer is about, in what its reader may see of it."""

    kind: Kind
    words: str = ""
    """A theme's name, a statement's chapter, a recommendation's title or an opinion's."""
    spot: Spot | None = None
    members: int = 0
    """Of a campaign."""
    number: int = 0
    """Of a contribution."""
    key: str = ""
    """Of a contribution that is published; "" of one that is not any more."""
    opinion: str = ""
    """The key of the opinion, for what a committee asks."""
    excerpt: str = ""
    """The first words of a paragraph, or of a contribution that is published."""


@dataclass(frozen=True)
class Promised:
    """A milestone and what was reported of it, oldest first."""

    milestone: Milestone
    reports: Sequence[MilestoneReport]


@dataclass
class Card:
    """One answer in one of its versions."""

    answer: Answer
    version: AnswerVersion
    about: About
    changed: Spot | None
    slug: str
    """Of its consultation."""
    promises: list[Promised] = field(default_factory=list)


_Above = aliased(Theme)
_Changed = aliased(Paragraph)
_ChangedPassage = aliased(Passage)
_ChangedDocument = aliased(Document)
_Whole = aliased(Opinion)


def card_query(version: ColumnElement[bool]) -> Any:
    """Answers with everything around them, in one statement."""
    return (
        select(
            Answer, AnswerVersion, Consultation.slug, Theme.name, _Above.name, Chapter.title,
            Paragraph.key, Passage.number, Document.slug, Document.title, Campaign.member_count,
            Contribution.key, Contribution.number, Contribution.state,
            func.substr(func.coalesce(Passage.text, Revision.source), 1, READ),
            OpinionRevision.title, func.coalesce(Opinion.title, _Whole.title),
            func.coalesce(Opinion.key, _Whole.key),
            _Changed.key, _ChangedPassage.number, _ChangedDocument.slug, _ChangedDocument.title,
        )
        .select_from(Answer)
        .join(AnswerVersion, version)
        .join(Consultation, Consultation.id == Answer.consultation_id)
        .outerjoin(Theme, Theme.id == Answer.theme_id)
        .outerjoin(_Above, _Above.id == Theme.parent_id)
        .outerjoin(Statement, Statement.id == Answer.statement_id)
        .outerjoin(Chapter, Chapter.id == Statement.chapter_id)
        .outerjoin(Paragraph, Paragraph.id == Answer.paragraph_id)
        .outerjoin(Document, Document.id == Paragraph.document_id)
        .outerjoin(
            Passage,
            and_(
                Passage.paragraph_id == Paragraph.id,
                Passage.version_id == Document.current_version_id,
            ),
        )
        .outerjoin(Campaign, Campaign.key == Answer.campaign_key)
        .outerjoin(Contribution, Contribution.id == Answer.contribution_id)
        .outerjoin(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .outerjoin(OpinionBlock, OpinionBlock.id == Answer.recommendation_id)
        .outerjoin(OpinionRevision, recommendation_words())
        .outerjoin(Opinion, Opinion.id == OpinionBlock.opinion_id)
        .outerjoin(_Whole, _Whole.id == Answer.opinion_id)
        .outerjoin(_Changed, _Changed.id == AnswerVersion.changed_paragraph_id)
        .outerjoin(_ChangedDocument, _ChangedDocument.id == _Changed.document_id)
        .outerjoin(
            _ChangedPassage,
            and_(
                _ChangedPassage.paragraph_id == _Changed.id,
                _ChangedPassage.version_id == _ChangedDocument.current_version_id,
            ),
        )
    )  # fmt: skip


def card_from(
    answer: Answer, version: AnswerVersion, slug: str, theme: str | None, above: str | None,
    chapter: str | None, paragraph: str | None, number: int | None, document: str, title: str,
    members: int | None, said: str | None, said_number: int | None,
    said_state: ContributionState | None, excerpt: str | None, recommendation: str | None,
    opinion: str | None, opinion_key: str | None, *changed: Any,
) -> Card:  # fmt: skip
    kind = kind_of(answer)
    words = f"{above} › {theme}" if theme and above else theme or chapter or recommendation
    is_read = said_state is ContributionState.PUBLISHED
    spot = Spot(paragraph, number, document, title) if paragraph else None
    about = About(
        kind, words or opinion or "", spot,
        members or 0, said_number or 0, (said or "") if is_read else "",
        opinion_key or "", (excerpt or "") if is_read or paragraph else "",
    )  # fmt: skip
    return Card(answer, version, about, Spot(*changed) if changed[0] else None, slug)


def read_cards(query: Any, *, with_promises: bool = True) -> list[Card]:
    """Run a query made of `card_query`; one statement more for what they promise."""
    found = [card_from(*row) for row in session.execute(query)]
    if with_promises and found:
        _add_promises(found)
    return found


def _add_promises(cards: Sequence[Card]) -> None:
    by_id = {card.answer.id: card for card in cards}
    rows = session.execute(
        select(Milestone, MilestoneReport)
        .outerjoin(MilestoneReport, MilestoneReport.milestone_id == Milestone.id)
        .where(Milestone.answer_id.in_(by_id))
        .order_by(Milestone.answer_id, Milestone.position, MilestoneReport.id)
    )
    reports: dict[int, list[MilestoneReport]] = {}
    for milestone, report in rows:
        if milestone.id not in reports:
            reports[milestone.id] = []
            promised = Promised(milestone, reports[milestone.id])
            by_id[milestone.answer_id].promises.append(promised)
        if report is not None:
            reports[milestone.id].append(report)


@dataclass(frozen=True)
class Shown:
    """Some published answers, and the key after which others come: "" at the end."""

    cards: Sequence[Card]
    following: str


def published_answers(
    consultation: Consultation, outcome: Outcome | None, kind: Kind | None, after: str
) -> Shown:
    """A page of what the public reads, the newest first."""
    query = (
        card_query(is_read())
        .where(Answer.consultation_id == consultation.id, IS_PUBLIC)
        .order_by(Answer.published_at.desc(), Answer.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if outcome is not None:
        query = query.where(AnswerVersion.outcome == outcome)
    if kind is not None:
        query = query.where(getattr(Answer, COLUMN[kind]).is_not(None))
    if after:
        last = session.execute(
            select(Answer.published_at, Answer.id).where(
                Answer.consultation_id == consultation.id, Answer.key == after, IS_PUBLIC
            )
        ).first()
        if last is None:
            return Shown((), "")
        same = and_(Answer.published_at == last[0], Answer.id < last[1])
        query = query.where(or_(Answer.published_at < last[0], same))
    found = read_cards(query)
    shown = found[:PAGE_SIZE]
    return Shown(shown, shown[-1].answer.key if len(found) > PAGE_SIZE else "")


def published_cards(answer_ids: Sequence[int]) -> dict[int, Card]:
    """These answers as the public reads them, by id."""
    query = card_query(is_read()).where(Answer.id.in_(answer_ids), IS_PUBLIC)
    return {card.answer.id: card for card in read_cards(query)}


def cards_for(contribution_ids: Sequence[int]) -> dict[int, list[Card]]:
    """By contribution the published answers that concern it, oldest first; two statements.

    What is not published any more is concerned by none.
    """
    pairs = reached(IS_PUBLIC, lambda column: column.in_(contribution_ids)).subquery()
    said = aliased(Contribution)
    query = (
        card_query(is_read())
        .add_columns(said.id)
        .join(pairs, pairs.c[0] == Answer.id)
        .join(said, said.id == pairs.c[1])
        .where(said.state == ContributionState.PUBLISHED)
        .order_by(Answer.published_at, Answer.id)
    )
    cards: dict[int, Card] = {}
    found: dict[int, list[Card]] = {}
    for *row, contribution_id in session.execute(query):
        card = cards.setdefault(row[0].id, card_from(*row))
        found.setdefault(contribution_id, []).append(card)
    if cards:
        _add_promises(list(cards.values()))
    return found


def cards_here(paragraph_id: int | None, contribution_ids: Sequence[int]) -> list[Card]:
    """The published answers to a paragraph and to these very contributions; one statement."""
    query = (
        card_query(is_read())
        .where(
            IS_PUBLIC,
            or_(
                Answer.paragraph_id == paragraph_id, Answer.contribution_id.in_(contribution_ids)
            ),
        )
        .order_by(Answer.published_at, Answer.id)
    )  # fmt: skip
    return read_cards(query, with_promises=False)


def cards_on_opinion(consultation: Consultation, opinion_id: int) -> list[Card]:
    """The published answers to an opinion and to its recommendations; two statements."""
    query = card_query(is_read()).where(
        Answer.consultation_id == consultation.id,
        IS_PUBLIC,
        or_(Answer.opinion_id == opinion_id, OpinionBlock.opinion_id == opinion_id),
    )
    return read_cards(query)


def newest_card(answer: Answer) -> Card:
    """An answer in its newest version, published or not: for the team."""
    newest = and_(
        AnswerVersion.answer_id == Answer.id, AnswerVersion.number == Answer.version
    )  # fmt: skip
    return read_cards(card_query(newest).where(Answer.id == answer.id))[0]


def public_versions(answer: Answer) -> list[AnswerVersion]:
    """What the public has read of an answer, the newest first."""
    return list(
        session.scalars(
            select(AnswerVersion)
            .where(AnswerVersion.answer_id == answer.id, AnswerVersion.published_at.is_not(None))
            .order_by(AnswerVersion.number.desc())
        )
    )
