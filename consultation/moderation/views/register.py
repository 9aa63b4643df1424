"""The public register of decisions: of a consultation, and of all; as a page, as CSV, as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import visible_consultations
from consultation.core.db import session
from consultation.core.i18n import current_language
from consultation.core.links import absolute
from consultation.core.public_cache import HEADERS
from consultation.core.tables import csv_file
from consultation.moderation.models import Ground, Measure
from consultation.moderation.queries.register import (
    Entry,
    RegisterFilters,
    register_page,
    whole_register,
)
from consultation.moderation.queries.transparency import years_with_decisions
from consultation.moderation.reports import AppealOutcome
from consultation.moderation.views import bp
from consultation.moderation.views.answering import after_asked
from consultation.moderation.words import (
    PERSON,
    PERSONAL,
    clause_words,
    register_word,
)

JSON_ROWS = 500


@bp.get("/consultations/<slug>/registre")
@public
def register(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The decisions of one consultation."""
    return _page(viewer, visible(viewer, slug))


@bp.get("/registre")
@public
def whole(viewer: User | None) -> ResponseReturnValue:
    """The decisions of every public consultation."""
    return _page(viewer, None)


@bp.get("/consultations/<slug>/registre.csv")
@public
def register_csv(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The same, for a spreadsheet: the whole of what the filters keep."""
    return _csv(visible(viewer, slug))


@bp.get("/registre.csv")
@public
def whole_csv(_viewer: User | None) -> ResponseReturnValue:
    """The same, of every public consultation."""
    return _csv(None)


@bp.get("/consultations/<slug>/registre.json")
@public
def register_json(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The same, for a machine, five hundred rows at a time."""
    return _json(visible(viewer, slug))


@bp.get("/registre.json")
@public
def whole_json(_viewer: User | None) -> ResponseReturnValue:
    """The same, of every public consultation."""
    return _json(None)


def visible(viewer: User | None, slug: str) -> Consultation:
    """The consultation, if the viewer may know of it; else 404."""
    row: Consultation | None = session.scalars(
        visible_consultations(viewer).where(Consultation.slug == slug)
    ).one_or_none()
    if row is None:
        abort(404)
    return row


def shareable(viewer: User | None, response: Response) -> Response:
    """Signed out, it is the same for everybody: a proxy may keep it for ten seconds."""
    if viewer is None:
        response.headers.extend(HEADERS)
    return response


def _page(viewer: User | None, consultation: Consultation | None) -> Response:
    filters = RegisterFilters.of(request.args)
    found = register_page(consultation, filters, after_asked())
    page = render_template(
        "moderation/register.html",
        consultation=consultation,
        page=found,
        after=after_asked(),
        filters=filters,
        measures=[*(each.value for each in Measure if each not in PERSONAL), PERSON],
        outcomes=["waits", *(each.value for each in AppealOutcome)],
        years=years_with_decisions(consultation),
        ground_of=ground_of,
        links=_links(consultation, found.following, filters),
    )
    return shareable(viewer, make_response(page))


def _links(
    consultation: Consultation | None, following: str, filters: RegisterFilters
) -> dict[str, str]:
    """The other forms of the same list, what follows, and the figures. Files keep the filters."""
    slug = consultation.slug if consultation else None
    names = ("register", "consultation_transparency") if slug else ("whole", "transparency")
    own, report = (f"moderation.{name}" for name in names)
    kept: Any = filters.arguments
    return {
        "whole": url_for(own, slug=slug),
        "following": url_for(own, slug=slug, apres=following, **kept),
        "csv": url_for(f"{own}_csv", slug=slug, **kept),
        "json": url_for(f"{own}_json", slug=slug, **kept),
        "transparency": url_for(report, slug=slug),
    }


def ground_of(entry: Entry) -> str:
    """The rule or the law of an entry, in words."""
    if entry.ground is Ground.LAW:
        return entry.legal_ref
    if entry.ground is Ground.CHARTER:
        return clause_words(entry.clause, entry.charter_version or 0, entry.consultation_id)
    return ""


HEAD = (
    "reference", "date", "consultation", "measure", "measure_label", "ground", "charter_version",
    "clause", "legal_reference", "ground_label", "source", "machine_detected", "reversed",
    "appeal", "trace",
)  # fmt: skip


def cells_of(entry: Entry) -> Sequence[object]:
    """An entry under `HEAD`, in codes for machines and words for people."""
    trace = ""
    if entry.tomb:
        trace = absolute("contributions.permalink", current_language(), key=entry.tomb)
    return (
        entry.reference, entry.day.isoformat(), entry.slug, entry.measure,
        register_word(entry.measure), entry.ground.value, entry.charter_version or "",
        entry.clause, entry.legal_ref, ground_of(entry), entry.source.value,
        "yes" if entry.is_machine_detected else "no", "yes" if entry.is_reversed else "no",
        entry.appeal, trace,
    )  # fmt: skip


def _csv(consultation: Consultation | None) -> Response:
    filters = RegisterFilters.of(request.args)
    name = f"registre-{consultation.slug}.csv" if consultation else "registre.csv"

    def rows() -> Iterator[Sequence[object]]:
        for entry in whole_register(consultation, filters):
            yield cells_of(entry)

    return csv_file(name, HEAD, rows())


def _json(consultation: Consultation | None) -> Response:
    filters = RegisterFilters.of(request.args)
    page = register_page(consultation, filters, after_asked(), JSON_ROWS)
    following = None
    kept: Any = filters.arguments
    if page.following:
        endpoint = "moderation.register_json" if consultation else "moderation.whole_json"
        following = url_for(
            endpoint,
            slug=consultation.slug if consultation else None,
            apres=page.following,
            **kept,
        )
    entries = [dict(zip(HEAD, cells_of(entry), strict=True)) for entry in page.entries]
    return jsonify({"decisions": entries, "next": following})
