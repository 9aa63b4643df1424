"""The codebook: themes on two levels, and everything that was changed in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.keys import new_key


class ThemeAct(StrEnum):
    """What was done to a theme."""

    CREATED = "created"
    CHANGED = "changed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"
    RESTORED = "restored"


class Codebook(Base):
    """One consultation's codebook. Its revision is raised by each change of a theme."""

    __tablename__ = "codebook"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    learnt_from: Mapped[int] = mapped_column(default=0)
    """How many codings the suggestions were last learnt from."""
    suggested_to: Mapped[int] = mapped_column(Id, default=0)
    """The last contribution, by id, that has its suggestions from what was learnt then."""
    look_at: Mapped[datetime] = mapped_column(default=now)
    """When the worker looks here again for what is new."""


class Theme(WithId, Base):
    """One entry; with a parent it stands on the second level. A retired one keeps its codings.

    `coding_count` counts contributions that have the theme, kept with the codings.
    """

    __tablename__ = "theme"
    __table_args__ = (Index("ix_theme_order", "consultation_id", "parent_id", "position"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    position: Mapped[int]
    name: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")
    """#rrggbb, for other tools; no page needs it to tell two themes apart."""
    is_out_of_scope: Mapped[bool] = mapped_column(default=False)
    """What has it is listed in the synthesis as out of scope."""
    coding_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))


class ThemeChange(WithId, Base):
    """One change, as it was made: `before` and `after` hold the fields that differ."""

    __tablename__ = "theme_change"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    act: Mapped[ThemeAct] = mapped_column(Word(ThemeAct))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
