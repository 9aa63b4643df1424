"""Appeals before the moderators: who may judge which, and judging."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, MaskedOriginal, Revision
from consultation.contributions.queries.masked import originals_of
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import place_of
from consultation.core.clock import now
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.moderation.forms.judging import JudgeForm
from consultation.moderation.queries.appeals import (
    appeal_of_key,
    appeals_in,
    contribution_of,
    handed_to,
    judges_of,
    moderators_of,
)
from consultation.moderation.queries.reports import reporters_of, waiting_counts
from consultation.moderation.reports import Appeal
from consultation.moderation.rights import can_judge
from consultation.moderation.services.giving_back import is_settled
from consultation.moderation.services.handing import hand_appeal_over
from consultation.moderation.services.judging_appeals import judge
from consultation.moderation.services.masks import is_kept
from consultation.moderation.transitions import possible
from consultation.moderation.views import bp
from consultation.moderation.views.answering import (
    after_asked,
    moderated_here,
    status_of,
    wants_judged,
)
from consultation.moderation.views.handing import EVERYBODY


@bp.get("/espace/<slug>/moderation/recours")
@strongly_signed_in
def appeals(person: User, slug: str) -> ResponseReturnValue:
    """Appeals by age, with who may judge each; or those that were judged."""
    consultation = moderated_here(person, slug)
    is_judged, is_left = wants_judged(), request.args.get("etat") == "confies"
    found = appeals_in(
        consultation.id,
        after_asked(),
        waits=not is_judged,
        left_to=person if is_left else None,
    )
    team = moderators_of(consultation.id)
    return render_template(
        "moderation/appeals.html",
        consultation=consultation,
        found=found,
        judges={row.id: found.judges(row, team) for row in found.rows},
        is_judged=is_judged,
        is_left=is_left,
        counts=waiting_counts(consultation.id),
        me=person,
    )


@bp.route("/espace/<slug>/moderation/recours/<key>", methods=["GET", "POST"])
@strongly_signed_in
def appeal_item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One appeal: what was decided, what is said against it; judge it, or see who may."""
    consultation = moderated_here(person, slug)
    row = appeal_of_key(key)
    if row is None or row.consultation_id != consultation.id:
        abort(404)
    contribution = contribution_of(row.decision)
    may_judge = _may_judge(person, row)
    form = _judging(row, contribution)
    if form.validate_on_submit():
        try:
            judge(row, form.verdict(), actor=person)
        except DomainError as refusal:
            # What a refused act had read is read anew.
            row = appeal_of_key(key) or row
            contribution = contribution_of(row.decision)
            return _page(
                person, consultation, row, contribution, form, may_judge, str(refusal)
            ), status_of(refusal)
        flash(_("Le recours est jugé. La réponse est envoyée."))
        return redirect(url_for("moderation.appeals", slug=slug), 303)
    return _page(person, consultation, row, contribution, form, may_judge), form.status


@bp.post("/espace/<slug>/moderation/recours/<key>/confier")
@strongly_signed_in
def hand_appeal(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Leave one appeal to somebody who may judge it, or to all of them again."""
    consultation = moderated_here(person, slug)
    row = appeal_of_key(key)
    if row is None or row.consultation_id != consultation.id:
        abort(404)
    to = request.form.get("to", "")
    team = {each.key: each for each in moderators_of(consultation.id)}
    if to not in {*team, EVERYBODY}:
        contribution = contribution_of(row.decision)
        form, may_judge = _judging(row, contribution), _may_judge(person, row)
        require(may_judge)
        error = _("Choisissez une personne de la modération.")
        return _page(person, consultation, row, contribution, form, may_judge, to_error=error), 422
    hand_appeal_over(row, team.get(to), actor=person)
    if to == EVERYBODY:
        flash(_("Le recours est rendu à toute l’équipe."))
    else:
        flash(_("%(name)s a désormais ce recours parmi les siens.", name=team[to].display_name))
    return redirect(url_for("moderation.appeal_item", slug=slug, key=key), 303)


def _judging(row: Appeal, contribution: Contribution | None) -> JudgeForm:
    form = JudgeForm()
    form.offer(
        row.decision,
        row.side,
        clauses_in_force(row.consultation_id),
        possible(contribution) if contribution else frozenset(),
    )
    return form


def _may_judge(person: User, row: Appeal) -> bool:
    roles = roles_of(person, row.consultation_id)
    return can_judge(person, roles, row, reporters_of(row.decision.contribution_id))


def _page(
    person: User, consultation: Consultation, row: Appeal, contribution: Contribution | None,
    form: JudgeForm, may_judge: bool, error: str = "", to_error: str = "",
) -> str:  # fmt: skip
    if contribution is not None:
        form.show(contribution.revision)
    return render_template(
        "moderation/appeal_item.html",
        consultation=consultation,
        appeal=row,
        decision=row.decision,
        contribution=contribution,
        place=place_of(contribution) if contribution else None,
        revision=revision_of(contribution) if contribution else None,
        judged=_judged(row, contribution),
        originals=_originals(contribution),
        is_settled=not row.judged_at and is_settled(row.decision, contribution, row.side, now()),
        form=form,
        error=error,
        to_error=to_error,
        may_judge=may_judge,
        judges=[] if row.judged_at else judges_of(row),
        handed=None if row.judged_at else handed_to([row.id]).get(row.id),
        me=person,
        counts=waiting_counts(consultation.id),
    )


def _judged(row: Appeal, contribution: Contribution | None) -> Revision | None:
    """The text that was decided on, where it is not today's."""
    number = row.decision.revision
    if contribution is None or not number or number == contribution.revision:
        return None
    found: Revision | None = revision_of(contribution, number)
    return found


def _originals(contribution: Contribution | None) -> Sequence[MaskedOriginal]:
    """What stands under the masks: nobody can judge a mask that they cannot look under."""
    if contribution is None or not contribution.is_masked:
        return []
    found = originals_of([contribution.id])
    return [found[place] for place in sorted(found) if is_kept(found[place])]
