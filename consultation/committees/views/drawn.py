"""What everybody reads of a drawing of lots, and how its figures are laid out."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.committees.lot_words import algorithm_words
from consultation.committees.models.lots import Lot, LotState, Volunteer
from consultation.committees.models.people import Committee
from consultation.committees.permissions import Standing
from consultation.committees.queries.lots import lot_of, volunteer_for
from consultation.committees.sortition.pool import Person, Targets
from consultation.committees.sortition.written import read_pool, read_targets
from consultation.committees.views import bp
from consultation.committees.views.loading import seen
from consultation.core.public_cache import shared


@dataclass(frozen=True)
class Line:
    """One value: what was asked, how many volunteered, how many are drawn, with what chance."""

    value: str
    minimum: int
    maximum: int
    there: int
    drawn: int
    chance: float | None


def lines_of(
    people: Sequence[Person], targets: Targets, drawn: Collection[str],
    chances: Mapping[str, Mapping[str, float]],
) -> dict[str, list[Line]]:  # fmt: skip
    """The figures of each feature, value by value."""
    found = {}
    for name, values in targets.features.items():
        there = Counter(person.values[name] for person in people)
        taken = Counter(person.values[name] for person in people if person.key in drawn)
        found[name] = [
            Line(
                value, limits.minimum, limits.maximum, there[value], taken[value],
                chances.get(name, {}).get(value),
            )
            for value, limits in values.items()
        ]  # fmt: skip
    return found


@bp.get("/comites/<slug>/tirage")
@public
def drawing(viewer: User | None, slug: str) -> ResponseReturnValue:
    """How members are drawn, said in words; then the result, each target, each chance."""
    committee, _standing, lot = shown_lot(viewer, slug)
    if viewer is not None:
        return _drawing(committee, lot, volunteer_for(viewer, lot.id))
    key = ("committee", committee.id, committee.revision, "drawing")
    return shared(key, lambda: _drawing(committee, lot, None))


def _drawing(committee: Committee, lot: Lot, own: Volunteer | None) -> str:
    record = lot.record
    lines: dict[str, list[Line]] = {}
    if record is not None:
        lines = lines_of(
            read_pool(record["pool"]).people, read_targets(record["targets"]),
            set(record["result"]), record["chances"],
        )  # fmt: skip
    return render_template(
        "committees/drawing.html",
        committee=committee,
        lot=lot,
        record=record,
        lines=lines,
        own=own,
        pool_size=len((lot.plan or {}).get("pool", ())),
        algorithm_words=algorithm_words,
    )


@bp.get("/comites/<slug>/tirage.json")
@public
def drawing_record(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The record; before the draw, what was frozen."""
    _committee, _standing, lot = shown_lot(viewer, slug)
    kept = lot.record or lot.plan
    if kept is None:
        abort(404)
    answer = Response(json.dumps(kept, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=tirage-{slug}.json"
    return answer


def shown_lot(viewer: User | None, slug: str) -> tuple[Committee, Standing, Lot]:
    """The drawing of a committee that the viewer may see, once its call was opened."""
    committee, standing = seen(viewer, slug)
    lot = lot_of(committee.id)
    if lot is None or lot.state is LotState.PREPARED:
        abort(404)
    return committee, standing, lot
