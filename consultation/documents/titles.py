"""Every text has a title, and begins with a heading."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import PurePath

from consultation.documents.parsing.blocks import Block, BlockKind, ParsedDocument


def named(parsed: ParsedDocument, filename: str, title: str = "") -> ParsedDocument:
    """The text under `title`, else its own, else its file's name; a heading at its head."""
    from_file = PurePath(filename).stem.replace("_", " ").strip() or filename
    name = title or _own_title(parsed) or from_file
    return replace(parsed, title=name, blocks=tuple(headed(name, parsed.blocks)))


def headed(title: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, under a heading of `title` if they begin without one."""
    if blocks and blocks[0].kind is BlockKind.HEADING:
        return [*blocks]
    return [Block(BlockKind.HEADING, 1, escape(title, quote=False), title), *blocks]


def _own_title(parsed: ParsedDocument) -> str:
    """What the text says it is called; a heading that comes later names its part alone."""
    if not parsed.blocks or parsed.blocks[0].kind is BlockKind.HEADING:
        return parsed.title
    headings = (block.text for block in parsed.blocks if block.kind is BlockKind.HEADING)
    return "" if parsed.title == next(headings, None) else parsed.title
