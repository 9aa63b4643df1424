"""A drawing of lots: what is asked of the panel, who volunteers, and what came out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import Committee
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class LotState(StrEnum):
    """Where a drawing of lots stands."""

    PREPARED = "prepared"
    OPEN = "open"
    FROZEN = "frozen"
    DRAWN = "drawn"


class Lot(WithId, Base):
    """The drawing of lots of one committee."""

    __tablename__ = "committee_lot"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), unique=True)
    state: Mapped[LotState] = mapped_column(Word(LotState), default=LotState.PREPARED)
    size: Mapped[int]
    reserve_size: Mapped[int]
    features: Mapped[list[Any]]
    """[name, [[value, minimum, maximum], …]] for each, in the order of the form."""
    is_by_household: Mapped[bool] = mapped_column(default=True)
    algorithm: Mapped[str]
    keep_days: Mapped[int]
    """How long one may contest the draw; then volunteers are forgotten."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(default="")
    """The public random event that was announced."""
    plan: Mapped[dict[str, Any] | None]
    """What was frozen, as the record holds it."""
    fingerprint: Mapped[str] = mapped_column(default="")
    value: Mapped[str] = mapped_column(default="")
    """What the random event gave: typed once, never again."""
    drawn_at: Mapped[datetime | None]
    record: Mapped[dict[str, Any] | None]
    invited_at: Mapped[datetime | None]
    forget_at: Mapped[datetime | None] = mapped_column(index=True)
    forgotten_at: Mapped[datetime | None]

    committee: Mapped[Committee] = relationship(lazy="raise_on_sql")


class Volunteer(WithId, Base):
    """Somebody who agrees to be drawn; no more of them than the draw needs."""

    __tablename__ = "committee_volunteer"
    __table_args__ = (UniqueConstraint("lot_id", "email"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    """What the record calls them."""
    lot_id: Mapped[int] = mapped_column(ForeignKey("committee_lot.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """None for who comes from a file."""
    email: Mapped[str]
    values: Mapped[dict[str, Any]]
    household: Mapped[str] = mapped_column(default="")
    """The address, hashed with the instance's key: two people of one home have the same."""
    since: Mapped[datetime] = mapped_column(default=now)


class LotRun(WithId, WaitingRow):
    """The draw itself, done by the worker."""

    __tablename__ = "committee_lot_run"

    lot_id: Mapped[int] = mapped_column(ForeignKey("committee_lot.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    stage: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=now)
    cancelled_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")
