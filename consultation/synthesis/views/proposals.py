"""Themes proposed for what is not coded yet: kept, renamed or thrown away by people."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis.models.proposals import ProposalState
from consultation.synthesis.queries.codebook import tree_of
from consultation.synthesis.queries.proposals import (
    decided_proposals,
    find_proposal,
    last_search,
    proposals_of,
    thrown_away,
)
from consultation.synthesis.services.coding import acceptance
from consultation.synthesis.services.proposing import (
    accept,
    ask_for_proposals,
    rename,
    take_up_again,
    throw_away,
)
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of


@bp.get("/espace/<slug>/synthese/propositions")
@strongly_signed_in
def proposals(person: User, slug: str) -> ResponseReturnValue:
    """The groups that wait for a decision, and those that were thrown away."""
    return _page(desk_of(person, slug))


@bp.post("/espace/<slug>/synthese/propositions")
@strongly_signed_in
def search_proposals(person: User, slug: str) -> ResponseReturnValue:
    """Look for groups in what nobody coded."""
    desk = coders_desk(person, slug)
    ask_for_proposals(desk.consultation, actor=person)
    return redirect(url_for("synthesis.proposals", slug=slug), 303)


@bp.post("/espace/<slug>/synthese/propositions/<key>")
@strongly_signed_in
def decide_proposal(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Accept it as a theme, give it a name, throw it away, or take it up again."""
    desk = coders_desk(person, slug)
    proposal = find_proposal(desk.consultation.id, key)
    if proposal is None:
        abort(404)
    name = request.form.get("name", "")
    parent = request.form.get("parent", "")
    act = request.form.get("act", "")
    consultation = desk.consultation
    try:
        if act == "throw":
            throw_away(consultation, proposal, actor=person)
            flash(_("Le groupe est écarté et ne sera plus proposé."))
        elif act == "again":
            take_up_again(consultation, proposal, actor=person)
            flash(_("Le groupe est de nouveau proposé."))
        elif act == "rename":
            rename(consultation, proposal, name, actor=person)
            flash(_("Le nom est gardé."))
        else:
            theme = accept(consultation, proposal, name, parent, actor=person)
            flash(
                _(
                    "« %(name)s » est dans la grille. Il est proposé pour ses contributions : "
                    "rien n’est codé tant que vous ne le confirmez pas.",
                    name=theme.name,
                )
            )
    except DomainError as error:
        session.rollback()
        session.expire_all()
        page = _page(coders_desk(person, slug), str(error), key, name, parent)
        return page, int(error.status)
    return redirect(url_for("synthesis.proposals", slug=slug), 303)


def _page(desk: Desk, error: str = "", key: str = "", name: str = "", parent: str = "") -> str:
    consultation = desk.consultation
    after = request.args.get("apres", "")
    rows, following = proposals_of(consultation.id, ProposalState.OPEN, after)
    return render_template(
        "synthesis/proposals.html",
        consultation=consultation, is_coder=desk.is_coder, search=last_search(consultation.id),
        rows=rows, following=following, after=after, thrown=thrown_away(consultation.id),
        decided=decided_proposals(consultation.id), accepted=acceptance(consultation.id),
        branches=tree_of(consultation.id), error=error, wrong=key, name=name, parent=parent,
        moment=now(),
    )  # fmt: skip
