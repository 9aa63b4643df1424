"""Passwords: argon2id, a few at a time, and the ones that anybody would try first."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from flask import current_app

MIN_LENGTH = 12
MAX_LENGTH = 200
_AT_ONCE = threading.BoundedSemaphore(2)
"""One hash takes 64 MB: more than two at once in a process would let strangers fill its memory."""

COMMON = frozenset(
    {
        "123456789012", "1234567890123", "azertyuiopqs", "azertyuiop123", "motdepasse12",
        "motdepasse123", "motdepasse1234", "password1234", "passwordpassword", "qwertyuiop12",
        "qwertyuiop123", "consultation", "consultation1", "administrateur", "iloveyou1234",
        "aaaaaaaaaaaa", "000000000000", "111111111111", "abcdefghijkl", "azerty123456",
    }
)  # fmt: skip


@cache
def _hasher(is_test: bool) -> PasswordHasher:
    return (
        PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if is_test else PasswordHasher()
    )


def _here() -> PasswordHasher:
    return _hasher(current_app.config["SETTINGS"].is_test)


def _plain(password: str) -> str:
    """The same characters however the keyboard composed them."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """What is stored of a password."""
    with _AT_ONCE:
        return _here().hash(_plain(password))


@cache
def _nobody(is_test: bool) -> str:
    return _hasher(is_test).hash("the password of nobody")


def is_password(stored: str | None, password: str) -> bool:
    """The password is the stored one. The same work is done when there is none to compare with."""
    against = stored or _nobody(current_app.config["SETTINGS"].is_test)
    with _AT_ONCE:
        try:
            is_right = _here().verify(against, _plain(password))
        except (Argon2Error, InvalidHashError):
            return False
    return is_right and stored is not None


def is_too_common(password: str, *about: str) -> bool:
    """It is among those tried first, one character repeated, or says only who one is."""
    folded = _plain(password).casefold().strip()
    said = {word.casefold() for word in about if word}
    return folded in COMMON or len(set(folded)) < 4 or folded in said
