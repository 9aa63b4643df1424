"""Writing in a thread, editing what one wrote, removing a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.linking import Link, link_to
from consultation.committees.mentions import find_mentions, with_mentions
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import (
    MessageMention,
    MessageRevision,
    Thread,
    ThreadMessage,
)
from consultation.committees.permissions import (
    Standing,
    can_edit_message,
    can_remove_message,
    can_speak,
    can_write_in,
)
from consultation.committees.queries.people import member_of, members_of, standing_of
from consultation.committees.services.attaching import (
    Given,
    attach,
    empty_message,
    limit_files,
)
from consultation.committees.services.noticing import note_message
from consultation.committees.services.reading import note_read
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, render_markup, tidy

MAX_BODY = 10_000


class WrongLinkError(DomainError):
    """The address that goes with a message leads nowhere."""


@dataclass(frozen=True)
class Said:
    """What a form sends: words, the address and the files that go with them, its own token."""

    body: str
    token: str
    link: str = ""
    files: Sequence[Given] = ()


def post_message(thread: Thread, said: Said, *, actor: User) -> ThreadMessage:
    """Say something in a thread. The same form sent twice says it once."""
    require(can_speak(standing_of(actor, thread.committee_id)))
    limit_files(said.files, actor=actor)
    with transaction() as current:
        committee = lock(current.get_one(Committee, thread.committee_id))
        lock(thread)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        earlier = sent_before(said, member)
        if earlier is not None:
            return earlier
        if not can_write_in(thread, Standing(member.seat)):
            raise ConflictError(_("Ce fil vient d’être fermé : votre message n’est pas envoyé."))
        return add_message(committee, thread, said, member)


def sent_before(said: Said, member: CommitteeMember) -> ThreadMessage | None:
    """What the same form made already."""
    return session.scalars(
        select(ThreadMessage).where(
            ThreadMessage.form_token == said.token, ThreadMessage.author_id == member.id
        )
    ).one_or_none()


def add_message(
    committee: Committee, thread: Thread, said: Said, member: CommitteeMember
) -> ThreadMessage:
    """The message itself. Committee and thread are locked by then."""
    link = _linked(said.link)
    thread.message_count += 1
    thread.last_at = now()
    message = ThreadMessage(
        thread_id=thread.id, number=thread.message_count, author_id=member.id,
        form_token=said.token, link_kind=link.kind if link else None,
        link_path=link.path if link else "", link_title=link.title if link else "",
    )  # fmt: skip
    named = _write(message, said.body, committee)
    session.add(message)
    session.flush()
    attach(committee.id, member, said.files, message)
    added = _name(message, named)
    note_read(thread, member, message.number)
    note_message(committee, message, added)
    return message


def edit_message(
    message: ThreadMessage, thread: Thread, said: Said, *, seen: int | None, actor: User
) -> None:
    """Change one's own words; what they were stays to be read."""
    with transaction() as current:
        committee = lock(current.get_one(Committee, thread.committee_id))
        lock(thread)
        lock(message)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        require(can_edit_message(message, thread, member))
        if seen is not None and seen != message.revision:
            raise ConflictError(
                _("Ce message a changé depuis que vous l’avez ouvert. Rien n’est enregistré.")
            )
        link = _linked(said.link)
        message.link_kind = link.kind if link else None
        message.link_path, message.link_title = (link.path, link.title) if link else ("", "")
        if tidy(said.body) == message.body_source:
            return
        current.add(
            MessageRevision(
                message_id=message.id, number=message.revision, body_source=message.body_source,
                body_html=message.body_html, at=message.edited_at or message.created_at,
            )
        )  # fmt: skip
        named = _write(message, said.body, committee)
        message.revision += 1
        message.edited_at = now()
        current.flush()
        note_message(committee, message, _name(message, named), is_new=False)


def remove_message(message: ThreadMessage, thread: Thread, *, actor: User) -> None:
    """Take its words away, today's and those before, and its files; a trace keeps its place."""
    with transaction() as current:
        committee = lock(current.get_one(Committee, thread.committee_id))
        lock(thread)
        lock(message)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        require(can_remove_message(message, member))
        message.body_source = message.body_html = message.link_path = message.link_title = ""
        message.link_kind = None
        message.removed_at = now()
        message.removed_by_id = member.id
        empty_message(message)
        for table in (MessageRevision, MessageMention):
            current.execute(delete(table).where(table.message_id == message.id))
        journal.record("committee.message_removed", message, actor_id=actor.id)


def _linked(address: str) -> Link | None:
    try:
        return link_to(address)
    except DomainError as error:
        raise WrongLinkError(str(error)) from error


def _write(message: ThreadMessage, body: str, committee: Committee) -> list[int]:
    """Put the words in, as they were written and as they are shown; whom they name."""
    body = tidy(body)
    if is_blank(body):
        raise DomainError(_("Écrivez votre message"))
    if len(body) > MAX_BODY:
        raise DomainError(_("Un message compte 10 000 caractères au plus"))
    members = session.scalars(members_of(committee.id)).all()
    found = find_mentions(body, {each.id: each.name for each in members})
    message.body_source = body
    message.body_html = render_markup(with_mentions(body, found))
    return list(dict.fromkeys(each.member_id for each in found))


def _name(message: ThreadMessage, named: list[int]) -> list[int]:
    """Keep whom it names; those who were not named in it before."""
    added = [
        member_id
        for member_id in named
        if insert_missing(MessageMention, message_id=message.id, member_id=member_id) is not None
    ]
    session.execute(
        delete(MessageMention).where(
            MessageMention.message_id == message.id, MessageMention.member_id.not_in(named)
        )
    )
    return added
