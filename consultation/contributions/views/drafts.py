"""Drafts: found again at their address, sent on, downloaded, forgotten."""

from dataclasses import replace

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.consultations.permissions import phase_at
from consultation.contributions.forms.composer import Mode, local_key
from consultation.contributions.forms.making import bound_form, dressed
from consultation.contributions.models import Contribution, Draft
from consultation.contributions.permissions import is_own
from consultation.contributions.queries.drafts import find_draft
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import (
    Place,
    find_contribution,
    place_of,
    place_of_draft,
)
from consultation.contributions.services.drafts import claim_draft, delete_draft
from consultation.contributions.views import bp
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.i18n import _


@bp.get("/brouillons/<key>")
@public
def draft(viewer: User | None, key: str) -> ResponseReturnValue:
    """A draft, ready to be sent; signed out, the way to an account that leads back here."""
    row = _draft(viewer, key)
    if row.sent_as_id is not None:
        sent = session.get_one(Contribution, row.sent_as_id)
        return redirect(url_for("contributions.permalink", key=sent.key), 302)
    edited = find_contribution(viewer, row.form["edited"]) if "edited" in row.form else None
    place = place_of(edited) if edited else place_of_draft(viewer, row)
    if place is None:
        abort(404)
    phase = phase_at(place.consultation, now())
    mode = Mode(row.form.get("mode", Mode.COMMENT))
    form = None
    is_theirs = edited is None or is_own(viewer, edited)
    if viewer is not None and phase is Phase.OPEN and is_theirs:
        form = dressed(
            bound_form(
                place, mode, edited=edited, values={**row.form, "has_draft": "1"}, token=key
            ),
            viewer,
        )
        form.shown = replace(form.shown, local_key=f"brouillon-{key}")
    return render_template(
        "contributions/draft.html",
        answered_revision=revision_of(place.answered) if place.answered else None,
        draft_local_key=local_key(place, mode, edited), draft=row, place=place,
        phase=phase, form=form,
    )  # fmt: skip


@bp.get("/brouillons/<key>.txt")
@public
def draft_file(viewer: User | None, key: str) -> ResponseReturnValue:
    """What was typed, as a plain file."""
    row = _draft(viewer, key)
    place = place_of_draft(viewer, row)
    if place is None:
        abort(404)
    return Response(
        text_of(row, place),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="brouillon-{key[:6]}.txt"'},
    )


@bp.post("/brouillons/<key>/garder")
@signed_in
def claim(person: User, key: str) -> ResponseReturnValue:
    """Make one's own a draft that was begun before there was an account."""
    claim_draft(_draft(person, key), actor=person)
    flash(_("Le brouillon est dans vos contributions."))
    return redirect(url_for("contributions.draft", key=key), 303)


@bp.post("/brouillons/<key>/supprimer")
@public
def delete(viewer: User | None, key: str) -> ResponseReturnValue:
    """Forget a draft."""
    row = _draft(viewer, key)
    page = ask_first(
        _("Supprimer ce brouillon ?"),
        _("Ce texte n’est pas publié ; il sera effacé, et personne ne pourra vous le rendre."),
        verb=_("Supprimer le brouillon"),
        back=url_for("contributions.draft", key=key),
    )
    if page is not None:
        return page
    delete_draft(row, actor=viewer)
    if viewer is None:
        return redirect(url_for("pages.home"), 303)
    flash(_("Le brouillon est supprimé."))
    return redirect(url_for("contributions.mine"), 303)


def _draft(viewer: User | None, key: str) -> Draft:
    row = find_draft(viewer, key)
    if row is None:
        abort(404)
    return row


def text_of(row: Draft, place: Place) -> str:
    """A draft as somebody reads it outside: where it was written, then its texts."""
    lines = [place.consultation.title, place.document.title]
    if place.passage:
        lines.append(f"¶ {place.passage.number}")
    elif place.heading:
        lines.append(place.heading.text)
    texts = [row.form.get(name, "") for name in ("proposed_text", "body")]
    return "\n\n".join(["\n".join(lines), *(text for text in texts if text)]) + "\n"
