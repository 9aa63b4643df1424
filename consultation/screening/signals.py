"""What screening finds in what somebody sends. A signal points and ranks; it never decides."""

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
