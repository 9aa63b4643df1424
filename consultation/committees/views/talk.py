"""The page of a thread, as several views show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from consultation.committees.forms.threads import MessageForm
from consultation.committees.models.files import Attachment
from consultation.committees.models.threads import Target, Thread, ThreadMessage
from consultation.committees.permissions import (
    can_close_thread,
    can_edit_message,
    can_remove_attachment,
    can_remove_message,
    can_write_in,
)
from consultation.committees.queries.files import files_of
from consultation.committees.queries.people import names_beside
from consultation.committees.queries.threads import (
    MESSAGES_A_PAGE,
    message_named,
    messages_of,
    read_up_to,
)
from consultation.committees.services.reading import mark_read
from consultation.committees.views.loading import Entered
from consultation.committees.views.shown import workspace_page
from consultation.core.i18n import _


@dataclass(frozen=True)
class Shown:
    """A message as its reader sees it."""

    message: ThreadMessage
    is_new: bool
    files: Sequence[Attachment]
    can_edit: bool
    can_remove: bool


def thread_page(place: Entered, thread: Thread, form: MessageForm) -> ResponseReturnValue:
    """One page of a thread: where the address says, else where the reader had come to."""
    seen = read_up_to(place.member, thread)
    first = _first(thread, seen)
    messages = messages_of(thread, first)
    last = messages[-1].number if messages else 0
    if last > seen:
        mark_read(thread, place.member, last)
    form.begin()
    files = files_of(messages)
    can_write = can_write_in(thread, place.standing)
    page = workspace_page(
        place,
        "committees/thread.html",
        thread=thread,
        shown=[
            _shown(message, files.get(message.id, ()), thread, place, seen) for message in messages
        ],
        can_remove_attachment=can_remove_attachment,
        first=first,
        last=last,
        earlier=max(1, first - MESSAGES_A_PAGE) if first > 1 else None,
        later=last + 1 if last < thread.message_count else None,
        form=form,
        names=names_beside(place.member) if can_write else (),
        can_write=can_write,
        can_close=can_close_thread(place.standing),
        target_words=target_words,
    )
    return page, form.status


def _first(thread: Thread, seen: int) -> int:
    """The number of the first message to show."""
    asked = request.args.get("depuis", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 7:
        return max(1, min(int(asked), thread.message_count))
    named = message_named(thread, request.args.get("message", ""))
    if named is not None:
        return max(1, named.number - MESSAGES_A_PAGE // 2)
    if thread.message_count - seen > MESSAGES_A_PAGE:
        return seen + 1
    return max(1, thread.message_count - MESSAGES_A_PAGE + 1)


def _shown(
    message: ThreadMessage, files: Sequence[Attachment], thread: Thread, place: Entered, seen: int
) -> Shown:
    is_mine = message.author_id == place.member.id
    return Shown(
        message,
        message.number > seen and not is_mine,
        files,
        can_edit_message(message, thread, place.member),
        can_remove_message(message, place.member),
    )


def target_words(kind: Target) -> str:
    """What a link leads to, in words."""
    return {
        Target.PARAGRAPH: _("Paragraphe"),
        Target.SECTION: _("Section"),
        Target.CONTRIBUTION: _("Contribution"),
        Target.STATEMENT: _("Énoncé de la synthèse"),
        Target.PAGE: _("Page"),
    }[kind]
