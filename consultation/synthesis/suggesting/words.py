"""The words of a French text as a machine compares them: stems, without those that say nothing."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

LONGEST_WORD = 60
"""A longer one is no word; it is cut, so that nobody makes the vocabulary heavy."""
_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = """
a ai ainsi alors après as au aucun aussi autre autres aux avaient avais avait avant avec avez
aviez avoir avons ayant c ça car ce ceci cela celle celles celui cent ces cet cette ceux chaque
chez ci comme comment d dans de depuis des dès dire dit donc dont du elle elles en encore entre es
est et étaient étais était étant été êtes être eu eux faire fait faites faut font hors ici il ils
j je jusque l la là laquelle le lequel les lesquels leur leurs lors lui m ma mais me même mêmes
mes mien moi moins mon n nos notre nous on ont or ou où par parce pendant peu peut peuvent peux
plupart plus plusieurs pour pourquoi pouvoir près puis puisque qu quand que quel quelle quelles
quels qui quoi s sa sauf se selon sera seront ses si sien soi soient soit sommes son sont sous
suis sur t ta tandis tant te tel telle telles tels tes toi ton tous tout toute toutes très trop tu
un une va vers voici voilà vont vos votre vous vu y
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
"""Our own list. *pas, ne, sans, contre, non, jamais, rien* are not in it: they change what is said
(a common list that holds them was seen in `stopwordsiso`)."""


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word that counts: its stem, and where it stands in `text` as [start, end)."""
    for match in _WORD.finditer(text):
        stem = _stem(match[0][:LONGEST_WORD].lower())
        if stem:
            yield stem, match.start(), match.end()


def stems(text: str) -> list[str]:
    """The stems of the words that count, in order."""
    return [stem for stem, _start, _end in words(text)]


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("french")


_known: dict[str, str] = {}
_MOST_KNOWN = 200_000


def _stem(word: str) -> str:
    """The Snowball stem of a word, "" for one that says nothing; each word is stemmed once."""
    found = _known.get(word)
    if found is None:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        found = _known[word] = "" if word in EMPTY_WORDS else str(_stemmer().stemWord(word))
    return found
