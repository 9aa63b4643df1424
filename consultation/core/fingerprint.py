"""Fingerprints that anybody can compute again: SHA-256 of a canonical form.

The canonical form is one JSON object whose values are strings, whole numbers and null: UTF-8, names
sorted, no space between tokens, nothing escaped in strings but `"`, `\\` and the control characters
(\\b \\t \\n \\f \\r, else \\u00xx in lower case), no line end at the end. It is what RFC 8785 (JSON
Canonicalization Scheme) makes of such an object. Texts are taken as they are stored, code point by
code point; contributions are stored in Unicode's NFC.

With the canonical form saved as `recu.json`:

    sha256sum recu.json
    openssl dgst -sha256 recu.json

With the same fields in any order, indented or not, first put in canonical form:

    python3 -c 'import hashlib, json, sys; print(hashlib.sha256(json.dumps(
    json.load(sys.stdin.buffer), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()).hexdigest())' < recu.json
"""

import hashlib
import json
import re
from collections.abc import Mapping

EXACT_INTEGERS = 2**53
"""From there on, readers whose numbers are floating (JavaScript's) would read another number."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def canonical(fields: Mapping[str, str | int | None]) -> bytes:
    """The canonical form of `fields`.

    Names are of a-z, 0-9 and _, so that every language sorts them the same. ValueError for another
    name or kind of value, a number beyond ±2^53 or half a surrogate pair.
    """
    for name, value in fields.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a field")
        if type(value) is int and -EXACT_INTEGERS < value < EXACT_INTEGERS:
            continue
        if value is not None and not isinstance(value, str):
            raise ValueError(f"the field {name} holds what has no canonical form")
    return json.dumps(
        dict(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def fingerprint(fields: Mapping[str, str | int | None]) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits in lower case."""
    return hashlib.sha256(canonical(fields)).hexdigest()
