"""Messages of a thread: sent, edited, removed, and what they said before."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import PlainForm
from consultation.committees.forms.threads import MessageForm
from consultation.committees.models.threads import Thread, ThreadMessage
from consultation.committees.permissions import (
    can_edit_message,
    can_remove_message,
    can_speak,
)
from consultation.committees.queries.people import names_beside
from consultation.committees.queries.threads import message_named, revisions_of
from consultation.committees.services.messages import (
    edit_message,
    post_message,
    remove_message,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, entered
from consultation.committees.views.shown import workspace_page
from consultation.committees.views.talk import thread_page
from consultation.committees.views.threads import thread_of
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.post("/comites/<slug>/espace/fils/<key>")
@signed_in
def say(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Send a message. What was typed is given back where it cannot be sent."""
    place = entered(person, slug)
    thread = thread_of(place, key)
    if not can_speak(place.standing):
        abort(404)
    form = MessageForm()
    if form.validate_on_submit():
        try:
            sent = post_message(thread, form.said(), actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(_address(slug, thread, sent), 303)
    return thread_page(place, thread, form)


@bp.route("/comites/<slug>/espace/fils/<key>/<message>/modifier", methods=["GET", "POST"])
@signed_in
def change_message(person: User, slug: str, key: str, message: str) -> ResponseReturnValue:
    """Edit one's own words."""
    place, thread, row = _found(person, slug, key, message)
    if not can_edit_message(row, thread, place.member):
        abort(404)
    form = MessageForm()
    form.show(row)
    if form.validate_on_submit():
        try:
            edit_message(row, thread, form.said(), seen=form.revision_seen(), actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Votre message est modifié. Ce qu’il disait avant reste à lire."))
            return redirect(_address(slug, thread, row), 303)
    page = workspace_page(
        place, "committees/change_message.html", form=form, thread=thread, message=row,
        names=names_beside(place.member),
    )  # fmt: skip
    return page, form.status


@bp.get("/comites/<slug>/espace/fils/<key>/<message>/versions")
@signed_in
def message_versions(person: User, slug: str, key: str, message: str) -> ResponseReturnValue:
    """What a message said before it was edited."""
    place, thread, row = _found(person, slug, key, message)
    if row.removed_at is not None:
        abort(404)
    return workspace_page(
        place,
        "committees/message_versions.html",
        thread=thread,
        message=row,
        revisions=revisions_of(row),
    )


@bp.post("/comites/<slug>/espace/fils/<key>/<message>/retrait")
@signed_in
def take_message_away(person: User, slug: str, key: str, message: str) -> ResponseReturnValue:
    """Remove a message: its words go, a trace stays."""
    place, thread, row = _found(person, slug, key, message)
    if not can_remove_message(row, place.member):
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Retirer ce message ?"),
        _("Ses mots et ses versions sont effacés, et personne ne pourra les rendre."),
        _("Le fil garde une trace : qui l’a écrit, quand, et qu’il a été retiré."),
        verb=_("Retirer le message"),
        back=_address(slug, thread, row),
    )
    if page is not None:
        return page
    remove_message(row, thread, actor=person)
    flash(_("Le message est retiré."))
    return redirect(_address(slug, thread, row), 303)


def _found(
    person: User, slug: str, key: str, message: str
) -> tuple[Entered, Thread, ThreadMessage]:
    place = entered(person, slug)
    thread = thread_of(place, key)
    row = message_named(thread, message)
    if row is None:
        abort(404)
    return place, thread, row


def _address(slug: str, thread: Thread, message: ThreadMessage) -> str:
    place = url_for("committees.thread", slug=slug, key=thread.key, message=message.key)
    return f"{place}#m-{message.key}"
