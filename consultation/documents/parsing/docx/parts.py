"""The parts of a DOCX file, found as Word finds them: by relation, whatever they are named."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from consultation.documents.parsing.packages import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"
CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"
USUAL_MAIN = "word/document.xml"
OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True)
class Relation:
    """One part of the file points to another, or to something outside it."""

    kind: str
    """The end of its type: « image », « hyperlink », « footnotes »…"""
    target: str
    """The name of a part, or an address where `is_external`."""
    is_external: bool


class Parts:
    """The file's main part, and what it relates to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        start = self.relations_of("")
        found = [each.target for each in start.values() if each.kind == "officeDocument"]
        self.main = next((name for name in found if package.has(name)), USUAL_MAIN)
        self.relations = self.relations_of(self.main)

    def relations_of(self, part: str) -> dict[str, Relation]:
        """What `part` relates to, by identifier; what the file itself does, for ""."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.package.has(path):
            return {}
        return {
            element.get("Id", ""): _relation(element, folder)
            for element in self.package.xml(path).iter(f"{RELATIONS}Relationship")
        }

    def name_of(self, kind: str) -> str:
        """The name of the main part's part of this kind, or ""."""
        found = [each.target for each in self.relations.values() if each.kind == kind]
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return next((name for name in (*found, usual) if self.package.has(name)), "")

    def tree_of(self, kind: str) -> Element | None:
        """The tree of the main part's part of this kind."""
        name = self.name_of(kind)
        return self.package.xml(name) if name else None

    def outside(self) -> Iterator[Relation]:
        """What the file would have fetched from elsewhere: all but links that a reader follows."""
        for name in sorted(self.package.names):
            folder, base = posixpath.split(name)
            if base.endswith(".rels") and posixpath.basename(folder) == "_rels":
                part = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
                for relation in self.relations_of(part).values():
                    if relation.is_external and relation.kind not in {"hyperlink", "image"}:
                        yield relation


def _relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "")
    is_external = element.get("TargetMode") == "External"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rsplit("/", 1)[-1], target, is_external)


def is_docx(package: Package) -> bool:
    """The package holds a text of Word's kind; other office files are zips too."""
    if package.has(CONTENT_TYPES):
        return b"wordprocessingml" in package.read(CONTENT_TYPES)
    return package.has(USUAL_MAIN)


def value(element: Element | None) -> str | None:
    """The `w:val` of an element that stands there, « true » where it says nothing."""
    return None if element is None else element.get(f"{W}val", "true")


def is_on(element: Element | None) -> bool | None:
    """Whether a switch stands on; None where there is none."""
    given = value(element)
    return None if given is None else given.lower() not in OFF
