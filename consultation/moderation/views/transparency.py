"""The transparency report: of a consultation, and of a year; as a page, as CSV, as JSON."""

from collections.abc import Sequence

from flask import Response, abort, jsonify, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.clock import today
from consultation.core.i18n import _
from consultation.core.tables import csv_file
from consultation.moderation.models import Measure, Source
from consultation.moderation.queries.register import is_year
from consultation.moderation.queries.transparency import report_of, years_with_decisions
from consultation.moderation.reports import Category, Outcome, Side
from consultation.moderation.transparency import OTHER, Figure, Report
from consultation.moderation.views import bp
from consultation.moderation.views.register import shareable, visible
from consultation.moderation.words import (
    WAITS,
    appeal_state_word,
    category_word,
    clause_words,
    measure_word,
    outcome_word,
    register_word,
    side_word,
    source_word,
)

HEAD = ("part", "item", "detail", "value", "part_label", "item_label", "detail_label")


@bp.get("/consultations/<slug>/transparence")
@public
def consultation_transparency(viewer: User | None, slug: str) -> ResponseReturnValue:
    """How one consultation is moderated, in figures."""
    row = visible(viewer, slug)
    return _page(viewer, report_of(row, None), row, None)


@bp.get("/consultations/<slug>/transparence.csv")
@public
def consultation_transparency_csv(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The same, for a spreadsheet."""
    row = visible(viewer, slug)
    return _csv(report_of(row, None), row, f"transparence-{slug}.csv")


@bp.get("/consultations/<slug>/transparence.json")
@public
def consultation_transparency_json(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The same, for a machine."""
    row = visible(viewer, slug)
    return _json(report_of(row, None), row)


@bp.get("/transparence")
@public
def transparency(viewer: User | None) -> ResponseReturnValue:
    """How every public consultation is moderated, since the beginning."""
    return _page(viewer, report_of(None, None), None, None)


@bp.get("/transparence/<year>")
@public
def year_transparency(viewer: User | None, year: str) -> ResponseReturnValue:
    """The same, of one year."""
    number = _year(year)
    return _page(viewer, report_of(None, number), None, number)


@bp.get("/transparence/<year>.csv")
@public
def year_transparency_csv(_viewer: User | None, year: str) -> ResponseReturnValue:
    """The same, for a spreadsheet."""
    return _csv(report_of(None, _year(year)), None, f"transparence-{year}.csv")


@bp.get("/transparence/<year>.json")
@public
def year_transparency_json(_viewer: User | None, year: str) -> ResponseReturnValue:
    """The same, for a machine."""
    return _json(report_of(None, _year(year)), None)


def _year(text: str) -> int:
    """A year that has begun; else there is no such page."""
    if not is_year(text) or int(text) > today().year:
        abort(404)
    return int(text)


def _page(
    viewer: User | None, report: Report, consultation: Consultation | None, year: int | None
) -> Response:
    if consultation is not None:
        forms = {
            kind: url_for(f"moderation.consultation_transparency_{kind}", slug=consultation.slug)
            for kind in ("csv", "json")
        }
    else:
        shown = str(year or today().year)
        forms = {
            kind: url_for(f"moderation.year_transparency_{kind}", year=shown)
            for kind in ("csv", "json")
        }
    page = render_template(
        "moderation/transparency.html",
        report=report,
        consultation=consultation,
        year=year,
        years=years_with_decisions(),
        forms=forms if consultation is not None or year is not None else {},
        part_word=part_word,
        item_word=lambda figure: item_word(figure, consultation),
        detail_word=detail_word,
    )
    return shareable(viewer, make_response(page))


def part_word(part: str) -> str:
    """The title of a part of the report."""
    return {
        "measures": _("Décisions, par mesure"),
        "grounds": _("Décisions, par fondement"),
        "sources": _("Ce qui a conduit à décider"),
        "automation": _("Part des machines"),
        "people": _("Mesures visant des personnes"),
        "notices": _("Notifications de contenu illégal"),
        "flags": _("Signalements de manquements à la charte"),
        "appeals": _("Recours"),
        "reversals": _("Décisions changées par un recours"),
        "times": _("Délais médians, en heures"),
    }[part]


def item_word(figure: Figure, consultation: Consultation | None) -> str:
    """What a figure counts."""
    if figure.item == "total":
        return _("Total")
    if figure.item == OTHER:
        return _("Autres, réunis car peu nombreux")
    return _WORDS[figure.part](figure.item, consultation)


def _ground(item: str, consultation: Consultation | None) -> str:
    if item == "law":
        return _("La loi")
    _charter, version, clause = item.split("/")
    if clause.startswith("C") and consultation is None:
        return _("Règle %(ref)s propre à une consultation", ref=clause)
    words = clause_words(clause, int(version), consultation.id if consultation else None)
    return _("%(words)s (version %(number)s)", words=words, number=version)


def _clause(item: str, consultation: Consultation | None) -> str:
    if item.startswith("C") and consultation is None:
        return _("Règle %(ref)s propre à une consultation", ref=item)
    return _("Charte, règle %(ref)s", ref=item)


def _automation(item: str, _consultation: Consultation | None) -> str:
    return {
        "detected": _("Décisions sur ce qu’une machine avait repéré"),
        "detected_share": _("Soit, en pourcentage des décisions"),
        "partly": _("Décisions prises en partie par une machine"),
        "alone": _("Décisions prises par une machine seule"),
    }[item]


def _person(item: str, _consultation: Consultation | None) -> str:
    if item == "reporter_warned":
        return _("Avertissement pour signalements infondés")
    if item == "reporter_limited":
        return _("Suspension des signalements")
    return measure_word(Measure(item))


def _reversal(item: str, _consultation: Consultation | None) -> str:
    if item == "changed":
        return _("Annulées, en tout ou en partie")
    return _("Soit, en pourcentage des recours jugés")


def _time(item: str, _consultation: Consultation | None) -> str:
    return {
        "decisions": _("De la mise en attente à la décision"),
        "notices": _("De la notification à la réponse"),
        "flags": _("Du signalement à la réponse"),
        "appeals": _("Du recours à la réponse"),
    }[item]


_WORDS = {
    "measures": lambda item, _row: register_word(item),
    "grounds": _ground,
    "sources": lambda item, _row: source_word(Source(item)),
    "automation": _automation,
    "people": _person,
    "notices": lambda item, _row: category_word(Category(item)),
    "flags": _clause,
    "appeals": lambda item, _row: side_word(Side(item)),
    "reversals": _reversal,
    "times": _time,
}


def detail_word(figure: Figure) -> str:
    """What became of what a figure counts."""
    if not figure.detail:
        return ""
    if figure.part == "appeals":
        return appeal_state_word(figure.detail)
    return outcome_word(None if figure.detail == WAITS else Outcome(figure.detail))


def _cells(report: Report, consultation: Consultation | None) -> list[Sequence[object]]:
    return [
        (
            each.part, each.item, each.detail, each.value, part_word(each.part),
            item_word(each, consultation), detail_word(each),
        )
        for each in report.figures
    ]  # fmt: skip


def _csv(report: Report, consultation: Consultation | None, name: str) -> Response:
    return csv_file(name, HEAD, _cells(report, consultation))


def _json(report: Report, consultation: Consultation | None) -> Response:
    return jsonify(
        {
            "computed_at": report.at.isoformat(timespec="seconds"),
            "figures": [
                dict(zip(HEAD, cells, strict=True)) for cells in _cells(report, consultation)
            ],
        }
    )
