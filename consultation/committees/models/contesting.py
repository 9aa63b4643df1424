"""What members propose and contest in the opinion: amendments, minority statements; frozen texts.

A recommendation has no state of its own: it is derived from its ballots (`queries.opinion`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class AmendmentState(StrEnum):
    """What became of an amendment."""

    PROPOSED = "proposed"
    TO_WRITE = "to_write"
    """Adopted by ballot, and it collides with the text by now: a person writes the block."""
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class AmendmentAct(StrEnum):
    """What an amendment does to the text."""

    WORDING = "wording"
    ADDITION = "addition"
    REMOVAL = "removal"


OPEN_STATES = (AmendmentState.PROPOSED, AmendmentState.TO_WRITE)


class Amendment(WithId, Base):
    """A member's wording of one block of the opinion, whole; the change is always computed.

    Or a block that they would add, which is there already and proposed, or would take out.

    The base is the block's revision that it was written upon: `versions.merging` says whether it
    still goes into the text of now.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("opinion_id", "number"),
        Index("ix_amendment_opinion_state", "opinion_id", "state"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    block_id: Mapped[int] = mapped_column(ForeignKey("opinion_block.id"), index=True)
    number: Mapped[int]
    """Within the opinion, in the order of arrival."""
    act: Mapped[AmendmentAct] = mapped_column(Word(AmendmentAct), default=AmendmentAct.WORDING)
    base: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[AmendmentState] = mapped_column(
        Word(AmendmentState), default=AmendmentState.PROPOSED
    )
    edit_count: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("committee_member.id"))
    """Nobody, where a ballot decided."""
    answer: Mapped[str] = mapped_column(default="")
    """Why it was declined, or what was made of it."""

    author: Mapped[CommitteeMember] = relationship(
        lazy="raise_on_sql", foreign_keys="Amendment.author_id"
    )


class AmendmentTelling(WaitingRow):
    """What became of amendments since a moment, to be told to the members in one mail."""

    __tablename__ = "amendment_telling"
    __table_args__ = (
        partial_index("ix_amendment_telling_waiting", "run_at", where="done_at is null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)


class MinorityStatement(WithId, Base):
    """An opinion of some members against a recommendation, or against the whole (no block).

    It stands while one signature stands. Its words are fixed once somebody else has signed them.
    """

    __tablename__ = "minority_statement"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("opinion_block.id"))
    source: Mapped[str]
    html: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    """Who wrote it. They sign like the others, and may withdraw like them."""
    edit_count: Mapped[int] = mapped_column(default=1)
    signature_count: Mapped[int] = mapped_column(default=1)
    """Signatures that stand."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class StatementSignature(Base):
    """Somebody's signature under a minority statement. One that was withdrawn stands no more."""

    __tablename__ = "statement_signature"

    statement_id: Mapped[int] = mapped_column(ForeignKey("minority_statement.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("committee_member.id"), primary_key=True, index=True
    )
    signed_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class BallotText(Base):
    """The words that a ballot is about, as they stood when it opened; never changed after.

    `blocks` is a list, in the order of the text, of
    `{"key", "type", "number", "level", "revision", "title", "source", "html"}`;
    for an amendment, the one block as it stands (`before`, the same shape) and as it would.
    """

    __tablename__ = "ballot_text"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    opinion_revision: Mapped[int]
    blocks: Mapped[list[Any]]
    before: Mapped[dict[str, Any] | None]
    sha256: Mapped[str]
    """Of `blocks` as canonical JSON: it is in the ballot's record."""
