"""Fingerprints that anybody can compute again: SHA-256 of a canonical form.

The canonical form is one JSON object of strings, whole numbers and null: UTF-8, keys sorted, no
space between tokens, no character escaped but `"`, `\\` and the control characters (a subset of
RFC 8785). With the form saved as `recu.json`:

    sha256sum recu.json
    python3 -c "import hashlib; print(hashlib.sha256(open('recu.json','rb').read()).hexdigest())"
"""

import hashlib
import json
from collections.abc import Mapping


def canonical(fields: Mapping[str, str | int | None]) -> bytes:
    """The canonical form of `fields`, without a final line end."""
    return json.dumps(
        dict(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def fingerprint(fields: Mapping[str, str | int | None]) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(fields)).hexdigest()
