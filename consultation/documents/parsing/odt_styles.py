"""The styles of an ODT file, as far as a consultation cares for them."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

NS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, FO = f"{NS}text:1.0}}", f"{NS}style:1.0}}", f"{NS}xsl-fo-compatible:1.0}}"


@dataclass
class Look:
    """What a style says of its text, as far as a consultation cares."""

    parent: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_hidden: bool = False
    position: str = ""


class Styles:
    """What each style name means, what it inherits included."""

    def __init__(self) -> None:
        self.looks: dict[str, Look] = {}
        self.ordered: set[str] = set()

    def learn(self, root: Element) -> None:
        """Learn the styles of a part."""
        for style in root.iter(f"{STYLE}style"):
            look = Look(parent=style.get(f"{STYLE}parent-style-name", ""))
            for properties in style.iter(f"{STYLE}text-properties"):
                look.is_bold = properties.get(f"{FO}font-weight") == "bold"
                look.is_italic = properties.get(f"{FO}font-style") in {"italic", "oblique"}
                look.is_hidden = properties.get(f"{TEXT}display") == "none"
                look.position = properties.get(f"{STYLE}text-position", "").split(" ")[0]
            self.looks[style.get(f"{STYLE}name", "")] = look
        for style in root.iter(f"{TEXT}list-style"):
            first = next(iter(style), None)
            if first is not None and first.tag == f"{TEXT}list-level-style-number":
                self.ordered.add(style.get(f"{STYLE}name", ""))

    def look(self, name: str) -> Look:
        """A style with what it inherits."""
        merged, seen = Look(), set()
        while name and name not in seen:
            seen.add(name)
            own = self.looks.get(name, Look())
            merged.is_bold |= own.is_bold
            merged.is_italic |= own.is_italic
            merged.is_hidden |= own.is_hidden
            merged.position = merged.position or own.position
            name = own.parent
        return merged

    def is_quotation(self, name: str) -> bool:
        """The style is a quotation's, or a child of one."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            if "quot" in name.lower() or "citation" in name.lower():
                return True
            name = self.looks.get(name, Look()).parent
        return False

    def is_title(self, name: str) -> bool:
        """The style is the document's title's."""
        return name == "Title" or self.looks.get(name, Look()).parent == "Title"
