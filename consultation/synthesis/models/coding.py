"""Reading and coding: what was made of each contribution, by whom, suggested or not."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.contributions.models import Contribution, Stance
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.synthesis.models.codebook import Theme


class ReadingState(StrEnum):
    """What a coder made of a contribution."""

    TO_READ = "to_read"
    CODED = "coded"
    SET_ASIDE = "set_aside"
    TO_RETURN = "to_return"


class SetAside(StrEnum):
    """Why a contribution is not coded: said in the coverage, with its list."""

    OUT_OF_SCOPE = "out_of_scope"
    EMPTY = "empty"
    UNINTELLIGIBLE = "unintelligible"
    REPEATED = "repeated"
    OTHER = "other"


class Origin(StrEnum):
    """Where a coding comes from."""

    CODER = "coder"
    ACCEPTED = "accepted"
    """Suggested by the machine, ticked by a person."""
    CORRECTED = "corrected"
    """Chosen by a person where the machine had suggested other themes."""
    CAMPAIGN = "campaign"
    """Given once to all the members of a campaign."""
    SETTLED = "settled"
    """Decided where two people had coded differently."""
    IMPORTED = "imported"


class Reading(Base):
    """Where one contribution stands in the coders' work: one row for each that was published.

    `edition` is raised by whoever changes it: a coder who saw an older one is told. Claimed, it is
    one coder's until `claimed_until`.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_queue", "consultation_id", "state", "contribution_id"),
        Index("ix_reading_progress", "consultation_id", "state", "read_by_id"),
        partial_index(
            "ix_reading_claim", "claimed_by_id", "claimed_until", where="claimed_by_id is not null"
        ),
        partial_index(
            "ix_reading_campaign", "campaign_coding_id", where="campaign_coding_id is not null"
        ),
    )

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    state: Mapped[ReadingState] = mapped_column(Word(ReadingState), default=ReadingState.TO_READ)
    reason: Mapped[SetAside | None] = mapped_column(Word(SetAside))
    reason_text: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revision: Mapped[int | None]
    """The revision that was read; the contribution was edited since when its own is higher."""
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    claimed_until: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)
    campaign_coding_id: Mapped[int | None] = mapped_column(ForeignKey("campaign_coding.id"))
    """The coding of its campaign that it has its themes from."""

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class Coding(WithId, Base):
    """A contribution, or a span of it, has a theme. Taken back, it stays with who did it.

    A span is the characters [start, end) of `field` in the text of `revision`; without it the
    whole contribution is coded.
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint(
            "(start_at is null) = (end_at is null) and (start_at is null or start_at < end_at)",
            name="span",
        ),
        Index("ix_coding_contribution", "contribution_id", "id"),
        Index("ix_coding_theme", "theme_id", "contribution_id"),
        Index("ix_coding_coder", "consultation_id", "coder_id", "id"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    revision: Mapped[int]
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    field: Mapped[str] = mapped_column(default="source")
    start_at: Mapped[int | None]
    end_at: Mapped[int | None]
    stance: Mapped[Stance | None] = mapped_column(Word(Stance))
    """As the coder reads it, apart from the author's own and from the theme."""
    origin: Mapped[Origin] = mapped_column(Word(Origin), default=Origin.CODER)
    coder_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")
    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class ReadingNote(WithId, Base):
    """A word to colleagues about a contribution."""

    __tablename__ = "reading_note"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class SavedView(WithId, Base):
    """Filters of the queue under a name; shared with the team or one's own."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("consultation_id", "owner_id", "name"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]
    is_shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=now)


class ThemeSuggestion(Base):
    """A theme that the machine suggests: ticked by a person or not, never shown to the public."""

    __tablename__ = "theme_suggestion"

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    learnt_from: Mapped[int]
    """How many codings it was learnt from."""
    evidence_start: Mapped[int | None]
    evidence_end: Mapped[int | None]
    """The characters of the text that speak most for it, where some do."""
