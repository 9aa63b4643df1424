"""How carefully somebody types: a printer's French, a phone's, or a tired person's."""

import re
import unicodedata
from random import Random

_NARROW = re.compile(r" (?=[;!?])")
_WIDE = re.compile(r" (?=[:»%])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_WORD = re.compile(r"[^\W\d_]{5,}")
_DOUBLE = re.compile(r"(?<=\w)(mm|nn|ll|pp|rr|tt|ff)(?=\w)")
_SHORTCUTS = (
    ("beaucoup", "bcp"),
    ("quelqu’un", "qqn"),
    ("aujourd’hui", "aujourdhui"),
    ("toujours", "tjs"),
    ("parce que", "parceque"),
    ("c’est", "c est"),
    ("C’est", "Cest"),
    ("n’est pas", "est pas"),
    (" ne ", " "),
    ("ça", "ca"),
    (" à ", " a "),
    ("où", "ou"),
    ("ces", "ses"),
    ("même", "meme"),
    ("voilà", "voila"),
    ("très", "trés"),
)


def typeset(text: str) -> str:
    """French typography: no-break spaces before ; ! ? : » and after «, and in numbers."""
    text = _NARROW.sub("\u202f", text)
    text = _WIDE.sub("\u00a0", text).replace("« ", "«\u00a0")
    return _THOUSANDS.sub("\u202f", text)


def keyboard(text: str) -> str:
    """As an ordinary keyboard gives it: straight apostrophes and quotes, plain spaces."""
    text = text.replace("« ", '"').replace(" »", '"').replace("«", '"').replace("»", '"')
    return text.replace("’", "'").replace("…", "...")


def hasty(text: str, rng: Random) -> str:
    """With the mistakes of somebody in a hurry, readable all the same."""
    for right, wrong in rng.sample(_SHORTCUTS, 5):
        text = text.replace(right, wrong, 1)
    if rng.random() < 0.5:
        text = _DOUBLE.sub(lambda match: match.group()[0], text, count=2)
    if rng.random() < 0.5:
        text = _swap_letters(text, rng)
    if rng.random() < 0.35:
        text = without_accents(text)
    return keyboard(text)


def without_accents(text: str) -> str:
    """« déjà » as « deja »."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )


def loud(text: str, rng: Random) -> str:
    """One sentence in capitals, with too many exclamation marks."""
    sentences = _SENTENCE.split(text)
    at = rng.randrange(len(sentences))
    sentences[at] = sentences[at].rstrip(".!").upper() + "!!" + "!" * rng.randrange(3)
    return keyboard(" ".join(sentences))


def spoken_down(text: str) -> str:
    """No capitals at all, as on a phone."""
    return keyboard(text).lower()


def dress(text: str, rng: Random, *, is_formal: bool) -> str:
    """The text in one of these manners, mostly a careful one; a formal text keeps its list."""
    lot = rng.random()
    if is_formal:
        return typeset(text) if lot < 0.85 else keyboard(text)
    if lot < 0.46 or "\n- " in text:
        return typeset(text)
    if lot < 0.84:
        return keyboard(text)
    if lot < 0.94:
        return hasty(text, rng)
    if lot < 0.98:
        return spoken_down(text)
    return loud(text, rng)


def _swap_letters(text: str, rng: Random) -> str:
    words = list(_WORD.finditer(text))
    if not words:
        return text
    at = rng.choice(words).start() + 2
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
