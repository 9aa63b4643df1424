"""Footnotes go with the passage that calls them: on a long page nobody scrolls to the end.

A note is known in every format by the same sign: a link leads to it, and from it a link leads back.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consultation.documents.parsing.tree import BLOCKS, FOOT, HEADINGS, NOTE, Node

LABEL = 12
"""Characters of a call, at most: « 1 », « [12] », « note 3 »."""


def attach_notes(root: Node) -> None:
    """Move each footnote to the end of the block that calls it, under its label."""
    if any(_target(node) for node in root.elements()):
        _Notes(root).attach()


def call_of(number: int) -> Node:
    """The call of note `number`, for a reader that makes its own tree."""
    link = Node("a", {"href": f"#note-{number}", "id": f"call-{number}"}, [str(number)])
    return Node("sup", children=[link])


def body_of(number: int) -> Node:
    """The note `number`, still empty."""
    back = Node("a", {"href": f"#call-{number}"}, ["↑"])
    return Node("li", {"id": f"note-{number}"}, [back])


@dataclass(frozen=True)
class Call:
    """A note's mark in the text: its link, its label, and the note."""

    link: Node
    label: str
    note: Node


class _Notes:
    def __init__(self, root: Node) -> None:
        self.root = root
        self.parents: dict[Node, Node] = {}
        self.order: dict[Node, int] = {}
        self.named: dict[str, Node] = {}
        self.targets: dict[Node, frozenset[str]] = {}
        self.written: set[tuple[Node, Node]] = set()
        for number, parent in enumerate((root, *root.elements())):
            self.order[parent] = number
            for child in parent.children:
                if isinstance(child, Node):
                    self.parents[child] = parent
                    for name in _names(child):
                        self.named.setdefault(name, child)

    def attach(self) -> None:
        found = [self._call(node) for node in self.order if _target(node)]
        calls = [call for call in found if call is not None]
        notes = {call.note for call in calls}
        called = [call for call in calls if notes.isdisjoint(self._above(call.link))]
        names = {name for call in called for name in self._names_of(call.link)}
        notes = {call.note for call in called}
        for parent in {self.parents[note] for note in notes}:
            parent.children = [child for child in parent.children if child not in notes]
        for note in notes:
            _strip_links(note, names)
        for call in called:
            self._write(call)

    def _call(self, link: Node) -> Call | None:
        """What `link` calls, if a note: a later block without headings that links back."""
        target = self.named.get(_target(link))
        label = " ".join(link.text().split()).strip("[]() ")
        if target is None or not label or len(label) > LABEL:
            return None
        note = self._whole_note(target)
        is_later = self.order[note] > self.order[link]
        is_linked = not self._linked_from(note).isdisjoint(self._names_of(link))
        return Call(link, label, note) if is_later and is_linked else None

    def _linked_from(self, note: Node) -> frozenset[str]:
        """What is linked to from inside a block; nothing for one that holds headings."""
        if note not in self.targets:
            inside = [note, *note.elements()]
            has_heading = any(each.tag in HEADINGS for each in inside)
            found = () if has_heading or note is self.root else map(_target, inside)
            self.targets[note] = frozenset(found) - {""}
        return self.targets[note]

    def _names_of(self, link: Node) -> set[str]:
        return {name for node in self._line_above(link) for name in _names(node)}

    def _line_above(self, node: Node) -> list[Node]:
        """`node` and the elements of its line around it, up to its block."""
        line = [node]
        while self.parents[line[-1]].tag not in BLOCKS:
            line.append(self.parents[line[-1]])
        return line

    def _above(self, link: Node) -> list[Node]:
        above = [link]
        while above[-1] in self.parents:
            above.append(self.parents[above[-1]])
        return above

    def _whole_note(self, target: Node) -> Node:
        """The block of `target`, with the item or the division that holds nothing else."""
        while target.tag not in BLOCKS and target in self.parents:
            target = self.parents[target]
        parent = self.parents.get(target)
        if target.tag == "p" and parent is not None and parent.tag in {"li", "div", "aside"}:
            blocks = [each for each in parent.elements() if each.tag in BLOCKS]
            return parent if blocks == [target] else target
        return target

    def _write(self, call: Call) -> None:
        """The label stays in the text; the note follows its line, or the heading of its call."""
        line = self._line_above(call.link)
        holder = self.parents[line[-1]]
        is_raised = any(node.tag == "sup" for node in line)
        call.link.tag, call.link.attributes = ("span" if is_raised else "sup"), {}
        call.link.children = [call.label]
        if (holder, call.note) in self.written:
            return
        self.written.add((holder, call.note))
        text: list[Node | str] = [
            Node("sup", children=[call.label]),
            " ",
            *_opened(call.note.children),
        ]
        if holder.tag in HEADINGS:
            around = self.parents[holder].children
            around.insert(_end(around, holder, lambda tag: tag == NOTE), Node(NOTE, children=text))
        elif holder.tag == "p":
            holder.children.append(Node(FOOT, children=text))
        else:
            at = _end(holder.children, line[-1], lambda tag: tag not in BLOCKS or tag == FOOT)
            holder.children.insert(at, Node(FOOT, children=text))


def _end(siblings: list[Node | str], start: Node, goes_on: Callable[[str], bool]) -> int:
    """The place behind `start` and those of its followers that go with it."""
    at = siblings.index(start) + 1
    while at < len(siblings):
        following = siblings[at]
        if not goes_on(following.tag if isinstance(following, Node) else ""):
            break
        at += 1
    return at


def _opened(nodes: list[Node | str]) -> list[Node | str]:
    """`nodes` without the paragraph around the first words: they follow a label."""
    for index, node in enumerate(nodes):
        if isinstance(node, Node) and node.tag in {"p", "div"}:
            return [*_opened(node.children), *nodes[index + 1 :]]
        if isinstance(node, Node) or node.strip():
            break
    return nodes


def _target(node: Node) -> str:
    href = node.attributes.get("href", "") if node.tag == "a" else ""
    return href[1:] if href.startswith("#") else ""


def _names(node: Node) -> set[str]:
    return {node.attributes.get("id", ""), node.attributes.get("name", "")} - {""}


def _strip_links(note: Node, names: set[str]) -> None:
    """A note under its call needs no way back."""
    for node in (note, *note.elements()):
        node.children = [
            child
            for child in node.children
            if isinstance(child, str) or _target(child) not in names
        ]
