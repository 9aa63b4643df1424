"""The clauses that a contribution is held to: the charter, then the consultation's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.accounts.charter import CHARTER_VERSION, rules


@dataclass(frozen=True)
class Clause:
    """One numbered rule. `ref` is « 5 » for the instance's, « C2 » for the consultation's own."""

    ref: str
    title: str
    text: str


def version_in_force() -> int:
    """The version of the instance's charter that applies to what is sent now."""
    return CHARTER_VERSION


def clauses_in_force(consultation_id: int | None) -> Sequence[Clause]:
    """What applies in that consultation, in the language of the page; without one, everywhere."""
    return tuple(
        Clause(str(number), title, text) for number, (title, text) in enumerate(rules(), start=1)
    )
