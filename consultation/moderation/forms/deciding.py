"""What a moderator typed on the desk, and the judgement that it makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Ground, Measure
from consultation.screening.signals import SignalSpan

SECOND = "second"
"""In the choice of a measure: leave it to a colleague."""
LAW = "law"
"""In the choice of a rule: none of the charter, the law."""
DAYS = (1, 7, 30, 90)
FIELDS = ("source", "proposed_text")
_SPAN = re.compile(r"(source|proposed_text):(\d{1,7}):(\d{1,7}):([a-z_]{0,40})")
WORDS_MOST = 50
NUMBER_DIGITS = 9
BEYOND = 10**NUMBER_DIGITS


class Judged(Protocol):
    """What a judgement is made of besides: the text as it is."""

    def text(self, field: str) -> str:
        """The words of a field."""


@dataclass(frozen=True)
class Typed:
    """The fields of the decision form, as they came."""

    measure: str = ""
    rule: str = ""
    legal_ref: str = ""
    facts: str = ""
    statement: str = ""
    spans: tuple[str, ...] = ()
    words: str = ""
    target: str = ""
    days: str = ""
    opinion: str = ""
    revision: str = ""
    was_sent: bool = field(default=False)

    @classmethod
    def of(cls, form: Any) -> "Typed":
        """What was posted."""
        return cls(
            measure=form.get("measure", ""),
            rule=form.get("rule", ""),
            legal_ref=form.get("legal_ref", ""),
            facts=form.get("facts", ""),
            statement=form.get("statement", ""),
            spans=tuple(form.getlist("span")),
            words=form.get("words", ""),
            target=form.get("target", ""),
            days=form.get("days", ""),
            opinion=form.get("opinion", ""),
            revision=form.get("revision", ""),
            was_sent=True,
        )

    @property
    def is_second(self) -> bool:
        """A colleague is asked."""
        return self.measure == SECOND

    @property
    def clause(self) -> str:
        """The clause chosen; "" for the law or nothing."""
        return "" if self.rule == LAW else self.rule

    def proposed(self) -> Measure:
        """What the moderator would do, when asking a colleague."""
        if self.opinion not in set(Measure):
            raise DomainError(_("Dites ce que vous décideriez : votre collègue ne le verra pas."))
        return Measure(self.opinion)

    def judgement(
        self, item: Judged, targets: Mapping[int, str], moment: datetime, *, is_detected: bool
    ) -> Judgement:
        """The judgement; `targets` are the keys of today's paragraphs by number."""
        if self.measure not in set(Measure):
            raise DomainError(_("Choisissez une décision."))
        measure = Measure(self.measure)
        ground = Ground.LAW if self.rule == LAW else Ground.CHARTER if self.rule else Ground.NONE
        return Judgement(
            measure,
            ground=ground,
            clause=self.clause,
            legal_ref=self.legal_ref,
            facts=self.facts,
            statement=self.statement,
            is_machine_detected=is_detected,
            spans=self._spans(item) if measure is Measure.MASK else (),
            target_key=self._target(targets) if measure is Measure.MOVE else "",
            until=self._until(moment) if measure is Measure.SUSPEND else None,
            seen_revision=whole_number(self.revision),
        )

    def _spans(self, item: Judged) -> tuple[SignalSpan, ...]:
        """What was ticked, and every place of the words that were written."""
        found: list[SignalSpan] = []
        for sent in self.spans:
            match = _SPAN.fullmatch(sent)
            if match is None:
                raise DomainError(_("Un passage à masquer n’est pas dans le texte : relisez-le."))
            name, start, end, label = match.groups()
            found.append(SignalSpan(name, int(start), int(end), label))
        for words in self._words():
            places = [
                SignalSpan(name, at.start(), at.end(), "")
                for name in FIELDS
                for at in re.finditer(re.escape(words), item.text(name))
            ]
            if not places:
                raise DomainError(
                    _("« %(words)s » n’est pas dans le texte : recopiez les mots exacts.",
                      words=words)
                )  # fmt: skip
            found += places
        return _apart(found)

    def _words(self) -> list[str]:
        """One a line."""
        lines = [line.strip() for line in self.words.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:WORDS_MOST]

    def _target(self, targets: Mapping[int, str]) -> str:
        number = whole_number(self.target.strip().lstrip("¶").strip())
        if number is None or number not in targets:
            raise DomainError(_("Écrivez le numéro d’un paragraphe du texte d’aujourd’hui."))
        return targets[number]

    def _until(self, moment: datetime) -> datetime:
        if self.days not in {str(each) for each in DAYS}:
            raise DomainError(_("Choisissez la durée de la suspension."))
        return moment + timedelta(days=int(self.days))


def whole_number(typed: str) -> int | None:
    """A whole number as it was typed, or far more than there is of anything; None for none."""
    if not typed.isdecimal():
        return None
    return int(typed) if len(typed) <= NUMBER_DIGITS else BEYOND


def _apart(spans: list[SignalSpan]) -> tuple[SignalSpan, ...]:
    """In order, each character once: of two that overlap, what is asked of both is masked."""
    result: list[SignalSpan] = []
    for span in sorted(spans, key=lambda each: (each.field, each.start, -each.end)):
        last = result[-1] if result else None
        if last and last.field == span.field and span.start < last.end:
            if span.end > last.end:
                result[-1] = SignalSpan(last.field, last.start, span.end, last.label or span.label)
            continue
        result.append(span)
    return tuple(result)
