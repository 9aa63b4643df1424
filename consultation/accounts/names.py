"""Addresses and display names: one form for each, and the names that nobody may take."""

import unicodedata
from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email

MAX_NAME = 60
_LOOKALIKES = str.maketrans(
    {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i",
        "ѕ": "s", "м": "m", "т": "t", "н": "n", "ε": "e", "ο": "o", "α": "a", "ι": "i",
        "μ": "m", "ρ": "p", "τ": "t", "υ": "u", "ν": "v", "σ": "s", "ς": "s", "ı": "i", "ɩ": "i",
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "†": "t",
        "|": "i", "l": "i",
        **dict(zip("ᴀᴄᴅᴇɢɪᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠ", "acdegikimnoprstuv", strict=True)),
    }
)  # fmt: skip
_READ_AS_ONE = ("rn", "m")
MARKS_MAX = 3
"""Combining marks that one letter may carry, as in pointed Hebrew; more leave the line."""


def normal_email(email: str) -> str:
    """The address as it is compared and kept: trimmed, composed, in small letters.

    One mailbox has one form: « exämple.fr » and « xn--exmple-cua.fr » are one domain, as are the
    same letters in full width.
    """
    plain = unicodedata.normalize("NFC", email.strip()).lower()
    if plain.isascii() and "xn--" not in plain:
        return plain
    try:
        return validate_email(plain, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return plain


def folded(name: str) -> str:
    """The name as an eye takes it: no accents, capitals, spaces, signs, look-alike letters."""
    # The capital nu is an N to the eye, the small one a v.
    plain = (
        unicodedata.normalize("NFKD", name).replace("\N{GREEK CAPITAL LETTER NU}", "N").casefold()
    )
    letters = unicodedata.normalize("NFKD", plain).translate(_LOOKALIKES)
    read = "".join(char for char in letters if char.isalnum())
    return read.replace(*_READ_AS_ONE)


def is_reserved(name: str, reserved: Iterable[str]) -> bool:
    """It passes for an institution or for the service itself."""
    as_read = folded(name)
    return any(folded(word) in as_read for word in reserved)


def has_hidden_characters(name: str) -> bool:
    """It holds characters that turn or hide what is read: direction marks, zero-width spaces."""
    return any(unicodedata.category(char) in {"Cf", "Cc", "Co", "Cs", "Cn"} for char in name)
