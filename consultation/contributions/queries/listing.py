"""Contributions as they are shown, and which of them a discussion shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Category, Organisation, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Revision,
    Stance,
)
from consultation.core.db import session
from consultation.documents.models import Descent, Version


@dataclass(frozen=True)
class Line:
    """One contribution with all that its display needs."""

    id: int
    key: str
    number: int
    parent_id: int | None
    kind: Kind
    stance: Stance
    state: ContributionState
    is_official: bool
    submitted_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    revision: int
    agree_count: int
    disagree_count: int
    pass_count: int
    reply_count: int
    version_number: int
    passage_id: int | None
    heading_id: int | None
    author_id: int
    user_id: int
    author_name: str
    category_code: str | None
    category_label: str | None
    organisation: str | None
    html: str
    redline_html: str | None
    proposed_text: str | None
    consultation_id: int
    is_masked: bool
    moderated_at: datetime | None
    moderation_ground: str
    thread_closed_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Its text may be read."""
        return self.state is ContributionState.PUBLISHED


SHOWN = or_(Contribution.state != ContributionState.PENDING, Contribution.reply_count > 0)
"""What waits and was answered was public before: its replies stay, under a neutral trace."""
Heard = ColumnElement[bool]
"""Which contributions a discussion shows: its own, and those that it inherits."""


Ancestors = Sequence[tuple[int, int]]
"""Discussions that another one inherits from, each until a version."""


def heard_in(discussion: Discussion, ancestors: Ancestors | None = None) -> Heard:
    """What `discussion` shows. One query more where it inherits, if they are not at hand."""
    own = Contribution.discussion_id == discussion.id
    if not discussion.inherits:
        return own
    ancestors = _ancestors_of(discussion) if ancestors is None else ancestors
    return or_(own, *(_said_before(*row, discussion.document_id) for row in ancestors))


def _ancestors_of(discussion: Discussion) -> Ancestors:
    is_ours = (
        Descent.heir_paragraph_id == discussion.paragraph_id
        if discussion.paragraph_id is not None
        else Descent.heir_section_id == discussion.section_id
    )
    same = or_(
        Descent.ancestor_paragraph_id == Discussion.paragraph_id,
        Descent.ancestor_section_id == Discussion.section_id,
    )
    rows = session.execute(select(Discussion.id, Descent.until).join(Descent, same).where(is_ours))
    return [(ancestor_id, until) for ancestor_id, until in rows]


def _said_before(ancestor_id: int, until: int, document_id: int) -> Heard:
    older = select(Version.id).where(Version.document_id == document_id, Version.number < until)
    return and_(Contribution.discussion_id == ancestor_id, Contribution.version_id.in_(older))


def lines() -> Any:
    """Contributions as `Line`s, to be narrowed; one query whatever their number."""
    return (
        select(
            Contribution.id,
            Contribution.key,
            Contribution.number,
            Contribution.parent_id,
            Contribution.kind,
            Contribution.stance,
            Contribution.state,
            Contribution.is_official,
            Contribution.submitted_at,
            Contribution.edited_at,
            Contribution.withdrawn_at,
            Contribution.revision,
            Contribution.agree_count,
            Contribution.disagree_count,
            Contribution.pass_count,
            Contribution.reply_count,
            Version.number,
            Contribution.passage_id,
            Contribution.heading_id,
            Participant.id,
            User.id,
            User.display_name,
            Category.code,
            Category.label,
            Organisation.name,
            Revision.html,
            Revision.redline_html,
            Revision.proposed_text,
            Contribution.consultation_id,
            Contribution.is_masked,
            Contribution.moderated_at,
            Contribution.moderation_ground,
            Contribution.thread_closed_at,
        )
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .join(Version, Version.id == Contribution.version_id)
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .outerjoin(Category, Category.id == Participant.category_id)
        .outerjoin(
            Organisation,
            and_(
                Organisation.id == Participant.organisation_id,
                Participant.organisation_confirmed_at.is_not(None),
            ),
        )
    )


def read(query: Any, values: Mapping[str, Any] | None = None) -> list[Line]:
    """Run a query made of `lines()`, filled in with `values`."""
    return [Line(*row) for row in session.execute(query, values or {})]
