"""Campaigns coded once: which themes all their members were given, by whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, partial_index
from consultation.core.keys import new_key


class CampaignCoding(WithId, Base):
    """Themes given once to all the members of a campaign, those who join it later included.

    One stands for each campaign; replaced or taken back, it stays with who did it. The campaign is
    named by its key: it is gone when nobody is in it any more.
    """

    __tablename__ = "campaign_coding"
    __table_args__ = (
        partial_index(
            "ix_campaign_coding_standing", "campaign_key", where="removed_at is null", unique=True
        ),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    campaign_key: Mapped[str] = mapped_column(index=True)
    themes: Mapped[list[Any]]
    """Of each theme its id and the position, « » for none: [{"theme": 3, "stance": "for"}]."""
    coder_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
