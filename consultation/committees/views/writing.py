"""Writing in the opinion: a block's words, kept as they are typed; its history, the way back."""

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import WordsForm, count_in
from consultation.committees.forms.people import PlainForm
from consultation.committees.queries.opinion import (
    Line,
    draft_of,
    history_of,
    revision_of,
    voted_now,
    writers_at,
)
from consultation.committees.services.drafting import drop_draft, keep_draft
from consultation.committees.services.writing import (
    WrittenMeanwhileError,
    merger_of,
    restore_words,
    write_block,
)
from consultation.committees.views import bp
from consultation.committees.views.opened import (
    OPINION_WORDS,
    Opened,
    line_at,
    opened,
    rights_in,
    text_line_at,
)
from consultation.committees.views.shown import workspace_page
from consultation.committees.wording import Merger, Wording
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.templating import moment

PAGE = 20


@bp.route("/comites/<slug>/espace/avis/passages/<key>/texte", methods=["GET", "POST"])
@signed_in
def write(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Write a block. What somebody else wrote meanwhile is shown, and put together with it."""
    found = opened(person, slug)
    line = text_line_at(found, key)
    form = WordsForm()
    if form.validate_on_submit():
        try:
            is_new = write_block(
                found.opinion, key, form.title.data or "", form.source.data or "",
                base=count_in(form.base), is_merged=bool(form.merged.data), actor=person,
            )  # fmt: skip
        except WrittenMeanwhileError as error:
            _keep(found, key, form, person)
            return _merging_page(found, error.line, count_in(form.base), error.merger), 409
        except DomainError as error:
            _keep(found, key, form, person)
            form.source.errors = [str(error)]
            return _page(found, line, form), error.status
        flash(_("Le texte est enregistré.") if is_new else _("Ces mots sont déjà ceux du texte."))
        return redirect(f"{url_for('committees.opinion', slug=slug)}#b-{key}", 303)
    if form.is_submitted():
        return _page(found, line, form), form.status
    return _begun(found, line)


def _begun(found: Opened, line: Line) -> str:
    """The form with the text of now; or with one's draft, put together with it where it moved."""
    draft = draft_of(line.block.id, found.place.member.id)
    if draft is None:
        return _page(found, line, _form(line, line.wording))
    wording = Wording(draft.title, draft.source)
    if draft.base == line.block.revision or wording == line.wording:
        return _page(found, line, _form(line, wording), is_draft=True)
    return _merging_page(found, line, draft.base, merger_of(line, draft.base, wording))


def _form(line: Line, wording: Wording, merged: str = "") -> WordsForm:
    return WordsForm(
        None, base=str(line.block.revision), merged=merged, title=wording.title,
        source=wording.source,
    )  # fmt: skip


def _merging_page(found: Opened, line: Line, base: int, merger: Merger) -> str:
    """What the other wrote, and both sets of words in the field."""
    form = _form(line, merger.wording or merger.both, merged="1")
    return _page(found, line, form, before=revision_of(line.block.id, base), merger=merger)


def _page(found: Opened, line: Line, form: WordsForm, **more: object) -> str:
    voted, is_whole_voted = voted_now(found.opinion)
    others = [
        member.name
        for member in writers_at(found.opinion.id).get(line.block.id, ())
        if member.id != found.place.member.id
    ]
    return workspace_page(
        found.place,
        "committees/write.html",
        opinion=found.opinion,
        line=line,
        form=form,
        others=others,
        is_voted=is_whole_voted or line.block.key in voted,
        **{"before": None, "merger": None, "is_draft": False, **more},
        **rights_in(found),
        **OPINION_WORDS,
    )


def _keep(found: Opened, key: str, form: WordsForm, person: User) -> None:
    """Keep what was typed though it could not be saved; what is too long is in the page alone."""
    try:
        keep_draft(
            found.opinion, key, form.title.data or "", form.source.data or "",
            base=count_in(form.base), actor=person,
        )  # fmt: skip
    except DomainError:
        return


@bp.post("/comites/<slug>/espace/avis/passages/<key>/brouillon")
@signed_in
def keep(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Keep what is being typed; whether somebody else has saved other words meanwhile."""
    found = opened(person, slug)
    line_at(found, key)
    form = WordsForm()
    if not form.validate_on_submit():
        return jsonify(said=next(iter(form.errors.values()))[0]), 422
    line = keep_draft(
        found.opinion, key, form.title.data or "", form.source.data or "",
        base=count_in(form.base), actor=person,
    )  # fmt: skip
    is_behind = line.block.revision != count_in(form.base)
    said = _("Brouillon gardé le %(moment)s.", moment=moment(now()).striptags())
    if is_behind:
        said = _(
            "Quelqu’un d’autre a enregistré ce passage. Vos mots sont gardés : à "
            "l’enregistrement, vous verrez les deux textes."
        )
    return jsonify(said=said, is_behind=is_behind)


@bp.post("/comites/<slug>/espace/avis/passages/<key>/brouillon/abandon")
@signed_in
def give_up_draft(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Forget what one was typing."""
    found = opened(person, slug)
    line_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Abandonner votre brouillon ?"),
        _("Ce que vous avez écrit et qui n’est pas enregistré sera effacé."),
        verb=_("Abandonner le brouillon"),
        back=url_for("committees.write", slug=slug, key=key),
    )
    if page is not None:
        return page
    drop_draft(found.opinion, key, actor=person)
    flash(_("Votre brouillon est effacé. Le texte reste ce qu’il était."))
    return redirect(f"{url_for('committees.opinion', slug=slug)}#b-{key}", 303)


@bp.get("/comites/<slug>/espace/avis/passages/<key>/historique")
@signed_in
def history(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Every revision of a block: who wrote what, as a redline, twenty at a time."""
    found = opened(person, slug)
    line = line_at(found, key)
    raw = request.args.get("avant", "")
    before = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 8 else 0
    rows = history_of(line.block.id, before or line.block.revision + 1, PAGE + 1)
    steps = [
        (row, rows[place + 1] if place + 1 < len(rows) else None)
        for place, row in enumerate(rows[:PAGE])
    ]
    return workspace_page(
        found.place,
        "committees/history.html",
        opinion=found.opinion,
        line=line,
        steps=steps,
        next_before=rows[PAGE - 1].number if len(rows) > PAGE else None,
        **rights_in(found),
        **OPINION_WORDS,
    )


@bp.post("/comites/<slug>/espace/avis/passages/<key>/retour/<int:revision>")
@signed_in
def restore(person: User, slug: str, key: str, revision: int) -> ResponseReturnValue:
    """Give a block earlier words again; nothing of its history goes."""
    found = opened(person, slug)
    line = line_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    raw = request.form.get("base", "")
    base = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 8 else 0
    restore_words(found.opinion, line.block.key, revision, base=base, actor=person)
    flash(_("Le texte a repris cette rédaction. L’autre reste dans l’historique."))
    return redirect(url_for("committees.history", slug=slug, key=key), 303)
