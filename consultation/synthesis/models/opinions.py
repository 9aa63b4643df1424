"""What committees asked, among the sources of a statement."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, partial_index


class OpinionCitation(WithId, Base):
    """A statement rests on a committee's opinion too: on the whole, or on a recommendation of it.

    It stands apart from what contributions say, and no count of the synthesis holds it.
    """

    __tablename__ = "opinion_citation"
    __table_args__ = (
        UniqueConstraint("statement_id", "block_id"),
        partial_index(
            "uq_opinion_citation_whole", "statement_id", "opinion_id", where="block_id is null",
            unique=True,
        ),
    )  # fmt: skip

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    block_id: Mapped[int | None] = mapped_column(ForeignKey("opinion_block.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
