"""Joining files to what is said, and taking them away again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.committees.models.files import Attachment, FileKind
from consultation.committees.models.meetings import MeetingState
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import ThreadMessage
from consultation.committees.permissions import can_remove_attachment
from consultation.committees.queries.meetings import meeting_with_file
from consultation.committees.queries.people import member_of
from consultation.committees.sniffing import CONTENT_TYPES, kind_of, shown_name
from consultation.core import files, journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 5
FILES_A_DAY = 100
OVER = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})


class WrongFileError(DomainError):
    """A file cannot be joined."""


@dataclass(frozen=True)
class Given:
    """A file that was looked at: what it is, and what it is called from now on."""

    name: str
    content: bytes
    kind: FileKind


def looked_at(sent: Sequence[tuple[str, bytes]]) -> list[Given]:
    """The files that somebody sends, as (name, content); refused when one cannot be joined."""
    if len(sent) > MAX_FILES:
        raise WrongFileError(_("Joignez cinq fichiers au plus à la fois"))
    if sum(len(content) for _name, content in sent) > MAX_BYTES:
        raise WrongFileError(_("Les fichiers pèsent 20 Mo au plus, ensemble"))
    found = []
    for name, content in sent:
        kind = kind_of(content, name)
        if kind is None:
            raise WrongFileError(
                _(
                    "« %(name)s » n’est pas d’un type accepté : PDF, DOCX, XLSX, PPTX, ODT, ODS, "
                    "ODP, PNG, JPEG, WebP ou texte brut, sans macro",
                    name=name[:100],
                )
            )
        found.append(Given(shown_name(name, kind), content, kind))
    return found


def limit_files(given: Sequence[Given], *, actor: User) -> None:
    """So many a day and person."""
    for _each in given:
        limit("committee-file", str(actor.id), FILES_A_DAY, timedelta(days=1))


def attach(
    committee_id: int,
    member: CommitteeMember,
    given: Sequence[Given],
    message: ThreadMessage | None = None,
) -> list[Attachment]:
    """Keep the files, inside the transaction of whoever joins them."""
    made = []
    for each in given:
        kept = files.store(each.content, name=each.name, content_type=CONTENT_TYPES[each.kind])
        session.flush()
        made.append(
            Attachment(
                committee_id=committee_id, message_id=message.id if message else None,
                file_id=kept.id, kind=each.kind, name=each.name, size=len(each.content),
                added_by_id=member.id,
            )
        )  # fmt: skip
    session.add_all(made)
    session.flush()
    return made


def remove_attachment(attachment: Attachment, *, actor: User) -> None:
    """Take a file away: its bytes are gone, and a line says that there was one."""
    with transaction() as current:
        committee = lock(current.get_one(Committee, attachment.committee_id))
        lock(attachment)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        require(can_remove_attachment(attachment, member))
        meeting = meeting_with_file(attachment)
        if meeting is not None and meeting.state in OVER:
            raise ConflictError(_("Cette séance est terminée : elle ne change plus."))
        empty(attachment)
        journal.record("committee.file_removed", attachment, actor_id=actor.id)


def empty(attachment: Attachment) -> None:
    """The bytes of a file go, inside the transaction of whoever takes it away."""
    kept = session.get(files.StoredFile, attachment.file_id) if attachment.file_id else None
    attachment.file_id = None
    attachment.name = ""
    attachment.removed_at = now()
    session.flush()
    if kept is not None:
        files.drop(kept)


def empty_message(message: ThreadMessage) -> None:
    """A message is removed: its files go with it."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.message_id == message.id, Attachment.removed_at.is_(None))
        .options(joinedload(Attachment.file))
        .order_by(Attachment.id)
    ).all()
    for row in rows:
        empty(row)
