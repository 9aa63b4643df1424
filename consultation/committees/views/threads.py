"""The committee's threads: the list, one thread, a new one, closed and open again; one's choice."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import PlainForm
from consultation.committees.forms.threads import MessageForm, TellingForm, ThreadForm
from consultation.committees.models.threads import Telling, Thread
from consultation.committees.permissions import can_close_thread, can_speak
from consultation.committees.queries.people import names_beside
from consultation.committees.queries.threads import notice_of, thread_named, threads_of
from consultation.committees.services.noticing import choose_telling
from consultation.committees.services.threads import close_thread, open_thread, reopen_thread
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, entered
from consultation.committees.views.shown import workspace_page
from consultation.committees.views.talk import thread_page
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.get("/comites/<slug>/espace/fils")
@signed_in
def threads(person: User, slug: str) -> ResponseReturnValue:
    """Every thread, the one in which something was said last at the top."""
    place = entered(person, slug)
    lines, following = threads_of(place.member, before=request.args.get("apres", ""))
    notice = notice_of(place.member)
    return workspace_page(
        place,
        "committees/threads.html",
        lines=lines,
        following=following,
        can_speak=can_speak(place.standing),
        telling=notice.telling if notice else Telling.SOON,
    )


@bp.route("/comites/<slug>/espace/fils/nouveau", methods=["GET", "POST"])
@signed_in
def new_thread(person: User, slug: str) -> ResponseReturnValue:
    """Begin a thread."""
    place = entered(person, slug)
    if not can_speak(place.standing):
        abort(404)
    form = ThreadForm()
    if form.validate_on_submit():
        try:
            made = open_thread(place.committee, form.subject.data or "", form.said(), actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("committees.thread", slug=slug, key=made.key), 303)
    form.begin()
    page = workspace_page(
        place, "committees/new_thread.html", form=form, names=names_beside(place.member)
    )
    return page, form.status


@bp.get("/comites/<slug>/espace/fils/<key>")
@signed_in
def thread(person: User, slug: str, key: str) -> ResponseReturnValue:
    """What is said in one thread; what is shown counts as read."""
    place = entered(person, slug)
    return thread_page(place, thread_of(place, key), MessageForm(None))


@bp.post("/comites/<slug>/espace/fils/<key>/fermeture")
@signed_in
def shut_thread(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Close a thread."""
    return _turned(person, slug, key, close_thread, _("Le fil est fermé : il reste à lire."))


@bp.post("/comites/<slug>/espace/fils/<key>/reouverture")
@signed_in
def unshut_thread(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Open a closed thread again."""
    return _turned(person, slug, key, reopen_thread, _("Le fil est rouvert."))


@bp.route("/comites/<slug>/espace/fils/courriels", methods=["GET", "POST"])
@signed_in
def telling(person: User, slug: str) -> ResponseReturnValue:
    """Choose when one is told by mail of what is said."""
    place = entered(person, slug)
    notice = notice_of(place.member)
    form = TellingForm()
    form.offer(notice.telling if notice else Telling.SOON)
    if form.validate_on_submit():
        choose_telling(place.member, Telling(form.telling.data))
        flash(_("Votre choix est enregistré."))
        return redirect(url_for("committees.threads", slug=slug), 303)
    return workspace_page(place, "committees/telling.html", form=form), form.status


def thread_of(place: Entered, key: str) -> Thread:
    """The thread of that key; else 404."""
    found = thread_named(place.committee.id, key)
    if found is None:
        abort(404)
    return found


def _turned(
    person: User, slug: str, key: str, act: Callable[..., None], done: str
) -> ResponseReturnValue:
    place = entered(person, slug)
    found = thread_of(place, key)
    if not can_close_thread(place.standing):
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    act(found, actor=person)
    flash(done)
    return redirect(url_for("committees.thread", slug=slug, key=key), 303)
