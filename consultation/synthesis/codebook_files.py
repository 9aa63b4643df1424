"""A codebook as a file: CSV for spreadsheets, QDC (REFI-QDA 1.5) for analysis. No database.

Both ways lose nothing of name, definition, example, colour, level and order. In QDC the example and
« out of scope » stand at the end of the description, each on its own line behind its mark.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.tables import csv_lines, plain_cell
from consultation.synthesis.wording import ThemeWords, checked

MAX_BYTES = 2 * 1024 * 1024
MAX_LEVELS = 2
NAMESPACE = "urn:QDA-XML:codebook:1.0"
EXAMPLE, OUT_OF_SCOPE = "Exemple : ", "[hors champ]"
HEADINGS = ("theme", "parent", "definition", "example", "colour", "out_of_scope")
FRENCH = ("thème", "parent", "définition", "exemple", "couleur", "hors champ")
YES = {"1", "oui", "yes", "true", "x", "vrai"}
KEYS = uuid.UUID("b0a7c8c2-5a3e-4d0f-9a55-0a3f9a0c7d11")
"""The name space of the GUIDs: the same theme has the same one in each export."""


@dataclass(frozen=True)
class Entry:
    """One theme of a file; `parent` is the name of the one above it, "" on the first level."""

    words: ThemeWords
    parent: str = ""
    key: str = ""


def to_csv(entries: Iterable[Entry]) -> bytes:
    """UTF-8 with a mark at the start, semicolons: what French spreadsheets open as it is.

    A cell that a spreadsheet would compute is preceded by an apostrophe, which reading takes off.
    """
    rows = [
        (
            entry.words.name, entry.parent, entry.words.definition, entry.words.example,
            entry.words.colour, "oui" if entry.words.is_out_of_scope else "",
        )
        for entry in entries
    ]  # fmt: skip
    return "".join(csv_lines(HEADINGS, rows, separator=";")).encode()


def from_csv(content: bytes) -> list[Entry]:
    """The themes of a CSV file with a line of headings. DomainError says which line is wrong."""
    text = _text(content)
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    places: dict[str, int] | None = None
    found: list[Entry] = []
    try:
        for cells in rows:
            if places is None:
                places = _places(cells)
            elif any(cell.strip() for cell in cells):
                found.append(_entry(cells, places, rows.line_num))
    except csv.Error as error:
        raise DomainError(
            _("Ligne %(number)s : elle ne se lit pas comme du CSV.", number=rows.line_num)
        ) from error
    return _in_order(found)


def _places(cells: Sequence[str]) -> dict[str, int]:
    names = {cell.strip().lower(): place for place, cell in enumerate(cells)}
    places = {
        name: names[each]
        for name, french in zip(HEADINGS, FRENCH, strict=True)
        for each in (name, french)
        if each in names
    }
    if "theme" not in places:
        raise DomainError(
            _("La première ligne nomme les colonnes, dont une « thème » : elle manque.")
        )
    return places


def _entry(cells: Sequence[str], places: dict[str, int], number: int) -> Entry:
    values = {
        name: plain_cell(cells[place].strip()) if place < len(cells) else ""
        for name, place in places.items()
    }
    words = ThemeWords(
        values.get("theme", ""), values.get("definition", ""), values.get("example", ""),
        values.get("colour", ""), values.get("out_of_scope", "").lower() in YES,
    )  # fmt: skip
    try:
        return Entry(checked(words), values.get("parent", ""))
    except DomainError as error:
        raise DomainError(
            _("Ligne %(number)s : %(reason)s", number=number, reason=str(error))
        ) from error


def to_qdc(entries: Sequence[Entry], origin: str) -> bytes:
    """The codebook as REFI-QDA programs read it."""
    root = ElementTree.Element("CodeBook", {"xmlns": NAMESPACE, "origin": origin})
    codes = ElementTree.SubElement(root, "Codes")
    made: dict[str, ElementTree.Element] = {}
    for entry in entries:
        above = made.get(entry.parent, codes) if entry.parent else codes
        code = ElementTree.SubElement(above, "Code", _attributes(entry))
        description = _description(entry.words)
        if description:
            ElementTree.SubElement(code, "Description").text = description
        if not entry.parent:
            made[entry.words.name] = code
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _attributes(entry: Entry) -> dict[str, str]:
    words = entry.words
    name = entry.key or f"{entry.parent}/{words.name}"
    given = {
        "guid": str(uuid.uuid5(KEYS, name)), "name": _spoken(words.name), "isCodable": "true",
    }  # fmt: skip
    return {**given, "color": words.colour} if words.colour else given


def _description(words: ThemeWords) -> str:
    lines = [
        words.definition,
        f"{EXAMPLE}{words.example}" if words.example else "",
        OUT_OF_SCOPE if words.is_out_of_scope else "",
    ]
    return _spoken("\n".join(line for line in lines if line))


def _spoken(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(
        sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff")
    )


class _Plain(ElementTree.TreeBuilder):
    """A tree without a document type: no entity is declared, in whatever encoding."""

    def doctype(self, *_declared: str | None) -> None:
        """It stands before all that it could declare."""
        raise DomainError(_("Ce fichier déclare des entités : il est refusé."))


def from_qdc(content: bytes) -> list[Entry]:
    """The themes of a .qdc file; deeper levels join the second. DomainError for anything else."""
    if len(content) > MAX_BYTES:
        raise DomainError(_("Le fichier dépasse 2 Mo."))
    try:
        parser = ElementTree.XMLParser(target=_Plain())  # noqa: S314  # no entity is let in
        root = ElementTree.fromstring(content, parser)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise DomainError(_("Ce fichier n’est pas une grille au format QDC.")) from error
    if _tag(root) != "CodeBook":
        raise DomainError(_("Ce fichier n’est pas une grille au format QDC."))
    found = [
        entry
        for codes in root
        if _tag(codes) == "Codes"
        for code in codes
        if _tag(code) == "Code"
        for entry in _codes(code, "")
    ]
    return _in_order(found)


def _codes(code: ElementTree.Element, parent: str) -> Iterator[Entry]:
    """A code and all under it. A walk of its own stack: a file may be as deep as it likes."""
    waiting = [(code, parent)]
    while waiting:
        each, above = waiting.pop()
        described = next((child.text or "" for child in each if _tag(child) == "Description"), "")
        words = checked(_words(each.get("name", ""), described, each.get("color", "")))
        yield Entry(words, above)
        under = [child for child in each if _tag(child) == "Code"]
        waiting += [(child, above or words.name) for child in reversed(under)]


def _words(name: str, described: str, colour: str) -> ThemeWords:
    definition, example, is_out = [], "", False
    for line in described.split("\n"):
        if line.startswith(EXAMPLE):
            example = line.removeprefix(EXAMPLE)
        elif line.strip() == OUT_OF_SCOPE:
            is_out = True
        else:
            definition.append(line)
    return ThemeWords(name, "\n".join(definition).strip(), example, colour, is_out)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 where its mark says so, else Windows-1252, which spreadsheets still write."""
    if len(content) > MAX_BYTES:
        raise DomainError(_("Le fichier dépasse 2 Mo."))
    for encoding in (
        ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",)
    ):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace").replace("\0", "")


def _in_order(found: Sequence[Entry]) -> list[Entry]:
    """Parents before what stands under them; refused: none, a parent that is not there, twins."""
    if not found:
        raise DomainError(_("Ce fichier ne tient aucun thème."))
    tops = {entry.words.name.casefold(): entry.words.name for entry in found if not entry.parent}
    made, seen = [], set()
    for entry in sorted(found, key=lambda each: bool(each.parent)):
        above = tops.get(entry.parent.casefold()) if entry.parent else ""
        if above is None:
            raise DomainError(
                _(
                    "« %(name)s » dit être sous « %(parent)s », qui n’est pas un thème du premier "
                    "niveau de ce fichier.",
                    name=entry.words.name, parent=entry.parent[:120],
                )
            )  # fmt: skip
        mark = (above.casefold(), entry.words.name.casefold())
        if mark in seen:
            raise DomainError(
                _("« %(name)s » est deux fois au même niveau.", name=entry.words.name)
            )
        seen.add(mark)
        made.append(replace(entry, parent=above))
    return made
