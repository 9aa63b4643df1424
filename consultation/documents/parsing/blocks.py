"""What a parser makes of a file: blocks in the order of the text, pictures, and a report."""

from dataclasses import dataclass
from enum import StrEnum

MAX_HEADING = 300
"""Characters of a heading: the outline and the links that lead to a section show it whole."""


class BlockKind(StrEnum):
    """What one block of a text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    QUOTATION = "quotation"
    IMAGE = "image"
    NOTE = "note"


@dataclass(frozen=True)
class Block:
    """One block: safe HTML, its plain words, and for a heading its level (1 to 6, else 0)."""

    kind: BlockKind
    level: int
    html: str
    text: str


class FindingCode(StrEnum):
    """What a report speaks of."""

    IMAGE_WITHOUT_ALTERNATIVE = "image_without_alternative"
    IMAGE_MISSING = "image_missing"
    IMAGE_REMOTE = "image_remote"
    IMAGE_UNREADABLE = "image_unreadable"
    TEXT_BOX = "text_box"
    EQUATION = "equation"
    MERGED_CELLS = "merged_cells"
    EMBEDDED_OBJECT = "embedded_object"
    PDF_IS_A_DRAFT = "pdf_is_a_draft"
    UNKNOWN_MARKUP = "unknown_markup"
    AUTOMATIC_NUMBER = "automatic_number"
    HEADING_LEVEL = "heading_level"
    HEADING_LONG = "heading_long"
    LINK_DROPPED = "link_dropped"
    TRACKED_DELETION = "tracked_deletion"
    COMMENT = "comment"
    HIDDEN_TEXT = "hidden_text"
    METADATA = "metadata"
    AUTHOR = "author"
    MACRO = "macro"
    EXTERNAL_LINK = "external_link"
    SCRIPT = "script"
    TABLE_OF_CONTENTS = "table_of_contents"
    PAGE_FURNITURE = "page_furniture"


DELIBERATE = frozenset(
    {
        FindingCode.TRACKED_DELETION,
        FindingCode.COMMENT,
        FindingCode.HIDDEN_TEXT,
        FindingCode.METADATA,
        FindingCode.AUTHOR,
        FindingCode.MACRO,
        FindingCode.EXTERNAL_LINK,
        FindingCode.SCRIPT,
        FindingCode.IMAGE_REMOTE,
        FindingCode.TABLE_OF_CONTENTS,
        FindingCode.PAGE_FURNITURE,
    }
)


@dataclass(frozen=True)
class Finding:
    """Something of the file that the text does not hold, or not as it was.

    `place` is the heading and first words near it; `count` how many there are at that place.
    """

    code: FindingCode
    place: str = ""
    count: int = 1
    detail: str = ""

    @property
    def is_deliberate(self) -> bool:
        """Left out on purpose, rather than not recognised."""
        return self.code in DELIBERATE


@dataclass(frozen=True)
class Picture:
    """An image re-encoded by us, named after the hash of its bytes."""

    name: str
    content: bytes
    width: int
    height: int
    alternative: str = ""


@dataclass(frozen=True)
class ParsedDocument:
    """All that was read of one file."""

    title: str
    language: str | None
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Options:
    """What the organiser chooses at import."""

    split_lists: bool = False


class RefusalCode(StrEnum):
    """Why a file is not read."""

    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_MEMBERS = "too_many_members"
    TOO_MANY_BLOCKS = "too_many_blocks"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    MISLABELLED = "mislabelled"
    UNKNOWN_FORMAT = "unknown_format"
    DECLARES_ENTITIES = "declares_entities"
    UNSAFE_NAMES = "unsafe_names"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    SAME_TEXT = "same_text"
    OTHER_DRAFT = "other_draft"


class Refusal(Exception):  # noqa: N818  # the product's word
    """A file that is not read, and why."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code.value)
        self.code = code
