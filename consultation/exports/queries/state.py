"""Whether the corpus is still what it was: two hashes of sums, each of a few statements."""

from typing import Any

from sqlalchemy import Integer, Select, case, cast, func, select

from consultation.accounts.models import User
from consultation.answers.models import Answer
from consultation.consultations.models import Category, Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState, MaskedOriginal
from consultation.core.db import session
from consultation.documents.models import Document, Version, VersionState
from consultation.exports.asked import fingerprint_of
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.synthesis.models import Citation, Codebook, Coding

C = Contribution


def _line(query: Select[*tuple[Any, ...]]) -> list[str]:
    return [str(value) for value in session.execute(query).one()]


def retractions_of(consultation_id: int) -> str:
    """Changes whenever something is taken from the public: withdrawn, hidden, masked, a name gone.

    It may change for less than that, never stay the same for more.
    """
    here = C.consultation_id == consultation_id
    gone = case((C.state != ContributionState.PUBLISHED, C.id), else_=0)
    states = select(
        func.sum(gone), func.max(C.withdrawn_at), func.max(C.moderated_at),
        func.sum(cast(C.is_masked, Integer)), func.sum(C.discussion_id),
    ).where(here)  # fmt: skip
    masks = (
        select(func.count(), func.max(MaskedOriginal.masked_at))
        .select_from(MaskedOriginal)
        .join(C, C.id == MaskedOriginal.contribution_id)
        .where(here)
    )
    people = (
        select(func.count(User.deleted_at), func.count(Participant.organisation_id))
        .select_from(Participant)
        .join(User, User.id == Participant.user_id)
        .where(Participant.consultation_id == consultation_id)
    )
    return fingerprint_of(*map(_line, (states, masks, people)))


def corpus_of(consultation_id: int) -> str:
    """Changes whenever a row of an export would: what was said, voted, coded, grouped, answered."""
    here = C.consultation_id == consultation_id
    said = select(
        func.count(C.id), func.max(C.number), func.sum(C.revision), func.max(C.edited_at),
        func.sum(C.agree_count), func.sum(C.disagree_count), func.sum(C.pass_count),
        func.sum(C.reply_count), func.sum(C.id * (C.agree_count - C.disagree_count)),
        func.sum(cast(C.is_official, Integer)),
    ).where(here)  # fmt: skip
    people = select(
        func.count(Participant.id), func.sum(Participant.id * Participant.category_id),
        func.sum(Participant.id * Participant.organisation_id),
        func.count(Participant.organisation_confirmed_at),
    ).where(Participant.consultation_id == consultation_id)  # fmt: skip
    coded = select(
        func.count(Coding.id), func.max(Coding.id), func.count(Coding.removed_at),
        func.max(Coding.removed_at), func.sum(Coding.theme_id),
    ).where(Coding.consultation_id == consultation_id)  # fmt: skip
    grouped = (
        select(func.count(), func.sum(CampaignMember.contribution_id * CampaignMember.campaign_id))
        .select_from(CampaignMember)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .where(Campaign.consultation_id == consultation_id)
    )
    answered = select(
        func.count(Answer.published_at), func.max(Answer.published_at),
        func.sum(Answer.published_version),
    ).where(Answer.consultation_id == consultation_id)  # fmt: skip
    cited = (
        select(func.count(), func.max(Citation.id))
        .select_from(Citation)
        .join(Coding, Coding.id == Citation.coding_id)
        .where(Coding.consultation_id == consultation_id)
    )
    whole = select(Consultation.revision, Consultation.title).where(
        Consultation.id == consultation_id
    )
    categories = session.execute(
        select(Category.id, Category.code, Category.label)
        .where(Category.consultation_id == consultation_id)
        .order_by(Category.id)
    )
    return fingerprint_of(
        retractions_of(consultation_id),
        codebook_of(consultation_id),
        [list(map(str, row)) for row in categories],
        versions_of(consultation_id),
        *map(_line, (said, people, coded, grouped, answered, cited, whole)),
    )


def codebook_of(consultation_id: int) -> int:
    """The codebook's revision; 0 without one."""
    query = select(Codebook.revision).where(Codebook.consultation_id == consultation_id)
    return session.scalar(query) or 0


def versions_of(consultation_id: int) -> list[tuple[str, int, str]]:
    """Each published version of each text: title, number, hash."""
    rows = session.execute(
        select(Document.title, Version.number, Version.sha256)
        .join(Version, Version.document_id == Document.id)
        .where(
            Document.consultation_id == consultation_id,
            Version.state == VersionState.PUBLISHED,
        )
        .order_by(Document.position, Document.id, Version.number)
    )
    return [(row[0], row[1], row[2]) for row in rows]
