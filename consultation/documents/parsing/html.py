"""HTML in: the body of a page, without what moves, asks or decorates."""

import base64
import binascii
import re

from consultation.documents.parsing.blocks import FindingCode, Options, ParsedDocument
from consultation.documents.parsing.collecting import Collector, title_of
from consultation.documents.parsing.notes import attach_notes
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.tree import Node, parse_html

_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.S)


def read_html(html: str, options: Options, title: str = "") -> ParsedDocument:
    """Read a page, or a piece of one."""
    root, comments = parse_html(html)
    page = next((node for node in root.elements() if node.tag == "html"), None)
    body = next((node for node in root.elements() if node.tag == "body"), root)
    language = page.attributes.get("lang", "")[:2].lower() if page else ""
    return collect(body, options, comments=comments, title=title, language=language or None)


def collect(
    body: Node, options: Options, *, comments: int = 0, title: str = "",
    language: str | None = None, pictures: Pictures | None = None,
    collector: Collector | None = None,
) -> ParsedDocument:  # fmt: skip
    """The document of a tree, its images kept or named, its notes attached."""
    pictures = pictures or Pictures()
    collector = collector or Collector(options)
    for node in body.elements():
        if node.tag == "img" and not node.attributes.get("src", "").startswith("/images/"):
            _keep_picture(node, pictures, collector)
    attach_notes(body)
    collector.walk(body)
    for _number in range(comments):
        collector.find(FindingCode.COMMENT)
    return ParsedDocument(
        title=title or title_of(collector.blocks, ""),
        language=language,
        blocks=tuple(collector.blocks),
        findings=collector.report(),
        pictures=tuple(pictures.found.values()),
    )


def _keep_picture(node: Node, pictures: Pictures, collector: Collector) -> None:
    """An embedded image is re-encoded; a remote one is never fetched."""
    source, alternative = node.attributes.get("src", ""), node.attributes.get("alt", "").strip()
    match = _DATA.fullmatch(source.strip())
    kept = None
    if match:
        try:
            kept = pictures.keep(base64.b64decode(match.group(1), validate=False), alternative)
        except (ValueError, binascii.Error):
            kept = None
    if kept is not None:
        node.attributes = attributes(kept, alternative)
        return
    is_remote = source.startswith(("http:", "https:", "//"))
    code = FindingCode.IMAGE_REMOTE if is_remote else FindingCode.IMAGE_MISSING
    collector.find(code, alternative, "" if match else source[:60])
    node.attributes = {"alt": alternative}
