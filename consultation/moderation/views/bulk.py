"""The same decision on several contributions: what it would do, then done, then undone perhaps."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, or_, select

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.contributions.models import Contribution, Revision
from consultation.core.clock import now
from consultation.core.confirming import ANSWER
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.moderation.campaigns.queries import members_of
from consultation.moderation.durations import in_words
from consultation.moderation.judging import Judgement
from consultation.moderation.models import DecisionBatch, Ground, Measure
from consultation.moderation.queries.queue import offered, rows_of, values
from consultation.moderation.queue import Filters
from consultation.moderation.services.bulk import (
    MEASURES,
    SUBJECTS_MOST,
    batch_of,
    can_undo_batch,
    runs_of,
    start_batch,
    undo_batch,
)
from consultation.moderation.views import bp
from consultation.moderation.views.loading import KEY_MOST, Desk, filters_asked, moderated

SHOWN = 5
GROUP = "campagne:"
"""Before the key of a campaign: its row stands for all its members that wait."""
GROUPS_MOST = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROS_DIGITS = 16


@bp.post("/espace/<slug>/moderation/lot")
@strongly_signed_in
def bulk(person: User, slug: str) -> ResponseReturnValue:
    """Say what would be done, to which and how many; then, once confirmed, do it."""
    desk = moderated(person, slug)
    asked = request.form.get("measure", "keep")
    if asked not in {each.value for each in MEASURES}:
        abort(400)
    keys = chosen()
    shown_at = _shown_at() if request.form.get(ANSWER) else None
    subjects = subjects_of(person, desk, keys, shown_at)
    error = ""
    if request.form.get(ANSWER) and subjects:
        try:
            batch = start_batch(desk.consultation, subjects, _judgement(asked), actor=person)
        except DomainError as refused:
            error = str(refused)
        else:
            return redirect(url_for("moderation.batch", slug=slug, key=batch.key), 303)
    return _preview(person, desk, Measure(asked), keys, subjects, error)


def _judgement(asked: str) -> Judgement:
    clause = request.form.get("rule", "")
    return Judgement(
        Measure(asked),
        ground=Ground.CHARTER if clause else Ground.NONE,
        clause=clause,
        facts=request.form.get("facts", ""),
    )


def chosen() -> Sequence[str]:
    """What was ticked: keys of contributions, and of campaigns after `GROUP`."""
    return request.form.getlist("c")[:SUBJECTS_MOST]


def subjects_of(
    person: User, desk: Desk, keys: Sequence[str], shown_at: datetime | None = None
) -> Sequence[int]:
    """The ids of the ticked rows, or of everything that the filter keeps: never one's own.

    Nothing that came or was changed since the choice was shown.
    """
    is_all = bool(request.form.get("all"))
    ids = offered(filters_asked() if is_all else Filters())
    if not is_all:
        groups = [each.removeprefix(GROUP) for each in keys if each.startswith(GROUP)]
        members = (
            Contribution.id.in_(members_of(each[:KEY_MOST])) for each in groups[:GROUPS_MOST]
        )
        ids = ids.where(or_(Contribution.key.in_(keys), *members))
    if shown_at is not None:
        ids = ids.where(*_as_shown(shown_at))
    given = values(desk.consultation, person, now())
    return list(session.scalars(ids.limit(SUBJECTS_MOST), given))


def _as_shown(moment: datetime) -> Sequence[ColumnElement[bool]]:
    """What waited then, with the words that it has now."""
    changed = select(Revision.number).where(
        Revision.contribution_id == Contribution.id,
        Revision.number == Contribution.revision,
        Revision.number > 1,
        Revision.at > moment,
    )
    return Contribution.review_since <= moment, ~changed.exists()


def _shown_at() -> datetime | None:
    """When the choice that is confirmed was shown, as its form says."""
    micros = request.form.get("shown_at", "")
    if not micros.isdecimal() or len(micros) > MICROS_DIGITS:
        return None
    return EPOCH + timedelta(microseconds=int(micros))


def _preview(
    person: User, desk: Desk, measure: Measure, keys: Sequence[str], subjects: Sequence[int],
    error: str,
) -> ResponseReturnValue:  # fmt: skip
    moment = now()
    page = render_template(
        "moderation/bulk.html",
        desk=desk,
        consultation=desk.consultation,
        measure=measure,
        count=len(subjects),
        most=SUBJECTS_MOST,
        sample=rows_of(subjects[:SHOWN], desk.consultation, person, moment),
        clauses=clauses_in_force(desk.consultation.id),
        is_all=bool(request.form.get("all")),
        keys=keys,
        filters=filters_asked(),
        rule=request.form.get("rule", ""),
        facts=request.form.get("facts", ""),
        error=error,
        shown_at=(moment - EPOCH) // timedelta(microseconds=1),
        ago=lambda since: in_words(moment - since),
    )
    return page, 422 if error or not subjects else 200


@bp.get("/espace/<slug>/moderation/lots/<key>")
@strongly_signed_in
def batch(person: User, slug: str, key: str) -> ResponseReturnValue:
    """How far a batch has come, and the way back while there is one."""
    desk = moderated(person, slug)
    row = _batch(desk, key)
    runs = runs_of(row)
    return render_template(
        "moderation/batch.html",
        desk=desk,
        consultation=desk.consultation,
        batch=row,
        run=runs[-1],
        can_undo=can_undo_batch(row, person, now()),
    )


@bp.post("/espace/<slug>/moderation/lots/<key>/annuler")
@strongly_signed_in
def take_batch_back(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Undo the whole batch."""
    desk = moderated(person, slug)
    undo_batch(_batch(desk, key), actor=person)
    return redirect(url_for("moderation.batch", slug=slug, key=key), 303)


def _batch(desk: Desk, key: str) -> DecisionBatch:
    row = batch_of(desk.consultation, key)
    if row is None:
        abort(404)
    return row


@bp.app_template_global("bulk_question")
def bulk_question(measure: Measure, count: int) -> str:
    """What is asked before it is done."""
    return {
        Measure.KEEP: _n(
            "Publier %(num)s contribution ?", "Publier %(num)s contributions ?", count
        ),
        Measure.REFUSE: _n(
            "Refuser %(num)s contribution ?", "Refuser %(num)s contributions ?", count
        ),
        Measure.HIDE: _n("Cacher %(num)s contribution ?", "Cacher %(num)s contributions ?", count),
    }.get(measure, _("Décider pour plusieurs"))
