"""The formats: each writes rows as they come, in memory that does not grow with them."""

from pathlib import Path

from consultation.exports.asked import Asked
from consultation.exports.models import Format
from consultation.exports.writers.codebook import Code, CodebookWriter
from consultation.exports.writers.csv_package import CsvWriter
from consultation.exports.writers.json_package import JsonWriter
from consultation.exports.writers.protocol import Writer
from consultation.exports.writers.qdpx import ProjectWriter
from consultation.exports.writers.workbook import WorkbookWriter
from consultation.publishing.writers import CONTENT_TYPES as PAPER_TYPES

ENDINGS = {
    Format.CSV: "csv.zip", Format.JSON: "json.zip", Format.PAPER_JSON: "synthese.json.zip",
    Format.PAPER_XLSX: "synthese.xlsx",
}  # fmt: skip
"""Of the file's name, where it is not the format's own."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {
    Format.CSV: "application/zip",
    Format.JSON: "application/zip",
    Format.XLSX: XLSX,
    Format.PAPER_JSON: "application/zip",
    Format.PAPER_XLSX: XLSX,
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
    **{Format(paper.value): content_type for paper, content_type in PAPER_TYPES.items()},
}


def writer_of(kind: Format, asked: Asked, codes: list[Code], path: Path) -> Writer:
    """The writer of a format, into `path`."""
    if kind is Format.QDPX:
        return ProjectWriter(asked, codes, path)
    if kind is Format.QDC:
        return CodebookWriter(asked, codes, path)
    kinds: dict[Format, type[CsvWriter] | type[JsonWriter] | type[WorkbookWriter]] = {
        Format.CSV: CsvWriter, Format.JSON: JsonWriter, Format.XLSX: WorkbookWriter,
    }  # fmt: skip
    return kinds[kind](asked, path)


__all__ = ["CONTENT_TYPES", "ENDINGS", "Code", "Writer", "writer_of"]
