"""What is drawn in an ODT file: images are kept, legends with them; the rest is told."""

import base64
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode, Refusal
from consultation.documents.parsing.odt.styles import NS, OFFICE, TABLE, TEXT
from consultation.documents.parsing.packages import Package
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.pruning import LOST
from consultation.documents.parsing.tree import Node

DRAW, SVG = f"{NS}drawing:1.0}}", f"{NS}svg-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
UNSEEN = frozenset({f"{OFFICE}annotation", f"{TEXT}hidden-text", f"{SVG}title", f"{SVG}desc"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True)
class Drawn:
    """What was found in a drawing: nodes for the line, nodes for after it, and findings."""

    inside: list[Node]
    after: list[Node]
    findings: list[tuple[FindingCode, str]]


def words_of(element: Element) -> str:
    """The words that a reader sees in `element`."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in UNSEEN:
            yield from _pieces(child)
        yield " " if child.tag in {f"{TEXT}p", f"{TEXT}h", f"{TEXT}s", f"{TEXT}tab"} else ""
        yield child.tail or ""


class Drawings:
    """Looks at one drawing after the other."""

    def __init__(self, package: Package, pictures: Pictures) -> None:
        self.package = package
        self.pictures = pictures
        self._words: Callable[[Element], str] = words_of

    def look_at(self, element: Element, words: Callable[[Element], str]) -> Drawn:
        """A frame, a group, a link around either, or a shape; `words` reads what is seen in it."""
        self._words = words
        drawn = Drawn([], [], [])
        self._look(element, drawn)
        return drawn

    def _look(self, element: Element, drawn: Drawn) -> None:
        if element.tag in {f"{DRAW}g", f"{DRAW}a"}:
            for child in element:
                self._look(child, drawn)
        elif element.tag == f"{DRAW}frame":
            self._frame(element, drawn)
        elif element.tag.startswith(DRAW):
            said = self._words(element)
            if said:
                drawn.findings.append((FindingCode.TEXT_BOX, said))

    def _frame(self, frame: Element, drawn: Drawn) -> None:
        boxes = frame.findall(f"{DRAW}text-box")
        objects = [*frame.findall(f"{DRAW}object"), *frame.findall(f"{DRAW}object-ole")]
        others = [*frame.findall(f"{DRAW}plugin"), *frame.findall(f"{DRAW}floating-frame")]
        images = frame.findall(f"{DRAW}image")
        for box in boxes:
            self._box(box, drawn)
        for each in objects:
            drawn.findings.append(self._object(each, _alternative(frame) or _name(frame)))
        for each in others:
            drawn.findings.append((FindingCode.EMBEDDED_OBJECT, _name(each) or _name(frame)))
        if images and not objects and not boxes:
            drawn.inside.append(self._image(frame, images))
        for table in frame.findall(f"{TABLE}table"):
            drawn.findings.append((FindingCode.TEXT_BOX, self._words(table)))

    def _box(self, box: Element, drawn: Drawn) -> None:
        """A box around an image is its frame, and its words are the legend."""
        frames = [
            each for each in box.iter(f"{DRAW}frame") if each.find(f"{DRAW}image") is not None
        ]
        words = self._words(box)
        if frames:
            figure = Node("figure")
            figure.children += [self._image(each, each.findall(f"{DRAW}image")) for each in frames]
            figure.add("figcaption").children.append(words)
            drawn.after.append(figure)
        elif words:
            drawn.findings.append((FindingCode.TEXT_BOX, words))

    def _object(self, element: Element, name: str) -> tuple[FindingCode, str]:
        formula = next(element.iter(f"{MATH}math"), None)
        part = posixpath.normpath(element.get(f"{XLINK}href", "")) + "/content.xml"
        if formula is None and self.package.has(part):
            try:
                formula = next(self.package.xml(part).iter(f"{MATH}math"), None)
            except Refusal:
                formula = None
        if formula is None:
            return FindingCode.EMBEDDED_OBJECT, name
        notes = formula.iter(f"{MATH}annotation")
        said = next((each.text or "" for each in notes), "")
        return FindingCode.EQUATION, said or " ".join("".join(formula.itertext()).split())

    def _image(self, frame: Element, images: list[Element]) -> Node:
        """The first form of an image that can be read, or why none can."""
        alternative = _alternative(frame)
        given = {"alt": alternative, "name": _name(frame)}
        if any(name.endswith("}decorative") and on == "true" for name, on in frame.items()):
            given["role"] = "presentation"
        lost = FindingCode.IMAGE_MISSING
        for image in images:
            address = image.get(f"{XLINK}href", "")
            content = self._content(image, address)
            kept = self.pictures.keep(content, alternative) if content else None
            if kept is not None:
                return Node("img", {**given, **attributes(kept, alternative)})
            if content:
                lost = FindingCode.IMAGE_UNREADABLE
            elif _SCHEME.match(address):
                lost = FindingCode.IMAGE_REMOTE
                given["name"] = address
            else:
                given["name"] = given["name"] or posixpath.basename(address)
        return Node("img", {**given, "src": "", LOST: lost.value})

    def _content(self, image: Element, address: str) -> bytes:
        inner = image.find(f"{OFFICE}binary-data")
        if inner is not None:
            try:
                return base64.b64decode(inner.text or "")
            except ValueError:
                return b""
        part = address.removeprefix("./")
        return self.package.read(part) if self.package.has(part) else b""


def _name(element: Element) -> str:
    return element.get(f"{DRAW}name", "")


def _alternative(frame: Element) -> str:
    """The description of a drawing, else its title."""
    for tag in (f"{SVG}desc", f"{SVG}title"):
        found = frame.find(tag)
        words = " ".join((found.text or "").split()) if found is not None else ""
        if words:
            return words
    return ""
