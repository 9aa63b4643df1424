"""Comments beside the opinion's text."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import NoteForm
from consultation.committees.forms.people import PlainForm
from consultation.committees.services.noting import add_note, settle_note, withdraw_note
from consultation.committees.views import bp
from consultation.committees.views.opened import line_at, opened
from consultation.committees.views.opinion import block_page
from consultation.core.confirming import ask_first
from consultation.core.i18n import _


@bp.post("/comites/<slug>/espace/avis/passages/<key>/remarques")
@signed_in
def note(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Say something beside a block."""
    found = opened(person, slug)
    line = line_at(found, key)
    form = NoteForm()
    if not form.validate_on_submit():
        return block_page(found, line, form)
    add_note(found.opinion, key, form.source.data or "", actor=person)
    flash(_("Votre remarque est à côté du texte."))
    return redirect(f"{url_for('committees.block', slug=slug, key=key)}#remarques", 303)


@bp.post("/comites/<slug>/espace/avis/passages/<key>/remarques/<note>/suite")
@signed_in
def follow_note(person: User, slug: str, key: str, note: str) -> ResponseReturnValue:
    """Settle a comment, take it up again, or withdraw one's own."""
    found = opened(person, slug)
    line_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    back = f"{url_for('committees.block', slug=slug, key=key)}#remarques"
    act = request.form.get("act", "")
    if act == "withdraw":
        page = ask_first(
            _("Retirer votre remarque ?"),
            _("Ses mots seront effacés. Il restera la trace d’une remarque retirée."),
            verb=_("Retirer la remarque"),
            back=back,
        )
        if page is not None:
            return page
        withdraw_note(found.opinion, note, actor=person)
    elif act in {"settle", "reopen"}:
        settle_note(found.opinion, note, is_settled=act == "settle", actor=person)
    else:
        abort(400)
    return redirect(back, 303)
