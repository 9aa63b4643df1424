"""Opening a thread, closing it, opening it again."""

from consultation.accounts.models import User
from consultation.committees.models.people import Committee
from consultation.committees.models.threads import Thread
from consultation.committees.permissions import can_close_thread, can_speak
from consultation.committees.queries.people import member_of, standing_of
from consultation.committees.services.attaching import limit_files
from consultation.committees.services.messages import Said, add_message, sent_before
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line

MAX_SUBJECT = 150


def open_thread(committee: Committee, subject: str, said: Said, *, actor: User) -> Thread:
    """Begin a thread with its first message."""
    require(can_speak(standing_of(actor, committee.id)))
    subject = one_line(subject)[:MAX_SUBJECT]
    if is_blank(subject):
        raise DomainError(_("Donnez un sujet au fil"))
    limit_files(said.files, actor=actor)
    with transaction() as current:
        lock(committee)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        earlier = sent_before(said, member)
        if earlier is not None:
            return current.get_one(Thread, earlier.thread_id)
        thread = Thread(committee_id=committee.id, subject=subject, opened_by_id=member.id)
        current.add(thread)
        current.flush()
        add_message(committee, thread, said, member)
        journal.record("committee.thread_opened", thread, actor_id=actor.id)
    return thread


def close_thread(thread: Thread, *, actor: User) -> None:
    """Nothing more is said in it; it stays to be read."""
    _set_closed(thread, is_closed=True, actor=actor)


def reopen_thread(thread: Thread, *, actor: User) -> None:
    """Members write in it again."""
    _set_closed(thread, is_closed=False, actor=actor)


def _set_closed(thread: Thread, *, is_closed: bool, actor: User) -> None:
    require(can_close_thread(standing_of(actor, thread.committee_id)))
    with transaction():
        lock(thread)
        if (thread.closed_at is not None) is is_closed:
            raise ConflictError(
                _("Ce fil est déjà fermé.") if is_closed else _("Ce fil est déjà ouvert.")
            )
        thread.closed_at = now() if is_closed else None
        act = "committee.thread_closed" if is_closed else "committee.thread_reopened"
        journal.record(act, thread, actor_id=actor.id)
