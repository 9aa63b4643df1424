"""The agenda of a session, who came, which ballots were held in it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.meetings import BallotsForm, ItemForm
from consultation.committees.forms.people import PlainForm
from consultation.committees.meeting_words import presence_words
from consultation.committees.models.meetings import AgendaItem, Meeting, Presence
from consultation.committees.permissions import can_remove_attachment
from consultation.committees.queries.meetings import (
    agenda_files,
    agenda_of,
    ballots_of,
    ballots_to_choose,
    presences_of,
)
from consultation.committees.queries.people import members_of
from consultation.committees.services.agenda import (
    add_item,
    choose_ballots,
    edit_item,
    move_item_up,
    remove_item,
)
from consultation.committees.services.attendance import note_attendance
from consultation.committees.views import bp
from consultation.committees.views.seen_meetings import changeable
from consultation.committees.views.shown import workspace_page
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/comites/<slug>/espace/seances/<key>/ordre-du-jour", methods=["GET", "POST"])
@strongly_signed_in
def new_item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Add a point to the agenda."""
    place, row = changeable(person, slug, key)
    form = ItemForm()
    if form.validate_on_submit():
        try:
            add_item(row, form.point(), actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(_back(slug, row), 303)
    page = workspace_page(
        place, "committees/item.html", form=form, meeting=row, item=None, files=(),
        can_remove_attachment=can_remove_attachment,
    )  # fmt: skip
    return page, form.status


@bp.route("/comites/<slug>/espace/seances/<key>/ordre-du-jour/<item>", methods=["GET", "POST"])
@strongly_signed_in
def change_item(person: User, slug: str, key: str, item: str) -> ResponseReturnValue:
    """Change a point, and join documents to it."""
    place, row = changeable(person, slug, key)
    found = _item(row, item)
    form = ItemForm()
    form.show(found)
    if form.validate_on_submit():
        try:
            edit_item(row, found, form.point(), actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(_back(slug, row), 303)
    page = workspace_page(
        place, "committees/item.html", form=form, meeting=row, item=found,
        files=agenda_files(row).get(found.id, ()), can_remove_attachment=can_remove_attachment,
    )  # fmt: skip
    return page, form.status


@bp.post("/comites/<slug>/espace/seances/<key>/ordre-du-jour/<item>/monter")
@strongly_signed_in
def raise_item(person: User, slug: str, key: str, item: str) -> ResponseReturnValue:
    """Put a point before the one above it."""
    _place, row = changeable(person, slug, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    move_item_up(row, _item(row, item), actor=person)
    return redirect(_back(slug, row), 303)


@bp.post("/comites/<slug>/espace/seances/<key>/ordre-du-jour/<item>/retrait")
@strongly_signed_in
def drop_item(person: User, slug: str, key: str, item: str) -> ResponseReturnValue:
    """Take a point off the agenda."""
    _place, row = changeable(person, slug, key)
    found = _item(row, item)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Retirer ce point de l’ordre du jour ?"),
        _("« %(title)s » et ses documents sont effacés.", title=found.title),
        verb=_("Retirer le point"),
        back=_back(slug, row),
    )
    if page is not None:
        return page
    remove_item(row, found, actor=person)
    return redirect(_back(slug, row), 303)


@bp.route("/comites/<slug>/espace/seances/<key>/presences", methods=["GET", "POST"])
@strongly_signed_in
def attendance(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Note who came."""
    place, row = changeable(person, slug, key)
    members = session.scalars(members_of(place.committee.id)).all()
    if PlainForm().validate_on_submit():
        noted = {
            member.key: (_presence(f"etait-{member.key}"), _presence(f"est-{member.key}"))
            for member in members
        }
        note_attendance(
            row, noted, are_others_present=bool(request.form.get("autres")), actor=person
        )
        flash(_("Les présences sont notées."))
        return redirect(_back(slug, row), 303)
    return workspace_page(
        place,
        "committees/attendance.html",
        meeting=row,
        members=members,
        known={each.member_id: each.presence for each in presences_of(row)},
        presences=list(Presence),
        presence_words=presence_words,
    )


@bp.route("/comites/<slug>/espace/seances/<key>/scrutins", methods=["GET", "POST"])
@strongly_signed_in
def meeting_ballots(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Say which ballots were held in the session."""
    place, row = changeable(person, slug, key)
    form = BallotsForm()
    rows = ballots_to_choose(place.committee.id)
    form.offer(rows, ballots_of(row))
    if form.validate_on_submit():
        choose_ballots(row, form.keys(), actor=person)
        flash(_("Les scrutins de la séance sont enregistrés."))
        return redirect(_back(slug, row), 303)
    page = workspace_page(
        place, "committees/meeting_ballots.html", form=form, meeting=row, has_any=bool(rows)
    )
    return page, form.status


def _presence(name: str) -> Presence | None:
    """What a field says; nothing noted is None, and so is what means nothing."""
    typed = request.form.get(name, "")
    return Presence(typed) if typed in set(Presence) else None


def _item(row: Meeting, key: str) -> AgendaItem:
    found = next((item for item in agenda_of(row) if item.key == key), None)
    if found is None:
        abort(404)
    return found


def _back(slug: str, row: Meeting) -> str:
    return url_for("committees.meeting", slug=slug, key=row.key)
