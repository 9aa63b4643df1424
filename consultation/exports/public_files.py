"""The files of a published synthesis, named for everybody."""

from collections.abc import Sequence

from flask import url_for

from consultation.core.i18n import _
from consultation.exports.models import Format
from consultation.exports.queries.edition_files import PUBLIC_FORMATS, sizes_of
from consultation.synthesis.public_files import PublicFile

PATHS = {Format.PAPER_XLSX: "xlsx", Format.PAPER_JSON: "json"}
"""How an address names them, where it is not by their own word."""


def path_of(kind: Format) -> str:
    """How an address names it."""
    return PATHS.get(kind, kind.value)


def files_offered(slug: str, edition_id: int, number: int) -> Sequence[PublicFile]:
    """Each format, with its size once it is there."""
    sizes = sizes_of(edition_id)
    words = {
        Format.PDF: _("PDF accessible"), Format.DOCX: _("Word, DOCX"),
        Format.ODT: _("LibreOffice, ODT"), Format.HTML: _("Page seule, HTML"),
        Format.PAPER_XLSX: _("Tableur, XLSX"), Format.PAPER_JSON: _("Données, JSON"),
    }  # fmt: skip
    return [
        PublicFile(
            words[kind],
            url_for("exports.edition_file", slug=slug, number=number, kind=path_of(kind)),
            sizes.get(kind, 0),
        )
        for kind in PUBLIC_FORMATS
    ]
