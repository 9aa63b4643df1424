"""Comments beside the opinion's text: written, settled, taken up again, withdrawn."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.opinion import Opinion, OpinionBlock, OpinionNote
from consultation.committees.permissions import can_speak
from consultation.committees.queries.opinion import line_named
from consultation.committees.services.text import Hand, hand_of
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.rows import add_to_counts
from consultation.core.text import is_blank, render_markup, tidy

MAX_NOTE = 2_000


def add_note(opinion: Opinion, key: str, source: str, *, actor: User) -> OpinionNote:
    """Say something beside a block, about the words that it has now."""
    hand = hand_of(opinion.committee_id, actor)
    require(can_speak(hand.standing))
    source = tidy(source)
    if is_blank(source):
        raise DomainError(_("Écrivez votre remarque"))
    if len(source) > MAX_NOTE:
        raise DomainError(_("Une remarque compte 2 000 caractères au plus"))
    with transaction() as current:
        line = line_named(opinion.id, key)
        if line is None:
            raise NotFoundError
        note = OpinionNote(
            block_id=line.block.id,
            block_revision=line.block.revision,
            author_id=hand.member.id,
            source=source,
            html=render_markup(source),
        )
        current.add(note)
        _count(line.block.id, 1)
        current.flush()
    return note


def settle_note(opinion: Opinion, key: str, *, is_settled: bool, actor: User) -> None:
    """Put a comment among those that are settled, or take it up again: anybody who speaks."""
    hand = hand_of(opinion.committee_id, actor)
    require(can_speak(hand.standing))
    with transaction():
        note = _held(opinion, key)
        if note.withdrawn_at is not None or (note.settled_at is not None) == is_settled:
            return
        note.settled_at = now() if is_settled else None
        note.settled_by_id = hand.member.id if is_settled else None
        _count(note.block_id, -1 if is_settled else 1)


def withdraw_note(opinion: Opinion, key: str, *, actor: User) -> None:
    """Take back one's own comment: its words go, a neutral trace stays."""
    hand = hand_of(opinion.committee_id, actor)
    with transaction():
        note = _held(opinion, key)
        require(_is_own(hand, note))
        if note.withdrawn_at is None:
            if note.settled_at is None:
                _count(note.block_id, -1)
            note.withdrawn_at = now()
            note.source = note.html = ""


def _is_own(hand: Hand, note: OpinionNote) -> bool:
    return note.author_id == hand.member.id


def _held(opinion: Opinion, key: str) -> OpinionNote:
    note = session.scalars(
        select(OpinionNote)
        .join(OpinionBlock, OpinionBlock.id == OpinionNote.block_id)
        .where(OpinionBlock.opinion_id == opinion.id, OpinionNote.key == key)
    ).one_or_none()
    if note is None:
        raise NotFoundError
    return lock(note)


def _count(block_id: int, by: int) -> None:
    add_to_counts(OpinionBlock, {"note_count": by}, id=block_id)
