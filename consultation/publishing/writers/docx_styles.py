"""The styles of a DOCX: named as word processors know them, so that they can be changed at once."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from consultation.publishing.writers.looks import (
    ACCENT,
    EDGE,
    INK,
    PARAGRAPHS,
    REGIONS,
    SUNKEN,
    Look,
)
from consultation.publishing.writers.wordml import Element, W, element, field_into, text_into

IDS = {name: name.replace(" ", "") for name in PARAGRAPHS} | {"footnote text": "FootnoteText"}
BORDERED = {"Quote": ("6", EDGE), "Verbatim": ("18", ACCENT)}


CHARACTERS = {"footnote reference": "FootnoteReference", "Hyperlink": "Hyperlink"}


def add_styles(document: Docx, language: str, *, is_ours: bool) -> dict[str, str]:
    """The styles that the blocks name: our identifiers with those that the file has for them.

    A template's own styles stay as they are; a French word processor calls « heading 1 » Titre1.
    """
    known = {str(style.name).lower(): style.style_id for style in document.styles}
    ids = {}
    for name, look in PARAGRAPHS.items():
        if is_ours or name.lower() not in known:
            style = _paragraph_style(document, name)
            _look(style, look, name)
            known[name.lower()] = style.style_id
        ids[IDS[name]] = known[name.lower()]
    for name, style_id in CHARACTERS.items():
        if name.lower() not in known:
            added = _added(document, name, style_id, WD_STYLE_TYPE.CHARACTER)
            known[name.lower()] = added.style_id
            if name == "Hyperlink":
                added.font.color.rgb = RGBColor.from_string(ACCENT)
                added.font.underline = True
            else:
                added.font.superscript = True
        ids[style_id] = known[name.lower()]
    if is_ours:
        _speak(document, language)
    return ids


def _paragraph_style(document: Docx, name: str) -> ParagraphStyle:
    if name in document.styles:
        found = document.styles[name]
        assert isinstance(found, ParagraphStyle)  # noqa: S101  # the names are ours
        return found
    made = _added(document, name, IDS[name], WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(made, ParagraphStyle)  # noqa: S101  # the kind asked for
    made.base_style = document.styles["Normal"]
    return made


def _added(document: Docx, name: str, style_id: str, kind: WD_STYLE_TYPE) -> CharacterStyle:
    made: Any = document.styles.add_style(name, kind, builtin=name[0] != "B")
    made.element.set(W + "styleId", style_id)
    made.hidden, made.quick_style = False, True
    assert isinstance(made, CharacterStyle)  # noqa: S101  # which paragraph styles are too
    return made


def _look(style: ParagraphStyle, look: Look, name: str) -> None:
    font, size, colour, is_bold, before, after = look
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(W + "rFonts"):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=font, hAnsi=font, cs=font, eastAsia=font))
    style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = is_bold
    for old in style.element.pPr.findall(W + "pBdr"):
        style.element.pPr.remove(old)
    if name in BORDERED:
        form.left_indent = Cm(0.6)
        width, edge = BORDERED[name]
        border(style.element.pPr, edge, {"left": width})
    if name.startswith("Box"):
        boxed(style.element.pPr)
    if name == "Reference":
        form.left_indent = Cm(0.6)
    if name == "Heading 1":
        border(style.element.pPr, INK, {"top": "12"})
    if name.startswith("TOC ") and name[4:].isdigit():
        form.left_indent = Cm(0.6 * (int(name[4:]) - 1))
        form.tab_stops.add_tab_stop(Cm(15.8), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


AFTER_BORDER = (
    "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
    "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
    "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
    "pPrChange",
)  # fmt: skip
"""What the schema wants after the border of a paragraph."""


def border(properties: Element, colour: str, sides: Mapping[str, str], space: int = 8) -> None:
    """Lines beside the paragraph, in the order top, left, bottom, right."""
    made = element("pBdr")
    for side, width in sides.items():
        element(side, made, val="single", sz=width, space=space, color=colour)
    _before(properties, made, AFTER_BORDER)


def boxed(properties: Element) -> None:
    """A ground with a little of it around the words: an edge of the same colour."""
    border(properties, SUNKEN, dict.fromkeys(("top", "left", "bottom", "right"), "24"), 4)
    shade(properties)


def shade(properties: Element, fill: str = SUNKEN) -> None:
    """A ground under the paragraph."""
    _before(properties, element("shd", val="clear", color="auto", fill=fill), AFTER_BORDER[1:])


def _before(properties: Element, made: Element, names: tuple[str, ...]) -> None:
    later = {W + name for name in names}
    for place, child in enumerate(properties):
        if child.tag in later:
            properties.insert(place, made)
            return
    properties.append(made)


def _speak(document: Docx, language: str) -> None:
    """The language in which a speech reader reads, and a corrector corrects."""
    defaults = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    for old in defaults.findall(W + "lang"):
        defaults.remove(old)
    region = REGIONS.get(language, language)
    element("lang", defaults, val=region, eastAsia=region, bidi="ar-SA")


def set_page(document: Docx, title: str, page: str) -> None:
    """A4, and the page's number at its foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.4)
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Aside"]
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(15.8), WD_TAB_ALIGNMENT.RIGHT)
    text_into(element("r", foot._p), f"{title[:80]}\t{page} ")
    field_into(foot._p, "PAGE", "1")
    text_into(element("r", foot._p), " / ")
    field_into(foot._p, "NUMPAGES", "1")
