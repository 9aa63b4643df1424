"""The secret address at which somebody without an account follows a notice.

The secret is made from the notice's key and the instance's own, so that the database holds nothing
that opens the page, and each mail about the notice can still give its address.
"""

import hashlib
import hmac

from flask import current_app

MARK = "-"
LENGTH = 32


def secret_part(key: str) -> str:
    """What follows the key of a notice in its address."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"notice/{key}".encode(), hashlib.sha256).hexdigest()[:LENGTH]


def token_of(key: str) -> str:
    """The last part of the address where the notice of that key is followed."""
    return f"{key}{MARK}{secret_part(key)}"


def key_in(token: str) -> str:
    """The key that a true token names; empty for a forged one."""
    key, _mark, given = token.partition(MARK)
    is_true = hmac.compare_digest(given.encode(), secret_part(key).encode())
    return key if is_true else ""
