"""Opinion groups as they were calculated: kept with everything that is needed to do it again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Id, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class OpinionGrouping(WaitingRow):
    """Groups of people who vote alike, or the reason why there are none.

    `result` holds sizes, counts and ids of contributions, and nobody: who is in which group is
    never kept. The public sees it only published, and only if it is stable.
    """

    __tablename__ = "opinion_grouping"
    __table_args__ = (
        partial_index("ix_opinion_grouping_waiting", "run_at", where="done_at is null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    seed: Mapped[int] = mapped_column(default=1)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    version: Mapped[str] = mapped_column(default="")
    """Of the programs that it was calculated with."""
    votes_hash: Mapped[str] = mapped_column(default="")
    """SHA-256 of the votes, in an order of their own."""
    is_stable: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
