"""From an ODT file to the parsed document."""

import re
from contextlib import suppress
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.document import Reading, finish
from consultation.documents.parsing.html import language_of
from consultation.documents.parsing.odt.blocks import Reader
from consultation.documents.parsing.odt.drawings import Drawings
from consultation.documents.parsing.odt.styles import NS, OFFICE, STYLE, TEXT, Styles
from consultation.documents.parsing.packages import Package

CONTENT, STYLES, META = "content.xml", "styles.xml", "meta.xml"
MANIFEST = "META-INF/manifest.xml"
MIMETYPE = b"application/vnd.oasis.opendocument.text"
ABOUT, DC = f"{NS}meta:1.0}}", "{http://purl.org/dc/elements/1.1/}"
PROGRAMS = ("Basic/", "Scripts/")


def is_odt(package: Package) -> bool:
    """The package holds a text of LibreOffice's kind; its tables and slides are zips too."""
    if package.has("mimetype"):
        return package.read("mimetype").startswith(MIMETYPE)
    return package.has(CONTENT)


def read_odt(package: Package, options: Options) -> ParsedDocument:
    """Read an ODT file."""
    if package.has(MANIFEST) and b"encryption-data" in package.read(MANIFEST):
        raise Refusal(RefusalCode.ENCRYPTED)
    content = package.xml(CONTENT)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refusal(RefusalCode.MISLABELLED)
    reading = Reading(options)
    styles = Styles()
    if package.has(STYLES):
        root = package.xml(STYLES)
        styles.learn(root)
        _look_at_edges(root, reading)
    styles.learn(content)
    reading.about.language = language_of(styles.language or "")
    _look_around(package, content, reading)
    reader = Reader(styles, Drawings(package, reading.pictures), reading.report)
    return finish(reader.read(body), reading)


def _look_around(package: Package, content: Element, reading: Reading) -> None:
    """What the file states of itself: its title and language; its authors are left out."""
    names = {(element.text or "").strip() for element in content.iter(f"{DC}creator")}
    with suppress(Refusal):
        meta = package.xml(META)
        reading.report.find_in_file(FindingCode.METADATA)
        for tag in (f"{DC}creator", f"{ABOUT}initial-creator"):
            names |= {(element.text or "").strip() for element in meta.iter(tag)}
        title = next(meta.iter(f"{DC}title"), None)
        reading.about.title = (title.text or "").strip() if title is not None else ""
        spoken = next(meta.iter(f"{DC}language"), None)
        language = language_of(spoken.text or "") if spoken is not None else None
        reading.about.language = language or reading.about.language
    if names - {""}:
        reading.report.find_in_file(FindingCode.AUTHOR, count=len(names - {""}))
    if any(name.startswith(PROGRAMS) for name in package.names):
        reading.report.find_in_file(FindingCode.MACRO)


def _look_at_edges(styles: Element, reading: Reading) -> None:
    """Headers and footers of pages: a consultation has pages of its own."""
    for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first"):
        for edge in styles.iter(f"{STYLE}{name}"):
            words = (each for line in edge.iter(f"{TEXT}p") for each in line.itertext())
            if any(re.search(r"[^\W\d_]", each) for each in words):
                reading.report.find_in_file(FindingCode.PAGE_FURNITURE)
