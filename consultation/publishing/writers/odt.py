"""ODT, written as XML in a zip: real styles, footnotes, a table of contents, heading rows.

The kept library for it writes such elements one by one as well and was last released in 2020.
"""

from collections.abc import Callable
from pathlib import Path

from consultation.core.zips import Package
from consultation.publishing.blocks import Document, Paragraph, Run
from consultation.publishing.settling import settled
from consultation.publishing.writers.labels import labels
from consultation.publishing.writers.looks import region_of
from consultation.publishing.writers.odf import VERSION, Element, element, written
from consultation.publishing.writers.odt_body import Body, Place
from consultation.publishing.writers.odt_styles import styles, table_styles

MIME = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    f' manifest:version="{VERSION}">\n'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="{VERSION}"'
    f' manifest:media-type="{MIME}"/>\n'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>\n'
        for name in ("content", "styles", "meta")
    )
    + "</manifest:manifest>\n"
)


def write(document: Document, path: Path, watch: Callable[[], None]) -> None:
    """Write the ODT to `path`."""
    document = settled(document)
    words = labels(document.language)
    package = Package(path)
    package.write("mimetype", MIME, is_stored=True)
    root = element("office:document-content", office__version=VERSION)
    automatic = element("office:automatic-styles", root)
    table_styles(automatic)
    text = element("office:text", element("office:body", root))
    body = Body(automatic, document, words, watch)
    body.add(text, (Paragraph((Run(document.title),)),), Place("Title"))
    if document.subtitle:
        body.add(text, (Paragraph((Run(document.subtitle),)),), Place("Subtitle"))
    body.add(text, document.blocks)
    package.write("content.xml", written(root))
    package.write("styles.xml", written(styles(document.language, document.title, words.page)))
    package.write("meta.xml", written(_meta(document)))
    package.write("META-INF/manifest.xml", _MANIFEST)
    package.close()


def _meta(document: Document) -> Element:
    root = element("office:document-meta", office__version=VERSION)
    told = element("office:meta", root)
    day = f"{document.day.isoformat()}T00:00:00"
    for name, value in (
        ("dc:title", document.title), ("dc:description", document.about),
        ("dc:creator", document.author), ("dc:language", region_of(document.language)),
        ("dc:date", day), ("meta:creation-date", day),
        *(("meta:keyword", word) for word in document.keywords),
    ):  # fmt: skip
        if value:
            element(name, told).text = value
    return root
