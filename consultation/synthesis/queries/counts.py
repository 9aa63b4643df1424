"""The counts of a draft, made by the database: one statement for all the fields of a chapter.

They are those that `counting` makes among a corpus: the archive counts by it, and a test holds the
two against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, select, true
from sqlalchemy.orm import aliased

from consultation.consultations.models import Category, Participant
from consultation.contributions.models import Contribution, ContributionState, Kind
from consultation.core.db import session
from consultation.documents.models import Heading, Page, Paragraph, Passage, Section
from consultation.moderation.campaigns.models import CampaignMember
from consultation.synthesis.counting import Counted
from consultation.synthesis.fields import Field, Measure, fields_of
from consultation.synthesis.models import Citation, Coding, Reading, Theme
from consultation.synthesis.queries.corpus import ASKED

AT_ONCE = 60
"""Numbers that one statement asks for."""

Asked = tuple[Field, int]
"""A field, and the statement whose sources it counts among; 0 where it does not matter."""


def counts_of(consultation_id: int, sources: Mapping[int, str]) -> dict[Asked, Counted]:
    """Every field of these statements, kept text by id, with what it is counted among."""
    fields = {
        asked(field, statement_id)
        for statement_id, source in sources.items()
        for field in fields_of(source)
    }
    wider = {each: _wider(each) for each in fields}
    numbers = _numbers(consultation_id, {*fields, *(each for each in wider.values() if each)})
    return {
        each: Counted(numbers[each], numbers[among] if among else None)
        for each, among in wider.items()
    }


def asked(field: Field, statement_id: int) -> Asked:
    """What is counted: the same field in two statements is one, unless it is about sources."""
    return field, statement_id if field.of_sources else 0


def _wider(what: Asked) -> Asked | None:
    field = what[0].wider()
    return None if field is None else asked(field, what[1])


def _numbers(consultation_id: int, wanted: Iterable[Asked]) -> dict[Asked, int]:
    """What is asked twice is counted once."""
    found: dict[Asked, int] = {}
    every = list(wanted)
    for start in range(0, len(every), AT_ONCE):
        found.update(_at_once(consultation_id, every[start : start + AT_ONCE]))
    return found


def _at_once(consultation_id: int, wanted: Sequence[Asked]) -> dict[Asked, int]:
    """One pass over everything that was said, beside one for each theme and each statement."""
    among_all = [each for each in wanted if not each[0].theme and not each[0].of_sources]
    apart = [each for each in wanted if each not in set(among_all)]
    columns: list[Any] = [_apart(consultation_id, *each) for each in apart]
    query = select(*columns)
    if among_all:
        whole = _among_all(consultation_id, [each[0] for each in among_all]).subquery()
        query = select(*whole.c, *columns)
    return dict(zip([*among_all, *apart], session.execute(query).one(), strict=True))


def _said(consultation_id: int, columns: Sequence[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Reading)
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .outerjoin(CampaignMember, CampaignMember.contribution_id == Contribution.id)
        .where(
            Reading.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
        )
    )


def _among_all(consultation_id: int, fields: Sequence[Field]) -> Select[Any]:
    """Each row is one contribution: it is counted where the field's filters keep it."""
    columns = [
        _counting(field.measure, and_(true(), *_filters(consultation_id, field)))
        for field in fields
    ]
    return _said(
        consultation_id,
        [each.label(f"number_{place}") for place, each in enumerate(columns)],
    )


def _counting(measure: Measure, kept: ColumnElement[bool]) -> ColumnElement[int]:
    if measure is Measure.PERSONS:
        return func.count(case((kept, Contribution.author_id)).distinct())
    if measure is Measure.TEXTS:
        campaign = CampaignMember.campaign_id
        alone = case((kept & campaign.is_(None), Contribution.id))
        return func.count(alone) + func.count(case((kept, campaign)).distinct())
    return func.count(case((kept, Contribution.id)))


def _apart(consultation_id: int, what: Field, statement_id: int) -> ScalarSelect[int]:
    """Of a theme, a contribution stands in as many rows as it has codings."""
    query = _said(consultation_id, [func.count(_counted(what.measure).distinct())])
    query = query.where(*_filters(consultation_id, what))
    if what.theme:
        query = _on_theme(query, what.theme)
    if what.of_sources:
        query = query.where(Contribution.id.in_(_cited(statement_id)))
    return query.scalar_subquery()


def _counted(measure: Measure) -> Any:
    if measure is Measure.PERSONS:
        return Contribution.author_id
    if measure is Measure.TEXTS:
        # Negative, a campaign is no contribution's number.
        return func.coalesce(-CampaignMember.campaign_id, Contribution.id)
    return Contribution.id


def _filters(consultation_id: int, what: Field) -> list[ColumnElement[bool]]:
    kept = _at(what)
    if what.stance:
        kept.append(_stance(bool(what.theme)) == what.stance)
    if what.category:
        kept.append(_by(consultation_id, what.category))
    return kept


def _on_theme(query: Select[Any], key: str) -> Select[Any]:
    """The codings of a theme, those of the themes under it included."""
    above = aliased(Theme)
    themes = (
        select(Theme.id)
        .outerjoin(above, above.id == Theme.parent_id)
        .where((Theme.key == key) | (above.key == key))
    )
    return query.join(Coding, Coding.contribution_id == Contribution.id).where(
        Coding.theme_id.in_(themes), Coding.removed_at.is_(None)
    )


def _stance(is_coded: bool) -> ColumnElement[Any]:
    """A question stays one; else the position that the coder read, else the author's own."""
    own = func.coalesce(Coding.stance, Contribution.stance) if is_coded else Contribution.stance
    return case((Contribution.kind == Kind.QUESTION, ASKED), else_=own)


def _by(consultation_id: int, position: str) -> ColumnElement[bool]:
    if not position.isascii() or not position.isdecimal():
        return false()
    return Contribution.author_id.in_(
        select(Participant.id)
        .join(Category, Category.id == Participant.category_id)
        .where(Category.consultation_id == consultation_id, Category.position == int(position))
    )


def _at(what: Field) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if what.paragraph:
        kept.append(
            Contribution.passage_id.in_(
                select(Passage.id)
                .join(Paragraph, Paragraph.id == Passage.paragraph_id)
                .where(Paragraph.key == what.paragraph)
            )
        )
    if what.section:
        pages = (
            select(Page.id)
            .join(Section, Section.id == Page.section_id)
            .where(Section.key == what.section)
        )
        own = (
            select(Heading.id)
            .outerjoin(Page, Page.id == Heading.page_id)
            .join(Section, Section.id == func.coalesce(Page.section_id, Heading.section_id))
            .where(Section.key == what.section)
        )
        kept.append(
            Contribution.passage_id.in_(select(Passage.id).where(Passage.page_id.in_(pages)))
            | Contribution.heading_id.in_(own)
        )
    return kept


def _cited(statement_id: int) -> Select[int]:
    return (
        select(Coding.contribution_id)
        .join(Citation, Citation.coding_id == Coding.id)
        .where(Citation.statement_id == statement_id, Coding.removed_at.is_(None))
    )
