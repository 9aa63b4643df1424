"""HTML in one file: no script, nothing fetched, everything that people wrote escaped."""

from collections.abc import Callable, Iterable
from pathlib import Path

from markupsafe import Markup, escape

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
    Paragraph,
    Quotation,
    Run,
    Table,
    Tone,
    Words,
    headings,
    text_of,
)
from consultation.publishing.settling import settled
from consultation.publishing.writers.labels import Labels, labels

STYLE = Path(__file__).with_name("document.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The one style is the file's own."""


def write(document: Document, path: Path, watch: Callable[[], None]) -> None:
    """Write the page to `path`."""
    watch()
    path.write_text(page_of(settled(document)), encoding="utf-8", newline="\n")


def page_of(document: Document) -> str:
    """The whole page."""
    words = labels(document.language)
    writer = _Writer(document, words)
    body = writer.blocks(document.blocks)
    style = Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704  # our own file
    head = Markup().join(
        (
            Markup('<meta charset="utf-8">\n'),
            Markup('<meta http-equiv="Content-Security-Policy" content="{}">\n').format(POLICY),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">\n'),
            Markup('<meta name="color-scheme" content="light dark">\n'),
            _meta("author", document.author),
            _meta("description", document.about),
            _meta("keywords", ", ".join(document.keywords)),
            _meta("dcterms.date", document.day.isoformat()),
            Markup("<title>{}</title>\n<style>\n{}</style>").format(document.title, style),
        )
    )
    subtitle = Markup('<p class="subtitle">{}</p>\n').format(document.subtitle)
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{}">\n<head>\n{}\n</head>\n<body>\n<main>\n'
            "<h1>{}</h1>\n{}{}{}</main>\n</body>\n</html>\n"
        ).format(
            document.language, head, document.title, subtitle if document.subtitle else "", body,
            writer.notes(),
        )
    )  # fmt: skip


def _meta(name: str, content: str) -> Markup:
    return Markup('<meta name="{}" content="{}">\n').format(name, content) if content else Markup()


class _Writer:
    """Writes blocks; keeps the notes for the end of the page."""

    def __init__(self, document: Document, words: Labels) -> None:
        self._document, self._labels = document, words
        self._notes: list[Markup] = []

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        return Markup().join(self._block(each) for each in blocks)

    def _block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            level = block.level + 1
            return Markup('<h{} id="{}">{}</h{}>\n').format(
                level, block.key, self._words(block.words), level
            )
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Bullets):
            return self._list(block)
        if isinstance(block, Quotation):
            return self._quotation(block)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Bars):
            return self._bars(block)
        if isinstance(block, Box):
            return Markup('<aside class="box">\n<p class="box-title">{}</p>\n{}</aside>\n').format(
                block.title, self.blocks(block.blocks)
            )
        return self._contents(block) if isinstance(block, Contents) else Markup("<hr>\n")

    def _paragraph(self, block: Paragraph) -> Markup:
        tone = Markup(' class="{}"').format(block.tone.value)
        return Markup('<p{}{} dir="auto">{}</p>\n').format(
            _id(block.key), tone if block.tone is not Tone.TEXT else "", self._words(block.words)
        )

    def _list(self, block: Bullets) -> Markup:
        items = Markup().join(
            Markup("<li>{}</li>\n").format(self.blocks(item)) for item in block.items
        )
        if not block.is_numbered:
            return Markup("<ul>\n{}</ul>\n").format(items)
        return Markup('<ol start="{}">\n{}</ol>\n').format(block.start, items)

    def _quotation(self, block: Quotation) -> Markup:
        name = "verbatim" if block.is_verbatim else "quotation"
        reference = (
            Markup("<figcaption>{}</figcaption>\n").format(self._words(block.reference))
            if block.reference
            else ""
        )
        return Markup('<figure{} class="{}">\n<blockquote>\n{}</blockquote>\n{}</figure>\n').format(
            _id(block.key), name, self.blocks(block.blocks), reference
        )

    def _table(self, block: Table) -> Markup:
        kinds = ["number" if place in block.numeric else "" for place in range(len(block.head))]
        rows = Markup().join(
            Markup("<tr>{}</tr>\n").format(
                Markup().join(
                    Markup("<td{}>{}</td>").format(_class(kind), self._words(cell))
                    for kind, cell in zip(kinds, row, strict=True)
                )
            )
            for row in block.rows
        )
        return _framed(block.caption, zip(block.head, kinds, strict=True), rows)

    def _bars(self, block: Bars) -> Markup:
        rows = Markup().join(
            Markup(
                '<tr><td>{}</td><td class="number">{}</td><td class="share">'
                '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
                '<rect class="{}" width="{}" height="6"/></svg></td></tr>\n'
            ).format(bar.label, bar.words, bar.shade.value, round(100 * bar.count / block.total, 1))
            for bar in block.bars
        )
        head = ((block.head[0], ""), (block.head[1], "number"), (self._labels.share, ""))
        return _framed(block.caption, head, rows)

    def _contents(self, block: Contents) -> Markup:
        lines = Markup().join(
            Markup('<li class="level-{}"><a href="#{}">{}</a></li>\n').format(
                each.level, each.key, text_of(each.words)
            )
            for each in headings(self._document, block.depth)
        )
        return Markup('<nav aria-labelledby="sommaire">\n<h2 id="sommaire">{}</h2>\n<ol>\n{}</ol>\n'
                      "</nav>\n").format(self._labels.contents, lines)  # fmt: skip

    def _words(self, words: Words) -> Markup:
        return Markup().join(
            self._note(each) if isinstance(each, Footnote) else _run(each) for each in words
        )

    def _note(self, note: Footnote) -> Markup:
        self._notes.append(Markup())
        number = len(self._notes)
        self._notes[number - 1] = self._words(note.words)
        return Markup(
            '<sup><a id="appel-{}" href="#note-{}" role="doc-noteref">{}</a></sup>'
        ).format(number, number, number)

    def notes(self) -> Markup:
        """The section of the notes that were met; nothing without one."""
        if not self._notes:
            return Markup()
        lines = Markup().join(
            Markup(
                '<li id="note-{}"><p dir="auto">{} '
                '<a href="#appel-{}" role="doc-backlink" aria-label="{}">↩</a></p></li>\n'
            ).format(number, note, number, self._labels.back)
            for number, note in enumerate(self._notes, 1)
        )
        return Markup(
            '<section role="doc-endnotes" aria-labelledby="notes">\n<h2 id="notes">{}</h2>\n'
            "<ol>\n{}</ol>\n</section>\n"
        ).format(self._labels.notes, lines)


def _framed(caption: str, head: Iterable[tuple[str, str]], rows: Markup) -> Markup:
    cells = Markup().join(
        Markup('<th scope="col"{}>{}</th>').format(_class(kind), name) for name, kind in head
    )
    told = Markup("<caption>{}</caption>\n").format(caption) if caption else ""
    return Markup(
        "<table>\n{}<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n"
    ).format(told, cells, rows)


def _id(key: str) -> Markup:
    return Markup(' id="{}"').format(key) if key else Markup()


def _class(name: str) -> Markup:
    return Markup(' class="{}"').format(name) if name else Markup()


def _run(run: Run) -> Markup:
    text = Markup("<br>\n").join(escape(each) for each in run.text.split("\n"))
    for is_so, tag in (
        (run.is_raised, "sup"), (run.is_italic, "em"), (run.is_bold, "strong"),
        (run.change is Change.ADDED, "ins"), (run.change is Change.REMOVED, "del"),
    ):  # fmt: skip
        if is_so:
            text = Markup("<{}>{}</{}>").format(tag, text, tag)
    if run.href:
        text = Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(run.href, text)
    return text
