"""What is drawn in a DOCX file: images are kept, in one plain form; the rest is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode
from consultation.documents.parsing.docx.parts import R, Relation, W, is_on

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  # the prefix that the format uses
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT_BOX = f"{W}txbxContent"
NOT_READ = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{MC}Choice"})
SPEAKING = frozenset(
    {f"{A}blip", f"{V}imagedata", f"{V}textpath", f"{W}t", f"{M}t", f"{A}graphicData", f"{W}object"}
)
PICTURE = "picture"
"""The identifier of the one image relation that the rewritten file has."""
SEPARATOR = "\ue000"
"""Between what the description of a rewritten image carries; of no script, and taken out of it."""


@dataclass(frozen=True)
class Image:
    """One image of the text, as its description carries it through the conversion."""

    alternative: str
    name: str
    part: str
    lost: str = ""
    is_decorative: bool = False

    def packed(self) -> str:
        """All of it in one description."""
        given = (self.alternative, self.name, self.part, self.lost, "1" * self.is_decorative)
        return SEPARATOR.join(each.replace(SEPARATOR, "") for each in given)

    @classmethod
    def unpacked(cls, description: str) -> "Image":
        """What `packed` put together."""
        alternative, name, part, lost, decorative = description.split(SEPARATOR)
        return cls(alternative, name, part, lost, bool(decorative))


def words_of(element: Element) -> str:
    """The words that a reader sees in `element`: nothing deleted or hidden, nothing twice."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in {f"{W}t", f"{M}t"}:
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield " "
        elif child.tag not in NOT_READ and not is_on(child.find(f"{W}rPr/{W}vanish")):
            yield from _pieces(child)
            yield " " if child.tag == f"{W}p" else ""


@dataclass(frozen=True)
class Drawn:
    """What was found in a drawing."""

    images: list[Image]
    findings: list[tuple[FindingCode, str]]


def chosen(element: Element) -> Element | None:
    """Of several forms of one content, the first that we can read something of."""
    forms = [*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")]
    return next((each for each in forms if _says_something(each)), None)


def _says_something(form: Element) -> bool:
    return any(each.tag in SPEAKING for each in form.iter())


def look_at(element: Element, relations: Mapping[str, Relation]) -> Drawn:
    """The images of a drawing, of either of Word's two kinds, and what of it is not read."""
    findings: list[tuple[FindingCode, str]] = []
    properties = next(element.iter(f"{WP}docPr"), None)
    named = _described(properties)
    if properties is not None and properties.get("hidden") in {"1", "true"}:
        return Drawn([], [(FindingCode.HIDDEN_TEXT, "")])
    if element.tag == f"{W}object":
        return Drawn([], [_of_object(element)])
    for box in element.iter(TEXT_BOX):
        words = words_of(box)
        findings += [(FindingCode.TEXT_BOX, words)] if words else []
    for path in element.iter(f"{V}textpath"):
        findings.append((FindingCode.TEXT_BOX, path.get("string", "")))
    for graphic in element.iter(f"{A}graphicData"):
        if graphic.get("uri", "").rsplit("/", 1)[-1] in {"chart", "chartex", "diagram"}:
            findings.append((FindingCode.EMBEDDED_OBJECT, named.alternative or named.name))
    images = [*_blips(element, relations, named), *_vector_images(element, relations)]
    return Drawn(images, findings)


def _described(properties: Element | None) -> Image:
    if properties is None:
        return Image("", "", "")
    alternative = properties.get("descr", "").strip() or properties.get("title", "").strip()
    is_decorative = any(
        each.tag.endswith("}decorative") and each.get("val") in {"1", "true"}
        for each in properties.iter()
    )
    return Image(alternative, properties.get("name", ""), "", is_decorative=is_decorative)


def _of_object(element: Element) -> tuple[FindingCode, str]:
    program = next((each.get("ProgID", "") for each in element.iter(f"{O}OLEObject")), "")
    if program.startswith(("Equation", "MathType")):
        return FindingCode.EQUATION, ""
    return FindingCode.EMBEDDED_OBJECT, program


def _blips(element: Element, relations: Mapping[str, Relation], named: Image) -> Iterator[Image]:
    for blip in element.iter(f"{A}blip"):
        relation = relations.get(blip.get(f"{R}embed", "") or blip.get(f"{R}link", ""))
        yield _related(relation, named.alternative, named.name, named.is_decorative)


def _vector_images(element: Element, relations: Mapping[str, Relation]) -> Iterator[Image]:
    for shape in element.iter():
        for data in shape.findall(f"{V}imagedata"):
            relation = relations.get(data.get(f"{R}id", "") or data.get(f"{R}href", ""))
            alternative = shape.get("alt", "") or data.get(f"{O}title", "")
            yield _related(relation, alternative, shape.get("id", ""))


def _related(
    relation: Relation | None, alternative: str, name: str, is_decorative: bool = False
) -> Image:
    lost, part = "", ""
    if relation is None:
        lost = FindingCode.IMAGE_MISSING.value
    elif relation.is_external:
        lost = FindingCode.IMAGE_REMOTE.value
        name = relation.target
    else:
        part = relation.target
    return Image(alternative, name or part.rsplit("/", 1)[-1], part, lost, is_decorative)


def rewritten(image: Image) -> Element:
    """A drawing that holds `image` and nothing else."""
    drawing = Element(f"{W}drawing")
    inline = ElementTree.SubElement(drawing, f"{WP}inline")
    ElementTree.SubElement(inline, f"{WP}docPr", {"descr": image.packed()})
    graphic = ElementTree.SubElement(inline, f"{A}graphic")
    inner = ElementTree.SubElement(graphic, f"{A}graphicData")
    fill = ElementTree.SubElement(ElementTree.SubElement(inner, f"{PIC}pic"), f"{PIC}blipFill")
    ElementTree.SubElement(fill, f"{A}blip", {f"{R}embed": PICTURE})
    return drawing
