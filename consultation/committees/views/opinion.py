"""Reading the opinion in progress: the text with what is said beside it, one block, settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in, strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.charts import result_chart
from consultation.committees.forms.opinion import BeginForm, DeadlineForm, NoteForm, OpinionForm
from consultation.committees.models.ballots import Subject
from consultation.committees.models.opinion import BlockType, Opinion
from consultation.committees.permissions import can_end_statements, can_lead_opinion
from consultation.committees.queries.contesting import (
    Verdict,
    amendment_lines,
    ballots_on,
    open_amendment_counts,
    statements_of,
    verdicts_of,
)
from consultation.committees.queries.opinion import (
    Line,
    draft_of,
    editions_of,
    lines_of,
    notes_of,
    opinion_of,
    revision_of,
    unsettled_notes,
    voted_now,
    writers_at,
)
from consultation.committees.services.writing import begin_opinion, end_statements_at, set_opinion
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, entered
from consultation.committees.views.opened import OPINION_WORDS, Opened, line_at, opened, rights_in
from consultation.committees.views.shown import BALLOT_WORDS, left_of, workspace_page
from consultation.core.db import session
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _


@dataclass(frozen=True)
class Shown:
    """A block on the page: its heading's depth (1 to 4) and where its recommendation stands."""

    line: Line
    depth: int
    verdict: Verdict | None


def shown(lines: Sequence[Line], verdicts: dict[str, Verdict]) -> list[Shown]:
    """The text as a page shows it: no heading is more than one step below the one above."""
    rows, depth = [], 0
    for line in lines:
        if line.block.type is BlockType.SECTION:
            depth = min(line.block.level, depth + 1)
        is_own_heading = line.block.type is BlockType.SECTION
        rows.append(
            Shown(line, depth if is_own_heading else depth + 1, verdicts.get(line.block.key))
        )
    return rows


def verdicts_in(opinion: Opinion, lines: Sequence[Line]) -> dict[str, Verdict]:
    """Where the recommendations that stand do stand."""
    revisions = {
        line.block.key: line.block.revision
        for line in lines
        if line.block.type is BlockType.RECOMMENDATION
    }
    return verdicts_of(opinion.committee_id, Subject.RECOMMENDATION, revisions)


def opinion_summary(place: Entered) -> dict[str, object]:
    """What the first page of the workspace says of the opinion: its recommendations in order."""
    found = opinion_of(place.committee.id)
    if found is None:
        return {"opinion": None}
    lines = [line for line in lines_of(found.id) if line.number is not None]
    return {
        "opinion": found,
        "rows": shown(lines, verdicts_in(found, lines)),
        "amended": open_amendment_counts(found.id),
        "opinion_statements": statements_of(found.id),
        "verdict_tag": OPINION_WORDS["verdict_tag"],
        "result_chart": result_chart,
    }


@bp.route("/comites/<slug>/espace/avis", methods=["GET", "POST"])
@signed_in
def opinion(person: User, slug: str) -> ResponseReturnValue:
    """The whole text with what is said beside it; before it is begun, how to begin."""
    place = entered(person, slug)
    found = opinion_of(place.committee.id)
    if found is None:
        return _begin(place, person)
    return _text(Opened(place, found))


def _begin(place: Entered, person: User) -> ResponseReturnValue:
    form = BeginForm()
    if form.validate_on_submit():
        begin_opinion(place.committee, form.title.data or "", actor=person)
        flash(_("Le projet d’avis est commencé. Ajoutez un premier passage."))
        return redirect(url_for("committees.opinion", slug=place.committee.slug), 303)
    page = workspace_page(
        place, "committees/opinion_begin.html", form=form,
        may_lead=can_lead_opinion(place.standing),
    )  # fmt: skip
    return page, form.status


def _text(found: Opened) -> ResponseReturnValue:
    row = found.opinion
    lines = lines_of(row.id)
    statements = statements_of(row.id)
    whole = verdicts_of(row.committee_id, Subject.OPINION, {row.key: row.revision})[row.key]
    voted, is_whole_voted = voted_now(row)
    return workspace_page(
        found.place,
        "committees/opinion.html",
        opinion=row,
        rows=shown(lines, verdicts_in(row, lines)),
        count=sum(line.number is not None for line in lines),
        whole=whole,
        notes=unsettled_notes(row.id),
        writers=writers_at(row.id),
        amended=open_amendment_counts(row.id),
        statements=statements,
        editions=editions_of(row.id),
        voted=voted,
        is_whole_voted=is_whole_voted,
        result_chart=result_chart,
        time_left=left_of,
        **rights_in(found),
        **OPINION_WORDS,
        **BALLOT_WORDS,
    )


@bp.get("/comites/<slug>/espace/avis/passages/<key>")
@signed_in
def block(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One block: its words, everything said beside it, what is proposed, contested and voted."""
    found = opened(person, slug)
    return block_page(found, line_at(found, key))


def block_page(found: Opened, line: Line, form: NoteForm | None = None) -> ResponseReturnValue:
    """The page of a block; `form` is a comment that is to be corrected."""
    row = found.opinion
    verdict = verdicts_in(row, [line]).get(line.block.key)
    statements = [
        each for each in statements_of(row.id) if each.statement.block_id == line.block.id
    ]
    voted, is_whole_voted = voted_now(row)
    page = workspace_page(
        found.place,
        "committees/block.html",
        opinion=row,
        line=line,
        verdict=verdict,
        first=revision_of(line.block.id, 1),
        draft=draft_of(line.block.id, found.place.member.id),
        notes=notes_of(line.block.id),
        amendments=amendment_lines(row.id, block_id=line.block.id),
        statements=statements,
        ballots=session.scalars(ballots_on(Subject.RECOMMENDATION, line.block.key)).all(),
        is_voted=is_whole_voted or line.block.key in voted,
        form=form or NoteForm(None),
        result_chart=result_chart,
        **rights_in(found),
        **OPINION_WORDS,
        **BALLOT_WORDS,
    )
    return page, form.status if form is not None else 200


@bp.route("/comites/<slug>/espace/avis/reglages", methods=["GET", "POST"])
@strongly_signed_in
def opinion_settings(person: User, slug: str) -> ResponseReturnValue:
    """What the opinion is called, who writes in it; until when minority statements are signed."""
    found = opened(person, slug)
    require(can_lead_opinion(found.place.standing))
    form = OpinionForm(obj=found.opinion)
    if form.validate_on_submit():
        try:
            set_opinion(
                found.opinion, form.title.data or "",
                is_open_to_all=bool(form.is_open_to_all.data), actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.title.errors = [str(error)]
        else:
            flash(_("Les réglages de l’avis sont enregistrés."))
            return redirect(url_for("committees.opinion", slug=slug), 303)
    return _settings_page(found, form, DeadlineForm(None, obj=found.opinion))


@bp.post("/comites/<slug>/espace/avis/reglages/cloture")
@strongly_signed_in
def end_statements(person: User, slug: str) -> ResponseReturnValue:
    """Set the deadline of minority statements."""
    found = opened(person, slug)
    require(can_end_statements(found.place.standing))
    form = DeadlineForm()
    moment = form.statements_until.data if form.validate_on_submit() else None
    if moment is not None:
        try:
            end_statements_at(found.opinion, moment, actor=person)
        except DomainError as error:
            form.statements_until.errors = [str(error)]
        else:
            flash(_("L’heure de clôture est fixée."))
            return redirect(url_for("committees.opinion_settings", slug=slug), 303)
    return _settings_page(found, OpinionForm(None, obj=found.opinion), form)


def _settings_page(found: Opened, form: OpinionForm, deadline: DeadlineForm) -> ResponseReturnValue:
    page = workspace_page(
        found.place, "committees/opinion_settings.html", opinion=found.opinion, form=form,
        deadline=deadline, **rights_in(found),
    )  # fmt: skip
    return page, max(form.status, deadline.status)
