"""Amendments to the opinion: the list in the order of the text, one of them, what becomes of it."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in, strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import AmendmentForm, DecideForm, count_in
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.ballots import Subject
from consultation.committees.models.contesting import OPEN_STATES, AmendmentAct
from consultation.committees.permissions import can_amend, can_lead_opinion, can_prepare_ballot
from consultation.committees.queries.contesting import AmendmentLine, amendment_lines, ballots_on
from consultation.committees.queries.opinion import (
    Line,
    lines_of,
    proposed_lines,
    removed_lines,
    voted_now,
)
from consultation.committees.services.amending import (
    CollidingError,
    adopt_amendments,
    decline_amendment,
    edit_amendment,
    gathering_of,
    propose_amendment,
    withdraw_amendment,
)
from consultation.committees.views import bp
from consultation.committees.views.opened import (
    OPINION_WORDS,
    Opened,
    amendment_at,
    is_own,
    line_at,
    opened,
    rights_in,
    text_line_at,
)
from consultation.committees.views.shown import BALLOT_WORDS, workspace_page
from consultation.committees.wording import Gathering
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _

PAGE = 20


@bp.get("/comites/<slug>/espace/avis/amendements")
@signed_in
def amendments(person: User, slug: str) -> ResponseReturnValue:
    """Those to decide, in the order of the text; or those that are decided."""
    found = opened(person, slug)
    is_open = request.args.get("etat") != "decides"
    raw = request.args.get("depuis", "")
    start = max(int(raw) - 1, 0) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 0
    rows = amendment_lines(found.opinion.id, is_open=is_open, start=start, most=PAGE + 1)
    return workspace_page(
        found.place,
        "committees/amendments.html",
        opinion=found.opinion,
        rows=rows[:PAGE],
        lines={
            line.block.id: line
            for line in (
                *lines_of(found.opinion.id),
                *removed_lines(found.opinion.id),
                *proposed_lines(found.opinion.id),
            )
        },
        is_open=is_open,
        start=start,
        step=PAGE,
        has_more=len(rows) > PAGE,
        **rights_in(found),
        **OPINION_WORDS,
    )


@bp.route("/comites/<slug>/espace/avis/passages/<key>/amendement", methods=["GET", "POST"])
@signed_in
def propose(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Propose other words for a block."""
    found = opened(person, slug)
    line = text_line_at(found, key)
    require(can_amend(found.place.standing))
    form = AmendmentForm(
        base=str(line.block.revision), title=line.words.title, source=line.words.source
    )
    if form.validate_on_submit():
        try:
            made = propose_amendment(
                found.opinion, key, form.title.data or "", form.source.data or "",
                base=count_in(form.base), reason=form.reason.data or "", actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("Votre amendement n° %(number)s est déposé.", number=made.number))
            return redirect(url_for("committees.amendment", slug=slug, key=made.key), 303)
    return _form_page(found, line, form, None), form.status


@bp.route("/comites/<slug>/espace/avis/amendements/<key>/modifier", methods=["GET", "POST"])
@signed_in
def change_amendment(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Its author words it anew, upon the text of now."""
    found = opened(person, slug)
    each = amendment_at(found, key)
    row = each.amendment
    is_removal = row.act is AmendmentAct.REMOVAL
    if not is_own(found, row) or row.state not in OPEN_STATES or is_removal:
        abort(404)
    line = line_at(found, each.block.key)
    form = AmendmentForm(
        base=str(line.block.revision), seen=str(row.edit_count), title=row.title,
        source=row.source, reason=row.reason,
    )  # fmt: skip
    if form.validate_on_submit():
        try:
            edit_amendment(
                found.opinion, key, form.title.data or "", form.source.data or "",
                base=count_in(form.base), reason=form.reason.data or "",
                seen=count_in(form.seen), actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("L’amendement est modifié."))
            return redirect(url_for("committees.amendment", slug=slug, key=key), 303)
    elif not form.is_submitted():
        gathering = gathering_of(line, [each])
        wording = gathering.wording or gathering.both
        form.title.data, form.source.data = wording.title, wording.source
    return _form_page(found, line, form, each), form.status


def _form_page(found: Opened, line: Line, form: AmendmentForm, each: AmendmentLine | None) -> str:
    return workspace_page(
        found.place, "committees/amend.html", opinion=found.opinion, line=line, form=form,
        each=each, **rights_in(found), **OPINION_WORDS,
    )  # fmt: skip


@bp.get("/comites/<slug>/espace/avis/amendements/<key>")
@signed_in
def amendment(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One amendment: what it changes, why, whether it still goes into the text, its fate."""
    found = opened(person, slug)
    return _page(found, [amendment_at(found, key)])


@bp.post("/comites/<slug>/espace/avis/amendements/<key>/suite")
@strongly_signed_in
def decide(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Decline an amendment, with a reason."""
    found = opened(person, slug)
    each = amendment_at(found, key)
    require(can_lead_opinion(found.place.standing))
    form = DecideForm()
    if not form.validate_on_submit():
        return _page(found, [each], form)
    try:
        decline_amendment(found.opinion, key, form.answer.data or "", actor=person)
    except DomainError as error:
        form.answer.errors = [str(error)]
        return _page(found, [each], form, status=error.status)
    flash(_("L’amendement n’est pas retenu. Sa réponse est lue du comité."))
    return redirect(url_for("committees.amendments", slug=slug), 303)


@bp.post("/comites/<slug>/espace/avis/amendements/<key>/retrait")
@signed_in
def withdraw(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Its author gives it up."""
    found = opened(person, slug)
    each = amendment_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    if not is_own(found, each.amendment):
        abort(404)
    page = ask_first(
        _("Retirer votre amendement ?"),
        _("Il ne sera plus décidé. Il reste lisible parmi les amendements décidés."),
        verb=_("Retirer l’amendement"),
        back=url_for("committees.amendment", slug=slug, key=key),
    )
    if page is not None:
        return page
    withdraw_amendment(found.opinion, key, actor=person)
    flash(_("Votre amendement est retiré."))
    return redirect(url_for("committees.amendments", slug=slug), 303)


@bp.post("/comites/<slug>/espace/avis/passages/<key>/amendements")
@strongly_signed_in
def adopt(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Put one amendment or several into a block's text; by hand where they collide."""
    found = opened(person, slug)
    line = line_at(found, key)
    require(can_lead_opinion(found.place.standing))
    keys = request.form.getlist("amendment")[:50]
    chosen = amendment_lines(found.opinion.id, block_id=line.block.id, keys=keys)
    if not chosen:
        flash(_("Choisissez au moins un amendement."))
        return redirect(f"{url_for('committees.block', slug=slug, key=key)}#amendements", 303)
    form = DecideForm()
    if not form.validate_on_submit():
        return _page(found, chosen, form)
    is_written = bool(form.base.data)
    try:
        adopt_amendments(
            found.opinion, [each.amendment.key for each in chosen],
            written=form.wording() if is_written else None, base=count_in(form.base),
            answer=form.answer.data or "", actor=person,
        )  # fmt: skip
    except CollidingError as error:
        if not is_written:
            form.title.data = error.gathering.both.title
            form.source.data = error.gathering.both.source
        form.base.data = str(error.line.block.revision)
        return _page(found, chosen, form, error.gathering, status=error.status)
    except DomainError as error:
        form.answer.errors = [str(error)]
        return _page(found, chosen, form, status=error.status)
    flash(_("Le texte a changé : l’historique garde les deux rédactions."))
    return redirect(f"{url_for('committees.opinion', slug=slug)}#b-{key}", 303)


def _page(
    found: Opened, chosen: Sequence[AmendmentLine], form: DecideForm | None = None,
    collision: Gathering | None = None, status: int = HTTPStatus.OK,
) -> ResponseReturnValue:  # fmt: skip
    """One amendment, or several that are put into the text together."""
    each = chosen[0]
    line = line_at(found, each.block.key)
    voted, is_whole_voted = voted_now(found.opinion)
    page = workspace_page(
        found.place,
        "committees/amendment.html",
        opinion=found.opinion,
        chosen=chosen,
        each=each,
        line=line,
        gathering=gathering_of(line, chosen),
        collision=collision,
        form=form or DecideForm(None),
        is_own=is_own(found, each.amendment),
        is_open=each.amendment.state in OPEN_STATES,
        is_voted=is_whole_voted or line.block.key in voted,
        ballots=session.scalars(ballots_on(Subject.AMENDMENT, each.amendment.key)).all(),
        can_prepare=can_prepare_ballot(found.place.standing),
        **rights_in(found),
        **OPINION_WORDS,
        **BALLOT_WORDS,
    )
    return page, form.status if form is not None and status == HTTPStatus.OK else status
