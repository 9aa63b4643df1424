"""DOCX in. Our own pass takes out what is not the text and notes it; mammoth reads the rest.

Tracked insertions are the text, tracked deletions are not; comments, hidden text, authors, text
boxes and equations stay out and are reported.
"""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
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
from consultation.documents.parsing.collecting import Collector
from consultation.documents.parsing.html import collect
from consultation.documents.parsing.packages import Package, parse_xml
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.tree import parse_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DC = "{http://purl.org/dc/elements/1.1/}"
BODY = "word/document.xml"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titre'] => h1:fresh
p[style-name='Block Text'] => blockquote:fresh > p:fresh
p[style-name='Quote'] => blockquote:fresh > p:fresh
p[style-name='Intense Quote'] => blockquote:fresh > p:fresh
p[style-name='Quotations'] => blockquote:fresh > p:fresh
p[style-name='Citation'] => blockquote:fresh > p:fresh
comment-reference =>
"""
CUT: dict[str, FindingCode] = {
    f"{W}del": FindingCode.TRACKED_DELETION,
    f"{W}moveFrom": FindingCode.TRACKED_DELETION,
    f"{W}commentReference": FindingCode.COMMENT,
    f"{W}txbxContent": FindingCode.TEXT_BOX,
    f"{M}oMath": FindingCode.EQUATION,
    f"{M}oMathPara": FindingCode.EQUATION,
    f"{W}object": FindingCode.EMBEDDED_OBJECT,
}
SHOWN_IN_REPORT = {FindingCode.TEXT_BOX, FindingCode.EQUATION}


def read_docx(path: Path, options: Options) -> ParsedDocument:
    """Read a DOCX file."""
    package = Package(path)
    if not package.has(BODY):
        raise Refusal(RefusalCode.MISLABELLED)
    collector = Collector(options)
    body = package.xml(BODY)
    _look_around(package, collector)
    _cut(body, collector)
    cleaned = _rebuilt(package, body)
    pictures = Pictures()
    html = _convert(cleaned, pictures)
    root, _comments = parse_html(html)
    language = _language(package)
    collector.heading = ""
    return collect(
        root, options, title=_title(package), language=language, pictures=pictures,
        collector=collector,
    )  # fmt: skip


def _look_around(package: Package, collector: Collector) -> None:
    """What the package holds besides its text, left out on purpose."""
    if any(name.endswith("vbaProject.bin") for name in package.names):
        collector.find(FindingCode.MACRO)
    if package.has("docProps/core.xml"):
        core = package.xml("docProps/core.xml")
        if any((element.text or "").strip() for element in core.iter(f"{DC}creator")):
            collector.find(FindingCode.AUTHOR)
        collector.find(FindingCode.METADATA)
    for name in package.names:
        if name.endswith(".rels"):
            for relation in package.xml(name):
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                if relation.get("TargetMode") == "External" and kind != "hyperlink":
                    collector.find(FindingCode.EXTERNAL_LINK, "", relation.get("Target", ""))


def _cut(element: Element, collector: Collector) -> None:
    """Take out, in place, what is not the text; headings met on the way give the places."""
    if element.tag == f"{W}p" and _is_heading(element):
        collector.heading = _words(element)
    for child in list(element):
        code = FindingCode.HIDDEN_TEXT if _is_hidden(child) else CUT.get(child.tag)
        if code is None:
            _cut(child, collector)
            continue
        words = _words(child)
        if code is not FindingCode.COMMENT or child.tag == f"{W}commentReference":
            detail = words if code in SHOWN_IN_REPORT else ""
            collector.find(code, _words(element)[:60] if element.tag == f"{W}p" else "", detail)
        element.remove(child)


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "").lower() if style is not None else ""
    return name.startswith(("heading", "titre", "title"))


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val", "true") not in {"0", "false", "off"}


def _words(element: Element) -> str:
    return "".join(
        part.text or "" for part in element.iter() if part.tag in {f"{W}t", f"{M}t"}
    ).strip()


def _rebuilt(package: Package, body: Element) -> io.BytesIO:
    """The package with our body, and without what mammoth has no use for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name in dict.fromkeys(package.names):
            if name == BODY:
                made.writestr(name, ElementTree.tostring(body, encoding="utf-8"))
            elif name.endswith((".xml", ".rels")) or name.startswith("word/media/"):
                content = package.read(name)
                if not name.startswith("word/media/"):
                    parse_xml(content)  # mammoth reads it too: no entity may be left to it
                made.writestr(name, content)
    out.seek(0)
    return out


def _convert(file: io.BytesIO, pictures: Pictures) -> str:
    import mammoth

    @mammoth.images.img_element  # type: ignore[untyped-decorator]
    def keep(image: Any) -> dict[str, str]:
        alternative = (image.alt_text or "").strip()
        with image.open() as content:
            kept = pictures.keep(content.read(), alternative)
        return attributes(kept, alternative) if kept else {"src": "", "alt": alternative}

    convert: Callable[..., Any] = mammoth.convert_to_html
    try:
        return str(convert(file, style_map=STYLES, convert_image=keep).value)
    except (KeyError, ValueError, AttributeError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise Refusal(RefusalCode.UNREADABLE) from error


def _title(package: Package) -> str:
    with suppress(Refusal):
        core = package.xml("docProps/core.xml")
        for element in core.iter(f"{DC}title"):
            return (element.text or "").strip()
    return ""


def _language(package: Package) -> str | None:
    with suppress(Refusal):
        for element in package.xml("word/styles.xml").iter(f"{W}lang"):
            return element.get(f"{W}val", "")[:2].lower() or None
    return None
