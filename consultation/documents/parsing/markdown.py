"""Markdown in: CommonMark with front matter, tables and footnotes, and the HTML inside it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.collecting import MAX_BLOCKS
from consultation.documents.parsing.document import About, Reading, finish
from consultation.documents.parsing.html import language_of
from consultation.documents.parsing.tree import parse_html

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_NAMED = re.compile(r"[\w.-]+[ \t]*[:=]|#")
_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(?P<quote>[\"']?)(?P<words>.+?)(?P=quote)[ \t]*$", re.M)
_LANGUAGE = re.compile(r"^lang(?:uage)?[ \t]*[:=][ \t]*[\"']?([a-zA-Z]{2})", re.M)
_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_FOLDED = re.compile(r"[|>][+-]?$")


def read_markdown(
    source: str, options: Options, *, has_indented_code: bool = True
) -> ParsedDocument:
    """Read a Markdown text; without indented code, any text that people typed."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    reading = Reading(options)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(source)
    if front and _NAMED.match((front.group(2) or "").lstrip()):
        source = source[front.end() :]
        reading.about = _about(front.group(2))
        reading.report.find_in_file(FindingCode.METADATA)
    if len(_GAP.findall(source)) > 1.25 * MAX_BLOCKS:
        raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    if not has_indented_code:
        reader.disable("code")
    reader.use(footnote_plugin)
    reader.add_render_rule("footnote_caption", _label)
    return finish(parse_html(reader.render(source)), reading)


def _label(
    _self: object, tokens: "Sequence[Token]", index: int, _options: object, _env: object
) -> str:
    """The number of a note: the same wherever it is called."""
    return str(tokens[index].meta["id"] + 1)


def _about(front: str) -> About:
    """The title and language of a front matter; the rest of it is for programs."""
    title, language = _TITLE.search(front), _LANGUAGE.search(front)
    words = title.group("words").strip() if title else ""
    if _FOLDED.fullmatch(words):
        words = ""
    spoken = language_of(language.group(1)) if language else None
    return About(words, bool(words), spoken, spoken is not None)
