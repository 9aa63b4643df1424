"""HTML in: the body of a page, without what moves, asks or decorates."""

from consultation.documents.parsing.blocks import FindingCode, Options, ParsedDocument
from consultation.documents.parsing.document import Reading, finish
from consultation.documents.parsing.tree import Node, parse_html

FURNITURE = frozenset({"header", "footer", "aside", "nav"})
SAYING = frozenset({"author", "creator", "dc.creator"})


def read_html(source: str, options: Options) -> ParsedDocument:
    """Read a page, or a piece of one."""
    reading = Reading(options)
    root = parse_html(source)
    _about(root, reading)
    _leave_furniture(root, reading)
    return finish(root, reading)


def language_of(given: str) -> str | None:
    """« fr » out of « fr-FR »."""
    start = given.strip()[:2].lower()
    return start if len(start) == 2 and start.isascii() and start.isalpha() else None


def _about(root: Node, reading: Reading) -> None:
    about = reading.about
    for node in root.elements():
        if node.tag == "html":
            about.language = language_of(node.attributes.get("lang", ""))
            about.is_language_meant = about.language is not None
        elif node.tag == "title" and not about.title:
            about.title = node.text()
        elif node.tag == "meta" and node.attributes.get("content", "").strip():
            name = node.attributes.get("name", "").lower()
            if name in SAYING:
                reading.report.find_in_file(FindingCode.AUTHOR)
            elif name and name != "viewport":
                reading.report.find_in_file(FindingCode.METADATA)


def _leave_furniture(root: Node, reading: Reading) -> None:
    """A page that says what its main part is keeps its menus, banners and footers for itself."""
    mains = [node for node in root.elements() if _is_main(node)]
    if len(mains) != 1:
        return
    inside = {mains[0], *mains[0].elements()}
    for node in [root, *root.elements()]:
        if node not in inside:
            left_out = [child for child in node.children if _is_furniture(child)]
            node.children = [child for child in node.children if child not in left_out]
            if left_out:
                reading.report.find_in_file(FindingCode.PAGE_FURNITURE, count=len(left_out))


def _is_main(node: Node) -> bool:
    return node.tag == "main" or node.attributes.get("role") == "main"


def _is_furniture(child: Node | str) -> bool:
    """A banner with the page's title is not left out, nor what holds the main part."""
    if isinstance(child, str) or child.tag not in FURNITURE or not child.has_words():
        return False
    return not any(node.tag == "h1" or _is_main(node) for node in child.elements())
