"""Which way a text is written, by its first letter that tells. Pure."""

import unicodedata

from consultation.publishing.blocks import Words, text_of

_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def is_right_to_left(words: Words) -> bool:
    """Hebrew, Arabic and the like."""
    for char in text_of(words):
        direction = unicodedata.bidirectional(char)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False
