"""Voting. A secret vote is asked about once more, since it cannot be taken back."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.ballot_words import choice_words
from consultation.committees.forms.ballots import vote_form
from consultation.committees.models.ballots import Ballot, BallotState, Method
from consultation.committees.permissions import state_at
from consultation.committees.services.voting import cast_vote
from consultation.committees.views import bp
from consultation.committees.views.ballots import ballot_page
from consultation.committees.views.loading import ballot_named, entered
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.i18n import _


@bp.post("/comites/<slug>/espace/scrutins/<key>/vote")
@signed_in
def vote(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Vote, or correct an open vote. The address never says what."""
    place = entered(person, slug)
    ballot = ballot_named(place, key)
    form = vote_form(ballot)
    is_blank = ballot.method is Method.JUDGEMENT and bool(request.form.get("blank"))
    is_right = form.validate_on_submit()
    if not is_right and not (is_blank and "csrf_token" not in form.errors):
        return ballot_page(place, ballot, form)
    choice = {"grades": None} if is_blank else form.choice()
    back = url_for("committees.ballot", slug=slug, key=key)
    if ballot.is_secret and state_at(ballot, now()) is BallotState.OPEN:
        page = _ask(ballot, choice, back)
        if page is not None:
            return page
    cast_vote(ballot, choice, actor=person, reason=form.reason_given())
    if ballot.is_secret:
        flash(_("Votre vote est dans l’urne."))
    else:
        flash(_("Votre vote est enregistré. Vous pouvez le changer jusqu’à la clôture."))
    return redirect(back, 303)


def _ask(ballot: Ballot, choice: dict[str, Any], back: str) -> str | None:
    return ask_first(
        _("Déposer ce vote dans l’urne ?"),
        _("Votre vote : %(choice)s.", choice=choice_words(ballot, choice)),
        _("Ensuite, ni vous ni personne ne peut plus le relire, le changer ou le reprendre."),
        verb=_("Déposer mon vote"),
        back=back,
    )
