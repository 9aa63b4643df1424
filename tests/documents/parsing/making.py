"""Small files of every format, made for one test each."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from consultation.documents.parsing.blocks import Options, ParsedDocument
from consultation.documents.parsing.formats import read_here

if TYPE_CHECKING:
    from collections.abc import Iterable

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" '
    f'xmlns:pic="{DRAWING}/picture" xmlns:c="{DRAWING}/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def zipped(members: "Mapping[str, str | bytes]") -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def relations(links: "Iterable[tuple[str, str, str, bool]]") -> str:
    """Relations by (identifier, kind, target, whether it is external)."""
    mode = {True: ' TargetMode="External"', False: ""}
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/relationships/{kind}" Target="{target}"'
        f"{mode[is_external]}/>"
        for identifier, kind, target, is_external in links
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def docx(
    body: str,
    *,
    links: "Iterable[tuple[str, str, str, bool]]" = (),
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    parts: "Mapping[str, str | bytes] | None" = None,
) -> bytes:
    """A DOCX file of this body."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": relations([("r", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(links),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
    }
    if numbering:
        members["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
    if footnotes:
        members["word/footnotes.xml"] = f"<w:footnotes {NAMESPACES}>{footnotes}</w:footnotes>"
    return zipped({**members, **(parts or {})})


def word(text: str, *, style: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of Word's, of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{said(text, run)}</w:p>"


def said(text: str, properties: str = "") -> str:
    """A run of Word's."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = "",
    meta: str = "",
    parts: "Mapping[str, str | bytes] | None" = None,
) -> bytes:
    """An ODT file of this body."""
    members: dict[str, str | bytes] = {
        "mimetype": MIMETYPE,
        "content.xml": f"<office:document-content {ODT_NAMESPACES}><office:automatic-styles>"
        f"{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {ODT_NAMESPACES}>{styles}</office:document-styles>",
    }
    if meta:
        members["meta.xml"] = (
            f"<office:document-meta {ODT_NAMESPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>"
        )
    return zipped({**members, **(parts or {})})


def odt_style(name: str, properties: str = "", *, parent: str = "") -> str:
    """A style of words or paragraphs."""
    inner = f"<style:text-properties {properties}/>" if properties else ""
    return (
        f'<style:style style:name="{name}" style:parent-style-name="{parent}">{inner}</style:style>'
    )


ODT_STYLES = "".join(
    (
        odt_style("B", 'fo:font-weight="bold"'),
        odt_style("I", 'fo:font-style="italic" fo:font-weight="normal"', parent="B"),
        odt_style("E", 'style:text-position="super 58%"'),
        odt_style("D", 'style:text-position="-33% 58%"'),
        odt_style("N", 'style:text-position="0% 100%"'),
        odt_style("S", 'style:text-line-through-style="solid"'),
        odt_style("K", 'text:display="none"'),
        odt_style("P1", 'fo:font-weight="bold"'),
        odt_style("PK", 'text:display="none"'),
        odt_style("PQ", parent="Quotations"),
        odt_style("PT", parent="Title"),
        odt_style("PC", parent="Preformatted_20_Text"),
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-format="1" text:start-value="3"/><text:list-level-style-number text:level="2" '
        'style:num-format="a"/></text:list-style>',
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/>'
        "</text:list-style>",
    )
)


def pdf(pages: "Iterable[Iterable[str]]", *, about: str = "", catalog: str = "") -> bytes:
    """A PDF file of these pages, each of these lines."""
    objects = ["", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    numbers = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET"
        length = len(stream.encode("cp1252"))
        objects.append(f"<</Length {length}>>\nstream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        numbers.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>"
    objects[1] = f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>"
    objects.append(f"<<{about}>>")
    return _assembled(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, inner in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inner}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<</Size {size}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("cp1252")


def png(width: int = 6, height: int = 4, colour: str = "red") -> bytes:
    """A plain image."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def read(content: bytes, name: str, folder: Path, *, split_lists: bool = False) -> ParsedDocument:
    """What is read of a file, in this process."""
    path = folder / "file"
    path.write_bytes(content)
    return read_here(path, name, Options(split_lists))


def shown(parsed: ParsedDocument) -> list[tuple[str, int, str]]:
    """The outline: kind, level and words of each block."""
    return [(block.kind.value, block.level, block.text) for block in parsed.blocks]


def html(parsed: ParsedDocument) -> str:
    """All of the text."""
    return "\n".join(block.html for block in parsed.blocks)


def told(parsed: ParsedDocument) -> set[str]:
    """The codes of the report."""
    return {finding.code.value for finding in parsed.findings}


def everything(parsed: ParsedDocument) -> str:
    """All the words that leave the parser: text and report."""
    report = (f"{each.place} {each.detail}" for each in parsed.findings)
    return "\n".join((parsed.title, html(parsed), *report))
