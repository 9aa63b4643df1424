"""What screening finds in what the demo says: each text is judged once, whoever says it."""

from typing import Any

from consultation.demo.crowd import Text
from consultation.screening.judging import FIRST_WEIGHT, Texts, signals_in
from consultation.screening.queries import insults_in_force
from consultation.screening.signals import Signal, SignalKind, risk_of

Found = tuple[list[dict[str, Any]], int]


class Screener:
    """Signals and risk of texts, kept: the demo's are few thousand, its contributions a million."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, bool], Found] = {}

    def found(self, text: Text, is_first: bool) -> Found:
        """The stored signals of `text`, and their risk; the institution is not screened."""
        if text.is_official:
            return [], 0
        known = self._known.get((id(text), is_first))
        if known is None:
            signals = signals_in(Texts(text.source, text.proposed_text), insults_in_force())
            if is_first:
                signals.append(Signal(SignalKind.FIRST_MESSAGE, FIRST_WEIGHT))
            known = [signal.stored() for signal in signals], risk_of(signals)
            self._known[id(text), is_first] = known
        return known
