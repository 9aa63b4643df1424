"""The words of the paragraphs of an ODT file.

Tracked deletions live apart from the text and stay there; hidden text and remarks are left out and
reported. What is met in a paragraph is reported once its words are known.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode
from consultation.documents.parsing.notes import body_of, call_of
from consultation.documents.parsing.odt.drawings import DRAW, XLINK, Drawings, words_of
from consultation.documents.parsing.odt.styles import OFFICE, TEXT, Styles
from consultation.documents.parsing.report import Report
from consultation.documents.parsing.tree import Node

SILENT = frozenset(
    f"{TEXT}{name}"
    for name in ("script", "ruby-text", "note-citation", "section-source", "tracked-changes")
)


class Lines:
    """Reads one paragraph after the other."""

    def __init__(
        self, styles: Styles, drawings: Drawings, blocks: Callable[[Element, Node], None]
    ) -> None:
        self.styles = styles
        self.drawings = drawings
        self.blocks = blocks
        """Reads what a note holds."""
        self.deletions: set[str] = set()
        self.notes: list[Node] = []
        self.after: list[Node] = []
        """Figures that stood in the lines read, to be put behind them."""
        self._met: list[tuple[FindingCode, str]] = []
        self._is_hidden = False

    def line(self, element: Element, tag: str, report: Report) -> Node | None:
        """A paragraph's words, in an element of `tag`; None for one that is hidden."""
        outer = self._met, self._is_hidden
        self._met, self._is_hidden = [], False
        line = Node(tag)
        if self.styles.look(element.get(f"{TEXT}style-name", "")).is_hidden:
            self._is_hidden = bool(words_of(element))
        else:
            self._inline(element, line)
        is_hidden = self._is_hidden
        if is_hidden:
            line, self._met = Node(tag), [(FindingCode.HIDDEN_TEXT, "")]
        self._tell(line, report)
        self._met, self._is_hidden = outer
        return None if is_hidden else line

    def loose(self, element: Element, report: Report) -> Node:
        """What stands between paragraphs: a drawing, a remark, the mark of a deletion."""
        line = Node("p")
        self._piece(element, line)
        self._tell(line, report)
        self._met = []
        return line

    def _tell(self, line: Node, report: Report) -> None:
        for code, detail in self._met:
            report.find(code, line, detail)

    def _inline(self, element: Element, into: Node) -> None:
        if element.text:
            into.children.append(element.text)
        for child in element:
            self._piece(child, into)
            if child.tail:
                into.children.append(child.tail)

    def _piece(self, child: Element, into: Node) -> None:
        rules: dict[str, Callable[[Element, Node], None]] = {
            f"{OFFICE}annotation": self._remark,
            f"{TEXT}hidden-text": self._hidden_words,
            f"{TEXT}hidden-paragraph": self._hidden_paragraph,
            f"{TEXT}change": self._change,
            f"{TEXT}note": self._note,
            f"{TEXT}span": self._span,
            f"{TEXT}a": self._link,
            f"{TEXT}line-break": lambda _each, line: line.children.append(Node("br")),
            f"{TEXT}s": lambda _each, line: line.children.append(" "),
            f"{TEXT}tab": lambda _each, line: line.children.append(" "),
        }
        if child.tag in rules:
            rules[child.tag](child, into)
        elif child.tag.startswith(DRAW):
            self._drawing(child, into)
        elif child.tag.startswith(TEXT) and child.tag not in SILENT:
            self._inline(child, into)

    def _remark(self, _child: Element, _into: Node) -> None:
        self._met.append((FindingCode.COMMENT, ""))

    def _hidden_paragraph(self, child: Element, _into: Node) -> None:
        self._is_hidden |= child.get(f"{TEXT}is-hidden") == "true"

    def _hidden_words(self, child: Element, into: Node) -> None:
        """Words under a condition are left out, unless the file says that they are seen."""
        if child.get(f"{TEXT}is-hidden") == "false":
            self._inline(child, into)
        else:
            self._met.append((FindingCode.HIDDEN_TEXT, ""))

    def _change(self, child: Element, _into: Node) -> None:
        if child.get(f"{TEXT}change-id", "") in self.deletions:
            self._met.append((FindingCode.TRACKED_DELETION, ""))

    def _span(self, child: Element, into: Node) -> None:
        style = child.get(f"{TEXT}style-name", "")
        look = self.styles.look(style)
        if look.is_hidden:
            self._met += [(FindingCode.HIDDEN_TEXT, "")] if words_of(child) else []
            return
        for tag in look.tags(is_code=self.styles.is_code(style)):
            into = into.add(tag)
        self._inline(child, into)

    def _link(self, child: Element, into: Node) -> None:
        # A relative address leads out of the package first.
        address = child.get(f"{XLINK}href", "").removeprefix("../")
        self._inline(child, into.add("a", href=address))

    def _note(self, child: Element, into: Node) -> None:
        number = len(self.notes) + 1
        note = body_of(number)
        self.notes.append(note)
        into.children.append(call_of(number))
        body = child.find(f"{TEXT}note-body")
        if body is not None:
            inner = Node("div")
            self.blocks(body, inner)
            note.children = [*inner.children, *note.children]

    def _seen(self, element: Element) -> str:
        """The words that a reader sees in a drawing; its notes go with it."""
        outer = self._met, self._is_hidden, self.after
        count = len(self.notes)
        self._met, self._is_hidden, self.after = [], False, []
        box = Node("div")
        self.blocks(element, box)
        self._met, self._is_hidden, self.after = outer
        del self.notes[count:]
        lines = (each.text() for each in box.children if isinstance(each, Node))
        return " ".join(" ".join(lines).split())

    def _drawing(self, child: Element, into: Node) -> None:
        drawn = self.drawings.look_at(child, self._seen)
        into.children += drawn.inside
        self.after += drawn.after
        self._met += drawn.findings
