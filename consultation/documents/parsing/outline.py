"""The outline of a parsed file, as the command line prints it."""

from collections.abc import Sequence
from typing import Any

from consultation.core.keys import new_key
from consultation.documents.parsing.blocks import BlockKind, ParsedDocument
from consultation.documents.parsing.messages import finding_message


def outline_rows(parsed: ParsedDocument, keys: Sequence[str] = ()) -> list[dict[str, Any]]:
    """`{"key", "number", "kind", "level", "text"}` a block; a heading has no number.

    Without `keys`, as in a dry run, each block gets one that nothing will remember.
    """
    rows = []
    number = 0
    for index, block in enumerate(parsed.blocks):
        is_heading = block.kind is BlockKind.HEADING
        number += not is_heading
        rows.append(
            {
                "key": keys[index] if index < len(keys) else new_key(),
                "number": None if is_heading else number,
                "kind": block.kind.value,
                "level": block.level,
                "text": block.text,
            }
        )
    return rows


def report_rows(parsed: ParsedDocument) -> list[dict[str, Any]]:
    """The report: `{"code", "is_deliberate", "place", "count", "detail", "message"}` a line."""
    return [
        {
            "code": finding.code.value,
            "is_deliberate": finding.is_deliberate,
            "place": finding.place,
            "count": finding.count,
            "detail": finding.detail,
            "message": finding_message(finding),
        }
        for finding in parsed.findings
    ]
