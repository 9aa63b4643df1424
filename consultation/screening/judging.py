"""The signals of a text: every detector, each with its weight.

| signal | weight |
|---|---|
| distress, threats | 90: somebody may be in danger |
| personal data | social security number or IBAN 70; phone, e-mail or address 50; birth date 35 |
| insults | 45, from the third on 65 |
| health of a person | 40 |
| repeated by the same person | 35 |
| links | 10, from the third on 35 |
| many in a short time, or written in no time | 20 |
| near-identical to others (campaign) | 15 |
| shouting | 10 |
| first message | 5 |

`signals.risk_of` makes one number of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from consultation.screening import manners
from consultation.screening.detectors import Span
from consultation.screening.health import health_data
from consultation.screening.personal_data import TraceKind, personal_data
from consultation.screening.signals import Signal, SignalKind, SignalSpan

SPANS_KEPT = 20
"""Of each signal: enough to show; `count` says how many there are."""
DATA_WEIGHTS = {
    TraceKind.SOCIAL_SECURITY_NUMBER: 70,
    TraceKind.IBAN: 70,
    TraceKind.PHONE: 50,
    TraceKind.EMAIL: 50,
    TraceKind.POSTAL_ADDRESS: 50,
    TraceKind.BIRTH_DATE: 35,
}
REPEATED_WEIGHT, SPEED_WEIGHT, CAMPAIGN_WEIGHT, FIRST_WEIGHT = 35, 20, 15, 5


@dataclass(frozen=True)
class Texts:
    """What is sent; `original` is the consulted paragraph, whose own words are nobody's data."""

    source: str
    proposed_text: str | None = None
    original: str | None = None

    def fields(self) -> Iterator[tuple[str, str]]:
        """Each text with the name that its spans give it."""
        if self.source:
            yield "source", self.source
        if self.proposed_text:
            yield "proposed_text", self.proposed_text


def signals_in(texts: Texts, insults: manners.Insults) -> list[Signal]:
    """What the texts alone tell, the gravest kinds first."""
    found = [
        _signal(SignalKind.DISTRESS, _spans(texts, manners.distress, "distress"), 90),
        _signal(SignalKind.VIOLENCE, _spans(texts, manners.violence, "violence"), 90),
        _data(texts),
        _signal(
            SignalKind.INSULT,
            _spans(texts, lambda text: manners.insults(text, insults), "insult"),
            45,
            many=65,
        ),
        _signal(SignalKind.HEALTH, _spans(texts, health_data, "health"), 40),
        _signal(
            SignalKind.LINKS,
            _spans(texts, manners.links, "link"),
            10,
            many=35,
        ),
        _signal(SignalKind.SHOUTING, _spans(texts, manners.shouting, "shouting"), 10),
    ]
    return [signal for signal in found if signal is not None]


def _signal(
    kind: SignalKind, spans: list[SignalSpan], weight: int, *, many: int = 0
) -> Signal | None:
    """None without a span; `many` is what three or more weigh."""
    if not spans:
        return None
    weight = many if many and len(spans) > 2 else weight
    return Signal(kind, weight, len(spans), tuple(spans[:SPANS_KEPT]))


def _data(texts: Texts) -> Signal | None:
    """The heaviest datum counts, and each other kind a little more."""
    spans = [
        SignalSpan(name, trace.start, trace.end, trace.kind.value)
        for name, text in texts.fields()
        for trace in personal_data(text)
        if not _is_original(texts, text[trace.start : trace.end])
    ]
    kinds = {TraceKind(span.label) for span in spans}
    heaviest = max((DATA_WEIGHTS[kind] for kind in kinds), default=0)
    weight = min(85, heaviest + 5 * (len(kinds) - 1))
    return _signal(SignalKind.PERSONAL_DATA, spans, weight)


def _spans(texts: Texts, detector: Callable[[str], Iterable[Span]], label: str) -> list[SignalSpan]:
    return [
        SignalSpan(name, start, end, label)
        for name, text in texts.fields()
        for start, end in detector(text)
        if not _is_original(texts, text[start:end])
    ]


def _is_original(texts: Texts, words: str) -> bool:
    return texts.original is not None and words in texts.original
