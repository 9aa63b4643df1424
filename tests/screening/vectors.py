"""The reference vectors that Python and the browser must both agree with."""

import json
from pathlib import Path

VECTORS = Path(__file__).parent.parent / "fixtures" / "personal_data.json"
_read = json.loads(VECTORS.read_text())

FOUND: list[tuple[str, list[tuple[str, str]]]] = [
    (each["text"], [(kind, datum) for kind, datum in each["found"]]) for each in _read["found"]
]
NOTHING: list[str] = _read["nothing"]
EVERY_DATUM = sorted({datum for _text, found in FOUND for datum in found})
