"""Public names of rows: random, so that nothing can be guessed or counted from an address."""

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Thirty letters and figures that are not taken for one another."""


def new_key(length: int = 8) -> str:
    """A new key of `length` characters; 8 give 6.5e11 keys, 10 give 5.9e14."""
    number = secrets.randbelow(len(ALPHABET) ** length)
    letters = []
    for _letter in range(length):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def new_token() -> str:
    """A secret of 256 bits to be sent to one person, URL-safe."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a secret: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
