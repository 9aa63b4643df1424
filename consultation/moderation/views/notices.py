"""When a moderator is written to about what waits."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.i18n import _
from consultation.moderation.desk import DeskPreference, Digest
from consultation.moderation.services.preferences import DIGEST_HOUR, choose_digest
from consultation.moderation.views import bp
from consultation.moderation.views.loading import moderated


@bp.route("/espace/<slug>/moderation/avertissements", methods=["GET", "POST"])
@strongly_signed_in
def notices(person: User, slug: str) -> ResponseReturnValue:
    """Choose between no message, one a day, one an hour when something cannot wait."""
    desk = moderated(person, slug)
    if request.method == "POST":
        asked = request.form.get("digest", "")
        if asked not in set(Digest):
            abort(400)
        choose_digest(desk.consultation, Digest(asked), actor=person)
        flash(_("Votre choix est enregistré pour cette consultation."))
        return redirect(url_for("moderation.desk", slug=slug), 303)
    held = session.get(DeskPreference, (desk.consultation.id, person.id))
    return render_template(
        "moderation/notices.html",
        desk=desk,
        consultation=desk.consultation,
        chosen=held.digest if held else Digest.DAILY,
        hour=DIGEST_HOUR,
    )
