"""The proposed rewordings that a draft has to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, ContributionState, Kind, Revision
from consultation.core.db import session
from consultation.documents.models import Passage, Version
from consultation.versions.models import RewordingFate, RewordingState


@dataclass(frozen=True)
class OpenRewording:
    """A rewording that no version has answered yet, with what the draft says of it so far."""

    contribution_id: int
    key: str
    number: int
    author_name: str
    agree_count: int
    disagree_count: int
    paragraph_id: int
    paragraph_number: int | None
    version_number: int
    base: str
    """The words that it was written for."""
    proposed: str
    why: str
    state: RewordingState | None
    reason: str


def open_rewordings(
    version: Version, *, contribution_key: str = "", paragraph_id: int | None = None,
    offset: int = 0, limit: int | None = None,
) -> list[OpenRewording]:  # fmt: skip
    """Those that the draft `version` answers, in the order of the text; one query."""
    stated = aliased(RewordingFate)
    base = aliased(Version)
    query = (
        select(
            Contribution.id, Contribution.key, Contribution.number, User.display_name,
            Contribution.agree_count, Contribution.disagree_count, Passage.paragraph_id,
            Passage.number, base.number, Passage.text,
            func.coalesce(Revision.proposed_text, ""), Revision.source, stated.state,
            func.coalesce(stated.reason, ""),
        )
        .join(Passage, Passage.id == Contribution.passage_id)
        .join(base, base.id == Contribution.version_id)
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .outerjoin(
            stated,
            and_(stated.contribution_id == Contribution.id, stated.version_id == version.id),
        )
        .where(_is_open(version))
        .order_by(Passage.number, Contribution.support.desc(), Contribution.id)
    )  # fmt: skip
    if contribution_key:
        query = query.where(Contribution.key == contribution_key)
    if paragraph_id is not None:
        query = query.where(Passage.paragraph_id == paragraph_id)
    if limit is not None:
        query = query.offset(offset).limit(limit)
    rows: Iterable[Any] = session.execute(query)
    return [OpenRewording(*row) for row in rows]


def count_rewordings(version: Version) -> tuple[int, int]:
    """How many the draft has to answer, and how many of them it has answered."""
    query: Select[int, int] = (
        select(func.count(), func.count(RewordingFate.contribution_id))
        .select_from(Contribution)
        .outerjoin(
            RewordingFate,
            and_(
                RewordingFate.contribution_id == Contribution.id,
                RewordingFate.version_id == version.id,
            ),
        )
        .where(_is_open(version))
    )
    total, stated = session.execute(query).one()
    return total, stated


def _is_open(version: Version) -> ColumnElement[bool]:
    """Published, of this text, and answered by no earlier version."""
    answered = select(RewordingFate.contribution_id).where(RewordingFate.version_id != version.id)
    versions = select(Version.id).where(Version.document_id == version.document_id)
    return and_(
        Contribution.kind == Kind.AMENDMENT,
        Contribution.state == ContributionState.PUBLISHED,
        Contribution.version_id.in_(versions),
        Contribution.id.not_in(answered),
    )
