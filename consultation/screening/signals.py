"""What screening finds in what somebody sends. A signal points and ranks; it never decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class SignalKind(StrEnum):
    """What was found."""

    PERSONAL_DATA = "personal_data"
    HEALTH = "health"
    LINKS = "links"
    CAMPAIGN = "campaign"
    REPEATED = "repeated"
    SHOUTING = "shouting"
    INSULT = "insult"
    SPEED = "speed"
    FIRST_MESSAGE = "first_message"
    DISTRESS = "distress"
    VIOLENCE = "violence"
    RULE = "rule"
    """A rule of the consultation applied: `details` say which, and what it did."""


URGENT = frozenset({SignalKind.DISTRESS, SignalKind.VIOLENCE})
"""Somebody may be in danger: these come first in a queue."""


NOT_OF_THE_TEXT = frozenset({SignalKind.FIRST_MESSAGE, SignalKind.RULE})
"""That somebody is new, and what a rule made of it: nothing that a machine found there."""


@dataclass(frozen=True)
class SignalSpan:
    """Where: characters [start, end) of `field` (source or proposed_text); `label` says of what."""

    field: str
    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Signal:
    """One finding. `weight` is its share of the risk, 0 to 100; `details` are numbers and keys."""

    kind: SignalKind
    weight: int
    count: int = 1
    spans: tuple[SignalSpan, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As a contribution keeps it."""
        return {
            "kind": self.kind.value,
            "weight": self.weight,
            "count": self.count,
            "spans": [[span.field, span.start, span.end, span.label] for span in self.spans],
            "details": self.details,
        }

    @classmethod
    def loaded(cls, stored: dict[str, Any]) -> "Signal":
        """What `stored` made."""
        return cls(
            SignalKind(stored["kind"]),
            int(stored["weight"]),
            int(stored.get("count", 1)),
            tuple(SignalSpan(*span) for span in stored.get("spans", ())),
            dict(stored.get("details", {})),
        )


def risk_of(signals: Iterable[Signal]) -> int:
    """From 0 to 100: the chance that something is wrong, if each weight were an independent one.

    risk = 100 × (1 - Π (1 - weight / 100)), rounded. So each signal adds, none is needed, the
    order does not matter, and many small ones never pass a certain one.
    """
    innocence = 1.0
    for signal in signals:
        innocence *= 1 - min(100, max(0, signal.weight)) / 100
    return round(100 * (1 - innocence))
