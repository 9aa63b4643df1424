"""Double coding: what two people make of the same contributions, neither knowing of the other."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.synthesis.models.coding import SetAside


class DoubleSample(WithId, Base):
    """Contributions drawn to be coded by two people. The same seed among the same draws the same.

    Ended early, what one person alone coded counts as any coding; only pairs tell of agreement.
    """

    __tablename__ = "double_sample"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    seed: Mapped[int]
    size: Mapped[int]
    drawn_from: Mapped[int] = mapped_column(default=0)
    """Among how many."""
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    drawn_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class DoubleReading(WithId, Base):
    """One of the two readings of a contribution: by nobody yet, begun, or done at `at`.

    While the pair is open its codings stand here alone, so that nothing tells the other person of
    them. Done by both, or ended, they become codings.
    """

    __tablename__ = "double_reading"
    __table_args__ = (
        UniqueConstraint("sample_id", "contribution_id", "place"),
        partial_index("ix_double_reading_open", "contribution_id", where="is_open"),
    )

    sample_id: Mapped[int] = mapped_column(ForeignKey("double_sample.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    place: Mapped[int]
    """1 or 2."""
    is_open: Mapped[bool] = mapped_column(default=True)
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    themes: Mapped[list[Any]] = mapped_column(default=list)
    """The codings as they are stored: theme, field, start, end, stance, origin."""
    reason: Mapped[SetAside | None] = mapped_column(Word(SetAside))
    """Why it was set aside, when it was."""
    reason_text: Mapped[str] = mapped_column(default="")
    revision: Mapped[int | None]
    at: Mapped[datetime | None]


class DoubleSettlement(WithId, Base):
    """A third decision, where two people differed; a later one stands over it, none is lost."""

    __tablename__ = "double_settlement"

    sample_id: Mapped[int] = mapped_column(ForeignKey("double_sample.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    themes: Mapped[list[Any]]
    """Ids of the themes that were decided; none where it was set aside."""
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
