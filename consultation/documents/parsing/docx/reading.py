"""From a DOCX file to the parsed document.

Tracked insertions are the text, tracked deletions are not; comments, hidden text, authors, text
boxes and equations stay out and are reported. mammoth is given a file that we write: it sees no
part that was not walked over, and no address to fetch anything from.
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.document import Reading, finish
from consultation.documents.parsing.docx.drawings import PICTURE, Image
from consultation.documents.parsing.docx.forms import CODE, NUMBER, QUOTATION
from consultation.documents.parsing.docx.lists import DEEPEST_LIST, Numbering
from consultation.documents.parsing.docx.parts import CP, DC, Parts, W
from consultation.documents.parsing.docx.styles import Styles
from consultation.documents.parsing.docx.sweep import Sweep
from consultation.documents.parsing.html import language_of
from consultation.documents.parsing.packages import Package
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.pruning import LOST
from consultation.documents.parsing.tree import Node, parse_html

NOTES = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}
RELATION_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
LISTS = "".join(
    f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>'
        for level in range(DEEPEST_LIST + 1)
    )
    + "</w:abstractNum>"
    for number, kind in ((1, "bullet"), (2, "decimal"))
)
NUMBERING = f'<w:numbering xmlns:w="{W[1:-1]}">{LISTS}</w:numbering>'


def _list_rules() -> list[str]:
    """mammoth's own way of nesting lists, by level."""
    rules = []
    for level in range(DEEPEST_LIST + 1):
        outer = "ul|ol > li > " * level
        for kind, tag in (("unordered", "ul"), ("ordered", "ol")):
            rules.append(f"p:{kind}-list({level + 1}) => {outer}{tag} > li:fresh")
    return rules


STYLE_MAP = "\n".join(
    (
        *(f"p.Heading{level} => h{level}:fresh" for level in range(1, 7)),
        f"p.{QUOTATION} => blockquote > p:fresh",
        f"p.{CODE} => pre:separator('\\n')",
        f"r.{CODE} => code",
        *_list_rules(),
    )
)


def read_docx(package: Package, options: Options) -> ParsedDocument:
    """Read a DOCX file."""
    parts = Parts(package)
    reading = Reading(options)
    document = package.xml(parts.main)
    body = document.find(f"{W}body")
    if document.tag != f"{W}document" or body is None:
        raise Refusal(RefusalCode.MISLABELLED)
    _look_around(parts, document, reading)
    cleaned = _rewritten(parts, document, body, reading)
    root = parse_html(_convert(cleaned, package, reading.pictures))
    _number_lists(root)
    return finish(root, reading)


def _look_around(parts: Parts, document: Element, reading: Reading) -> None:
    """What the file holds besides its text, left out on purpose."""
    package, report = parts.package, reading.report
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) for name in package.names):
        report.find_in_file(FindingCode.MACRO)
    names = {element.get(f"{W}author", "").strip() for element in document.iter()}
    if package.has("docProps/core.xml"):
        core = package.xml("docProps/core.xml")
        report.find_in_file(FindingCode.METADATA)
        for tag in (f"{DC}creator", f"{CP}lastModifiedBy"):
            names |= {(element.text or "").strip() for element in core.iter(tag)}
        title = next(core.iter(f"{DC}title"), None)
        reading.about.title = (title.text or "").strip() if title is not None else ""
    if names - {""}:
        report.find_in_file(FindingCode.AUTHOR, count=len(names - {""}))
    for relation in parts.outside():
        report.find_in_file(FindingCode.EXTERNAL_LINK, relation.target)
    edges = [each for each in parts.relations.values() if each.kind in {"header", "footer"}]
    for name in {each.target for each in edges if package.has(each.target)}:
        words = (element.text or "" for element in package.xml(name).iter(f"{W}t"))
        if any(re.search(r"[^\W\d_]", each) for each in words):
            report.find_in_file(FindingCode.PAGE_FURNITURE)


def _rewritten(parts: Parts, document: Element, body: Element, reading: Reading) -> io.BytesIO:
    """A file of the text alone, in the few forms that mammoth turns into HTML without loss."""
    styles_root = parts.tree_of("styles")
    styles = Styles(styles_root)
    reading.about.language = language_of(styles.language)
    notes = {kind: _notes_of(parts, kind) for kind in NOTES}
    known = {kind: set(found) for kind, found in notes.items()}
    numbering = Numbering(parts.tree_of("numbering"), styles_root)
    sweep = Sweep(styles, numbering, known, reading.report)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        sweep.sweep(body, parts.relations)
        document[:] = [body]
        made.writestr("word/document.xml", ElementTree.tostring(document))
        made.writestr("word/_rels/document.xml.rels", _links(parts, parts.main))
        made.writestr("word/numbering.xml", NUMBERING)
        reading.report.heading = ""
        for kind, found in notes.items():
            root = Element(f"{W}{kind}")
            relations = parts.relations_of(parts.name_of(kind))
            for note in found.values():
                sweep.sweep(note, relations)
                root.append(note)
            made.writestr(f"word/{kind}.xml", ElementTree.tostring(root))
            made.writestr(f"word/_rels/{kind}.xml.rels", _links(parts, parts.name_of(kind)))
    out.seek(0)
    return out


def _notes_of(parts: Parts, kind: str) -> dict[str, Element]:
    root = parts.tree_of(kind)
    if root is None:
        return {}
    return {
        element.get(f"{W}id", ""): element
        for element in root.iter(NOTES[kind])
        if element.get(f"{W}type", "normal") == "normal"
    }


def _links(parts: Parts, name: str) -> bytes:
    """The relations of the rewritten part: its links, and one for all images."""
    root = Element(f"{{{RELATIONS}}}Relationships")
    relations = parts.relations_of(name) if name else {}
    links = {
        identifier: relation.target
        for identifier, relation in relations.items()
        if relation.kind == "hyperlink" and identifier != PICTURE
    }
    for identifier, target in ({PICTURE: "/picture"} | links).items():
        kind = "image" if identifier == PICTURE else "hyperlink"
        given = {"Id": identifier, "Target": target, "Type": f"{RELATION_TYPES}/{kind}"}
        ElementTree.SubElement(root, f"{{{RELATIONS}}}Relationship", given)
    return ElementTree.tostring(root)


def _convert(file: io.BytesIO, package: Package, pictures: Pictures) -> str:
    import mammoth

    @mammoth.images.img_element  # type: ignore[untyped-decorator]
    def keep(drawn: Any) -> dict[str, str]:
        image = Image.unpacked(drawn.alt_text)
        return _kept(image, package, pictures)

    convert: Callable[..., Any] = mammoth.convert_to_html
    made = convert(
        file,
        style_map=STYLE_MAP,
        include_default_style_map=False,
        include_embedded_style_map=False,
        convert_image=keep,
    )
    return str(made.value)


def _kept(image: Image, package: Package, pictures: Pictures) -> dict[str, str]:
    """The attributes of an image that is kept, or why it is lost."""
    kept = None
    lost = image.lost
    if image.part and package.has(image.part):
        kept = pictures.keep(package.read(image.part), image.alternative)
        lost = FindingCode.IMAGE_UNREADABLE.value
    given = attributes(kept, image.alternative) if kept else {"src": "", LOST: lost}
    role = {"role": "presentation"} if image.is_decorative else {}
    return {**given, **role, "alt": image.alternative, "name": image.name}


def _number_lists(node: Node) -> None:
    """Give each list the number that it begins with; one that begins again is another list."""
    made: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            _number_lists(child)
        if isinstance(child, Node) and child.tag == "ol":
            made += _runs(child)
        else:
            made.append(child)
    node.children = made


def _runs(listed: Node) -> list[Node]:
    runs: list[Node] = []
    expected = (1, "")
    for item in [child for child in listed.children if isinstance(child, Node)]:
        found = _number_of(item) or expected
        if not runs or found != expected:
            runs.append(Node("ol", {"start": str(found[0]), "type": found[1]}))
        runs[-1].children.append(item)
        expected = found[0] + 1, found[1]
    return runs


def _number_of(item: Node) -> tuple[int, str] | None:
    """The number that a bookmark carried, which is taken out."""
    for node in (item, *item.elements()):
        for child in node.children:
            name = child.attributes.get("id", "") if isinstance(child, Node) else ""
            match = re.fullmatch(rf"{NUMBER}:([0-9]+):([aAiI]?)", name)
            if match and isinstance(child, Node):
                child.tag, child.attributes = "span", {}
                return int(match.group(1)), match.group(2)
        if node is not item and node.tag == "li":
            return None
    return None
