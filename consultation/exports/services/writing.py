"""Writing one file, for the worker and for the command line alike."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute
from consultation.exports.asked import Asked, Filters, fingerprint_of
from consultation.exports.models import PAPERS, Format
from consultation.exports.papers.data import write_json, write_workbook
from consultation.exports.papers.document import paper_of, told_lines
from consultation.exports.papers.told import Chapter, Source, Told
from consultation.exports.queries.codebook import codes_of
from consultation.exports.queries.corpus import Corpus
from consultation.exports.queries.state import codebook_of, corpus_of, versions_of
from consultation.exports.queries.synthesis import (
    Written,
    annexed,
    synthesis_of,
    written_of,
    written_state,
)
from consultation.exports.writers import Writer, writer_of
from consultation.publishing.writers import Paper, write
from consultation.synthesis.models import Synthesis

Tell = Callable[[int], None]
"""How many rows are done; what it raises ends the writing."""


DATA = {Format.PAPER_JSON: write_json, Format.PAPER_XLSX: write_workbook}
"""What the synthesis is written as for programs and spreadsheets."""


@dataclass(frozen=True)
class Order:
    """What a file is made from."""

    consultation_id: int
    asked: Asked
    template: bytes | None = None

    @property
    def format(self) -> Format:
        """What it is written as."""
        return Format(self.asked.format)


def state_of(consultation_id: int, kind: Format) -> str:
    """Changes whenever a file of that format would."""
    corpus = corpus_of(consultation_id)
    return fingerprint_of(corpus, written_state(consultation_id)) if kind in PAPERS else corpus


def asked_of(
    consultation: Consultation, person: User, as_of: date, kind: Format, filters: Filters, *,
    has_names: bool, corpus: str,
) -> Asked:  # fmt: skip
    """What the file says of itself."""
    return Asked(
        consultation=consultation.title,
        address=absolute("reading.consultation", slug=consultation.slug),
        by=person.display_name,
        as_of=as_of,
        format=kind.value,
        filters=filters,
        has_names=has_names,
        corpus=corpus,
        versions=versions_of(consultation.id),
        codebook=codebook_of(consultation.id),
        software=str(current_app.config["SETTINGS"].site_name),
    )


def count_of(order: Order) -> int:
    """How many rows there will be: what progress is counted in."""
    if order.format is Format.QDC:
        return 0
    if order.format in PAPERS:
        return len(_cited(order))
    return _corpus(order).count()


def _corpus(order: Order) -> Corpus:
    return Corpus(order.consultation_id, order.asked.filters, order.asked.has_names)


def _cited(order: Order) -> set[int]:
    consultation = session.get_one(Consultation, order.consultation_id)
    synthesis = synthesis_of(consultation.id)
    return _numbers(_written(consultation, synthesis, order).chapters) if synthesis else set()


def _written(consultation: Consultation, synthesis: Synthesis, order: Order) -> Written:
    return written_of(consultation, synthesis, is_draft=order.asked.filters.is_draft)


def _numbers(chapters: Iterable[Chapter]) -> set[int]:
    return {
        number
        for chapter in chapters
        for statement in chapter.statements
        for number in (*statement.sources, *(quote.number for quote in statement.quotes))
    }


def write_file(order: Order, path: Path, tell: Tell) -> None:
    """Write the whole file to `path`; half of it is left there when that fails."""
    if order.format in PAPERS:
        _write_paper(order, path, tell)
        return
    writer = writer_of(order.format, order.asked, codes_of(order.consultation_id), path)
    try:
        _write_rows(order, writer, tell)
    except BaseException:
        writer.abandon()
        raise


def _write_rows(order: Order, writer: Writer, tell: Tell) -> None:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    seen, count, names = hashlib.sha256(), 0, order.asked.names
    with in_language("fr"):
        for chunk in _corpus(order).rows() if order.format is not Format.QDC else ():
            for each in chunk:
                line = encode(each.form(names))
                seen.update(line.encode() + b"\n")
                writer.add(each, line)
            count += len(chunk)
            tell(count)
    writer.close(count, seen.hexdigest())


def _write_paper(order: Order, path: Path, tell: Tell) -> None:
    consultation = session.get_one(Consultation, order.consultation_id)
    with in_language(consultation.language):
        told = _told(consultation, order, tell)
        if order.format in DATA:
            DATA[order.format](told, told_lines(order.asked, told)[1], path)
            return
        paper = paper_of(order.asked, told)
        done = len(told.sources)
        if order.template is None:
            write(paper.document, Paper(order.asked.format), path, lambda: tell(done))
            return
        from consultation.publishing.template import fill

        fill(order.template, paper.document, paper.words, paper.parts, path, lambda: tell(done))


def _told(consultation: Consultation, order: Order, tell: Tell) -> Told:
    synthesis = synthesis_of(consultation.id)
    if synthesis is None:
        raise DomainError(_("La synthèse n’est pas encore commencée."))
    written = _written(consultation, synthesis, order)
    cited = _numbers(written.chapters)
    sources: list[Source] = []
    if order.asked.filters.with_annex:
        for chunk in annexed(consultation.id, cited):
            sources += chunk
            tell(len(sources))
    return Told(
        title=written.title,
        consultation=consultation.title,
        address=order.asked.address,
        language=consultation.language,
        day=order.asked.as_of,
        institution=order.asked.software,
        edition=written.edition,
        coverage=written.coverage,
        chapters=written.chapters,
        sources=sources,
        source_count=len(cited),
        has_annex=order.asked.filters.with_annex,
    )
