"""A text being prepared: its outline, its report, and how the public will read it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import glossary_terms
from consultation.core.db import session
from consultation.core.i18n import _n
from consultation.documents.forms import SeenForm
from consultation.documents.glossary import Marker, Term
from consultation.documents.models import Document, Heading, Version
from consultation.documents.pagination import cut_pages
from consultation.documents.parsing.blocks import BlockKind, Finding
from consultation.documents.parsing.messages import finding_message, kind_label
from consultation.documents.queries import Entry, draft_of, entries_of, last_correction
from consultation.documents.services.correcting import key_of
from consultation.documents.services.importing import findings_of
from consultation.documents.views import bp
from consultation.documents.views.loading import drafted, prepared

LINES = 50
EXCERPT = 220


@dataclass(frozen=True)
class OutlineLine:
    """An entry as the outline shows it: `level` is 0 for a passage, `place` counts from 1."""

    key: str
    place: int
    level: int
    number: int | None
    label: str
    text: str
    is_open: bool


@dataclass(frozen=True)
class PreviewLine:
    """An entry as the public will read it; `level` 2 to 6 for a heading, 0 for a passage."""

    key: str
    level: int
    number: int | None
    kind: BlockKind
    html: Markup
    is_open: bool
    terms: Sequence[Term] = ()


def outline_lines(entries: Sequence[Entry]) -> list[OutlineLine]:
    """The whole outline, numbered as it would be published."""
    lines = []
    number = 0
    for place, entry in enumerate(entries, start=1):
        is_heading = isinstance(entry, Heading)
        number += not is_heading
        kind = BlockKind.HEADING if isinstance(entry, Heading) else entry.kind
        text = entry.text if len(entry.text) <= EXCERPT else entry.text[: EXCERPT - 1] + "…"
        lines.append(
            OutlineLine(
                key=key_of(entry),
                place=place,
                level=entry.level if isinstance(entry, Heading) else 0,
                number=None if is_heading else number,
                label=kind_label(kind),
                text=text,
                is_open=entry.is_open,
            )
        )
    return lines


@bp.get("/espace/<slug>/textes/<document>")
@strongly_signed_in
def draft(person: User, slug: str, document: str) -> ResponseReturnValue:
    """The outline of a draft, with everything that corrects it; a published text says so."""
    consultation, row = prepared(person, slug, document)
    version = draft_of(row.id)
    if version is None:
        return render_template("documents/published.html", consultation=consultation, document=row)
    lines = outline_lines(entries_of(version.id))
    start = _start(len(lines))
    form = SeenForm(None, seen=str(version.edit_count))
    return render_template(
        "documents/draft.html",
        consultation=consultation,
        document=row,
        version=version,
        lines=lines[start : start + LINES],
        start=start,
        total=len(lines),
        step=LINES,
        form=form,
        last=last_correction(version.id),
        found=_findings(version),
    )


@bp.get("/espace/<slug>/textes/<document>/rapport")
@strongly_signed_in
def report(person: User, slug: str, document: str) -> ResponseReturnValue:
    """What was recognised in the file, what was not, what was left out on purpose."""
    consultation, row, version = drafted(person, slug, document)
    entries = entries_of(version.id)
    kinds = Counter(
        BlockKind.HEADING if isinstance(entry, Heading) else entry.kind for entry in entries
    )
    return render_template(
        "documents/report.html",
        consultation=consultation,
        document=row,
        counts=[(_kind_words(kind, kinds[kind]), kinds[kind]) for kind in BlockKind if kinds[kind]],
        found=_findings(version),
        message=finding_message,
    )


@bp.get("/espace/<slug>/textes/<document>/apercu")
@strongly_signed_in
def preview(person: User, slug: str, document: str) -> ResponseReturnValue:
    """One page of the draft, as the public will read it."""
    consultation, row, version = drafted(person, slug, document)
    entries = entries_of(version.id)
    cuts = cut_pages([entry.level if isinstance(entry, Heading) else 0 for entry in entries])
    at = _page_number(len(cuts))
    glossary = [
        Term(term.key, term.term, term.definition)
        for term in session.scalars(glossary_terms(consultation.id))
    ]
    return render_template(
        "documents/preview.html",
        consultation=consultation,
        document=row,
        lines=_preview(entries, cuts[at - 1].entries, Marker(glossary)),
        parts=[(entries[cut.heading].text, cut.part) for cut in cuts],
        at=at,
    )


def _preview(entries: Sequence[Entry], shown: Sequence[int], marker: Marker) -> list[PreviewLine]:
    number = 0
    numbers = []
    for entry in entries:
        number += not isinstance(entry, Heading)
        numbers.append(number)
    lines = []
    base, above = 0, 1
    for index in shown:
        entry = entries[index]
        if isinstance(entry, Heading):
            base = base or entry.level
            above = min(max(entry.level - base + 2, 2), above + 1, 6)
        lines.append(_preview_line(entry, above, numbers[index], marker))
    return lines


def _preview_line(entry: Entry, level: int, number: int, marker: Marker) -> PreviewLine:
    if isinstance(entry, Heading):
        html = Markup(entry.html)  # noqa: S704  # cleaned when it was stored
        return PreviewLine(key_of(entry), level, None, BlockKind.HEADING, html, entry.is_open)
    marked, terms = marker.mark(entry.html)
    html = Markup(marked)  # noqa: S704  # cleaned when it was stored, then marked by us
    return PreviewLine(key_of(entry), 0, number, entry.kind, html, entry.is_open, terms)


def _findings(version: Version) -> tuple[list[Finding], list[Finding]]:
    """What was not recognised, and what was left out on purpose."""
    found = findings_of(version)
    return (
        [each for each in found if not each.is_deliberate],
        [each for each in found if each.is_deliberate],
    )


def _kind_words(kind: BlockKind, count: int) -> str:
    """« titres »: the name of a kind, in the number of its count."""
    return {
        BlockKind.HEADING: _n("titre", "titres", count),
        BlockKind.PARAGRAPH: _n("paragraphe", "paragraphes", count),
        BlockKind.LIST: _n("liste", "listes", count),
        BlockKind.ITEM: _n("élément de liste", "éléments de liste", count),
        BlockKind.TABLE: _n("tableau", "tableaux", count),
        BlockKind.QUOTATION: _n("citation", "citations", count),
        BlockKind.IMAGE: _n("image", "images", count),
        BlockKind.NOTE: _n("note", "notes", count),
    }[kind]


def _start(total: int) -> int:
    """The first line of the part that the address asks for."""
    wanted = request.args.get("depuis", "")
    place = int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 1
    return (min(max(place, 1), max(total, 1)) - 1) // LINES * LINES


def _page_number(total: int) -> int:
    wanted = request.args.get("partie", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 1
    return min(max(number, 1), total)


def outline_url(
    consultation: Consultation, document: Document, entries: Sequence[Entry], key: str
) -> str:
    """The address of the outline's part that shows the entry of `key`; its top without one."""
    places = {key_of(entry): place for place, entry in enumerate(entries, start=1)}
    return url_for(
        "documents.draft",
        slug=consultation.slug,
        document=document.slug,
        depuis=(places.get(key, 1) - 1) // LINES * LINES + 1,
        _anchor=f"e-{key}" if key in places else "plan",
    )
