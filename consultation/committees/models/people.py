"""A committee, the consultations that it is linked to, its members and its reserve."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word, partial_index
from consultation.core.keys import new_key


class Seat(StrEnum):
    """What somebody is in one committee; one seat for each person."""

    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    FACILITATOR = "facilitator"
    MEMBER = "member"
    OBSERVER = "observer"


class Ending(StrEnum):
    """How a seat came to its end."""

    LEFT = "left"
    REMOVED = "removed"


class Committee(WithId, Base):
    """A group of people who deliberate. Until it is announced, the public knows nothing of it."""

    __tablename__ = "committee"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    charge_source: Mapped[str] = mapped_column(default="")
    charge_html: Mapped[str] = mapped_column(default="")
    """The charge (saisine): what the committee is asked, by whom."""
    selection: Mapped[str] = mapped_column(default="")
    """How its members were chosen: appointed by whom, or drawn how."""
    language: Mapped[str] = mapped_column(default="fr")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    opinion_due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    announced_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by whatever changes its public page."""
    member_count: Mapped[int] = mapped_column(default=0)
    """Living seats that vote; kept in the transaction that changes them."""


class CommitteeLink(Base):
    """A consultation that the committee is linked to: who organises it runs the committee."""

    __tablename__ = "committee_link"

    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True, index=True
    )

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")


class CommitteeMember(WithId, Base):
    """A seat held by a person. Its end keeps the row: what was decided names who decided."""

    __tablename__ = "committee_member"
    __table_args__ = (
        partial_index(
            "uq_committee_member_living", "committee_id", "user_id", where="left_at is null",
            unique=True,
        ),
    )  # fmt: skip

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seat: Mapped[Seat] = mapped_column(Word(Seat))
    origin: Mapped[str] = mapped_column(default="")
    """Who appointed this person, or how the lot fell on them. Public with the name."""
    name: Mapped[str]
    """As they are called in the committee; the public reads it only if they agreed."""
    is_name_public: Mapped[bool] = mapped_column(default=False)
    interests: Mapped[str] = mapped_column(default="")
    """Declared interests, in their words; « nothing to declare » is a declaration too."""
    interests_declared_at: Mapped[datetime | None]
    since: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class ReservePerson(WithId, Base):
    """Somebody who takes a seat when one falls free, in this order."""

    __tablename__ = "committee_reserve"
    __table_args__ = (UniqueConstraint("committee_id", "email"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    position: Mapped[int]
    email: Mapped[str]
    origin: Mapped[str] = mapped_column(default="")
    called_at: Mapped[datetime | None]
