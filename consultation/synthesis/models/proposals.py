"""Themes that the machine proposes for what is not coded yet, for people to keep or throw away."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class ProposalState(StrEnum):
    """What a person made of a proposed theme."""

    OPEN = "open"
    ACCEPTED = "accepted"
    THROWN = "thrown"


class ProposalSearch(WaitingRow):
    """Somebody asked for groups among what is not coded. Same texts, same seed: same groups."""

    __tablename__ = "proposal_search"
    __table_args__ = (
        partial_index("ix_proposal_search_waiting", "run_at", where="done_at is null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    seed: Mapped[int] = mapped_column(default=1)
    text_count: Mapped[int] = mapped_column(default=0)
    """How many texts were gone through."""


class ThemeProposal(WithId, Base):
    """A group of contributions that use the same words. Accepted, it is a theme; else nothing.

    What is thrown away is remembered: much the same group is not proposed again.
    """

    __tablename__ = "theme_proposal"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    search_id: Mapped[int] = mapped_column(ForeignKey("proposal_search.id"))
    name: Mapped[str] = mapped_column(default="")
    """What a person calls it, "" while nobody did."""
    words: Mapped[list[Any]]
    contribution_ids: Mapped[list[Any]]
    """The ones nearest to the middle first."""
    state: Mapped[ProposalState] = mapped_column(Word(ProposalState), default=ProposalState.OPEN)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
