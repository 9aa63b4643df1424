"""The committee's opinion (avis): a private text of lasting blocks, and its published editions.

A block is an identity, as a paragraph of a document is: it has a key and lives on wherever it
stands. Its words are in its revisions, which are never changed; `OpinionBlock.revision` names the
one that counts. The recommendations are blocks too: what is voted, answered and contested is named
by the block's key. `queries.opinion.lines_of` reads the whole text in order.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.keys import new_key


class BlockType(StrEnum):
    """What a block of the opinion is."""

    SECTION = "section"
    """A heading: a title and a level, no text."""
    PARAGRAPH = "paragraph"
    """A text without a title."""
    RECOMMENDATION = "recommendation"
    """A title and a text. Its number is its place among the recommendations that stand."""


class Cause(StrEnum):
    """How a revision came to be."""

    WRITTEN = "written"
    MERGED = "merged"
    """Written while somebody else wrote: both sets of words, put together by a person."""
    AMENDED = "amended"
    RESTORED = "restored"


class Opinion(WithId, Base):
    """The opinion of one committee. It is its members' alone until an edition is published."""

    __tablename__ = "opinion"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), unique=True)
    title: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by whatever changes the text: words, order, what stands in it."""
    is_open_to_all: Mapped[bool] = mapped_column(default=True)
    """Every member who votes writes in it; else the chair, the rapporteur, the facilitator."""
    statements_until: Mapped[datetime | None]
    """Minority statements are signed, and signatures withdrawn, until then. Unset: still open;
    publishing an edition needs the deadline set and past."""
    statements_remind_at: Mapped[datetime | None]
    """When those who may sign are told that the deadline comes; unset once they were told."""
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class OpinionBlock(WithId, Base):
    """One block of the text. What is removed stays, with its history, and can be put back."""

    __tablename__ = "opinion_block"
    __table_args__ = (Index("ix_opinion_block_opinion_position", "opinion_id", "position"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    type: Mapped[BlockType] = mapped_column(Word(BlockType))
    position: Mapped[int]
    """Order in the text; those removed keep theirs. May repeat: the id decides then."""
    level: Mapped[int] = mapped_column(default=1)
    """Of a section: 1 to 3. Of anything else: 1."""
    revision: Mapped[int] = mapped_column(default=1)
    """The number of the `OpinionRevision` that counts."""
    published_revision: Mapped[int | None]
    """The one that the last edition holds; None if the block is not in it."""
    is_proposed: Mapped[bool] = mapped_column(default=False)
    """A member proposes to add it: it counts as removed until the amendment is adopted."""
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("committee_member.id"))
    note_count: Mapped[int] = mapped_column(default=0)
    """Comments beside the text that nobody has settled yet."""


class OpinionRevision(Base):
    """The words of a block at one moment, who wrote them, and upon which earlier ones."""

    __tablename__ = "opinion_revision"

    block_id: Mapped[int] = mapped_column(ForeignKey("opinion_block.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    """Safe, made of `source` when it was stored."""
    cause: Mapped[Cause] = mapped_column(Word(Cause), default=Cause.WRITTEN)
    base: Mapped[int] = mapped_column(default=0)
    """The revision that its author had read; what was restored, for a restoration."""
    amendments: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the amendments that it adopts."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("committee_member.id"))
    """Nobody, where a ballot wrote it."""
    at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[CommitteeMember | None] = relationship(lazy="raise_on_sql")


class OpinionDraft(Base):
    """What a member is typing in a block and has not saved: theirs alone, saved as it is typed."""

    __tablename__ = "opinion_draft"

    block_id: Mapped[int] = mapped_column(ForeignKey("opinion_block.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    base: Mapped[int]
    """The revision upon which it is written."""
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime] = mapped_column(default=now)

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class OpinionNote(WithId, Base):
    """A comment beside a block. Whoever wrote it may withdraw it: the trace stays."""

    __tablename__ = "opinion_note"
    __table_args__ = (Index("ix_opinion_note_block", "block_id", "id"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    block_id: Mapped[int] = mapped_column(ForeignKey("opinion_block.id"))
    block_revision: Mapped[int]
    """The words that it is about."""
    author_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    source: Mapped[str]
    html: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("committee_member.id"))
    withdrawn_at: Mapped[datetime | None]

    author: Mapped[CommitteeMember] = relationship(
        lazy="raise_on_sql", foreign_keys="OpinionNote.author_id"
    )


class OpinionEdition(WithId, Base):
    """A published edition of the opinion: the database refuses to change or to delete it.

    `archive` is canonical JSON (sorted keys, no spaces, UTF-8), as the record of a ballot is, and
    `sha256` is of its bytes. It holds all that a reader needs, so that the page, the PDF, the DOCX
    and the ODT are made of it alone: the committee and its charge, members as each agreed, the
    blocks in order with their words, for each recommendation its ballot's counts and record hash,
    the minority statements next to what they contest, the method.
    """

    __tablename__ = "opinion_edition"
    __table_args__ = (UniqueConstraint("opinion_id", "number"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    number: Mapped[int]
    archive: Mapped[str]
    sha256: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
