"""The committee's sessions: the list, one session, preparing, calling, cancelling, closing."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in, strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.meetings import (
    CancelMeetingForm,
    MeetingForm,
    ReportForm,
    number_in,
)
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.permissions import can_prepare_meeting
from consultation.committees.queries.meetings import (
    agenda_of,
    feed_of,
    meetings_page,
    presences_of,
)
from consultation.committees.services.meetings import (
    WrongMeetingError,
    call_meeting,
    cancel_meeting,
    close_meeting,
    edit_meeting,
    prepare_meeting,
    write_report,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import (
    changeable,
    held,
    meeting_named,
    meeting_page,
    meeting_words,
)
from consultation.committees.views.shown import workspace_page
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.get("/comites/<slug>/espace/seances")
@signed_in
def meetings(person: User, slug: str) -> ResponseReturnValue:
    """Every session of the committee, last first."""
    place = entered(person, slug)
    rows, following = meetings_page(
        place.committee.id, place.standing, before=request.args.get("apres", "")[:20]
    )
    return workspace_page(
        place,
        "committees/meetings.html",
        rows=rows,
        following=following,
        can_prepare=can_prepare_meeting(place.standing),
        has_feed=feed_of(place.member) is not None,
        **meeting_words(),
    )


@bp.get("/comites/<slug>/espace/seances/<key>")
@signed_in
def meeting(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One session: when, where, what about, who came, what came of it."""
    place = entered(person, slug)
    return meeting_page(place, meeting_named(place, key))


@bp.route("/comites/<slug>/espace/seances/nouvelle", methods=["GET", "POST"])
@strongly_signed_in
def new_meeting(person: User, slug: str) -> ResponseReturnValue:
    """Prepare a session."""
    place = entered(person, slug)
    if not can_prepare_meeting(place.standing):
        abort(404)
    form = MeetingForm()
    if form.validate_on_submit():
        try:
            made = prepare_meeting(place.committee, form.plan(), actor=person)
        except WrongMeetingError as error:
            form[error.field].errors = [str(error)]
        else:
            flash(_("La séance est préparée. Écrivez son ordre du jour, puis convoquez."))
            return redirect(url_for("committees.meeting", slug=slug, key=made.key), 303)
    return workspace_page(
        place, "committees/meeting_form.html", form=form, meeting=None
    ), form.status


@bp.route("/comites/<slug>/espace/seances/<key>/modifier", methods=["GET", "POST"])
@strongly_signed_in
def change_meeting(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change when or where a session is."""
    place, row = changeable(person, slug, key)
    form = MeetingForm(obj=row, seen=str(row.edit_count))
    if form.validate_on_submit():
        try:
            edit_meeting(row, form.plan(), seen=number_in(form.seen.data), actor=person)
        except WrongMeetingError as error:
            form[error.field].errors = [str(error)]
            form.seen.data = str(row.edit_count)
        else:
            flash(
                _("La séance est modifiée. Les membres sont prévenus.")
                if row.state is MeetingState.CALLED
                else _("La séance est modifiée.")
            )
            return redirect(url_for("committees.meeting", slug=slug, key=key), 303)
    return workspace_page(
        place, "committees/meeting_form.html", form=form, meeting=row
    ), form.status


@bp.post("/comites/<slug>/espace/seances/<key>/convocation")
@strongly_signed_in
def call_it(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Invite every member to a session."""
    _place, row = held(person, slug, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Convoquer le comité à cette séance ?"),
        _("Chaque membre reçoit un courriel, avec de quoi l’inscrire à son agenda."),
        _("Le jour et l’heure deviennent publics ; le reste demeure privé."),
        verb=_("Convoquer"),
        back=url_for("committees.meeting", slug=slug, key=key),
    )
    if page is not None:
        return page
    call_meeting(row, actor=person)
    flash(_("Le comité est convoqué."))
    return redirect(url_for("committees.meeting", slug=slug, key=key), 303)


@bp.route("/comites/<slug>/espace/seances/<key>/annulation", methods=["GET", "POST"])
@strongly_signed_in
def give_up_meeting(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Cancel a session, with a reason: this page is what asks first."""
    place, row = held(person, slug, key)
    form = CancelMeetingForm()
    if form.validate_on_submit():
        try:
            cancel_meeting(row, form.reason.data or "", actor=person)
        except DomainError as error:
            form.reason.errors = [str(error)]
        else:
            flash(_("La séance est annulée."))
            return redirect(url_for("committees.meeting", slug=slug, key=key), 303)
    return workspace_page(
        place, "committees/cancel_meeting.html", form=form, meeting=row
    ), form.status


@bp.route("/comites/<slug>/espace/seances/<key>/compte-rendu", methods=["GET", "POST"])
@strongly_signed_in
def report(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Write the report, and close the session with it."""
    place, row = changeable(person, slug, key)
    form = ReportForm()
    if not form.is_submitted():
        form.report.data = row.report_source or row.notes_source
    if form.validate_on_submit():
        try:
            done = _reported(form, row, person, slug, key)
        except DomainError as error:
            form.report.errors = [str(error)]
        else:
            return done
    return workspace_page(
        place,
        "committees/report.html",
        form=form,
        meeting=row,
        agenda=agenda_of(row),
        presences=presences_of(row),
        **meeting_words(),
    ), form.status


def _reported(
    form: ReportForm, row: Meeting, person: User, slug: str, key: str
) -> ResponseReturnValue:
    words = form.report.data or ""
    if request.form.get("act") != "close":
        write_report(row, words, actor=person)
        flash(_("Le compte rendu est enregistré. La séance n’est pas close."))
        return redirect(url_for("committees.report", slug=slug, key=key), 303)
    page = ask_first(
        _("Clore la séance avec ce compte rendu ?"),
        _("Ordre du jour, présences, notes et compte rendu ne changent plus."),
        verb=_("Clore la séance"),
        back=url_for("committees.report", slug=slug, key=key),
    )
    if page is not None:
        write_report(row, words, actor=person)
        return page
    close_meeting(row, words, actor=person)
    flash(_("La séance est close."))
    return redirect(url_for("committees.meeting", slug=slug, key=key), 303)
