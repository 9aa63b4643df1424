"""Writing the synthesis: its outline, its chapters, the order of statements."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis.models import Chapter, Statement, Synthesis
from consultation.synthesis.models.writing import Outline
from consultation.synthesis.queries.corpus import vocabulary_of
from consultation.synthesis.queries.coverage import coverage_of
from consultation.synthesis.queries.outline import (
    find_statement,
    last_change,
    shown_chapters,
    synthesis_of,
)
from consultation.synthesis.queries.writing import section_titles, writing_of
from consultation.synthesis.services.arranging import DOWN, UP, move, remove, step, undo
from consultation.synthesis.services.opening import (
    add_chapter,
    arrange,
    note_empty,
    open_synthesis,
    retitle,
)
from consultation.synthesis.services.writing import add_statement
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of

LONGEST_ID = 12


def statement_of(desk: Desk, key: str) -> tuple[Statement, Chapter]:
    """A statement of that desk that was not removed, with its chapter, or 404."""
    found = find_statement(desk.consultation.id, key)
    if found is None or found[0].removed_at is not None:
        abort(404)
    return found


def chapter_of(desk: Desk, key: str) -> Chapter:
    """A chapter of that desk, or 404."""
    found = session.scalars(
        select(Chapter)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .where(Synthesis.consultation_id == desk.consultation.id, Chapter.key == key)
    ).one_or_none()
    if found is None:
        abort(404)
    return found


@bp.get("/espace/<slug>/synthese/redaction")
@strongly_signed_in
def writing(person: User, slug: str) -> ResponseReturnValue:
    """The outline, and one chapter with its statements."""
    return _page(desk_of(person, slug), request.args.get("chapitre", ""))


def _page(
    desk: Desk, chapter: str, error: str = "", typed: str = "", note: str | None = None
) -> str:
    consultation = desk.consultation
    synthesis = synthesis_of(consultation.id)
    coverage = coverage_of(consultation.id)
    if synthesis is None:
        return render_template(
            "synthesis/writing_begin.html", consultation=consultation, is_coder=desk.is_coder,
            coverage=coverage,
        )  # fmt: skip
    page = writing_of(consultation, synthesis, chapter)
    return render_template(
        "synthesis/writing.html",
        consultation=consultation, is_coder=desk.is_coder, coverage=coverage, page=page,
        last=last_change(synthesis.id), error=error, typed=typed,
        note=page.part.chapter.empty_note if note is None else note,
        sections=section_titles([line.statement for line in page.part.lines]),
        vocabulary=vocabulary_of(consultation.id) if error else None,
    )  # fmt: skip


def chapter_address(desk: Desk, chapter: Chapter) -> str:
    """The outline with that chapter opened."""
    slug = desk.consultation.slug
    return url_for("synthesis.writing", slug=slug, chapitre=chapter.key, _anchor="chapitre")


@bp.post("/espace/<slug>/synthese/redaction/debut")
@strongly_signed_in
def begin_writing(person: User, slug: str) -> ResponseReturnValue:
    """Make the chapters; those of sections and themes that came since, too."""
    desk = coders_desk(person, slug)
    open_synthesis(desk.consultation, actor=person)
    return redirect(url_for("synthesis.writing", slug=slug), 303)


@bp.post("/espace/<slug>/synthese/redaction/plan")
@strongly_signed_in
def choose_outline(person: User, slug: str) -> ResponseReturnValue:
    """By section of the text, or by theme; statements follow."""
    desk = coders_desk(person, slug)
    asked = request.form.get("outline", "")
    if asked not in set(Outline):
        abort(400)
    arrange(desk.consultation, Outline(asked), actor=person)
    flash(_("Le plan a changé : chaque énoncé y a trouvé sa place."))
    return redirect(url_for("synthesis.writing", slug=slug), 303)


@bp.post("/espace/<slug>/synthese/redaction/titre")
@strongly_signed_in
def name_synthesis(person: User, slug: str) -> ResponseReturnValue:
    """What the synthesis is called."""
    desk = coders_desk(person, slug)
    try:
        retitle(desk.consultation, request.form.get("title", ""), actor=person)
    except DomainError as error:
        return _page(desk, "", str(error)), int(error.status)
    flash(_("Le titre est enregistré."))
    return redirect(url_for("synthesis.writing", slug=slug), 303)


@bp.post("/espace/<slug>/synthese/redaction/chapitres")
@strongly_signed_in
def new_chapter(person: User, slug: str) -> ResponseReturnValue:
    """A chapter of one's own."""
    desk = coders_desk(person, slug)
    try:
        chapter = add_chapter(desk.consultation, request.form.get("title", ""), actor=person)
    except DomainError as error:
        return _page(desk, "", str(error)), int(error.status)
    return redirect(chapter_address(desk, chapter), 303)


@bp.post("/espace/<slug>/synthese/redaction/chapitres/<key>")
@strongly_signed_in
def new_statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """A statement at its end; then the page where its sources are looked for."""
    desk = coders_desk(person, slug)
    chapter = chapter_of(desk, key)
    text = request.form.get("text", "")
    section = request.form.get("section", "")
    is_number = section.isascii() and section.isdecimal() and len(section) < LONGEST_ID
    try:
        statement = add_statement(
            desk.consultation, chapter, text, actor=person,
            section_id=_known_section(desk, int(section)) if is_number else None,
        )  # fmt: skip
    except DomainError as error:
        return _page(desk, key, str(error), text), int(error.status)
    flash(_("L’énoncé est ajouté : cherchez maintenant ses sources."))
    return redirect(url_for("synthesis.statement", slug=slug, key=statement.key), 303)


def _known_section(desk: Desk, section_id: int) -> int | None:
    synthesis = synthesis_of(desk.consultation.id)
    if synthesis is None:
        return None
    return session.scalar(
        select(Chapter.section_id).where(
            Chapter.synthesis_id == synthesis.id, Chapter.section_id == section_id
        )
    )


@bp.post("/espace/<slug>/synthese/redaction/chapitres/<key>/vide")
@strongly_signed_in
def say_empty(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Why a required place has nothing in it."""
    desk = coders_desk(person, slug)
    chapter = chapter_of(desk, key)
    note = request.form.get("note", "")
    try:
        note_empty(desk.consultation, chapter, note, actor=person)
    except DomainError as error:
        return _page(desk, key, str(error), note=note), int(error.status)
    flash(_("C’est noté : la synthèse le dira à cet endroit."))
    return redirect(chapter_address(desk, chapter), 303)


@bp.post("/espace/<slug>/synthese/redaction/<key>/place")
@strongly_signed_in
def place_statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One place up or down, or to another chapter."""
    desk = coders_desk(person, slug)
    statement, chapter = statement_of(desk, key)
    way = request.form.get("sens", "")
    if way in {"haut", "bas"}:
        step(desk.consultation, statement, UP if way == "haut" else DOWN, actor=person)
    else:
        into = chapter_of(desk, request.form.get("into", ""))
        synthesis = synthesis_of(desk.consultation.id)
        if synthesis is None or into.id not in {row.id for row, _name in shown_chapters(synthesis)}:
            abort(404)
        move(desk.consultation, statement, into, actor=person)
        flash(_("L’énoncé est déplacé."))
        chapter = into
    return redirect(chapter_address(desk, chapter), 303)


@bp.post("/espace/<slug>/synthese/redaction/<key>/retrait")
@strongly_signed_in
def remove_statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take it out; it can be undone."""
    desk = coders_desk(person, slug)
    statement, chapter = statement_of(desk, key)
    remove(desk.consultation, statement, actor=person)
    flash(_("L’énoncé est retiré. Vous pouvez l’annuler ci-dessous."))
    return redirect(chapter_address(desk, chapter), 303)


@bp.post("/espace/<slug>/synthese/redaction/annulation")
@strongly_signed_in
def undo_change(person: User, slug: str) -> ResponseReturnValue:
    """Take back the latest act on the outline."""
    desk = coders_desk(person, slug)
    seen = request.form.get("change", "")
    is_number = seen.isascii() and seen.isdecimal() and len(seen) < LONGEST_ID
    try:
        statement = undo(desk.consultation, int(seen) if is_number else 0, actor=person)
    except DomainError as error:
        return _page(desk, "", str(error)), int(error.status)
    flash(_("C’est annulé."))
    chapter = session.get_one(Chapter, statement.chapter_id)
    return redirect(chapter_address(desk, chapter), 303)
