"""Which language a text is in. Word and LibreOffice often state that of their own menus."""

import re
from collections import Counter
from collections.abc import Iterable

FRENCH = "le la les des du une est et dans pour par sur que qui aux avec ce sont"
ENGLISH = "the of and to in is for that with on are be this by as which from"
SMALL_WORDS = {"fr": frozenset(FRENCH.split()), "en": frozenset(ENGLISH.split())}
ENOUGH = 6
"""Small words to be met before anything is said."""
CLEARLY = 3
"""How many times more than of the other language."""
LOOKED_AT = 40_000
_WORD = re.compile(r"[a-zà-ÿ]+")


def spoken(texts: Iterable[str]) -> str | None:
    """« fr » or « en » where the small words leave no doubt, else None."""
    looked_at = ""
    for text in texts:
        looked_at += f"{text} "
        if len(looked_at) > LOOKED_AT:
            break
    words = Counter(_WORD.findall(looked_at[:LOOKED_AT].lower()))
    counts = {
        language: sum(words[word] for word in small) for language, small in SMALL_WORDS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    others = sum(count for language, count in counts.items() if language != best)
    return best if counts[best] >= ENOUGH and counts[best] >= CLEARLY * others else None
