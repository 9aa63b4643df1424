"""The words of the consulted texts, explained: one by one, or from a CSV file."""

import csv
import io
import re
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, GlossaryTerm
from consultation.consultations.permissions import can_organise
from consultation.consultations.queries import glossary_terms, roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line

MAX_TERM = 80
MAX_DEFINITION = 600
MAX_LINES = 2000
MAX_BYTES = 1024 * 1024
_SEPARATOR = re.compile(r'\s*(?:"(?:[^"]|"")*"|[^";,\t\r\n]*)\s*([;,\t])')
"""What follows the first term: a semicolon in French spreadsheets, a comma in others, or a tab."""
HEADINGS = {"terme", "term", "sigle", "acronyme", "mot"}


def add_term(consultation: Consultation, term: str, definition: str, *, actor: User) -> None:
    """Explain one more word."""
    require(can_organise(roles_of(actor, consultation.id)))
    term, definition = _checked(term, definition)
    with transaction() as current:
        lock(consultation)
        row = GlossaryTerm(consultation_id=consultation.id, term=term, definition=definition)
        current.add(row)
        _flush(term)
        _changed(consultation, "glossary.added", row.key, actor)


def edit_term(
    consultation: Consultation, key: str, term: str, definition: str, *, actor: User
) -> None:
    """Explain a word otherwise."""
    require(can_organise(roles_of(actor, consultation.id)))
    term, definition = _checked(term, definition)
    with transaction():
        lock(consultation)
        row = lock(_term(consultation, key))
        row.term = term
        row.definition = definition
        _flush(term)
        _changed(consultation, "glossary.edited", key, actor)


def delete_term(consultation: Consultation, key: str, *, actor: User) -> None:
    """Explain a word no more."""
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(consultation)
        current.delete(_term(consultation, key))
        _changed(consultation, "glossary.deleted", key, actor)


class Fate(StrEnum):
    """What becomes of one line of an imported file."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class LineReport:
    """One line of the file: its number as an editor shows it, its term, what becomes of it."""

    number: int
    term: str
    fate: Fate
    reason: str = ""


@dataclass
class GlossaryImport:
    """What a file holds, compared with the glossary. Written only if no line is wrong."""

    lines: list[LineReport] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def count(self, fate: Fate) -> int:
        """How many lines have that fate."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def is_right(self) -> bool:
        """No line is wrong."""
        return self.count(Fate.WRONG) == 0


def import_glossary(consultation: Consultation, content: bytes, *, actor: User) -> GlossaryImport:
    """Read « term, definition » lines (CSV, comma or semicolon) into the glossary, all or none."""
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(consultation)
        known = {row.term: row for row in current.scalars(glossary_terms(consultation.id))}
        report = read_glossary(content, {term: row.definition for term, row in known.items()})
        if not report.is_right:
            return report
        for term, definition in report.wanted.items():
            if term in known:
                known[term].definition = definition
            else:
                current.add(
                    GlossaryTerm(consultation_id=consultation.id, term=term, definition=definition)
                )
        if report.wanted:
            _changed(consultation, "glossary.imported", "", actor, count=len(report.wanted))
    return report


def read_glossary(content: bytes, known: dict[str, str]) -> GlossaryImport:
    """Say of each line what would become of it; `known` is the glossary of today.

    UTF-8 is tried first, then Windows-1252, which French spreadsheets still write.
    """
    if len(content) > MAX_BYTES:
        raise DomainError(_("Le fichier dépasse 1 Mo : importez-le en plusieurs fois."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    found = _SEPARATOR.match(text)
    separator = found.group(1) if found else ","
    report = GlossaryImport()
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    start = 1
    try:
        for cells in rows:
            if rows.line_num > MAX_LINES:
                raise DomainError(
                    _(
                        "Le fichier dépasse %(most)s lignes : importez-le en plusieurs fois.",
                        most=MAX_LINES,
                    )
                )
            _read_line(report, start, cells, known)
            start = rows.line_num + 1
    except csv.Error:
        report.lines.append(
            LineReport(start, "", Fate.WRONG, _("Cette ligne ne se lit pas comme du CSV."))
        )
    return report


def _read_line(
    report: GlossaryImport, number: int, cells: list[str], known: dict[str, str]
) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if number == 1 and cells[0].strip().lower() in HEADINGS:
        return
    try:
        term, definition = _two_columns(cells)
        if term in report.seen:
            raise DomainError(_("Ce terme est déjà défini plus haut dans le fichier."))
    except DomainError as error:
        shown = " ".join(cells[0].split())[:MAX_TERM]
        report.lines.append(LineReport(number, shown, Fate.WRONG, str(error)))
        return
    report.seen.add(term)
    if known.get(term) == definition:
        report.lines.append(LineReport(number, term, Fate.SAME))
        return
    report.wanted[term] = definition
    fate = Fate.CHANGED if term in known else Fate.ADDED
    report.lines.append(LineReport(number, term, fate))


def _two_columns(cells: list[str]) -> tuple[str, str]:
    if len(cells) < 2 or any(cell.strip() for cell in cells[2:]):
        raise DomainError(_("Il faut deux colonnes : le terme, puis sa définition."))
    return _checked(cells[0], cells[1])


def _checked(term: str, definition: str) -> tuple[str, str]:
    term, definition = one_line(term), one_line(definition)
    if is_blank(term):
        raise DomainError(_("Écrivez le terme."))
    if is_blank(definition):
        raise DomainError(_("Écrivez la définition."))
    if len(term) > MAX_TERM:
        raise DomainError(_("Un terme tient en %(most)s caractères.", most=MAX_TERM))
    if len(definition) > MAX_DEFINITION:
        raise DomainError(_("Une définition tient en %(most)s caractères.", most=MAX_DEFINITION))
    return term, definition


def _term(consultation: Consultation, key: str) -> GlossaryTerm:
    row = session.scalars(
        select(GlossaryTerm).where(
            GlossaryTerm.consultation_id == consultation.id, GlossaryTerm.key == key
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _flush(term: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(_("« %(term)s » est déjà dans le lexique.", term=term)) from error


def _changed(
    consultation: Consultation, act: str, key: str, actor: User, *, count: int = 1
) -> None:
    """The texts are marked anew, on every page."""
    consultation.revision += 1
    journal.record(act, consultation, actor_id=actor.id, term=key, count=count)
