"""The organisers' page of a committee's people: seats, invitations, a list of many."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import (
    InvitationForm,
    ListForm,
    PlainForm,
    SeatForm,
    nothing_to_read,
)
from consultation.committees.models.people import Committee, CommitteeMember, Seat
from consultation.committees.queries.people import (
    former_members,
    invitations_to,
    members_of,
)
from consultation.committees.services.importing import (
    Fate,
    InvitationList,
    invite_list,
    read_list,
    text_of,
)
from consultation.committees.services.seats import (
    change_seat,
    invite,
    remove_member,
    revoke_invitation,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import run_by
from consultation.committees.words import seat_words
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n


@bp.get("/comites/<slug>/organisation/membres")
@strongly_signed_in
def people(person: User, slug: str) -> ResponseReturnValue:
    """Who sits in the committee, who is invited, and the form to invite."""
    return _page(run_by(person, slug), InvitationForm(None))


@bp.post("/comites/<slug>/organisation/membres")
@strongly_signed_in
def invite_one(person: User, slug: str) -> ResponseReturnValue:
    """Mail an invitation."""
    committee = run_by(person, slug)
    form = InvitationForm()
    form.offer()
    if form.validate_on_submit():
        try:
            invite(
                committee, form.email.data, Seat(form.seat.data), form.origin.data or "",
                actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.email.errors = [str(error)]
        else:
            flash(_("L’invitation est envoyée à %(address)s.", address=form.email.data))
            return redirect(url_for("committees.people", slug=slug), 303)
    return _page(committee, form)


@bp.post("/comites/<slug>/organisation/membres/reprise")
@strongly_signed_in
def take_back(person: User, slug: str) -> ResponseReturnValue:
    """Take an invitation back."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    revoke_invitation(committee, request.form.get("invitation", ""), actor=person)
    flash(_("L’invitation est reprise : son lien ne vaut plus rien."))
    return redirect(url_for("committees.people", slug=slug), 303)


@bp.route("/comites/<slug>/organisation/membres/<key>/role", methods=["GET", "POST"])
@strongly_signed_in
def seat(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give a member another seat."""
    committee = run_by(person, slug)
    member = _member(committee, key)
    form = SeatForm()
    form.offer(member.seat)
    if form.validate_on_submit():
        change_seat(committee, key, Seat(form.seat.data), actor=person)
        flash(_("Le rôle est changé : il vaut tout de suite."))
        return redirect(url_for("committees.people", slug=slug), 303)
    page = render_template("committees/seat.html", committee=committee, member=member, form=form)
    return page, form.status


@bp.post("/comites/<slug>/organisation/membres/<key>/retrait")
@strongly_signed_in
def dismiss(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take a seat away."""
    committee = run_by(person, slug)
    member = _member(committee, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Retirer cette place au comité ?"),
        _("%(name)s n’entre plus dans l’espace du comité, dès maintenant.", name=member.name),
        _(
            "Ses votes déjà exprimés restent comptés. Pour lui rendre sa place, il faudra une "
            "nouvelle invitation."
        ),
        verb=_("Retirer la place"),
        back=url_for("committees.people", slug=slug),
    )
    if page is not None:
        return page
    remove_member(committee, key, actor=person)
    flash(_("La place est retirée. Vous pouvez appeler la personne suivante de la réserve."))
    return redirect(url_for("committees.people", slug=slug), 303)


@bp.route("/comites/<slug>/organisation/liste", methods=["GET", "POST"])
@strongly_signed_in
def invite_many(person: User, slug: str) -> ResponseReturnValue:
    """Read a list, say what each line would do, then send the invitations."""
    committee = run_by(person, slug)
    form = ListForm()
    report: InvitationList | None = None
    if form.validate_on_submit():
        try:
            lines = _lines(form)
            form.lines.data = lines
            if request.form.get("act") == "send":
                report = invite_list(committee, lines, actor=person)
                if report.is_right:
                    count = len(report.guests)
                    flash(_n("%(num)s invitation envoyée.", "%(num)s invitations envoyées.", count))
                    return redirect(url_for("committees.people", slug=slug), 303)
            report = report or read_list(committee, lines)
        except DomainError as error:
            form.file.errors = [str(error)]
    page = render_template(
        "committees/list.html", committee=committee, form=form, report=report,
        seat_words=seat_words,
    )  # fmt: skip
    status = 422 if report is not None and report.count(Fate.WRONG) else form.status
    return page, status


def _lines(form: ListForm) -> str:
    """The words of the file, or what was typed."""
    if form.file.data:
        return text_of(form.file.data.read())
    text = form.lines.data or ""
    if not text.strip():
        raise DomainError(nothing_to_read())
    return text_of(text.encode())


def _member(committee: Committee, key: str) -> CommitteeMember:
    member = session.scalars(
        members_of(committee.id).where(CommitteeMember.key == key)
    ).one_or_none()
    if member is None:
        abort(404)
    return member


def _page(committee: Committee, form: InvitationForm) -> ResponseReturnValue:
    if not form.seat.choices:
        form.offer()
    page = render_template(
        "committees/people.html",
        committee=committee,
        members=session.scalars(members_of(committee.id)).all(),
        former=session.scalars(former_members(committee.id)).all(),
        invitations=invitations_to(committee),
        form=form,
        seat_words=seat_words,
        Seat=Seat,
    )
    return page, form.status
