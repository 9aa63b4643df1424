"""Addresses and display names: one form for each, and the names that nobody may take."""

import unicodedata
from collections.abc import Iterable

MAX_NAME = 60
_LOOKALIKES = str.maketrans(
    {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i",
        "ѕ": "s", "м": "m", "т": "t", "н": "n", "ε": "e", "ο": "o", "α": "a", "ι": "i",
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "|": "l",
    }
)  # fmt: skip


def normal_email(email: str) -> str:
    """The address as it is compared and kept: trimmed, composed, in small letters."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def folded(name: str) -> str:
    """The name as an eye takes it: no accents, capitals, spaces, signs, look-alike letters."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_LOOKALIKES)
    return "".join(char for char in plain if char.isalnum())


def is_reserved(name: str, reserved: Iterable[str]) -> bool:
    """It passes for an institution or for the service itself."""
    as_read = folded(name)
    return any(folded(word) in as_read for word in reserved)


def has_hidden_characters(name: str) -> bool:
    """It holds characters that turn or hide what is read: direction marks, zero-width spaces."""
    return any(unicodedata.category(char) in {"Cf", "Cc", "Co", "Cs", "Cn"} for char in name)
