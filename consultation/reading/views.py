"""Reading a text and its discussions. What is signed out is shared, and kept by its revision."""

from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase
from consultation.consultations.permissions import can_see, phase_at, phase_by_clock
from consultation.consultations.queries import roles_of, visible_consultations
from consultation.contributions.queries.addresses import Address
from consultation.core.clock import now, today
from consultation.core.db import session
from consultation.core.public_cache import Key, shared
from consultation.documents.models import (
    Document,
    Heading,
    Page,
    Section,
    Version,
)
from consultation.reading.asked import Asked, asked
from consultation.reading.consultation import consultation_page
from consultation.reading.document import document_page
from consultation.reading.gone import gone_page, standing
from consultation.reading.queries import PageHead, PageState, glossary_of, page_head, page_state
from consultation.reading.section import section_page
from consultation.reading.tools import tools
from consultation.reading.words import whole_text

bp = Blueprint("reading", __name__)


@bp.get("/consultations/<slug>")
@public
def consultation(viewer: User | None, slug: str) -> ResponseReturnValue:
    """One consultation: its calendar, its texts, who takes part."""
    row = session.scalars(visible_consultations(viewer).where(Consultation.slug == slug)).first()
    if row is None:
        abort(404)
    phase = phase_at(row, now())

    def render() -> str:
        return render_template(
            "reading/consultation.html", page=consultation_page(row), phase=phase, **tools(viewer)
        )

    if viewer is not None:
        return render()
    counts = (row.contribution_count, row.participant_count, row.vote_count, row.amendment_count)
    key = ("consultation", row.id, row.revision, phase, today(), now().hour, *counts)
    return shared(key, render)


@bp.get("/consultations/<slug>/<document>/s/<section>")
@bp.get("/consultations/<slug>/<document>/s/<section>/<int:part>")
@public
def section(
    viewer: User | None, slug: str, document: str, section: str, part: int = 1
) -> ResponseReturnValue:
    """Read one page of a text, one discussion open if the address says so."""
    head = page_head(slug, document, section, part)
    if head is None:
        return _page_that_holds(viewer, slug, document, section)
    state = head.state
    wanted = asked(request.args)
    if viewer is None:
        if state.phase is Phase.DRAFT:
            abort(404)
        return shared(
            _key(state, wanted),
            lambda: _render(head, wanted, None),
            partial(_key_now, slug, document, section, part, wanted),
        )
    if state.phase is Phase.DRAFT and not roles_of(viewer, state.consultation_id):
        abort(404)
    return _render(head, wanted, viewer)


def _key(state: PageState, wanted: Asked) -> Key:
    return ("section", *state.key, phase_at_now(state), today(), wanted)


def _key_now(slug: str, document: str, section_key: str, part: int, wanted: Asked) -> Key | None:
    state = page_state(slug, document, section_key, part)
    return _key(state, wanted) if state and state.phase is not Phase.DRAFT else None


def phase_at_now(state: PageState) -> Phase:
    """The phase by the server's clock."""
    return phase_by_clock(state.phase, state.opens_at, state.closes_at, now())


def _render(head: PageHead, wanted: Asked, viewer: User | None) -> str:
    page = section_page(head, wanted, viewer.id if viewer else None)
    return render_template(
        "reading/section.html", page=page, phase=phase_at_now(head.state), **tools(viewer)
    )


def _page_that_holds(
    viewer: User | None, slug: str, document: str, section_key: str
) -> ResponseReturnValue:
    """A section shown inside a larger page: go there. One that is gone: go where it went."""
    row = session.execute(
        select(Page.id, Page.part, Heading.section_id, Page.section_id)
        .join(Heading, Heading.page_id == Page.id)
        .join(Section, Section.id == Heading.section_id)
        .join(Document, Document.current_version_id == Heading.version_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .where(Section.key == section_key, Document.slug == document, Consultation.slug == slug)
    ).one_or_none()
    if row is None:
        return _lasting(viewer, slug, document, section_key, is_heading=True)
    if row[2] == row[3]:
        abort(404)
    head = session.get_one(Section, row[3])
    target = url_for("reading.section", slug=slug, document=document, section=head.key)
    return redirect(f"{target}#s-{section_key}", 302)


@bp.get("/consultations/<slug>/<document>/p/<key>")
@public
def paragraph(viewer: User | None, slug: str, document: str, key: str) -> ResponseReturnValue:
    """The permanent address of a paragraph: where it stands today, its discussion open."""
    return _lasting(viewer, slug, document, key, is_heading=False)


@bp.get("/consultations/<slug>/<document>/t/<key>")
@public
def lasting_section(viewer: User | None, slug: str, document: str, key: str) -> ResponseReturnValue:
    """The permanent address of a section, as `paragraph` is of a paragraph."""
    return _lasting(viewer, slug, document, key, is_heading=True)


def _lasting(
    viewer: User | None, slug: str, document_slug: str, key: str, *, is_heading: bool
) -> ResponseReturnValue:
    """Where words stand today, or where they went; those that are gone have their own page."""
    consultation, text, version = _document(viewer, slug, document_slug)
    wanted = asked(request.args)
    found = standing(text, key, is_heading=is_heading)
    if found is None:
        abort(404)
    if isinstance(found, Address):
        target = url_for(
            "reading.section",
            slug=slug,
            document=document_slug,
            section=found.page_section,
            part=found.page_part if found.page_part > 1 else None,
            p=found.paragraph or None,
            s=found.section or None,
        )
        return redirect(f"{target}#discussion-{found.paragraph or found.section}", 302)
    page = gone_page(consultation, text, version, found, wanted, viewer.id if viewer else None)
    return render_template(
        "reading/gone.html", page=page, phase=phase_at(consultation, now()), **tools(viewer)
    )


@bp.get("/consultations/<slug>/lexique")
@public
def glossary(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The words of a consultation, explained."""
    row = session.scalars(visible_consultations(viewer).where(Consultation.slug == slug)).first()
    if row is None:
        abort(404)

    def render() -> str:
        return render_template("reading/glossary.html", consultation=row, terms=glossary_of(row.id))

    if viewer is not None:
        return render()
    return shared(("glossary", row.id, row.revision), render)


@bp.get("/consultations/<slug>/<document>")
@public
def document(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """One text: its table of contents, and what is said of the whole of it."""
    consultation, text, version = _document(viewer, slug, document)
    wanted = asked(request.args)
    phase = phase_at(consultation, now())

    def render() -> str:
        page = document_page(consultation, text, version, wanted, viewer.id if viewer else None)
        return render_template("reading/document.html", page=page, phase=phase, **tools(viewer))

    if viewer is not None:
        return render()
    key = ("document", text.id, text.revision, consultation.revision, phase, today(), wanted)
    return shared(key, render)


@bp.get("/consultations/<slug>/<document>/texte")
@public
def whole(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """The whole text on one page, to print it."""
    consultation, text, version = _document(viewer, slug, document)

    def render() -> str:
        return render_template(
            "reading/whole_text.html",
            consultation=consultation,
            document=text,
            version=version,
            entries=whole_text(version.id, consultation.id, consultation.revision),
            terms=glossary_of(consultation.id),
        )

    if viewer is not None:
        return render()
    return shared(("whole", version.id, text.revision, consultation.revision), render)


def _document(
    viewer: User | None, slug: str, document_slug: str
) -> tuple[Consultation, Document, Version]:
    """A published text that the viewer may read, or 404."""
    row = session.execute(
        select(Consultation, Document, Version)
        .join(Document, Document.consultation_id == Consultation.id)
        .join(Version, Version.id == Document.current_version_id)
        .where(Consultation.slug == slug, Document.slug == document_slug)
    ).one_or_none()
    if row is None or not can_see(row[0], roles_of(viewer, row[0].id)):
        abort(404)
    return row[0], row[1], row[2]
