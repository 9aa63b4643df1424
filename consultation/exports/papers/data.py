"""The synthesis as data: one object with its JSON Schema, and a workbook. Pure but for the file."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from consultation.core.tables import safe_cell
from consultation.core.zips import Package
from consultation.exports.asked import HEAD
from consultation.exports.papers.about import TERMS, TERMS_HEAD
from consultation.exports.papers.told import Chapter, Source, Statement, Told
from consultation.exports.writers.json_package import DRAFT
from consultation.exports.writers.workbook import OPTIONS, fitting
from consultation.publishing.blocks import Block, Heading, Paragraph, Table, text_of, walk

Lines = Sequence[tuple[str, str, str]]
"""The information page: French, English, value."""


def form_of(told: Told) -> dict[str, Any]:
    """Everything that the papers say, as plain values."""
    return {
        "title": told.title,
        "consultation": told.consultation,
        "address": told.address,
        "language": told.language,
        "edition": told.edition,
        "day": told.day.isoformat(),
        "coverage": {
            "received": told.coverage.received, "published": told.coverage.published,
            "read": told.coverage.read, "coded": told.coverage.coded,
            "cited": told.coverage.cited, "late": told.coverage.late,
            "set_aside": dict(told.coverage.set_aside),
        },
        "chapters": [_chapter(each) for each in told.chapters],
        "sources": [_source(each) for each in told.sources],
    }  # fmt: skip


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title, "note": chapter.note,
        "statements": [_statement(each) for each in chapter.statements],
    }  # fmt: skip


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": text_of(statement.words),
        "counts": list(statement.legends),
        "sources": list(statement.sources),
        "quotes": [
            {"contribution": each.number, "words": each.words} for each in statement.quotes
        ],
        "opinions": [
            {
                "name": each.name, "title": each.title, "committee": each.committee,
                "edition": each.edition, "address": each.address,
            }
            for each in statement.opinions
        ],
    }  # fmt: skip


def _source(source: Source) -> dict[str, Any]:
    return {
        "number": source.number, "is_public": source.is_public, "where": source.where,
        "category": source.category, "stance": source.stance, "themes": source.themes,
        "text": "\n".join(_texts(source.blocks)),
    }  # fmt: skip


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of each block that holds some, in order."""
    for each in walk(blocks):
        if isinstance(each, Paragraph | Heading):
            yield text_of(each.words)
        elif isinstance(each, Table):
            yield from (" | ".join(map(text_of, row)) for row in each.rows)


def write_json(told: Told, lines: Lines, path: Path) -> None:
    """A package of synthesis.json, its schema and the information page."""
    about = [{"fr": fr, "en": en, "value": value} for fr, en, value in lines]
    package = Package(path)
    for name, content in (
        ("synthesis.json", form_of(told)), ("synthesis.schema.json", SCHEMA),
        ("information.json", {"information": about}),
    ):  # fmt: skip
        package.write(name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    package.close()


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
SCHEMA = {
    "$schema": DRAFT,
    **_object(
        title=_TEXT, consultation=_TEXT, address=_TEXT, language=_TEXT, edition=_COUNT,
        day={"type": "string", "format": "date"},
        coverage=_object(
            received=_COUNT, published=_COUNT, read=_COUNT, coded=_COUNT, cited=_COUNT,
            late=_COUNT, set_aside={"type": "object", "additionalProperties": _COUNT},
        ),
        chapters=_list(
            _object(
                title=_TEXT, note=_TEXT,
                statements=_list(
                    _object(
                        text=_TEXT, counts=_list(_TEXT), sources=_list(_COUNT),
                        quotes=_list(_object(contribution=_COUNT, words=_TEXT)),
                        opinions=_list(
                            _object(name=_TEXT, title=_TEXT, committee=_TEXT, edition=_COUNT,
                                    address=_TEXT)
                        ),
                    )
                ),
            )
        ),
        sources=_list(
            _object(
                number=_COUNT, is_public={"type": "boolean"}, where=_TEXT, category=_TEXT,
                stance=_TEXT, themes=_TEXT, text=_TEXT,
            )
        ),
    ),
}  # fmt: skip
"""The JSON Schema of synthesis.json."""


def write_workbook(told: Told, lines: Lines, path: Path) -> None:
    """Sheets of statements, of what they cite, of the sources; no cell is a formula."""
    book: Any = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"created": datetime.combine(told.day, time())})
    styles = (book.add_format({"bold": True}), book.add_format({"quote_prefix": True}))
    for name, rows in _sheets(told, lines):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 6, 28)
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                _write(sheet, number, place, cell, styles)
    book.close()


def _write(sheet: Any, line: int, place: int, cell: object, styles: tuple[Any, Any]) -> None:
    if isinstance(cell, str):
        plain = None if safe_cell(cell) is cell else styles[1]
        sheet.write_string(line, place, fitting(cell), plain if line else styles[0])
    else:
        sheet.write_number(line, place, cell)


Rows = list[Sequence[object]]


def _sheets(told: Told, lines: Lines) -> Iterator[tuple[str, Rows]]:
    said: Rows = [("n°", "chapitre / chapter", "énoncé / statement", "nombres / counts", "sources")]
    cited: Rows = [("énoncé n° / statement no.", "contribution n° / no.", "verbatim")]
    asked: Rows = [("énoncé n° / statement no.", "avis / opinion", "titre / title",
                    "comité / committee", "édition / edition", "adresse / address")]  # fmt: skip
    statements = [(chapter, each) for chapter in told.chapters for each in chapter.statements]
    for number, (chapter, each) in enumerate(statements, 1):
        words = (text_of(each.words), " ; ".join(each.legends))
        said.append((number, chapter.title, *words, len(each.sources)))
        cited += [(number, source, "") for source in each.sources]
        cited += [(number, quote.number, quote.words) for quote in each.quotes]
        asked += [
            (number, one.name, one.title, one.committee, one.edition, one.address)
            for one in each.opinions
        ]
    yield "statements", said
    yield "cited", cited
    yield "opinions", asked
    yield "sources", [
        ("n°", "public", "où / where", "catégorie / category", "position", "thèmes / themes",
         "texte / text"),
        *(
            (each["number"], int(each["is_public"]), each["where"], each["category"],
             each["stance"], each["themes"], each["text"])
            for each in map(_source, told.sources)
        ),
    ]  # fmt: skip
    yield "information", [HEAD, *lines]
    yield "dictionary", [TERMS_HEAD, *TERMS]
