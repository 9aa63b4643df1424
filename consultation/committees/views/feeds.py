"""A member's private calendar: its address made, made anew, taken back; and the file itself."""

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.committees.calendar_file import calendar_file
from consultation.committees.forms.people import PlainForm
from consultation.committees.meeting_emails import entry_of, organiser
from consultation.committees.queries.meetings import (
    called_meetings,
    committee_of_feed,
    feed_of,
)
from consultation.committees.services.feeds import end_feed, make_feed
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import meeting_named
from consultation.committees.views.shown import workspace_page
from consultation.core.i18n import _, current_language
from consultation.core.links import absolute

CALENDAR = "text/calendar; charset=utf-8"


@bp.get("/comites/<slug>/espace/agenda")
@signed_in
def feed(person: User, slug: str) -> ResponseReturnValue:
    """Whether one has a private calendar, and how to get one."""
    place = entered(person, slug)
    return workspace_page(place, "committees/feed.html", feed=feed_of(place.member), address="")


@bp.post("/comites/<slug>/espace/agenda")
@signed_in
def renew_feed(person: User, slug: str) -> ResponseReturnValue:
    """Make the address, or another that takes its place. It is shown this once."""
    place = entered(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    token = make_feed(place.member)
    address = absolute("committees.calendar", current_language(), jeton=token)
    return workspace_page(
        place, "committees/feed.html", feed=feed_of(place.member), address=address
    )


@bp.post("/comites/<slug>/espace/agenda/fin")
@signed_in
def stop_feed(person: User, slug: str) -> ResponseReturnValue:
    """Take the address back."""
    place = entered(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    end_feed(place.member)
    flash(_("L’adresse de votre agenda ne vaut plus rien."))
    return redirect(url_for("committees.feed", slug=slug), 303)


@bp.get("/agenda/seances.ics")
@public
def calendar(_viewer: User | None) -> ResponseReturnValue:
    """The sessions, for a calendar that knows the secret. Access logs keep no query: it is there.

    Whether its holder still has a seat is asked each time.
    """
    committee = committee_of_feed(request.args.get("jeton", ""))
    if committee is None:
        abort(404)
    language = current_language()
    rows = called_meetings(committee.id)
    file = calendar_file(
        [entry_of(row, committee, language) for row in rows],
        name=committee.title,
        organiser=organiser(),
    )
    return Response(file, content_type=CALENDAR)


@bp.get("/comites/<slug>/espace/seances/<key>/seance.ics")
@signed_in
def meeting_file(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One session, for a calendar."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if row.called_at is None:
        abort(404)
    file = calendar_file(
        [entry_of(row, place.committee, current_language())],
        name=place.committee.title,
        organiser=organiser(),
        method="PUBLISH",
    )
    response = Response(file, content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="seance-{row.key}.ics"'
    return response
