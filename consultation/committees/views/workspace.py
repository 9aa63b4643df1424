"""The members' workspace: what is next, who is in it, one's own sheet."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import OwnForm, PlainForm
from consultation.committees.meeting_words import when_words
from consultation.committees.queries.ballots import last_results, running_ballots
from consultation.committees.queries.meetings import coming_meetings
from consultation.committees.queries.people import (
    former_members,
    linked_consultations,
    members_of,
)
from consultation.committees.services.own import declare
from consultation.committees.services.seats import leave as give_seat_back
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.opinion import opinion_summary
from consultation.committees.views.shown import (
    BALLOT_WORDS,
    ballot_lines,
    left_of,
    workspace_page,
)
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.i18n import _

LAST = 3
"""Results that the first page shows."""


@bp.get("/comites/<slug>/espace")
@signed_in
def workspace(person: User, slug: str) -> ResponseReturnValue:
    """What is next, what to vote, who is in it."""
    place = entered(person, slug)
    running = session.scalars(running_ballots(place.committee.id)).all()
    lines = ballot_lines(place, [*running, *last_results(place.committee.id, LAST)])
    return workspace_page(
        place,
        "committees/workspace.html",
        consultations=linked_consultations(place.committee.id, person),
        members=session.scalars(members_of(place.committee.id)).all(),
        running=lines[: len(running)],
        results=lines[len(running) :],
        coming=session.scalars(coming_meetings(place.committee.id).limit(LAST)).all(),
        when_words=when_words,
        time_left=left_of,
        **opinion_summary(place),
        **BALLOT_WORDS,
    )


@bp.get("/comites/<slug>/espace/membres")
@signed_in
def fellows(person: User, slug: str) -> ResponseReturnValue:
    """Everybody in the committee, as members know each other."""
    place = entered(person, slug)
    return workspace_page(
        place,
        "committees/fellows.html",
        members=session.scalars(members_of(place.committee.id)).all(),
        former=session.scalars(former_members(place.committee.id)).all(),
    )


@bp.route("/comites/<slug>/espace/ma-fiche", methods=["GET", "POST"])
@signed_in
def own_sheet(person: User, slug: str) -> ResponseReturnValue:
    """How one is called, whether everybody may read it, what interests one has."""
    place = entered(person, slug)
    form = OwnForm(obj=place.member)
    if form.validate_on_submit():
        declare(
            place.committee, form.name.data, form.interests.data or "",
            is_name_public=form.is_name_public.data, actor=person,
        )  # fmt: skip
        flash(_("Votre fiche est enregistrée."))
        return redirect(url_for("committees.workspace", slug=slug), 303)
    return workspace_page(place, "committees/own_sheet.html", form=form), form.status


@bp.post("/comites/<slug>/espace/depart")
@signed_in
def leave(person: User, slug: str) -> ResponseReturnValue:
    """Give one's seat back."""
    place = entered(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Quitter le comité ?"),
        _("Vous n’entrez plus dans son espace, dès maintenant. Vos votes restent comptés."),
        _("Pour revenir, il vous faudra une nouvelle invitation."),
        verb=_("Quitter le comité"),
        back=url_for("committees.own_sheet", slug=slug),
    )
    if page is not None:
        return page
    give_seat_back(place.committee, actor=person)
    flash(_("Vous avez quitté le comité."))
    return redirect(url_for("committees.index"), 303)
