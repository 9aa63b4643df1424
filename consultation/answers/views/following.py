"""Following the answers of a consultation, or no longer."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.answers.services.following import follow_answers, unfollow_answers
from consultation.answers.views import bp
from consultation.answers.views.loading import public_consultation
from consultation.core.i18n import _


@bp.post("/consultations/<slug>/reponses/suivi")
@signed_in
def follow(person: User, slug: str) -> ResponseReturnValue:
    """Be told of each answer from now on."""
    follow_answers(public_consultation(person, slug), actor=person)
    flash(_("Un message vous préviendra de chaque nouvelle réponse."))
    return redirect(url_for("answers.published", slug=slug), 303)


@bp.post("/consultations/<slug>/reponses/suivi/fin")
@signed_in
def unfollow(person: User, slug: str) -> ResponseReturnValue:
    """Be told no more."""
    unfollow_answers(public_consultation(person, slug), actor=person)
    flash(_("Vous ne suivez plus ces réponses."))
    return redirect(url_for("answers.published", slug=slug), 303)
