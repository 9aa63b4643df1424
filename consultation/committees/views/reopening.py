"""Opening a closed session again."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.meetings import ReopenForm
from consultation.committees.permissions import can_reopen_meeting
from consultation.committees.services.reopening import reopen_meeting
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import meeting_named
from consultation.committees.views.shown import workspace_page
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/comites/<slug>/espace/seances/<key>/reouverture", methods=["GET", "POST"])
@strongly_signed_in
def reopen_it(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Say why a closed session has to change: this page is what asks first."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if not can_reopen_meeting(row, place.standing):
        abort(404)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            reopen_meeting(row, form.reason.data or "", actor=person)
        except DomainError as error:
            form.reason.errors = [str(error)]
        else:
            flash(_("La séance est rouverte. Corrigez-la, puis clôturez de nouveau."))
            return redirect(url_for("committees.meeting", slug=slug, key=key), 303)
    return workspace_page(
        place, "committees/reopen_meeting.html", form=form, meeting=row
    ), form.status
