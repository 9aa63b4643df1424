"""Proposed rewordings, answered one by one while the next version is prepared."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.alignment import text_of, units
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.redline import redline_html
from consultation.core.text import number_in
from consultation.documents.models import Version
from consultation.versions.forms import AnswerForm
from consultation.versions.merging import hunks
from consultation.versions.models import RewordingState
from consultation.versions.queries.rewordings import (
    OpenRewording,
    count_rewordings,
    open_rewordings,
)
from consultation.versions.services.amending import (
    CollisionError,
    answer,
    take,
    take_back_answer,
    target_of,
)
from consultation.versions.states import fate_word
from consultation.versions.views import bp
from consultation.versions.views.loading import following

PAGE = 20


@bp.get("/espace/<slug>/textes/<document>/redactions")
@strongly_signed_in
def rewordings(person: User, slug: str, document: str) -> ResponseReturnValue:
    """The proposed rewordings, and what the draft answers to each."""
    consultation, row, version = following(person, slug, document)
    total, stated = count_rewordings(version)
    raw = request.args.get("depuis", "")
    start = min(max(int(raw[:6]) - 1, 0), max(total - 1, 0)) if raw.isdecimal() else 0
    start -= start % PAGE
    return render_template(
        "versions/rewordings.html",
        consultation=consultation,
        document=row,
        version=version,
        rows=open_rewordings(version, offset=start, limit=PAGE),
        start=start,
        step=PAGE,
        total=total,
        stated=stated,
        redlined=_redlined,
        fate_word=fate_word,
    )


@bp.route("/espace/<slug>/textes/<document>/redactions/<key>", methods=["GET", "POST"])
@strongly_signed_in
def rewording(person: User, slug: str, document: str, key: str) -> ResponseReturnValue:
    """One proposed rewording: take it, take a part of it, or say why not."""
    consultation, row, version = following(person, slug, document)
    found = next(iter(open_rewordings(version, contribution_key=key)), None)
    if found is None:
        abort(404)
    form = AnswerForm(seen=str(version.edit_count), reason=found.reason)
    error, collision, status = "", None, 200
    if form.validate_on_submit():
        try:
            said = _act(version, found, form, person)
        except CollisionError as refused:
            error, collision, status = str(refused), refused, 409
            form.written.data = form.written.data or refused.draft
        except DomainError as refused:
            error, status = str(refused), 422
        else:
            flash(said)
            target = url_for("versions.rewordings", slug=slug, document=document)
            return redirect(f"{target}#c-{key}", 303)
    form.seen.data = str(version.edit_count)
    page = render_template(
        "versions/rewording.html",
        consultation=consultation,
        document=row,
        version=version,
        found=found,
        form=form,
        error=error,
        collision=collision,
        parts=_parts(found),
        chosen=request.form.getlist("part"),
        draft_text=_draft_text(version, found),
        redlined=_redlined,
        fate_word=fate_word,
    )
    return page, 422 if form.errors else status


def _act(version: Version, found: OpenRewording, form: AnswerForm, person: User) -> str:
    """Do what the button pressed says; what is then told."""
    act, reason = request.form.get("act", ""), form.reason.data or ""
    if act == "take":
        take(version, form.count(), found, None, reason=reason, actor=person)
        return _("La proposition est reprise dans le brouillon.")
    if act == "part":
        count = len(hunks(found.base, found.proposed))
        given = (number_in(each) for each in request.form.getlist("part"))
        chosen = [each for each in given if each is not None and each < count]
        take(version, form.count(), found, chosen, reason=reason, actor=person)
        return _("Une partie de la proposition est reprise dans le brouillon.")
    if act == "write":
        written = form.written.data or ""
        take(version, form.count(), found, None, written=written, reason=reason, actor=person)
        return _("Le paragraphe que vous avez écrit est dans le brouillon.")
    if act == "refuse":
        answer(version, found, RewordingState.NOT_TAKEN, reason, actor=person)
        return _("La réponse est enregistrée. Elle sera publiée avec la version.")
    if act != "forget":
        abort(400)
    take_back_answer(version, found, actor=person)
    return _("La réponse est retirée. Le brouillon garde ses mots.")


def _parts(found: OpenRewording) -> list[tuple[str, str]]:
    """The changes of a rewording: what goes, what comes."""
    before = units(found.base)
    return [
        (text_of(before[hunk.start : hunk.end]).strip(), hunk.text.strip())
        for hunk in hunks(found.base, found.proposed)
    ]


def _draft_text(version: Version, found: OpenRewording) -> str | None:
    """The words of the draft there; None where they are not in one place."""
    try:
        return target_of(version, found).text
    except DomainError:
        return None


def _redlined(old: str, new: str) -> Markup:
    return Markup(redline_html(old, new))  # noqa: S704  # redline_html escapes
