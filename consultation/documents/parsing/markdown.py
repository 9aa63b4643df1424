"""Markdown in: CommonMark with front matter, tables and footnotes, and the HTML inside it."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from consultation.documents.parsing.blocks import Options, ParsedDocument
from consultation.documents.parsing.html import read_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.M)
_LANGUAGE = re.compile(r"^lang(?:uage)?:[ \t]*[\"']?([a-zA-Z]{2})", re.M)


def read_markdown(source: str, options: Options) -> ParsedDocument:
    """Read a Markdown text."""
    title, language = "", None
    front = _FRONT_MATTER.match(source)
    if front:
        source = source[front.end() :]
        found = _TITLE.search(front.group(1))
        title = found.group(1) if found else ""
        spoken = _LANGUAGE.search(front.group(1))
        language = spoken.group(1).lower() if spoken else None
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin)
    parsed = read_html(reader.render(source), options, title)
    if language is None:
        return parsed
    return ParsedDocument(parsed.title, language, parsed.blocks, parsed.findings, parsed.pictures)
