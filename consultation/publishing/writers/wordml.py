"""The few elements of WordprocessingML of which a document is made."""

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""lxml carries no types."""
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(name: str, parent: Element = None, /, **values: object) -> Element:
    """`<w:name w:a="…">`, the last child of `parent` if there is one."""
    made = etree.Element(W + name) if parent is None else etree.SubElement(parent, W + name)
    for key, value in values.items():
        made.set(W + key, str(value))
    return made


def text_into(run: Element, text: str, kind: str = "t") -> None:
    """Words of a run, lines and tabs as elements of their own."""
    for place, part in enumerate(text.split("\n")):
        if place:
            element("br", run)
        for at, piece in enumerate(part.split("\t")):
            if at:
                element("tab", run)
            if piece:
                words = element(kind, run)
                words.text = piece
                words.set(SPACE, "preserve")


def field_into(paragraph: Element, code: str, shown: str = "", *, is_stale: bool = False) -> None:
    """A field that the word processor computes, and what it shows until then."""
    begin = element("fldChar", element("r", paragraph), fldCharType="begin")
    if is_stale:
        begin.set(W + "dirty", "true")
    text_into(element("r", paragraph), f" {code} ", "instrText")
    element("fldChar", element("r", paragraph), fldCharType="separate")
    if shown:
        text_into(element("r", paragraph), shown)
    element("fldChar", element("r", paragraph), fldCharType="end")
