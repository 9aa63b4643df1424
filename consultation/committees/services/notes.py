"""Notes of a session, taken by several people at once: nobody's words are overwritten."""

from dataclasses import dataclass

from consultation.accounts.models import User
from consultation.committees.models.meetings import Meeting, NotesRevision
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_take_notes
from consultation.committees.queries.meetings import notes_at
from consultation.committees.queries.people import member_of, standing_of
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import render_markup, tidy
from consultation.versions.merging import both, merge

MAX_NOTES = 50_000


class NotedMeanwhileError(ConflictError):
    """Somebody else changed the same words. `text` is what both wrote, upon revision `seen`."""

    def __init__(self, text: str, seen: int) -> None:
        super().__init__(
            _(
                "Quelqu’un d’autre a écrit au même endroit. Rien n’est perdu : les deux textes "
                "sont réunis ci-dessous. Relisez-les, puis enregistrez."
            )
        )
        self.text = text
        self.seen = seen


@dataclass(frozen=True)
class Kept:
    """How notes were kept: as they came, or put together with what somebody wrote meanwhile."""

    is_merged: bool


def save_notes(meeting: Meeting, text: str, *, seen: int, actor: User) -> Kept:
    """Keep what somebody wrote upon revision `seen` of the notes."""
    text = tidy(text)
    if len(text) > MAX_NOTES:
        raise DomainError(_("Les notes comptent 50 000 caractères au plus"))
    with transaction() as current:
        committee = lock(session.get_one(Committee, meeting.committee_id))
        lock(meeting)
        standing = standing_of(actor, committee.id)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        require(can_take_notes(meeting, standing))
        is_merged = seen != meeting.notes_revision
        if is_merged:
            text = _together(meeting, text, seen)
        if text == meeting.notes_source:
            return Kept(is_merged)
        meeting.notes_revision += 1
        meeting.notes_source = text
        meeting.notes_html = render_markup(text)
        current.add(
            NotesRevision(
                meeting_id=meeting.id, number=meeting.notes_revision, source=text,
                by_id=member.id, at=now(),
            )
        )  # fmt: skip
    return Kept(is_merged)


def _together(meeting: Meeting, text: str, seen: int) -> str:
    base = notes_at(meeting, seen)
    readings = [meeting.notes_source, text]
    merged = merge(base, readings)
    if merged.text is None:
        raise NotedMeanwhileError(both(base, readings), meeting.notes_revision)
    return merged.text
