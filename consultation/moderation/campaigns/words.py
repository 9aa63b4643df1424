"""What a text is compared by: its words without case nor accents, and their runs of three.

A run of three words (a shingle: A. Broder, « On the resemblance and containment of documents »,
SEQUENCES 1997) is rarely shared by chance and survives moved sentences. It is kept as a number of
64 bits. Time and memory are linear in the text, whatever its author typed.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

RUN = 3
WORDS_MAX = 4_000
"""Words of a text that are compared: what comes after is kept, and not looked at."""
SHORT = 10
SHORT_RUNS = SHORT - RUN + 1
"""Fewer words of one's own than this resemble too much by chance: they group by being equal."""
TOO_SHORT = 6
"""Fewer words than this say nothing about where they come from."""
QUOTED = 8
"""From this many words on, what stands between quotation marks is somebody else's."""
_IDEOGRAMS = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{_IDEOGRAMS}]|(?:(?![{_IDEOGRAMS}])[\w\u0300-\u036f])+")
_QUOTES = re.compile('«[^«»]{20,4000}»|“[^“”]{20,4000}”|"[^"\n]{20,4000}"|(?m:^>.*$)')
_POLITE = re.compile(
    "(?:(?:je|nous) vous (?:prie|prions) d.{0,2}(?:agr[ée]er|accepter|recevoir)"
    "|(?:veuillez|recevez|agr[ée]ez)[ ,])[^.!?\n]{10,250}",
    re.IGNORECASE,
)
"""The end of a letter, which everybody learnt at school."""
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64
)  # Odd, with their bits well spread: a word counts differently in each place.
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_KNOWN_MAX = 200_000
_KNOWN_LENGTH = 40
_known: dict[str, int] = {}

_FORMULAS = frozenset(
    """
    a absolument ai aime ainsi aucun aucune aussi autre avec avis au aux avant bien bon bonjour
    bonne bravo c ca ce cela cet cette ces ceci chapitre clair claire commentaire comme commun
    complet completement consultation continuez contraire contre contribution cordialement d dans
    de defavorable des desaccord document donc du dire dit elle en encore entierement est et etait
    etre excellent excellente excellentes exactement faire fait faut favorable fort globalement
    grand grande idee idees il initiative interessant interessante j je juste l la le les leur
    lire lu ma mais mauvais mauvaise me meme mes mesure mesures merci moi mon n ne necessaire
    non nous notre on opinion oppose opposee ou oui paragraphe pas partage partie parfait
    parfaitement plan plus point positif pour pourquoi precedent projet proposition propositions
    propos que qu qui quoi raison rien s sa sans se si signe son sont soutien soutiens soutient suis
    strategie sur ta te texte totalement tous tout toute toutes tres trop un une utile vais valide
    veux vive votre vous vraiment y
    accord point rejoins approuve salutations madame monsieur ministre agree disagree i with this
    fully support oppose proposal thank thanks you for good great idea yes no completely the
    measure paragraph against it is totally
    """.split()  # noqa: SIM905  # a hundred words, to be read
)
"""Words that say agreement or refusal and nothing else: a text of them is nobody's own."""
_FORMULA_SHARE = 0.85


def plain(word: str) -> str:
    """The word without case, accents, nor the differences between forms of one letter."""
    folded = unicodedata.normalize("NFKD", word[:_KNOWN_LENGTH]).casefold()
    kept = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return kept + word[_KNOWN_LENGTH:]


def numbers_of(words: Iterable[str]) -> Numbers:
    """Each word as a number that is the same on every machine."""
    return np.fromiter((_known.get(word) or _number(word) for word in words), dtype=np.uint64)


def _number(word: str) -> int:
    digest = blake2b(plain(word).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "little") | 1
    if len(word) < _KNOWN_LENGTH:
        if len(_known) >= _KNOWN_MAX:
            _known.clear()
        _known[word] = number
    return number


def runs(numbers: Numbers) -> Numbers:
    """The run that begins at each word, as a number; fewer words than a run make none."""
    count = len(numbers) - RUN + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    mixed = numbers[:count] * _FACTORS[0]
    for place in range(1, RUN):
        mixed = (mixed ^ (mixed >> _HALF)) * _MIX + numbers[place : place + count] * _FACTORS[place]
    mixed ^= mixed >> _HALF
    mixed *= _MIX
    made: Numbers = mixed ^ (mixed >> _HALF)
    return made


@dataclass(frozen=True)
class Compared:
    """A text as it is compared. Texts of equal `same` are equal but for case, accents and signs."""

    shingles: Numbers
    """Each once, in rising order."""
    same: bytes
    is_short: bool
    """It groups only with what is equal to it."""
    is_mute: bool
    """It groups with nothing: a few words, a mere formula, or only what it was asked about."""


def runs_of(text: str) -> Numbers:
    """Every run of `text`, each once, in rising order: what others may quote of it."""
    return np.unique(runs(numbers_of(WORD.findall(text))))


NOTHING = np.empty(0, dtype=np.uint64)


def compared(text: str, asked: Numbers = NOTHING) -> Compared:
    """`text` without what is not its author's own: long quotations, and the runs of `asked`.

    `asked` is the consulted text: who quotes it only says what they talk about.
    """
    words = WORD.findall(text)[:WORDS_MAX]
    numbers = numbers_of(words)
    shingles = np.unique(runs(numbers))
    own = _without(shingles, asked)
    unquoted = _without(own, _quoted(text))
    if len(unquoted) >= SHORT_RUNS:
        own = unquoted  # Else all of it is a quotation, and that is what is compared.
    is_short = len(own) < SHORT_RUNS
    return Compared(
        shingles=own,
        same=blake2b(numbers.tobytes() + own.tobytes(), digest_size=16).digest(),
        is_short=is_short,
        is_mute=_is_mute(words, own) if is_short or len(words) < 3 * SHORT else False,
    )


def _without(shingles: Numbers, others: Numbers) -> Numbers:
    """`shingles` that are not among `others`; both in rising order."""
    if not len(others):
        return shingles
    places = np.searchsorted(others, shingles)
    places[places == len(others)] = 0
    kept: Numbers = shingles[others[places] != shingles]
    return kept


def _quoted(text: str) -> Numbers:
    found = [
        runs(numbers_of(words))
        for match in chain(_QUOTES.finditer(text), _POLITE.finditer(text))
        if len(words := WORD.findall(match.group())[:WORDS_MAX]) >= QUOTED
    ]
    return np.unique(np.concatenate(found)) if found else NOTHING


def _is_mute(words: list[str], own: Numbers) -> bool:
    if len(words) < TOO_SHORT or len(own) < TOO_SHORT - RUN + 1:
        return True
    return sum(plain(word) in _FORMULAS for word in words) >= _FORMULA_SHARE * len(words)
