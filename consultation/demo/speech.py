"""What fictitious people say about the demo's texts, composed of hand-written sentences.

A text is [opening] + [argument] + [example] + [request] of one theme, in one voice and one stance.
The same seed gives the same texts. Within a theme, sentences are dealt like cards: none comes back
before the others were heard, so neighbours on a page differ if texts are taken in their order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from consultation.demo.banks import BODY_VOICES, LAY_VOICES, Bank, Saying, banks, manner
from consultation.demo.people import CATEGORY_WEIGHTS
from consultation.demo.phrasing import (
    agreed,
    asked,
    emphasised,
    linked,
    listed,
    needs_agreement,
)
from consultation.demo.register import dress, typeset

STANCE_WEIGHTS = {"for": 0.36, "mixed": 0.25, "against": 0.25, "none": 0.05, "question": 0.09}
FORM_WEIGHTS = {
    "je": {"brief": 16, "ordinary": 40, "full": 28, "long": 12, "list": 4},
    "nous": {"brief": 5, "ordinary": 25, "full": 35, "long": 20, "list": 15},
}
OPENING_SHARE = 0.35
ENDING_SHARE = 0.12
EMPHASIS_SHARE = 0.03


@dataclass(frozen=True)
class Speech:
    """A text, and who could have written it.

    `kind` is "comment" or "question"; `voice` is the code of a stakeholder category; `gender` is
    "f" or "m" where the words tell it, else "".
    """

    theme: str
    kind: str
    stance: str
    body: str
    voice: str
    gender: str


class Dealer:
    """Deals sentences out of banks, each once before any comes back."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._decks: dict[int, list[Saying]] = {}
        self._last: dict[int, Saying] = {}

    def deal(self, pool: Sequence[Saying], voice: str) -> str:
        """A sentence of `pool` that this voice can say; "" where there is none."""
        deck = self._decks.setdefault(id(pool), [])
        for _round in range(2):
            for at in range(len(deck) - 1, -1, -1):
                if variants := deck[at].for_voice(voice):
                    self._last[id(pool)] = deck.pop(at)
                    return self._rng.choice(variants)
            deck[:0] = self._shuffled([one for one in pool if one not in deck], id(pool))
        return ""

    def _shuffled(self, sayings: list[Saying], pool_id: int) -> list[Saying]:
        """A new round, in which the last one dealt comes back last."""
        self._rng.shuffle(sayings)
        sayings.sort(key=lambda one: one is not self._last.get(pool_id))
        return sayings


class Writer:
    """Puts sentences together, for one seed."""

    def __init__(self, seed: int | str) -> None:
        self.rng = Random(seed)  # noqa: S311  # no secret depends on it
        self._dealer = Dealer(self.rng)
        self._manner = manner()

    def said(self, part: str, key: str, voice: str) -> str:
        """A sentence that belongs to no theme: an opening, a link, an ending."""
        return self._dealer.deal(self._manner[part][key], voice)

    def argument(self, bank: Bank, stance: str, voice: str) -> str:
        """Why."""
        return self._dealer.deal(bank.arguments[stance], voice)

    def request(self, bank: Bank, voice: str) -> str:
        """What they ask for, as a sentence."""
        frame = self.said("frames", person(voice), voice)
        sentence = asked(frame, self.bare_request(bank, voice))
        return emphasised(sentence) if self.rng.random() < EMPHASIS_SHARE else sentence

    def bare_request(self, bank: Bank, voice: str) -> str:
        """What they ask for, as an infinitive."""
        return self._dealer.deal(bank.requests, voice)

    def question(self, bank: Bank, voice: str) -> str:
        """What they want to know; only a patient or a citizen asks about « mon dossier »."""
        return self._dealer.deal(bank.questions, voice if voice in LAY_VOICES else "institutions")

    def example(self, bank: Bank, voice: str) -> str:
        """Something seen or lived; rarer where the theme has few of them for this voice."""
        voices = ("public", "patients") if voice in LAY_VOICES else (voice,)
        pools = [bank.examples[one] for one in voices if one in bank.examples]
        if self.rng.random() >= 0.22 * sum(map(len, pools)):
            return ""
        return self._dealer.deal(self.rng.choice(pools), voice)

    def opening(self, stance: str, voice: str) -> str:
        """How they begin, now and then."""
        if self.rng.random() >= OPENING_SHARE:
            return ""
        part = "openings_nous" if voice in BODY_VOICES else "openings"
        return self.said(part, stance, voice)

    def ending(self, stance: str, voice: str) -> str:
        """How they end, rarely."""
        if self.rng.random() >= ENDING_SHARE:
            return ""
        return self.said("endings", self.rng.choice(("any", stance)), voice)

    def voice(self) -> str:
        """Who speaks, in the shares of those who take part."""
        return self.rng.choices(tuple(CATEGORY_WEIGHTS), tuple(CATEGORY_WEIGHTS.values()))[0]


def person(voice: str) -> str:
    """« je » or « nous »."""
    return "nous" if voice in BODY_VOICES else "je"


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _brief(writer: Writer, bank: Bank, stance: str, voice: str) -> str:
    opening = writer.opening(stance, voice)
    if opening and writer.rng.random() < 0.4:
        return _joined(opening, writer.request(bank, voice))
    return _joined(opening, writer.argument(bank, stance, voice))


def _ordinary(writer: Writer, bank: Bank, stance: str, voice: str) -> str:
    second = writer.example(bank, voice) if writer.rng.random() < 0.5 else ""
    return _joined(
        writer.opening(stance, voice),
        writer.argument(bank, stance, voice),
        second or writer.request(bank, voice),
    )


def _full(writer: Writer, bank: Bank, stance: str, voice: str) -> str:
    reasons = [writer.argument(bank, stance, voice), writer.example(bank, voice)]
    if writer.rng.random() < 0.3:
        reasons.reverse()
    return _joined(
        writer.opening(stance, voice),
        *reasons,
        writer.request(bank, voice),
        writer.ending(stance, voice),
    )


def _long(writer: Writer, bank: Bank, stance: str, voice: str) -> str:
    link = writer.said("links", "second_nous" if person(voice) == "nous" else "second", voice)
    first = _joined(
        writer.opening(stance, voice),
        writer.argument(bank, stance, voice),
        writer.example(bank, voice),
    )
    second = linked(link, writer.argument(bank, stance, voice))
    asks = (writer.request(bank, voice), writer.request(bank, voice))
    return (
        f"{first}\n\n{_joined(second, asks[0])}\n\n{_joined(asks[1], writer.ending(stance, voice))}"
    )


def _list(writer: Writer, bank: Bank, stance: str, voice: str) -> str:
    header = writer.said("frames", f"list_{person(voice)}", voice)
    requests = [writer.bare_request(bank, voice) for _at in range(3)]
    reasons = _joined(
        writer.opening(stance, voice),
        writer.argument(bank, stance, voice),
        writer.example(bank, voice),
    )
    more = writer.argument(bank, stance, voice) if writer.rng.random() < 0.4 else ""
    parts = (reasons, more, listed(header, requests), writer.ending(stance, voice))
    return "\n\n".join(filter(None, parts))


def _question(writer: Writer, bank: Bank, _stance: str, voice: str) -> str:
    question = writer.question(bank, voice)
    lot = writer.rng.random()
    if lot < 0.3 and (example := writer.example(bank, voice)):
        return _joined(example, question)
    if lot < 0.65:
        part = "question_nous" if person(voice) == "nous" else "question"
        return linked(writer.said("links", part, voice), question)
    return question


Form = Callable[[Writer, Bank, str, str], str]
FORMS: dict[str, Form] = {
    "brief": _brief,
    "ordinary": _ordinary,
    "full": _full,
    "long": _long,
    "list": _list,
}


def speeches(seed: int, count: int = 7_000) -> list[Speech]:
    """`count` distinct comments and questions on all themes."""
    writer = Writer(seed)
    themes = tuple(banks().values())
    seen: set[str] = set()
    made: list[Speech] = []
    while len(made) < count:
        speech = _speech(writer, writer.rng.choice(themes))
        if speech.body not in seen:
            seen.add(speech.body)
            made.append(speech)
    return made


def _speech(writer: Writer, bank: Bank) -> Speech:
    rng, voice = writer.rng, writer.voice()
    stance = rng.choices(tuple(STANCE_WEIGHTS), tuple(STANCE_WEIGHTS.values()))[0]
    if stance == "question":
        return finished(writer, bank, "question", "none", voice, _question(writer, bank, "", voice))
    weights = FORM_WEIGHTS[person(voice)]
    form = FORMS[rng.choices(tuple(weights), tuple(weights.values()))[0]]
    return finished(writer, bank, "comment", stance, voice, form(writer, bank, stance, voice))


def finished(writer: Writer, bank: Bank, kind: str, stance: str, voice: str, body: str) -> Speech:
    """The text as its author typed it."""
    gender = writer.rng.choice("fm") if needs_agreement(body) else ""
    body = dress(agreed(body, gender), writer.rng, is_formal=voice in BODY_VOICES)
    return Speech(bank.name, kind, stance, body, voice, gender)


def official_reply(theme: str) -> str:
    """What the institution answers about a theme."""
    return typeset(banks()[theme].official)
