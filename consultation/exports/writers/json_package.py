"""JSON for programs, with its JSON Schema, its information and its dictionary beside it."""

import json
from pathlib import Path
from typing import Any

from consultation.core.zips import Package
from consultation.exports.asked import Asked, dictionary, information
from consultation.exports.rows import STANCES, Column, Row

DRAFT = "http://json-schema.org/draft-07/schema#"
OPTIONAL = {"paragraph_number", "reply_to"}


class JsonWriter:
    """A package of contributions.json, contributions.schema.json, information.json."""

    def __init__(self, asked: Asked, path: Path) -> None:
        self._asked = asked
        self._package = Package(path)
        self._file = self._package.open("contributions.json")
        self._file.write(b'{"contributions": [')
        self._lead = b"\n"

    def add(self, row: Row, line: str) -> None:
        """One object on its line."""
        self._file.write(self._lead + line.encode())
        self._lead = b",\n"

    def close(self, count: int, rows_hash: str) -> None:
        """The end of the list, and what goes with it."""
        self._file.write(b"\n]}\n")
        self._file.close()
        told = {
            "information": [
                {"fr": french, "en": english, "value": value}
                for french, english, value in information(self._asked, count, rows_hash)
            ],
            "dictionary": [
                {"name": name, "type": kind, "fr": french, "en": english, "values": values}
                for name, kind, french, english, values in dictionary(self._asked.columns)
            ],
        }
        self._package.write("contributions.schema.json", _text(schema(self._asked.columns)))
        self._package.write("information.json", _text(told))
        self._package.close()

    def abandon(self) -> None:
        """Close it where it is."""
        self._file.close()
        self._package.close()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def schema(columns: tuple[Column, ...]) -> dict[str, Any]:
    """The JSON Schema of contributions.json."""
    contribution = {
        "type": "object",
        "properties": {each.name: _property(each) for each in columns},
        "required": [each.name for each in columns],
        "additionalProperties": False,
    }
    return {
        "$schema": DRAFT,
        "title": "Contributions",
        "type": "object",
        "properties": {"contributions": {"type": "array", "items": contribution}},
        "required": ["contributions"],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    described = {"description": f"{column.french} / {column.english}"}
    if column.kind == "themes":
        return {**described, "type": "array", "items": _THEME}
    if column.kind == "date":
        return {**described, "type": "string", "format": "date"}
    if column.words:
        return {**described, "enum": list(column.words)}
    kind: Any = [column.kind, "null"] if column.name in OPTIONAL else column.kind
    return {**described, "type": kind}


_OFFSET = {"type": ["integer", "null"], "minimum": 0}
_THEME: dict[str, Any] = {
    "type": "object",
    "properties": {
        "key": {"type": "string"}, "name": {"type": "string"}, "parent": {"type": "string"},
        "stance": {"enum": list(STANCES)}, "field": {"enum": ["", "source", "proposed_text"]},
        "start": _OFFSET, "end": _OFFSET,
    },
    "required": ["key", "name", "parent", "stance", "field", "start", "end"],
    "additionalProperties": False,
}  # fmt: skip
