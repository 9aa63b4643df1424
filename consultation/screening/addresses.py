"""Where a postal address stands: a number, a kind of street, its name, perhaps the town.

The same rules as `detectors`, in a file of their own: the browser's copy finds the same.
"""

import re
from collections.abc import Iterator

from consultation.screening.detectors import Span

_BLANK = "[ \t\u00a0\u2009\u202f]"
_LETTER = "A-Za-z\u00c0-\u024f"


def _any(words: str) -> str:
    """An alternation of `words`, whatever their case: the same in both languages."""
    return "|".join(
        "".join(f"[{char}{char.upper()}]" if char.isalpha() else re.escape(char) for char in word)
        for word in words.split()
    )


_SURE = _any(
    "rue avenue av. av boulevard bvd blvd bld bd allée allées allee impasse imp. chemin ruelle "
    "venelle faubourg lotissement sentier chaussée esplanade résidence"
)
_UNSURE = _any("place pl. cours passage route rte quai square villa cité montée promenade")
_SMALL = rf"(?:(?:[dD][eE]{_BLANK}[lL][aA]|[dD][eEuU]|[dD][eE][sS]|[lL][aAeE][sS]?){_BLANK})?"
_OF = rf"{_SMALL}(?:(?:[dD]|[dD][eE]{_BLANK}[lL]|[lL])['’])?"
_NAME = rf"[0-9A-ZÀ-Þ][{_LETTER}0-9'’-]{{0,30}}"
_MORE = rf"(?:{_BLANK}{_OF}{_NAME}){{0,4}}"
_TOWN = rf"(?:,?{_BLANK}{{0,2}}(?:[0-9]{{5}}|[0-9]{{2}}{_BLANK}[0-9]{{3}}){_BLANK}{_NAME}{_MORE})?"
_STREET = re.compile(
    rf"(?<![{_LETTER}0-9.,/°§¶-])[1-9][0-9]{{0,3}}"
    rf"(?:{_BLANK}?(?:[bB][iI][sS]|[tT][eE][rR]|[A-D](?![{_LETTER}])))?,?{_BLANK}{{1,2}}"
    rf"(?:(?:{_SURE}){_BLANK}{_OF}[{_LETTER}0-9][{_LETTER}0-9'’-]{{0,30}}{_MORE}"
    rf"|(?:{_UNSURE}){_BLANK}{_OF}{_NAME}{_MORE}){_TOWN}",
    re.ASCII,
)
_REFERENCE = re.compile(
    rf"(?:[¶§]|paragraphe|article|axe|page|priorité|point|alinéa|section|chapitre|annexe|version)"
    rf"{_BLANK}?$",
    re.ASCII | re.IGNORECASE,
)
_REFERENCE_REACH = 16


def postal_addresses(text: str) -> Iterator[Span]:
    """« 12 bis, rue des Lilas, 35000 Rennes »; with « place » or « cours » a proper name follows.

    Without a number it is a place, not where somebody lives; « le ¶ 12 place la HAS » is none.
    """
    for match in _STREET.finditer(text):
        if not _REFERENCE.search(text[max(0, match.start() - _REFERENCE_REACH) : match.start()]):
            yield match.span()
