"""The last steps of every format: from its tree to the parsed document."""

from dataclasses import dataclass, field

from consultation.documents.parsing.blocks import Block, BlockKind, Options, ParsedDocument
from consultation.documents.parsing.collecting import Collector
from consultation.documents.parsing.languages import spoken
from consultation.documents.parsing.notes import attach_notes
from consultation.documents.parsing.pictures import Pictures
from consultation.documents.parsing.pruning import Pruner
from consultation.documents.parsing.report import Report, short
from consultation.documents.parsing.tree import Node

TITLE = 300


@dataclass
class About:
    """What a file says of itself."""

    title: str = ""
    is_title_meant: bool = False
    """Somebody wrote the title for readers; those of office files are often a template's."""
    language: str | None = None
    is_language_meant: bool = False


@dataclass
class Reading:
    """A file being read: what the readers of all formats share."""

    options: Options
    report: Report = field(default_factory=Report)
    pictures: Pictures = field(default_factory=Pictures)
    about: About = field(default_factory=About)


def finish(body: Node, reading: Reading) -> ParsedDocument:
    """Prune the tree, settle its notes, and make its blocks."""
    Pruner(reading.report, reading.pictures).prune(body)
    attach_notes(body)
    collector = Collector(reading.options)
    collector.walk(body)
    blocks = collector.blocks()
    return ParsedDocument(
        title=_title(blocks, reading.about),
        language=_language(blocks, reading.about),
        blocks=blocks,
        findings=reading.report.findings(),
        pictures=tuple(reading.pictures.found.values()),
    )


def _title(blocks: tuple[Block, ...], about: About) -> str:
    """What the file was named for its readers, else its first heading, else its property."""
    heading = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    first = heading.text if heading and (heading.level == 1 or heading is blocks[0]) else ""
    other = heading.text if heading else ""
    given = about.title if about.is_title_meant else ""
    return short(given or first or about.title or other, TITLE)


def _language(blocks: tuple[Block, ...], about: About) -> str | None:
    heard = None if about.is_language_meant else spoken(block.text for block in blocks)
    return heard or about.language
