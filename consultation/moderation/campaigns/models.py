"""Campaigns as they are kept: what each has in common, and who is in it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key


class How(StrEnum):
    """Why a contribution is a member."""

    SIMILAR = "similar"
    CONTAINS = "contains"


class Campaign(WithId, Base):
    """Near-identical contributions of one consultation, read together and hidden for nothing.

    Counts are of its members, whatever their state; who withdraws is one no more.
    """

    __tablename__ = "campaign"
    __table_args__ = (Index("ix_campaign_size", "consultation_id", "member_count", "id"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    representative_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    """The member that has most in common with the others."""
    core: Mapped[bytes] = mapped_column(LargeBinary)
    """The runs of three words that its members share, as numbers of 64 bits: no word is told."""
    member_count: Mapped[int] = mapped_column(default=0)
    person_count: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    since: Mapped[datetime] = mapped_column(default=now)
    """When it was found."""

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
    representative: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class CampaignMember(Base):
    """A contribution, in one campaign at most, as it was in `revision`."""

    __tablename__ = "campaign_member"
    __table_args__ = (
        Index("ix_campaign_member_campaign", "campaign_id", "contribution_id"),
        partial_index(
            "ix_campaign_member_own", "campaign_id", "contribution_id", where="has_own_words"
        ),
    )

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    revision: Mapped[int]
    similarity: Mapped[float]
    how: Mapped[How] = mapped_column(Word(How))
    has_own_words: Mapped[bool] = mapped_column(default=False)
    """It says something that the representative does not."""

    campaign: Mapped[Campaign] = relationship(lazy="raise_on_sql")
    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class CampaignProgress(Base):
    """How far the contributions of a consultation were looked at.

    Numbers are given in the order of commits, so what comes after `number` is new and nothing else
    is. `unsearched` counts what belongs to no campaign and was not yet compared with the others.
    """

    __tablename__ = "campaign_progress"

    consultation_id: Mapped[int] = mapped_column(
        Id, ForeignKey("consultation.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(default=0)
    unsearched: Mapped[int] = mapped_column(default=0)
    search_at: Mapped[datetime] = mapped_column(default=now)
    """When campaigns may be looked for again."""
    lease_until: Mapped[datetime | None]
    """While a worker searches: when its search is given up for dead."""
    check_at: Mapped[datetime] = mapped_column(default=now)
    """When members that were edited or withdrawn are looked for again."""
