"""Footnotes go with the passage that calls them: on a long page nobody scrolls to the end."""

from consultation.documents.parsing.tree import BLOCKS, Node


def attach_notes(root: Node) -> None:
    """Move each footnote to the end of the block that calls it, under its number."""
    notes = {node.attributes["id"]: node for node in root.elements() if _is_note(node)}
    if not notes:
        return
    used = _attach(root, notes)
    _remove(root, used)


def _is_note(node: Node) -> bool:
    identifier = node.attributes.get("id", "")
    return node.tag == "li" and identifier.startswith(("fn", "footnote-", "endnote-"))


def _attach(node: Node, notes: dict[str, Node]) -> set[int]:
    used: set[int] = set()
    for child in [each for each in node.children if isinstance(each, Node)]:
        if child.tag in BLOCKS and not any(_is_note(each) for each in child.elements()):
            called = [note for call in child.elements() for note in _called(call, notes)]
            for number, note in called:
                child.children.append(Node("br"))
                child.children.append(Node("sup", children=[number]))
                child.children.append(" " + " ".join(_without_backlink(note).split()))
                used.add(id(note))
        elif child.tag in BLOCKS:
            used |= _attach(child, notes)
    return used


def _called(call: Node, notes: dict[str, Node]) -> list[tuple[str, Node]]:
    target = call.attributes.get("href", "").removeprefix("#")
    if call.tag != "a" or target not in notes:
        return []
    number = call.text().strip().strip("[]")
    call.tag, call.attributes, call.children = "span", {}, [number]
    return [(number, notes[target])]


def _without_backlink(note: Node) -> str:
    if isinstance(note, Node) and note.tag == "a" and note.text().strip() in {"↩", "↩︎", "↑"}:
        return ""
    return "".join(
        child if isinstance(child, str) else _without_backlink(child) for child in note.children
    )


def _remove(node: Node, used: set[int]) -> None:
    node.children = [
        child for child in node.children if isinstance(child, str) or id(child) not in used
    ]
    for child in node.children:
        if isinstance(child, Node):
            _remove(child, used)
