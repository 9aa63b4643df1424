"""A ballot, who may vote in it, and the votes: open ones with their voter, secret ones with nobody.

Of a secret vote two rows remain, and nothing that leads from one to the other: the voter's says
that they have voted, the paper's what was voted. Neither carries a time or a number; both tables
are kept in the order of random or old keys, and all rows of a ballot are written anew at each vote.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.keys import new_key, new_token


class Subject(StrEnum):
    """What is voted on. All but a question are named by their key."""

    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    AMENDMENT = "amendment"
    OPINION = "opinion"


class Method(StrEnum):
    """How one votes."""

    FOR_AGAINST = "for_against"
    CONSENT = "consent"
    SINGLE_CHOICE = "single_choice"
    APPROVAL = "approval"
    JUDGEMENT = "judgement"


class Quorum(StrEnum):
    """Which share of the electorate must vote for the ballot to count."""

    NONE = "none"
    THIRD = "third"
    HALF = "half"
    TWO_THIRDS = "two_thirds"


class Majority(StrEnum):
    """How much is enough."""

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"


class MajorityBase(StrEnum):
    """Of what: votes for and against, votes cast (abstentions too), or the whole electorate."""

    EXPRESSED = "expressed"
    CAST = "cast"
    ENTITLED = "entitled"


class BallotState(StrEnum):
    """Where a ballot stands, as stored; `permissions.state_at` adds what the clock says."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Ballot(WithId, Base):
    """A vote of the committee (scrutin). What it asks is fixed once it is open."""

    __tablename__ = "ballot"
    __table_args__ = (
        Index("ix_ballot_committee_state", "committee_id", "state"),
        Index("ix_ballot_state_closes_at", "state", "closes_at"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    subject_type: Mapped[Subject] = mapped_column(Word(Subject), default=Subject.QUESTION)
    subject_key: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    text_source: Mapped[str] = mapped_column(default="")
    text_html: Mapped[str] = mapped_column(default="")
    method: Mapped[Method] = mapped_column(Word(Method), default=Method.FOR_AGAINST)
    options: Mapped[list[Any]] = mapped_column(default=list)
    """The labels to choose among or to grade; none where the method has its own words."""
    is_secret: Mapped[bool] = mapped_column(default=False)
    quorum: Mapped[Quorum] = mapped_column(Word(Quorum), default=Quorum.HALF)
    majority: Mapped[Majority] = mapped_column(Word(Majority), default=Majority.SIMPLE)
    base: Mapped[MajorityBase] = mapped_column(Word(MajorityBase), default=MajorityBase.EXPRESSED)
    state: Mapped[BallotState] = mapped_column(Word(BallotState), default=BallotState.DRAFT)
    edit_count: Mapped[int] = mapped_column(default=1)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    opens_at: Mapped[datetime | None]
    """When it is to open; empty: as soon as the chair opens it."""
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    elector_count: Mapped[int] = mapped_column(default=0)
    voted_count: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was counted at closing, and what follows from it."""
    record: Mapped[str] = mapped_column(default="")
    """The record (procès-verbal), as canonical JSON: what the hash is of."""
    record_hash: Mapped[str] = mapped_column(default="")


class BallotVoter(Base):
    """One of the electorate, frozen at opening, and whether they have voted. Nothing else."""

    __tablename__ = "ballot_voter"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("committee_member.id"), primary_key=True, index=True
    )
    has_voted: Mapped[bool] = mapped_column(default=False)

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class OpenVote(Base):
    """What an elector voted in an open ballot; it may be changed until the closing."""

    __tablename__ = "open_vote"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    choice: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class SecretPaper(Base):
    """One paper of a secret ballot's urn. It knows no voter, no moment and no order."""

    __tablename__ = "secret_paper"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True, default=new_token)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    choice: Mapped[dict[str, Any]]
