"""Correcting a draft: from its outline, or one passage at a time."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.errors import ConflictError, DomainError
from consultation.core.i18n import _
from consultation.documents.forms import (
    HeadingForm,
    ImageForm,
    LevelForm,
    OpeningForm,
    PassageForm,
    PlaceForm,
    SeenForm,
)
from consultation.documents.markup import heading_markup, to_markup
from consultation.documents.models import Document, Heading, Version
from consultation.documents.parsing.blocks import BlockKind
from consultation.documents.parsing.messages import kind_label
from consultation.documents.queries import Entry, draft_of, entries_of
from consultation.documents.services import correcting
from consultation.documents.services.correcting import key_of
from consultation.documents.services.undoing import undo as take_back
from consultation.documents.views import bp
from consultation.documents.views.drafts import outline_url
from consultation.documents.views.loading import drafted

Act = Callable[[Version, SeenForm, str, User], None]


def _rewrite(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.rewrite(version, form.count(), key, form["source"].data, actor=person)


def _describe(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.describe_image(version, form.count(), key, form["words"].data, actor=person)


def _merge(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.merge_with_next(version, form.count(), key, actor=person)


def _up(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.move(version, form.count(), key, -1, actor=person)


def _down(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.move(version, form.count(), key, 1, actor=person)


def _move_to(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.move_to(
        version, form.count(), key, form["place"].data, with_content=form["with_content"].data,
        actor=person,
    )  # fmt: skip


def _relevel(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.relevel(version, form.count(), key, form["level"].data, actor=person)


def _to_heading(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.turn(version, form.count(), key, form["level"].data, actor=person)


def _to_passage(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.turn(version, form.count(), key, 0, actor=person)


def _remove(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.remove(version, form.count(), key, actor=person)


def _open(version: Version, form: SeenForm, key: str, person: User) -> None:
    correcting.set_open(
        version, form.count(), key, form["is_open"].data == "1",
        with_content=form["with_content"].data, actor=person,
    )  # fmt: skip


ON_THE_OUTLINE: dict[str, Act] = {"up": _up, "down": _down, "merge": _merge, "remove": _remove}
ON_A_PASSAGE: dict[str, tuple[type[SeenForm], Act]] = {
    "passage": (PassageForm, _rewrite),
    "heading": (HeadingForm, _rewrite),
    "image": (ImageForm, _describe),
    "level": (LevelForm, _relevel),
    "to-heading": (LevelForm, _to_heading),
    "to-passage": (SeenForm, _to_passage),
    "place": (PlaceForm, _move_to),
    "open": (OpeningForm, _open),
    "merge": (SeenForm, _merge),
    "remove": (SeenForm, _remove),
}


@bp.post("/espace/<slug>/textes/<document>/corrections")
@strongly_signed_in
def correct(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Move, merge or remove from the outline: the button pressed says what and which."""
    consultation, row, version = drafted(person, slug, document)
    form = SeenForm()
    verb, _colon, key = request.form.get("act", "").partition(":")
    if not form.validate_on_submit() or verb not in ON_THE_OUTLINE:
        abort(400)
    try:
        ON_THE_OUTLINE[verb](version, form, key, person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_done(verb))
    return _back(consultation, row, version, key)


@bp.post("/espace/<slug>/textes/<document>/annulation")
@strongly_signed_in
def undo(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Undo the last correction."""
    consultation, row, version = drafted(person, slug, document)
    form = SeenForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        take_back(version, form.count(), actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("La dernière correction est annulée."))
    return _back(consultation, row, version, request.form.get("near", ""))


@bp.get("/espace/<slug>/textes/<document>/passages/<key>")
@strongly_signed_in
def passage(person: User, slug: str, document: str, key: str) -> ResponseReturnValue:
    """Everything that can be corrected of one passage or heading."""
    return _page(*drafted(person, slug, document), key)


@bp.post("/espace/<slug>/textes/<document>/passages/<key>/<act>")
@strongly_signed_in
def correct_passage(
    person: User, slug: str, document: str, key: str, act: str
) -> ResponseReturnValue:
    """Correct one passage or heading."""
    if act not in ON_A_PASSAGE:
        abort(404)
    consultation, row, version = drafted(person, slug, document)
    kind, do = ON_A_PASSAGE[act]
    form = kind(prefix=f"{act}-")
    if not form.validate_on_submit():
        return _page(consultation, row, version, key, act, form)
    try:
        do(version, form, key, person)
    except DomainError as error:
        is_stale = isinstance(error, ConflictError)
        return _page(consultation, row, version, key, act, form, str(error), is_stale=is_stale)
    flash(_done(act))
    return _back(consultation, row, version, key)


def _page(
    consultation: Consultation, document: Document, version: Version, key: str, act: str = "",
    sent: SeenForm | None = None, error: str = "", *, is_stale: bool = False,
) -> ResponseReturnValue:  # fmt: skip
    """The page of one entry; `sent` is the form that was refused, with what was typed."""
    entries = entries_of(version.id)
    at = next((at for at, each in enumerate(entries) if key_of(each) == key), None)
    if at is None:
        if is_stale:
            flash(error, "error")
            return _back(consultation, document, version, key)
        abort(404)
    entry = entries[at]
    forms = _forms(entry, version, at)
    if sent is not None:
        sent.seen.data = str(version.edit_count)
        forms[act] = sent
    page = render_template(
        "documents/passage.html",
        consultation=consultation,
        document=document,
        entry=entry,
        key=key,
        is_heading=isinstance(entry, Heading),
        label=kind_label(BlockKind.HEADING if isinstance(entry, Heading) else entry.kind),
        place=at + 1,
        total=len(entries),
        following=entries[at + 1] if at + 1 < len(entries) else None,
        forms=forms,
        sent=sent,
        error=error,
        is_stale=is_stale,
        back=outline_url(consultation, document, entries, key),
    )
    return page, 409 if is_stale else 422 if sent is not None else 200


def _forms(entry: Entry, version: Version, at: int) -> dict[str, SeenForm]:
    """The forms that suit the entry, filled with what it is now."""
    seen = str(version.edit_count)
    values: dict[str, dict[str, object]] = {
        "merge": {},
        "remove": {},
        "place": {"place": at + 1},
        "open": {"is_open": "0" if entry.is_open else "1"},
    }
    if isinstance(entry, Heading):
        values["heading"] = {"source": heading_markup(entry.html)}
        values["level"] = {"level": entry.level}
        values["to-passage"] = {}
    else:
        values["passage"] = {"source": to_markup(entry.html)}
        values["image"] = {"words": correcting.image_words(entry.html)}
        values["to-heading"] = {"level": 2}
    return {
        act: ON_A_PASSAGE[act][0](None, prefix=f"{act}-", seen=seen, **filled)
        for act, filled in values.items()
    }


def _back(
    consultation: Consultation, document: Document, version: Version, key: str
) -> ResponseReturnValue:
    """To the outline, where the corrected entry stands."""
    draft = draft_of(document.id)
    entries = entries_of(draft.id if draft else version.id)
    return redirect(outline_url(consultation, document, entries, key), 303)


def _done(act: str) -> str:
    return {
        "up": _("Le passage est monté d’une place."),
        "down": _("Le passage est descendu d’une place."),
        "merge": _("Les deux passages n’en font plus qu’un."),
        "remove": _("Le passage est supprimé. « Annuler » le ramène."),
        "to-heading": _("Le passage est devenu un titre."),
        "to-passage": _("Le titre est devenu un paragraphe."),
        "place": _("Le passage a changé de place."),
        "level": _("Le niveau du titre est changé."),
    }.get(act, _("La correction est enregistrée."))
