"""Conditions over signals: such, or such and such. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from consultation.screening.models import HOLDING, RuleAction
from consultation.screening.signals import Signal, SignalKind

NOTHING = "nothing"
"""What a condition calls a text without any signal; a first message alone is none."""
FIRST_ALONE = frozenset({SignalKind.FIRST_MESSAGE.value, NOTHING})
"""What says that nothing was found."""
GROUPS_MAX = 5
TRAITS = (*(kind.value for kind in SignalKind if kind is not SignalKind.RULE), NOTHING)
"""What a condition may ask for."""
Condition = tuple[frozenset[str], ...]
"""One of these sets must be there whole."""


def condition_of(stored: Sequence[Any]) -> Condition:
    """What a rule keeps; ValueError where it is no condition."""
    groups = tuple(
        frozenset(group) for group in stored if isinstance(group, list | tuple) and group
    )
    if not groups or len(groups) > GROUPS_MAX or len(groups) != len(stored):
        raise ValueError("a condition is a list of lists of signals")
    if not frozenset().union(*groups) <= set(TRAITS):
        raise ValueError("a condition asks for a signal that there is not")
    return groups


def stored_condition(condition: Condition) -> list[list[str]]:
    """As a rule keeps it: in the order in which signals are named."""
    return [sorted(group, key=TRAITS.index) for group in condition]


def traits_of(signals: Iterable[Signal]) -> frozenset[str]:
    """What a condition is held against."""
    kinds = {signal.kind.value for signal in signals} - {SignalKind.RULE.value}
    return frozenset(kinds if kinds - {SignalKind.FIRST_MESSAGE.value} else {*kinds, NOTHING})


def applies(condition: Condition, traits: frozenset[str]) -> bool:
    """One of its sets is there whole."""
    return any(group <= traits for group in condition)


@dataclass(frozen=True)
class RuleInForce:
    """A rule that is switched on."""

    key: str
    name: str
    condition: Condition
    action: RuleAction

    @property
    def holds(self) -> bool:
        """What it applies to waits for a moderator."""
        return self.action in HOLDING

    def as_signal(self) -> Signal:
        """Its trace on what it was applied to: it weighs nothing, it explains."""
        details = {"rule": self.key, "name": self.name, "action": self.action.value}
        return Signal(SignalKind.RULE, 0, details=details)


def rule_for(rules: Sequence[RuleInForce], signals: Sequence[Signal]) -> RuleInForce | None:
    """The first of `rules` that applies."""
    if not rules:
        return None
    traits = traits_of(signals)
    return next((rule for rule in rules if applies(rule.condition, traits)), None)
