"""The last word of an address: small letters and figures joined by hyphens."""

import re
import unicodedata

MAX_LENGTH = 80
PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN_BY_PAGES = frozenset({"nouvelle-consultation"})
"""Words that stand in the place of a consultation's slug in another page's address."""


def slug_of(title: str) -> str:
    """A slug made of `title`, cut at a word; empty if it holds no letter or figure."""
    spelt = title.replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", spelt)
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug


def is_slug(text: str) -> bool:
    """It can stand in an address as it is."""
    return len(text) <= MAX_LENGTH and PATTERN.fullmatch(text) is not None
