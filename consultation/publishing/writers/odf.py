"""The few elements of OpenDocument of which a document is made."""

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""lxml carries no types."""
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": f"{_OASIS}office:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "style": f"{_OASIS}style:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
VERSION = "1.3"


def _name(short: str) -> str:
    space, _colon, name = short.partition(":")
    return f"{{{SPACES[space]}}}{name}"


def element(name: str, parent: Element = None, /, **values: object) -> Element:
    """`<text:p text:style_name="…">`: « text__style_name » stands for « text:style-name »."""
    if parent is None:
        made = etree.Element(_name(name), nsmap=SPACES)
    else:
        made = etree.SubElement(parent, _name(name))
    for key, value in values.items():
        space, name = key.split("__")
        made.set(_name(f"{space}:{name.replace('_', '-')}"), str(value))
    return made


def text_into(parent: Element, text: str) -> None:
    """Words after what the element holds; lines, tabs and rows of spaces as elements."""
    for place, line in enumerate(text.split("\n")):
        if place:
            element("text:line-break", parent)
        for at, piece in enumerate(line.split("\t")):
            if at:
                element("text:tab", parent)
            _spaced(parent, piece)


def _spaced(parent: Element, text: str) -> None:
    """A reader folds spaces in a row: all after the first are counted."""
    words = ""
    for char in text:
        if char == " " and words.endswith(" "):
            _append(parent, words)
            words = ""
            element("text:s", parent)
        elif char == " " and not words and len(parent) and parent[-1].tail is None:
            element("text:s", parent)
        else:
            words += char
    _append(parent, words)


def _append(parent: Element, words: str) -> None:
    if not words:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def written(root: Element) -> bytes:
    """The file of that root."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made
