"""The contributions of a consultation, streamed: a chunk at a time, no objects, by number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from consultation.accounts.models import User
from consultation.consultations.categories import label
from consultation.consultations.models import Category, Organisation, Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import PARIS
from consultation.core.db import session
from consultation.documents.models import Document, Heading, Paragraph, Passage, Section, Version
from consultation.exports.asked import Filters
from consultation.exports.cells import MERGED, merged_categories
from consultation.exports.queries.analysis import answers_to, has_answers, themes_given
from consultation.exports.rows import Row, Theme
from consultation.moderation.campaigns.models import Campaign, CampaignMember

CHUNK = 1_000
PUBLISHED = ContributionState.PUBLISHED
_Parent = aliased(Contribution)


@dataclass
class Corpus:
    """What is exported of one consultation."""

    consultation_id: int
    filters: Filters
    has_names: bool
    _words: dict[tuple[str, int], tuple[str, int | None, str]] = field(default_factory=dict)

    def count(self) -> int:
        """How many rows there will be."""
        query = self._filtered(select(func.count(Contribution.id)))
        return session.scalar(query) or 0

    def rows(self) -> Iterator[list[Row]]:
        """Chunks of rows in the order of their numbers."""
        categories = self._categories()
        last = 0
        is_answered = has_answers(self.consultation_id)
        while found := self._chunk(last):
            last = found[-1].number
            public = [each.id for each in found if each.state is PUBLISHED]
            themes = themes_given(public)
            answers = answers_to(public) if is_answered else {}
            self._read_words(found)
            yield [self._row(each, categories, themes, answers) for each in found]

    def _filtered(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        wanted = self.filters
        query = query.where(Contribution.consultation_id == self.consultation_id)
        if wanted.document:
            query = query.where(
                Contribution.version_id.in_(
                    select(Version.id)
                    .join(Document, Document.id == Version.document_id)
                    .where(Document.key == wanted.document)
                )
            )
        if wanted.kind:
            query = query.where(Contribution.kind == wanted.kind)
        if wanted.public_only:
            query = query.where(Contribution.state == PUBLISHED)
        return query

    def _chunk(self, last: int) -> Sequence[Found[*tuple[Any, ...]]]:
        query = select(
            Contribution.id, Contribution.number, Contribution.key, Contribution.version_id,
            Contribution.passage_id, Contribution.heading_id, Contribution.state,
            Contribution.is_masked, Contribution.kind, Contribution.is_official,
            Contribution.stance, Contribution.submitted_at, Contribution.agree_count,
            Contribution.disagree_count, Contribution.pass_count, Contribution.reply_count,
            _Parent.number.label("parent_number"), Document.title, Version.number.label("version"),
            Revision.source, Revision.proposed_text, Participant.key.label("participant"),
            Participant.category_id, Campaign.key.label("campaign"),
            User.display_name, User.deleted_at, Organisation.name.label("organisation"),
            Participant.organisation_confirmed_at,
        )  # fmt: skip
        query = (
            query.select_from(Contribution)
            .join(Version, Version.id == Contribution.version_id)
            .join(Document, Document.id == Version.document_id)
            .join(
                Revision,
                (Revision.contribution_id == Contribution.id)
                & (Revision.number == Contribution.revision),
            )
            .join(Participant, Participant.id == Contribution.author_id)
            .join(User, User.id == Participant.user_id)
            .outerjoin(Organisation, Organisation.id == Participant.organisation_id)
            .outerjoin(_Parent, _Parent.id == Contribution.parent_id)
            .outerjoin(CampaignMember, CampaignMember.contribution_id == Contribution.id)
            .outerjoin(Campaign, Campaign.id == CampaignMember.campaign_id)
        )
        query = self._filtered(query).where(Contribution.number > last)
        return session.execute(query.order_by(Contribution.number).limit(CHUNK)).all()

    def _categories(self) -> dict[int | None, str]:
        """The words for each category; small ones share theirs, but where names are given."""
        query = select(Participant.category_id, func.count(func.distinct(Participant.id)))
        query = query.join(Contribution, Contribution.author_id == Participant.id)
        query = self._filtered(query).where(Contribution.state == PUBLISHED)
        people: dict[int | None, int] = {
            row[0]: row[1] for row in session.execute(query.group_by(Participant.category_id))
        }
        merged = frozenset() if self.has_names else merged_categories(people)
        known: dict[int | None, str] = {None: ""}
        rows = session.execute(
            select(Category.id, Category.code, Category.label).where(
                Category.consultation_id == self.consultation_id
            )
        )
        known |= {row[0]: label(row[1], row[2]) for row in rows}
        return {each: MERGED if each in merged else words for each, words in known.items()}

    def _read_words(self, found: Sequence[Found[*tuple[Any, ...]]]) -> None:
        """What was commented on, read once for each place."""
        if len(self._words) > 5 * CHUNK:
            self._words.clear()
        passages = {each.passage_id for each in found if each.passage_id}
        headings = {each.heading_id for each in found if each.heading_id}
        wanted = [each for each in passages if ("paragraph", each) not in self._words]
        if wanted:
            query = select(Passage.id, Paragraph.key, Passage.number, Passage.text)
            rows = query.join(Paragraph).where(Passage.id.in_(wanted))
            for row in session.execute(rows):
                self._words["paragraph", row[0]] = (row[1], row[2], row[3])
        wanted = [each for each in headings if ("section", each) not in self._words]
        if wanted:
            titles = select(Heading.id, Section.key, Heading.text)
            for each in session.execute(titles.join(Section).where(Heading.id.in_(wanted))):
                self._words["section", each[0]] = (each[1], None, each[2])

    def _row(
        self, each: Found[*tuple[Any, ...]], categories: dict[int | None, str],
        themes: dict[int, list[Theme]], answers: dict[int, list[str]],
    ) -> Row:  # fmt: skip
        kind, place = _subject(each)
        key, number, words = self._words[kind, place] if place else ("", None, each.title)
        values: dict[str, Any] = {
            "number": each.number, "key": each.key, "document": each.title,
            "version": each.version, "subject": kind, "paragraph": key,
            "paragraph_number": number, "commented_text": words, "state": each.state.value,
            "kind": each.kind.value, "reply_to": each.parent_number,
            "day": each.submitted_at.astimezone(PARIS).date().isoformat(),
        }  # fmt: skip
        if each.state is not PUBLISHED:
            return Row(each.number, {**_TRACE, **values})
        is_there = each.deleted_at is None
        is_confirmed = is_there and each.organisation_confirmed_at is not None
        values |= {
            "is_masked": each.is_masked, "is_official": each.is_official,
            "stance": each.stance.value, "participant": each.participant,
            "name": each.display_name if is_there else "",
            "organisation": (each.organisation or "") if is_confirmed else "",
            "category": categories[each.category_id], "text": each.source,
            "proposed_text": each.proposed_text or "", "agree": each.agree_count,
            "disagree": each.disagree_count, "pass": each.pass_count,
            "replies": each.reply_count, "campaign": each.campaign or "",
            "answers": " | ".join(answers.get(each.id, ())),
        }  # fmt: skip
        return Row(each.number, values, themes.get(each.id, ()))


def _subject(each: Found[*tuple[Any, ...]]) -> tuple[str, int]:
    if each.passage_id:
        return "paragraph", each.passage_id
    return ("section", each.heading_id) if each.heading_id else ("document", 0)


_TRACE: dict[str, Any] = {
    "is_masked": False, "is_official": False, "stance": "", "participant": "", "name": "",
    "organisation": "", "category": "", "text": "", "proposed_text": "", "agree": 0,
    "disagree": 0, "pass": 0, "replies": 0, "campaign": "", "answers": "",
}  # fmt: skip
"""What is said of a contribution that the public does not read: nothing of it, nor who."""
