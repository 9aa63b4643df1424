"""Telling people what the synthesis made of what they said."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.db import Id, partial_index
from consultation.core.work import WaitingRow


class SynthesisTelling(WaitingRow):
    """An edition came out: everybody whose contributions it read gets one mail about all of them.

    `told_to_id` is the last account that was written to, by id: a worker that was killed goes on
    from there.
    """

    __tablename__ = "synthesis_telling"
    __table_args__ = (
        partial_index("ix_synthesis_telling_waiting", "run_at", where="done_at is null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    told_to_id: Mapped[int] = mapped_column(Id, default=0)
    told_count: Mapped[int] = mapped_column(default=0)
