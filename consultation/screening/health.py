"""Health data about a person whom others could recognise: rules over words, for French.

A sentence says something of somebody's health where a person (je, mon fils, ma voisine, Mme and a
name) and a word of health (a disease, a state, a drug, an act of care) stand close, with nothing
between that turns it to patients in general, to a profession or to an opinion. It warns and it
ranks: `tests/screening/test_health.py` measures what it misses and where it cries for nothing.
Linear in the text.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from consultation.screening.detectors import Span
from consultation.screening.health_words import (
    ALONE,
    ARTICLES,
    BREAKS,
    CARE,
    CARE_ACTS,
    CONDITIONS,
    DISEASES,
    DRUGS,
    FIRST,
    KIN,
    LINKS,
    NEIGHBOURS,
    OTHERS_LINKS,
    OWNERS,
    PAIRS,
    TITLES,
    WEAK,
)
from consultation.screening.words import Sentence, listed, reading, word_set

TERMS = (DISEASES | CONDITIONS | DRUGS | CARE) - WEAK - {"fausse", "fausses", "tentative"}
STATES = CONDITIONS - DISEASES - DRUGS
LINK_REACH, TERM_REACH, KIN_REACH = 4, 7, 16
SMALL = listed("de d du des la le les l un une en a au")
NOT = frozenset({"pas", "plus", "jamais", "aucun", "aucune"})
Words = Sequence[str]


def words_for_the_browser() -> str:
    """The words to which `static/js/modules/health.js` applies the same rules, as JSON."""
    lists = {
        "terms": TERMS, "states": STATES, "pairs": {" ".join(pair) for pair in PAIRS},
        "acts": CARE_ACTS, "kin": KIN, "alone": ALONE, "owners": OWNERS, "articles": ARTICLES,
        "neighbours": NEIGHBOURS, "titles": TITLES, "links": LINKS, "othersLinks": OTHERS_LINKS,
        "breaks": BREAKS,
    }  # fmt: skip
    return json.dumps({name: sorted(words) for name, words in lists.items()})


@lru_cache(maxsize=64)
def health_data(text: str) -> tuple[Span, ...]:
    """From the person to the word of health, sentence by sentence; asked twice of what is sent."""
    return tuple(_sentences_that_tell(text))


def _sentences_that_tell(text: str) -> Iterator[Span]:
    if word_set(text).isdisjoint(_HINTS):
        return
    before: Sentence | None = None
    for sentence in reading(text).sentences():
        span = _found(sentence, before)
        if span is not None:
            yield span
        before = sentence


_HINTS = TERMS | {first for first, _second in PAIRS}


def _found(sentence: Sentence, before: Sentence | None) -> Span | None:
    words = sentence.words
    for at, word in enumerate(words):
        if word not in _HINTS or not _is_term(words, at):
            continue
        start = _person(sentence, at)
        if start is None and before and _speaks_on(words, at) and any(_kin(before)):
            start = at
        if start is not None:
            return sentence.span(*sorted((start, at)))
    return None


def _is_term(words: Words, at: int) -> bool:
    if words[at] in TERMS:
        return True
    following = [word for word in words[at + 1 : at + 4] if word not in SMALL]
    return bool(following) and (words[at], following[0]) in PAIRS


def _person(sentence: Sentence, term: int) -> int | None:
    """The place of the person whose health the term at `term` tells; None where it is nobody's."""
    for rule in (_possessed, _treated, _said_of_oneself, _apposed):
        at = rule(sentence.words, term)
        if at is not None:
            return at
    return _said_of_another(sentence, term)


def _possessed(words: Words, term: int) -> int | None:
    """« mon cancer », « mes deux fausses couches »."""
    if words[term] in STATES:
        return None
    for at in range(term - 1, max(-1, term - 3), -1):
        if words[at] in {"mon", "ma", "mes"}:
            return at
        if words[at] in SMALL or words[at] in BREAKS or words[at] in KIN:
            return None
    return None


def _treated(words: Words, term: int) -> int | None:
    """« on m’a diagnostiqué … », « m’a mise sous … »."""
    for at in range(term, max(-1, term - 6), -1):
        if words[at] in CARE_ACTS:
            for place in range(at - 1, max(-1, at - 4), -1):
                if words[place] == "m":
                    return place
    return None


def _said_of_oneself(words: Words, term: int) -> int | None:
    """« je suis … », « j’ai eu … », « je souffre de … »."""
    for at in range(term - 1, max(-1, term - LINK_REACH - TERM_REACH), -1):
        if words[at] in BREAKS or words[at] in KIN:
            return None
        if words[at] in FIRST:
            return at if _links(words, at, term) else None
    return None


def _links(words: Words, person: int, term: int) -> bool:
    """A verb puts them together, and no « pour » or « sur » makes an opinion of it."""
    between = words[person + 1 : term]
    verb = next((at for at, word in enumerate(between[:LINK_REACH]) if word in LINKS), None)
    if verb is None or not NOT.isdisjoint(between):
        return False
    if between[verb] == "suis" and between[verb + 1 : verb + 2] in (["pour"], ["contre"]):
        return False
    after = words[term + 1 : term + 2]
    return not (after in (["a"], ["de"]) and words[term] in {"sourd", "malade"})


def _apposed(words: Words, term: int) -> int | None:
    """« Étant épileptique, je … », « Atteinte d’un lupus, je … », « moi qui suis sourde »."""
    if term > 4 or words[0] in {"un", "une", "les", "des", "le", "la", "l", "si"}:
        return None
    if not BREAKS.isdisjoint(words[:term]):
        return None
    opens = term == 0 or words[0] in {"etant", "vivant", "atteint", "atteinte", "moi", "comme"}
    if not opens and words[:3] != ["en", "tant", "que"]:
        return None
    return None if _SPEAKING.isdisjoint(words[term + 1 :]) else 0


_SPEAKING = FIRST | {"m", "me", "mon", "ma"}


def _said_of_another(sentence: Sentence, term: int) -> int | None:
    """« mon fils est autiste », « le cancer de ma mère », « Mme Petit souffre de … »."""
    words = sentence.words
    for at in _kin(sentence, term - KIN_REACH, term + TERM_REACH + 1):
        first, last = sorted((at, term))
        if last - first > (KIN_REACH if at < term else TERM_REACH):
            continue
        between = words[first + 1 : last]
        if not BREAKS.isdisjoint(between):
            continue
        if at > term or _is_about(between):
            return at
    return None


def _is_about(between: Words) -> bool:
    """What stands between a person and the word after: a verb of state, or next to nothing."""
    is_linked = not OTHERS_LINKS.isdisjoint(between)
    return is_linked or len([word for word in between if word not in SMALL]) <= 2


def _kin(sentence: Sentence, start: int = 0, stop: int = 1_000) -> Iterator[int]:
    """Where a sentence names somebody, between two words of it."""
    words = sentence.words
    for at in range(max(0, start), min(stop, len(words))):
        word, before = words[at], words[at - 1] if at else ""
        if word in KIN and (
            before in OWNERS
            or word in ALONE
            or (before in ARTICLES and word in NEIGHBOURS)
            or before in _BESIDE
        ):
            yield at
        elif before in OWNERS and at + 1 < len(words) and words[at + 1] in KIN:
            yield at + 1
        elif before in TITLES and sentence.is_capital(at):
            yield at


_BESIDE = frozenset({"belle", "beau", "grand", "petit", "petite"})


def _speaks_on(words: Words, term: int) -> bool:
    """« Elle est anorexique », after a sentence about somebody."""
    if words[0] not in {"il", "elle"} or term > TERM_REACH:
        return False
    between = words[:term]
    return not OTHERS_LINKS.isdisjoint(between) and BREAKS.isdisjoint(between)
