"""Figures of the desk, for the whole team: what waits, who decides, how far they agree."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.durations import in_words
from consultation.moderation.queries.figures import moderators_of, opinions, waiting, week
from consultation.moderation.services.preferences import choose_sample
from consultation.moderation.views import bp
from consultation.moderation.views.loading import moderated, team_desk


@bp.get("/espace/<slug>/moderation/chiffres")
@strongly_signed_in
def figures(person: User, slug: str) -> ResponseReturnValue:
    """The figures. Whoever organises reads them, and judges nothing."""
    desk = team_desk(person, slug)
    moment = now()
    done = week(desk.consultation.id, moment)
    people = moderators_of(desk.consultation.id)
    return render_template(
        "moderation/figures.html",
        desk=desk,
        consultation=desk.consultation,
        waiting=waiting(desk.consultation.id),
        week=done,
        people=[(name, done.of(user_id)) for user_id, name in people],
        opinions=opinions(desk.consultation.id),
        ago=lambda since: in_words(moment - since),
        in_words=in_words,
    )


@bp.post("/espace/<slug>/moderation/chiffres")
@strongly_signed_in
def set_sample(person: User, slug: str) -> ResponseReturnValue:
    """Choose how many decisions are read twice."""
    desk = moderated(person, slug)
    typed = request.form.get("percent", "").strip()
    if not typed.isdecimal() or len(typed) > 3:
        raise DomainError(_("Écrivez une part en pour cent, de 0 à 50."))
    choose_sample(desk.consultation, int(typed), actor=person)
    return redirect(url_for("moderation.figures", slug=slug), 303)
