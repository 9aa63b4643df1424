"""Notes of a session, taken by several people at once: nobody's words are overwritten."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.models.meetings import Meeting, NotesDraft, NotesRevision
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.permissions import can_take_notes
from consultation.committees.queries.meetings import notes_at
from consultation.committees.queries.people import member_of, standing_of
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
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
        _forget_draft(meeting, member)
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


def keep_notes(meeting: Meeting, text: str, *, seen: int, actor: User) -> bool:
    """Keep what is being typed, as it is typed; whether somebody has saved other notes meanwhile.

    Not the session's row is locked but the draft's: whoever types waits for nobody.
    """
    if len(text) > MAX_NOTES:
        raise DomainError(_("Les notes comptent 50 000 caractères au plus"))
    require(can_take_notes(meeting, standing_of(actor, meeting.committee_id)))
    with transaction() as current:
        member = member_of(actor, meeting.committee_id)
        if member is None or seen > meeting.notes_revision:
            raise NotFoundError
        if tidy(text) in {meeting.notes_source, notes_at(meeting, seen)}:
            _forget_draft(meeting, member)
            return seen != meeting.notes_revision
        insert_missing(
            NotesDraft, meeting_id=meeting.id, member_id=member.id, base=seen, source=text,
            saved_at=now(),
        )  # fmt: skip
        draft = current.scalars(
            select(NotesDraft)
            .where(NotesDraft.meeting_id == meeting.id, NotesDraft.member_id == member.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        draft.base, draft.source, draft.saved_at = seen, text, now()
    return seen != meeting.notes_revision


def drop_notes(meeting: Meeting, *, actor: User) -> None:
    """Give up what was typed."""
    with transaction():
        member = member_of(actor, meeting.committee_id)
        if member is None:
            raise NotFoundError
        _forget_draft(meeting, member)


def _forget_draft(meeting: Meeting, member: CommitteeMember) -> None:
    session.execute(
        delete(NotesDraft).where(
            NotesDraft.meeting_id == meeting.id, NotesDraft.member_id == member.id
        )
    )


def _together(meeting: Meeting, text: str, seen: int) -> str:
    base = notes_at(meeting, seen)
    readings = [meeting.notes_source, text]
    merged = merge(base, readings)
    if merged.text is None:
        raise NotedMeanwhileError(both(base, readings), meeting.notes_revision)
    return merged.text
