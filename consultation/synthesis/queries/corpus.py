"""What is counted among: contributions in their place, and what their fields are called."""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from consultation.consultations.categories import label
from consultation.consultations.models import Category, Participant
from consultation.contributions.models import Contribution, ContributionState, Kind
from consultation.core.db import session
from consultation.documents.models import Document, Heading, Page, Paragraph, Passage, Section
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.synthesis.fields import Vocabulary
from consultation.synthesis.models import Reading
from consultation.synthesis.queries.codebook import themes

ASKED = "ask"
_PageSection = aliased(Section)
_OwnSection = aliased(Section)
_HeadingPage = aliased(Page)


def said_in(consultation_id: int, until: int | None = None) -> Select[*tuple[Any, ...]]:
    """One row for each contribution that counts: what it can be counted by."""
    stance = case((Contribution.kind == Kind.QUESTION, ASKED), else_=Contribution.stance)
    query = (
        select(
            Contribution.key, Participant.key, stance, func.coalesce(Category.position, -1),
            func.coalesce(Campaign.key, ""), func.coalesce(Paragraph.key, ""),
            func.coalesce(_PageSection.key, _OwnSection.key, ""),
        )
        .select_from(Reading)
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .join(Participant, Participant.id == Contribution.author_id)
        .outerjoin(Category, Category.id == Participant.category_id)
        .outerjoin(CampaignMember, CampaignMember.contribution_id == Contribution.id)
        .outerjoin(Campaign, Campaign.id == CampaignMember.campaign_id)
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Paragraph, Paragraph.id == Passage.paragraph_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
        .outerjoin(_OwnSection, _OwnSection.id == Heading.section_id)
        .outerjoin(_HeadingPage, _HeadingPage.id == func.coalesce(Passage.page_id, Heading.page_id))
        .outerjoin(_PageSection, _PageSection.id == _HeadingPage.section_id)
        .where(
            Reading.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .order_by(Contribution.id)
    )  # fmt: skip
    return query if until is None else query.where(Contribution.number <= until)


def vocabulary_of(consultation_id: int) -> Vocabulary:
    """What themes, categories, paragraphs and sections are called today."""
    categories = session.execute(
        select(Category.position, Category.code, Category.label)
        .where(Category.consultation_id == consultation_id)
        .order_by(Category.position)
    )
    paragraphs = session.execute(
        select(Paragraph.key, Passage.number)
        .join(Passage, Passage.paragraph_id == Paragraph.id)
        .join(Document, Document.current_version_id == Passage.version_id)
        .where(Document.consultation_id == consultation_id, Passage.number.is_not(None))
        .order_by(Document.position, Document.id, Passage.position)
    )
    sections = session.execute(
        select(Section.key, Page.title)
        .join(Page, Page.section_id == Section.id)
        .join(Document, Document.current_version_id == Page.version_id)
        .where(Document.consultation_id == consultation_id, Page.part == 1)
        .order_by(Document.position, Document.id, Page.position)
    )
    return Vocabulary(
        {theme.key: theme.name for theme in session.scalars(themes(consultation_id))},
        {str(position): label(code, words) for position, code, words in categories},
        {key: str(number) for key, number in paragraphs},
        dict(sections.all()),
    )
