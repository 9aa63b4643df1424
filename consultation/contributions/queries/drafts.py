"""What is read of drafts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.contributions.models import Draft
from consultation.contributions.permissions import can_open_draft
from consultation.core.clock import now
from consultation.core.db import session
from consultation.documents.models import Document

SHOWN_AT_MOST = 100


def find_draft(viewer: User | None, key: str) -> Draft | None:
    """The living draft of that key, if the viewer may open it."""
    draft = session.scalars(
        select(Draft).where(Draft.key == key, Draft.expires_at > now())
    ).one_or_none()
    return draft if draft and can_open_draft(viewer, draft) else None


def waits_of(person: User) -> ColumnElement[bool]:
    """A draft of `person` that is not sent."""
    return and_(Draft.user_id == person.id, Draft.sent_as_id.is_(None), Draft.expires_at > now())


def drafts_of(person: User) -> Sequence[Draft]:
    """The drafts of a person that are not sent, last saved first, with their text's document."""
    return session.scalars(
        select(Draft)
        .where(waits_of(person))
        .options(joinedload(Draft.document).joinedload(Document.consultation))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(SHOWN_AT_MOST)
    ).all()
