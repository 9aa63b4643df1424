"""The styles of an ODT, under the names that LibreOffice knows."""

from consultation.publishing.writers.looks import (
    ACCENT,
    EDGE,
    HAIRLINE,
    INK,
    PARAGRAPHS,
    REGIONS,
    SUNKEN,
    Look,
)
from consultation.publishing.writers.odf import VERSION, Element, element, text_into

NAMES = {
    "Normal": "Standard", "TOC Heading": "Contents Heading", "Quote": "Quotations",
    "Cell": "Table Contents", "footnote text": "Footnote", "TOC 1": "Contents 1",
    "TOC 2": "Contents 2", "TOC 3": "Contents 3", "TOC 4": "Contents 4", "Caption": "Table",
}  # fmt: skip
"""Where LibreOffice has another name than Word."""
QUOTED = {"Quote": ("0.75pt", EDGE), "Verbatim": ("2.25pt", ACCENT)}
LEVELS = 3
BULLETS = "•–·"


def name_of(style: str) -> str:
    """« Heading 1 » as a file writes it."""
    return NAMES.get(style, style).replace(" ", "_20_")


def styles(language: str, title: str, page: str) -> Element:
    """The whole of styles.xml."""
    root = element("office:document-styles", office__version=VERSION)
    made = element("office:styles", root)
    _defaults(made, language)
    for style, look in PARAGRAPHS.items():
        _paragraph(made, style, look)
    _words(made)
    _lists(made)
    _page(root, title, page)
    return root


def _defaults(made: Element, language: str) -> None:
    for family in ("paragraph", "table", "table-row"):
        default = element("style:default-style", made, style__family=family)
        if family != "paragraph":
            continue
        element("style:paragraph-properties", default, style__writing_mode="page",
                style__tab_stop_distance="1.25cm", fo__orphans="2", fo__widows="2")  # fmt: skip
        region = REGIONS.get(language, language)
        tongue, _dash, country = region.partition("-")
        element("style:text-properties", default, fo__language=tongue, fo__country=country or
                "none", fo__hyphenate="false")  # fmt: skip


def _paragraph(made: Element, style: str, look: Look) -> None:
    font, size, colour, is_bold, before, after = look
    display = NAMES.get(style, style)
    one = element("style:style", made, style__name=name_of(style), style__display_name=display,
                  style__family="paragraph", style__class="text")  # fmt: skip
    if style != "Normal":
        one.set(f"{{{one.nsmap['style']}}}parent-style-name", "Standard")
    if style.startswith("Heading "):
        one.set(f"{{{one.nsmap['style']}}}default-outline-level", style[-1])
    form = element("style:paragraph-properties", one, fo__margin_top=f"{before}pt",
                   fo__margin_bottom=f"{after}pt")  # fmt: skip
    if is_bold and style != "Title":
        form.set(f"{{{one.nsmap['fo']}}}keep-with-next", "always")
    _framed(form, style)
    element("style:text-properties", one, style__font_name=font, fo__font_family=f"'{font}'",
            fo__font_size=f"{size}pt", fo__color=f"#{colour}",
            fo__font_weight="bold" if is_bold else "normal")  # fmt: skip


def _framed(form: Element, style: str) -> None:
    fo = form.nsmap["fo"]
    if style in QUOTED or style == "Reference":
        form.set(f"{{{fo}}}margin-left", "0.6cm")
    if style in QUOTED:
        width, colour = QUOTED[style]
        form.set(f"{{{fo}}}border-left", f"{width} solid #{colour}")
        form.set(f"{{{fo}}}padding-left", "0.25cm")
    if style.startswith("Box"):
        form.set(f"{{{fo}}}background-color", f"#{SUNKEN}")
        form.set(f"{{{fo}}}border", f"3pt solid #{SUNKEN}")
        form.set(f"{{{fo}}}padding", "0.14cm")
    if style == "Heading 1":
        form.set(f"{{{fo}}}border-top", f"1.5pt solid #{INK}")
        form.set(f"{{{fo}}}padding-top", "0.2cm")
    if style.startswith("TOC ") and style[4:].isdigit():
        form.set(f"{{{fo}}}margin-left", f"{0.6 * (int(style[4:]) - 1):.1f}cm")
        stops = element("style:tab-stops", form)
        element("style:tab-stop", stops, style__position="15.8cm", style__type="right",
                style__leader_style="dotted", style__leader_text=".")  # fmt: skip
    if style == "Aside":
        stops = element("style:tab-stops", form)
        element("style:tab-stop", stops, style__position="15.8cm", style__type="right")


def _words(made: Element) -> None:
    link = element("style:style", made, style__name="Internet_20_link", style__family="text",
                   style__display_name="Internet link")  # fmt: skip
    element("style:text-properties", link, fo__color=f"#{ACCENT}",
            style__text_underline_style="solid")  # fmt: skip
    element("style:style", made, style__name="Index_20_Link", style__family="text",
            style__display_name="Index Link")  # fmt: skip
    call = element("style:style", made, style__name="Footnote_20_anchor", style__family="text",
                   style__display_name="Footnote anchor")  # fmt: skip
    element("style:text-properties", call, style__text_position="super 58%")
    element("text:notes-configuration", made, text__note_class="footnote",
            text__citation_body_style_name="Footnote_20_anchor", style__num_format="1",
            style__num_suffix=".", text__start_value="0", text__footnotes_position="page",
            text__start_numbering_at="document")  # fmt: skip


def _lists(made: Element) -> None:
    outline = element("text:outline-style", made, style__name="Outline")
    for level in range(1, 11):
        element("text:outline-level-style", outline, text__level=level, style__num_format="")


def list_style(parent: Element, name: str, *, is_numbered: bool, start: int) -> None:
    """How a list counts."""
    made = element("text:list-style", parent, style__name=name)
    for level in range(1, LEVELS + 1):
        if is_numbered:
            one = element("text:list-level-style-number", made, text__level=level,
                          style__num_format="1", style__num_suffix=".",
                          text__start_value=start if level == 1 else 1)  # fmt: skip
        else:
            one = element("text:list-level-style-bullet", made, text__level=level,
                          text__bullet_char=BULLETS[level - 1])  # fmt: skip
        form = element("style:list-level-properties", one,
                       text__list_level_position_and_space_mode="label-alignment")  # fmt: skip
        element("style:list-level-label-alignment", form, text__label_followed_by="listtab",
                fo__text_indent="-0.7cm", fo__margin_left=f"{0.7 * level:.1f}cm",
                text__list_tab_stop_position=f"{0.7 * level:.1f}cm")  # fmt: skip


def table_styles(parent: Element) -> None:
    """The whole table, a cell, a cell of the heading row."""
    whole = element("style:style", parent, style__name="Tableau", style__family="table")
    element("style:table-properties", whole, style__width="15.8cm", table__align="left",
            fo__margin_bottom="0.4cm")  # fmt: skip
    for name, line in (("Cellule", f"0.5pt solid #{HAIRLINE}"), ("Titre", f"1pt solid #{INK}")):
        cell = element("style:style", parent, style__name=name, style__family="table-cell")
        element("style:table-cell-properties", cell, fo__border_bottom=line, fo__padding="0.08cm")
    row = element("style:style", parent, style__name="Ligne", style__family="table-row")
    element("style:table-row-properties", row, fo__keep_together="always")


def _page(root: Element, title: str, page: str) -> None:
    automatic = element("office:automatic-styles", root)
    layout = element("style:page-layout", automatic, style__name="A4")
    element("style:page-layout-properties", layout, fo__page_width="21cm",
            fo__page_height="29.7cm", fo__margin_left="2.6cm", fo__margin_right="2.6cm",
            fo__margin_top="2.4cm", fo__margin_bottom="1.8cm", style__print_orientation="portrait",
            style__writing_mode="lr-tb")  # fmt: skip
    foot = element("style:footer-style", layout)
    element("style:header-footer-properties", foot, fo__min_height="0.8cm",
            fo__margin_top="0.4cm")  # fmt: skip
    masters = element("office:master-styles", root)
    master = element("style:master-page", masters, style__name="Standard",
                     style__page_layout_name="A4")  # fmt: skip
    line = element("text:p", element("style:footer", master), text__style_name="Aside")
    text_into(line, f"{title[:80]}\t{page} ")
    element("text:page-number", line, text__select_page="current").text = "1"
    text_into(line, " / ")
    element("text:page-count", line).text = "1"
