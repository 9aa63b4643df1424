"""The charter as everybody reads it: the instance's, a consultation's, older versions, JSON.

The JSON is the same in every language, since it holds both. Its members:

    format          1; raised when a member changes its meaning or goes
    consultation    null, or {slug, title, moderation: "after" | "before", review_hours}
    version         number of the instance's charter that is in force
    own_version     number of the consultation's own clauses; 0 where it adds none
    in_force_since  when that version was published (ISO 8601, UTC); own_in_force_since likewise
    clauses         [{ref, version, title: {fr, en}, text: {fr, en}}], « C1 » for a consultation's
    versions        [{version, published_at, change: {fr, en}, address}], newest first; own_versions
    moderation      who decides, which tools, what may be done, how to report and to appeal
"""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.charter import (
    PublishedCharter,
    all_published,
    charter_in_force,
    published,
)
from consultation.accounts.charter_changes import changes_between
from consultation.accounts.models import CharterVersion, User
from consultation.consultations.charter import OWN, in_words, own_charter
from consultation.consultations.models import Consultation, ConsultationCharter
from consultation.consultations.queries import visible_consultations
from consultation.core.db import session
from consultation.core.i18n import LANGUAGES, current_language
from consultation.core.public_cache import shared
from consultation.moderation.models import Measure
from consultation.pages.views import bp
from consultation.screening.signals import SignalKind

FORMAT = 1
APPEAL_MONTHS = 6
Json = dict[str, Any]


@bp.get("/charte")
@public
def charter(viewer: User | None) -> ResponseReturnValue:
    """The rules that everybody accepted, and how moderation works."""
    current = charter_in_force()

    def render() -> str:
        return _page(current, None, None)

    return render() if viewer else shared(("charter", current.number), render)


@bp.get("/charte/<int:number>")
@public
def charter_version(viewer: User | None, number: int) -> ResponseReturnValue:
    """One version, and what it changed."""
    shown, current = published(CharterVersion, number), charter_in_force()
    if shown is None:
        abort(404)

    def render() -> str:
        before = published(CharterVersion, number - 1)
        return _version_page(shown, before, current.number, None)

    return render() if viewer else shared(("charter", number, current.number), render)


@bp.get("/charte.json")
@public
def charter_json(_viewer: User | None) -> ResponseReturnValue:
    """The same for machines."""
    return _json(charter_in_force(), None, None)


@bp.get("/consultations/<slug>/charte")
@public
def own(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The rules of one consultation: the instance's, then its own."""
    row, current = _consultation(viewer, slug), charter_in_force()
    added = own_charter(row.id)

    def render() -> str:
        return _page(current, row, added)

    key = (
        "charter of", row.id, row.revision, row.moderation, row.review_hours, current.number,
        added.number if added else 0,
    )  # fmt: skip
    return render() if viewer else shared(key, render)


@bp.get("/consultations/<slug>/charte/<int:number>")
@public
def own_charter_version(viewer: User | None, slug: str, number: int) -> ResponseReturnValue:
    """One version of the clauses that a consultation adds, and what it changed."""
    row = _consultation(viewer, slug)
    shown, current = own_charter(row.id, number), own_charter(row.id)
    if shown is None or current is None:
        abort(404)

    def render() -> str:
        return _version_page(shown, own_charter(row.id, number - 1), current.number, row)

    key = ("charter of", row.id, row.revision, number, "in", current.number)
    return render() if viewer else shared(key, render)


@bp.get("/consultations/<slug>/charte.json")
@public
def own_json(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The rules of one consultation for machines."""
    row = _consultation(viewer, slug)
    return _json(charter_in_force(), row, own_charter(row.id))


def _consultation(viewer: User | None, slug: str) -> Consultation:
    query = visible_consultations(viewer).where(Consultation.slug == slug)
    row = session.scalars(query).first()
    if row is None:
        abort(404)
    return row


def _page(
    current: PublishedCharter, row: Consultation | None, added: PublishedCharter | None
) -> str:
    return render_template(
        "pages/charter.html", consultation=row, current=current, added=added,
        clauses=in_words(current), own_clauses=in_words(added, OWN) if added else (),
        versions=all_published(CharterVersion) if row is None else (),
        own_versions=_own_versions(row) if row else (), language_now=current_language(),
        appeal_months=APPEAL_MONTHS,
    )  # fmt: skip


def _own_versions(row: Consultation) -> list[PublishedCharter]:
    return all_published(ConsultationCharter, consultation_id=row.id)


def _version_page(
    shown: PublishedCharter, before: PublishedCharter | None, current: int,
    row: Consultation | None,
) -> str:  # fmt: skip
    language = current_language()
    prefix = OWN if row else ""
    return render_template(
        "pages/charter_version.html", shown=shown, before=before, current=current,
        consultation=row, prefix=prefix, language_now=language, clauses=in_words(shown, prefix),
        changes=changes_between(before.clauses, shown.clauses, language) if before else (),
    )  # fmt: skip


def _json(
    current: PublishedCharter, row: Consultation | None, added: PublishedCharter | None
) -> Json:
    return {
        "format": FORMAT,
        "consultation": row and {
            "slug": row.slug, "title": row.title, "moderation": row.moderation.value,
            "review_hours": row.review_hours,
        },
        "version": current.number,
        "in_force_since": current.published_at.isoformat(),
        "own_version": added.number if added else 0,
        "own_in_force_since": added.published_at.isoformat() if added else None,
        "clauses": [*_clauses(current, ""), *(_clauses(added, OWN) if added else ())],
        "versions": [_version(each, None) for each in all_published(CharterVersion)],
        "own_versions": [_version(each, row) for each in _own_versions(row)] if row else [],
        "moderation": {
            "decided_by": "people",
            "automated_means": [kind.value for kind in SignalKind],
            "automated_decisions": ["hold_for_review"],
            "measures": [measure.value for measure in Measure],
            "reports": {"charter_breach": "signed_in", "illegal_content": "anybody"},
            "statement_of_reasons": ["clause_or_law", "charter_version", "facts", "redress"],
            "appeal": {"months": APPEAL_MONTHS, "decided_by": "another_moderator"},
        },
    }  # fmt: skip


def _clauses(charter: PublishedCharter, prefix: str) -> list[Json]:
    return [
        {
            "ref": f"{prefix}{place}",
            "version": charter.number,
            "title": {language: clause.title(language) for language in LANGUAGES},
            "text": {language: clause.text(language) for language in LANGUAGES},
        }
        for place, clause in enumerate(charter.clauses, start=1)
    ]


def _version(charter: PublishedCharter, row: Consultation | None) -> Json:
    address = (
        url_for("pages.own_charter_version", slug=row.slug, number=charter.number)
        if row
        else url_for("pages.charter_version", number=charter.number)
    )
    return {
        "version": charter.number,
        "published_at": charter.published_at.isoformat(),
        "change": {language: charter.note(language) for language in LANGUAGES},
        "address": address,
    }
