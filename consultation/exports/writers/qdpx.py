"""QDPX (REFI-QDA 1.0): each public contribution a source, each coding a selection or a code of it.

Offsets are of characters (code points) in the source's text, whose lines end by a line feed.
"""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from consultation.core.zips import Package
from consultation.exports.asked import Asked, information
from consultation.exports.rows import Row, Theme
from consultation.exports.writers.codebook import Code
from consultation.synthesis.codebook_files import KEYS

NAMESPACE = "urn:QDA-XML:project:1.0"
BETWEEN = "\n\n"
"""Between the text of an amendment and the wording that it proposes."""
VARIABLES = {"category": "Text", "stance": "Text", "kind": "Text", "participant": "Text",
             "paragraph": "Text", "version": "Integer", "agree": "Integer",
             "disagree": "Integer"}  # fmt: skip


def guid(*names: str) -> str:
    """The same thing has the same one in each export."""
    return str(uuid.uuid5(KEYS, "/".join(names)))


def theme_guid(key: str) -> str:
    """As the codebook's own file names it."""
    return str(uuid.uuid5(KEYS, key))


class ProjectWriter:
    """project.qde is written beside, since its sources are written at the same time."""

    def __init__(self, asked: Asked, codes: list[Code], path: Path) -> None:
        self._asked = asked
        self._at = f"{asked.as_of.isoformat()}T00:00:00Z"
        self._user = guid("user", asked.by)
        self._package = Package(path)
        self._beside = path.with_suffix(".qde")
        self._file = self._beside.open("w", encoding="utf-8", newline="\n")
        self._xml = XMLGenerator(self._file, "utf-8", short_empty_elements=True)
        self._has_sources = False
        self._begin(codes)

    def _begin(self, codes: list[Code]) -> None:
        asked = self._asked
        self._xml.startDocument()
        self._open("Project", {
            "xmlns": NAMESPACE, "name": asked.consultation, "origin": asked.software,
            "creatingUserGUID": self._user, "creationDateTime": self._at,
        })  # fmt: skip
        self._open("Users")
        self._empty("User", guid=self._user, name=asked.by)
        self._close("Users")
        if codes:
            self._codebook(codes)
        self._open("Variables")
        for name, kind in VARIABLES.items():
            self._empty("Variable", guid=guid("variable", name), name=name, typeOfVariable=kind)
        self._close("Variables")

    def _codebook(self, codes: list[Code]) -> None:
        under: dict[str, list[Code]] = {}
        for code in codes:
            under.setdefault(code.parent, []).append(code)
        self._open("CodeBook")
        self._open("Codes")
        for code in under.get("", ()):
            self._code(code, under)
        self._close("Codes")
        self._close("CodeBook")

    def _code(self, code: Code, under: Mapping[str, Iterable[Code]]) -> None:
        words = code.words
        colour = {"color": words.colour} if words.colour else {}
        self._open("Code", {
            "guid": theme_guid(code.key), "name": words.name, "isCodable": "true", **colour,
        })  # fmt: skip
        if words.definition:
            self._text("Description", words.definition)
        for each in under.get(code.key, ()):
            self._code(each, under)
        self._close("Code")

    def add(self, row: Row, line: str) -> None:
        """One source. What the public does not read is none."""
        values = row.values
        if values["state"] != "published":
            return
        if not self._has_sources:
            self._has_sources = True
            self._open("Sources")
        text, shift = source_text(values)
        name = guid("source", values["key"])
        self._package.write(f"Sources/{name}.txt", text)
        self._open("TextSource", {
            "guid": name, "name": f"n° {row.number}", "plainTextPath": f"internal://{name}.txt",
            "creatingUser": self._user, "creationDateTime": f"{values['day']}T00:00:00Z",
        })  # fmt: skip
        self._text("Description", values["commented_text"])
        self._codings(values["key"], row.themes, shift)
        for variable, kind in VARIABLES.items():
            self._open("VariableValue")
            self._empty("VariableRef", targetGUID=guid("variable", variable))
            self._text(f"{kind}Value", str(values[variable]))
            self._close("VariableValue")
        self._close("TextSource")

    def _codings(self, key: str, themes: Iterable[Theme], shift: int) -> None:
        """Selections come before what is said of the whole: the schema has an order."""
        numbered = list(enumerate(themes))
        for place, theme in numbered:
            if theme.start is None or theme.end is None:
                continue
            ahead = shift if theme.field == "proposed_text" else 0
            self._open("PlainTextSelection", {
                "guid": guid("selection", key, str(place)), "name": theme.stance,
                "startPosition": str(theme.start + ahead), "endPosition": str(theme.end + ahead),
                "creatingUser": self._user, "creationDateTime": self._at,
            })  # fmt: skip
            self._coding(key, place, theme)
            self._close("PlainTextSelection")
        for place, theme in numbered:
            if theme.start is None or theme.end is None:
                self._coding(key, place, theme)

    def _coding(self, key: str, place: int, theme: Theme) -> None:
        self._open("Coding", {
            "guid": guid("coding", key, str(place)), "creatingUser": self._user,
            "creationDateTime": self._at,
        })  # fmt: skip
        self._empty("CodeRef", targetGUID=theme_guid(theme.key))
        self._close("Coding")

    def close(self, count: int, rows_hash: str) -> None:
        """The information page as a note, then the archive."""
        if self._has_sources:
            self._close("Sources")
        told = information(self._asked, count, rows_hash)
        lines = [f"{french} / {english} : {value}" for french, english, value in told]
        lines += [f"{each.name} : {each.french} / {each.english}" for each in self._asked.columns]
        note = guid("note", "information")
        self._package.write(f"Sources/{note}.txt", "\n".join(lines) + "\n")
        self._open("Notes")
        self._empty(
            "Note", guid=note, name="information", plainTextPath=f"internal://{note}.txt",
            creatingUser=self._user, creationDateTime=self._at,
        )  # fmt: skip
        self._close("Notes")
        self._close("Project")
        self._xml.endDocument()
        self._file.close()
        self._package.take("project.qde", self._beside)
        self._package.close()
        self._beside.unlink()

    def abandon(self) -> None:
        """Nothing is left beside."""
        self._file.close()
        self._package.close()
        self._beside.unlink(missing_ok=True)

    def _open(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        spoken = {key: _spoken(words) for key, words in (attributes or {}).items()}
        self._xml.startElement(name, AttributesImpl(spoken))

    def _close(self, name: str) -> None:
        self._xml.endElement(name)

    def _empty(self, element: str, **attributes: str) -> None:
        self._open(element, attributes)
        self._close(element)

    def _text(self, name: str, words: str) -> None:
        self._open(name)
        self._xml.characters(_spoken(words))
        self._close(name)


def source_text(values: Mapping[str, Any]) -> tuple[str, int]:
    """The text of a source, and where the proposed wording begins in it."""
    text = str(values["text"])
    if not values["proposed_text"]:
        return text, 0
    lead = f"{text}{BETWEEN}" if text else ""
    return lead + str(values["proposed_text"]), len(lead)


def _spoken(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(
        sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff")
    )
