"""What a consultation does with signals, what was tried, what is told, and the list of insults."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class RuleAction(StrEnum):
    """What a rule does with a contribution that it applies to."""

    PUBLISH = "publish"
    HOLD = "hold"
    HOLD_AND_ALERT = "hold_and_alert"


HOLDING = frozenset({RuleAction.HOLD, RuleAction.HOLD_AND_ALERT})


class ScreeningRule(WithId, Base):
    """« Such signals, or such others: then … ». Of a consultation's rules, the first that applies.

    `condition` is a list of lists of signals: one list of them must be there whole.
    """

    __tablename__ = "screening_rule"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    condition: Mapped[list[Any]]
    action: Mapped[RuleAction] = mapped_column(Word(RuleAction))
    is_on: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class RuleTrial(WaitingRow):
    """What a rule would have done with what was said until now: counted by the worker, in parts."""

    __tablename__ = "rule_trial"
    __table_args__ = (partial_index("ix_rule_trial_waiting", "run_at", where="done_at is null"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("screening_rule.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    condition: Mapped[list[Any]]
    """As it was when the trial was asked for."""
    total: Mapped[int] = mapped_column(default=0)
    read_count: Mapped[int] = mapped_column(default=0)
    matched_count: Mapped[int] = mapped_column(default=0)
    before_id: Mapped[int | None] = mapped_column(Id)
    """What was read last; the newest are read first."""
    sample: Mapped[list[Any]] = mapped_column(default=list)
    """The ids of the newest contributions that it applies to."""


class ReviewAlert(WaitingRow):
    """Contributions that a rule held and wants read at once: one mail for those of a while."""

    __tablename__ = "review_alert"
    __table_args__ = (
        partial_index("ix_review_alert_waiting", "run_at", where="done_at is null"),
        partial_index(
            "ix_review_alert_gathering",
            "consultation_id",
            where="done_at is null and lease_until is null and gave_up_at is null",
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    held_count: Mapped[int] = mapped_column(default=1)


class InsultList(WithId, Base):
    """One version of the words that the instance takes for insults; the last one is in force."""

    __tablename__ = "insult_list"

    version: Mapped[int] = mapped_column(unique=True)
    words: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
