"""A consultation, its calendar, its team, its glossary and the people who take part."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.accounts.models import CharterColumns, User
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.keys import new_key


class Phase(StrEnum):
    """Where a consultation stands. A draft is seen by its team alone."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who may take part."""

    EVERYBODY = "everybody"
    ORGANISATIONS = "organisations"


class Role(StrEnum):
    """What somebody does for one consultation."""

    ORGANISER = "organiser"
    MODERATOR = "moderator"


class ModerationPolicy(StrEnum):
    """When a contribution is read by a moderator: after everybody may, or before anybody does."""

    AFTER = "after"
    BEFORE = "before"


class Consultation(WithId, Base):
    """One participation exercise. Its counts are kept in the transaction of what they count."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_at is null or opens_at < closes_at", name="opens_before_it_closes"),
        Index(None, "phase", "opens_at"),
        Index("ix_consultation_phase_closes_at", "phase", "closes_at"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    short_title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    description_source: Mapped[str] = mapped_column(default="")
    description_html: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    phase: Mapped[Phase] = mapped_column(Word(Phase), default=Phase.DRAFT)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    opinion_due_on: Mapped[date | None]
    synthesis_due_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    audience: Mapped[Audience] = mapped_column(Word(Audience), default=Audience.EVERYBODY)
    has_committee: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by whatever changes all its public pages: phase, calendar, glossary, categories."""
    moderation: Mapped[ModerationPolicy] = mapped_column(
        Word(ModerationPolicy), default=ModerationPolicy.AFTER
    )
    review_hours: Mapped[int] = mapped_column(default=24)
    """Within how many hours a moderator promises to have read what is sent."""
    sample_percent: Mapped[int] = mapped_column(default=2)
    """Of a hundred decisions, how many a second moderator judges too, to see how far they agree."""
    rule_count: Mapped[int] = mapped_column(default=0)
    """Screening rules that are switched on: without any, none is read."""
    rule_revision: Mapped[int] = mapped_column(default=0)
    """Raised by whatever changes those rules, so that they are read once a change."""
    last_number: Mapped[int] = mapped_column(default=0)
    contribution_count: Mapped[int] = mapped_column(default=0)
    amendment_count: Mapped[int] = mapped_column(default=0)
    participant_count: Mapped[int] = mapped_column(default=0)
    vote_count: Mapped[int] = mapped_column(default=0)


class CalendarChange(WithId, Base):
    """An opening, closing, extension or reopening, with its reason: shown to everybody."""

    __tablename__ = "calendar_change"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str]
    old_closes_at: Mapped[datetime | None]
    new_closes_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)


class TeamMember(Base):
    """A role held by a person in one consultation."""

    __tablename__ = "team_member"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(Word(Role), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Category(WithId, Base):
    """A stakeholder category of one consultation. `code` names a default one, translated."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("consultation_id", "position"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    participant_count: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class GlossaryTerm(WithId, Base):
    """A word of the consulted texts, explained."""

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("consultation_id", "term"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    term: Mapped[str]
    definition: Mapped[str]


class Organisation(WithId, Base):
    """A body that somebody speaks for, once the organiser has confirmed it."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    name: Mapped[str]


class Participant(WithId, Base):
    """One person in one consultation, under a key that links to no other consultation."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("consultation_id", "user_id"),
        Index(None, "user_id"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_confirmed_at: Mapped[datetime | None]
    contribution_count: Mapped[int] = mapped_column(default=0)
    is_counted: Mapped[bool] = mapped_column(default=False)
    """Something of theirs is public: public pages count them among those who take part."""
    since: Mapped[datetime] = mapped_column(default=now)
    suspended_until: Mapped[datetime | None]
    """By a moderator, with reasons: until then this person reads, and does not write here."""
    suspended_for: Mapped[str] = mapped_column(default="")
    """Those reasons, as this person is told them."""
    muted_at: Mapped[datetime | None]
    """They asked for no more mails about what becomes of what they said here."""

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    category: Mapped[Category | None] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")


class ConsultationCharter(CharterColumns, Base):
    """A version of the clauses that a consultation adds to the instance's charter."""

    __tablename__ = "consultation_charter"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
