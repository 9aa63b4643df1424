"""What is read of the committee's files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.committees.models.files import Attachment
from consultation.committees.models.threads import ThreadMessage
from consultation.core.db import session


def attachment_named(committee_id: int, key: str) -> Attachment | None:
    """The file of that key in that committee, if it is still there."""
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.committee_id == committee_id,
            Attachment.key == key,
            Attachment.removed_at.is_(None),
        )
        .options(joinedload(Attachment.file))
    ).one_or_none()


def files_of(messages: Sequence[ThreadMessage]) -> Mapping[int, Sequence[Attachment]]:
    """The files of each message, those that were taken away too."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.message_id.in_([message.id for message in messages]))
        .order_by(Attachment.id)
    )
    for row in rows:
        if row.message_id is not None:
            found[row.message_id].append(row)
    return found
