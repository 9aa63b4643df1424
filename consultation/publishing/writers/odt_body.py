"""The blocks of a document as the elements of an ODT."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from consultation.publishing.blocks import (
    Bars,
    Block,
    Box,
    Bullets,
    Change,
    Contents,
    Document,
    Footnote,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Table,
    Tone,
    Words,
    headings,
    keyed,
    text_of,
)
from consultation.publishing.directions import is_right_to_left
from consultation.publishing.writers.labels import Labels
from consultation.publishing.writers.looks import SHADES
from consultation.publishing.writers.odf import Element, element, text_into
from consultation.publishing.writers.odt_styles import LEVELS, list_style, name_of

TONES = {Tone.TEXT: "", Tone.LEAD: "Lead", Tone.ASIDE: "Aside"}
WIDTH = 15.8
BAR = 7.0
"""Centimetres of the page, and of the longest bar."""


@dataclass(frozen=True)
class Place:
    """Where blocks stand: under which style, how deep in lists."""

    style: str = "Normal"
    level: int = 0


TOP = Place()


class Body:
    """Puts elements under `text`, and the styles that they need under `automatic`."""

    def __init__(
        self, automatic: Element, document: Document, words: Labels, watch: Callable[[], None]
    ) -> None:
        self._automatic, self._document, self._labels = automatic, document, words
        self._watch = watch
        self._made: dict[tuple[str, ...], str] = {}
        self._notes = self._tables = self._lists = 0
        self._breaks = False

    def add(self, parent: Element, blocks: Iterable[Block], place: Place = TOP) -> None:
        """The blocks in order."""
        for block in blocks:
            self._block(parent, block, place)

    def _block(self, parent: Element, block: Block, place: Place) -> None:
        self._watch()
        if isinstance(block, Heading):
            self._line(parent, block.words, f"Heading {block.level}", block.key, block.level)
        elif isinstance(block, Paragraph):
            self._line(parent, block.words, TONES[block.tone] or place.style, block.key)
        elif isinstance(block, Bullets):
            self._list(parent, block, place)
        elif isinstance(block, Quotation | Box):
            self._holder(parent, block, place)
        elif isinstance(block, Table | Bars):
            self._table(parent, block)
        elif isinstance(block, Contents):
            self._contents(parent, block)
        else:
            assert isinstance(block, PageBreak)  # noqa: S101  # the last of the kinds
            self._breaks = True

    def _line(
        self, parent: Element, words: Words, style: str, key: str = "", level: int = 0
    ) -> Element:
        name = self._style_of(style, is_rtl=is_right_to_left(words))
        if level:
            made = element("text:h", parent, text__style_name=name, text__outline_level=level)
        else:
            made = element("text:p", parent, text__style_name=name)
        if key:
            element("text:bookmark-start", made, text__name=key)
        self.words(made, words)
        if key:
            element("text:bookmark-end", made, text__name=key)
        return made

    def _style_of(self, style: str, *, is_rtl: bool) -> str:
        """The style, or one made of it for a line that begins a page or runs from right to left."""
        name = name_of(style)
        values = {}
        if self._breaks:
            values["fo__break_before"] = "page"
            self._breaks = False
        if is_rtl:
            values |= {"style__writing_mode": "rl-tb", "fo__text_align": "end"}
        return self._paragraph_style(name, values) if values else name

    def _paragraph_style(self, parent: str, values: dict[str, str]) -> str:
        key = ("P", parent, *map("=".join, values.items()))
        if key not in self._made:
            name = self._made[key] = f"P{len(self._made) + 1}"
            style = element("style:style", self._automatic, style__name=name,
                            style__family="paragraph", style__parent_style_name=parent)  # fmt: skip
            element("style:paragraph-properties", style, **values)
        return self._made[key]

    def words(self, parent: Element, words: Words) -> None:
        """Runs and notes."""
        for each in words:
            if isinstance(each, Footnote):
                self._note(parent, each)
                continue
            where = parent
            if each.href:
                where = element("text:a", parent, xlink__type="simple", xlink__href=each.href,
                                text__style_name="Internet_20_link")  # fmt: skip
            name = self._marks(each)
            text_into(element("text:span", where, text__style_name=name) if name else where,
                      each.text)  # fmt: skip

    def _marks(self, run: Run) -> str:
        values: dict[str, str] = {}
        if run.is_bold:
            values["fo__font_weight"] = "bold"
        if run.is_italic:
            values["fo__font_style"] = "italic"
        if run.is_raised:
            values["style__text_position"] = "super 58%"
        if run.change:
            is_added = run.change is Change.ADDED
            values["fo__color"] = f"#{SHADES[Shade.FOR if is_added else Shade.AGAINST]}"
            values["style__text_underline_style" if is_added else "style__text_line_through_style"
                   ] = "solid"  # fmt: skip
        if not values:
            return ""
        key = ("T", *map("=".join, values.items()))
        if key not in self._made:
            name = self._made[key] = f"T{len(self._made) + 1}"
            style = element("style:style", self._automatic, style__name=name, style__family="text")
            element("style:text-properties", style, **values)
        return self._made[key]

    def _note(self, parent: Element, note: Footnote) -> None:
        self._notes += 1
        made = element("text:note", parent, text__id=f"ftn{self._notes}",
                       text__note_class="footnote")  # fmt: skip
        element("text:note-citation", made).text = str(self._notes)
        line = element("text:p", element("text:note-body", made), text__style_name="Footnote")
        element("text:s", line)
        self.words(line, note.words)

    def _list(self, parent: Element, block: Bullets, place: Place) -> None:
        key = ("L", str(block.is_numbered), str(block.start))
        if key not in self._made:
            self._made[key] = f"L{len(self._made) + 1}"
            list_style(self._automatic, self._made[key], is_numbered=block.is_numbered,
                       start=block.start)  # fmt: skip
        made = element("text:list", parent, text__style_name=self._made[key])
        level = min(place.level + 1, LEVELS)
        style = "List Paragraph" if place.style == "Normal" else place.style
        for item in block.items:
            self.add(element("text:list-item", made), item, Place(style, level))

    def _holder(self, parent: Element, block: Quotation | Box, place: Place) -> None:
        if isinstance(block, Box):
            if block.title:
                self._line(parent, (Run(block.title),), "Box Title")
            self.add(parent, block.blocks, replace(place, style="Box"))
            return
        style = "Verbatim" if block.is_verbatim else "Quote"
        self.add(parent, keyed(block), replace(place, style=style))
        if block.reference:
            self._line(parent, block.reference, "Reference")

    def _table(self, parent: Element, block: Table | Bars) -> None:
        if block.caption:
            self._line(parent, (Run(block.caption),), "Caption")
        self._tables += 1
        made = element("table:table", parent, table__name=f"Tableau{self._tables}",
                       table__style_name="Tableau")  # fmt: skip
        bars = isinstance(block, Bars)
        head = (*block.head, self._labels.share) if isinstance(block, Bars) else block.head
        numeric = frozenset({1}) if isinstance(block, Bars) else block.numeric
        rest = (WIDTH - BAR) / 2
        widths = [rest, rest, BAR] if bars else [WIDTH / len(head)] * len(head)
        for width in widths:
            element("table:table-column", made, table__style_name=self._column(width))
        line = element("table:table-row", element("table:table-header-rows", made),
                       table__style_name="Ligne")  # fmt: skip
        for place, name in enumerate(head):
            words = (Run(name, is_bold=True),)
            self._cell(line, words, is_number=place in numeric, style="Titre")
        if isinstance(block, Table):
            self._rows(made, block)
        else:
            self._bar_rows(made, block)

    def _rows(self, made: Element, block: Table) -> None:
        for row in block.rows:
            line = element("table:table-row", made, table__style_name="Ligne")
            for place, words in enumerate(row):
                self._cell(line, words, is_number=place in block.numeric)

    def _bar_rows(self, made: Element, block: Bars) -> None:
        for bar in block.bars:
            line = element("table:table-row", made, table__style_name="Ligne")
            self._cell(line, (Run(bar.label),))
            self._cell(line, (Run(bar.words),), is_number=True)
            cell = element("table:table-cell", line, table__style_name="Cellule")
            if not bar.count:
                element("text:p", cell, text__style_name=name_of("Cell"))
                continue
            rest = min((BAR - 0.2) * (1 - bar.count / block.total), BAR - 0.25)
            name = self._paragraph_style(
                name_of("Cell"),
                {
                    "fo__background_color": f"#{SHADES[bar.shade]}",
                    "fo__margin_right": f"{rest:.2f}cm",
                },
            )
            element("text:p", cell, text__style_name=name)

    def _column(self, width: float) -> str:
        key = ("C", f"{width:.2f}cm")
        if key not in self._made:
            name = self._made[key] = f"C{len(self._made) + 1}"
            style = element("style:style", self._automatic, style__name=name,
                            style__family="table-column")  # fmt: skip
            element("style:table-column-properties", style, style__column_width=key[1])
        return self._made[key]

    def _cell(
        self, line: Element, words: Words, *, is_number: bool = False, style: str = "Cellule"
    ) -> None:
        cell = element("table:table-cell", line, table__style_name=style,
                       office__value_type="string")  # fmt: skip
        name = name_of("Cell")
        if is_number:
            name = self._paragraph_style(name, {"fo__text_align": "end"})
        self.words(element("text:p", cell, text__style_name=name), words)

    def _contents(self, parent: Element, block: Contents) -> None:
        made = element("text:table-of-content", parent, text__name=self._labels.contents,
                       text__protected="false")  # fmt: skip
        source = element("text:table-of-content-source", made, text__outline_level=block.depth)
        title = element("text:index-title-template", source,
                        text__style_name="Contents_20_Heading")  # fmt: skip
        title.text = self._labels.contents
        for level in range(1, block.depth + 1):
            one = element("text:table-of-content-entry-template", source,
                          text__outline_level=level,
                          text__style_name=f"Contents_20_{level}")  # fmt: skip
            for name in ("link-start", "text"):
                element(f"text:index-entry-{name}", one)
            element("text:index-entry-tab-stop", one, style__type="right", style__leader_char=".")
            for name in ("page-number", "link-end"):
                element(f"text:index-entry-{name}", one)
        body = element("text:index-body", made)
        self._line(element("text:index-title", body, text__name=f"{self._labels.contents}-titre"),
                   (Run(self._labels.contents),), "TOC Heading")  # fmt: skip
        for each in headings(self._document, block.depth):
            line = self._line(body, (), f"TOC {each.level}")
            link = element("text:a", line, xlink__type="simple", xlink__href=f"#{each.key}",
                           text__style_name="Index_20_Link")  # fmt: skip
            text_into(link, text_of(each.words) + "\t")
            element("text:bookmark-ref", link, text__reference_format="page",
                    text__ref_name=each.key)  # fmt: skip
