"""The stakeholder categories of a consultation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.categories import default_label
from consultation.consultations.forms.organising import CategoryForm
from consultation.consultations.models import Consultation
from consultation.consultations.queries import categories_of
from consultation.consultations.services.categories import (
    MAX_LABEL,
    add_category,
    move_category,
    rename_categories,
    restore_category,
    retire_category,
)
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.text import number_in


@bp.get("/espace/<slug>/categories")
@strongly_signed_in
def categories(person: User, slug: str) -> ResponseReturnValue:
    """The list, with everything that can be done to it."""
    return _page(organised(person, slug), CategoryForm())


@bp.post("/espace/<slug>/categories")
@strongly_signed_in
def change_categories(person: User, slug: str) -> ResponseReturnValue:
    """Rename them all, or move, retire or restore the one whose button was pressed."""
    consultation = organised(person, slug)
    named = (
        (number_in(name.removeprefix("label-")), value)
        for name, value in request.form.items()
        if name.startswith("label-")
    )
    labels = {number: value for number, value in named if number is not None}
    try:
        rename_categories(consultation, labels, actor=person)
        _act(consultation, request.form.get("act", ""), person)
    except DomainError as error:
        return _page(consultation, CategoryForm(formdata=None), str(error), labels)
    flash(_("Les catégories sont enregistrées."))
    return redirect(url_for("consultations.categories", slug=slug), 303)


@bp.post("/espace/<slug>/categories/ajout")
@strongly_signed_in
def new_category(person: User, slug: str) -> ResponseReturnValue:
    """Add one at the end."""
    consultation = organised(person, slug)
    form = CategoryForm()
    if form.validate_on_submit():
        try:
            add_category(consultation, form.label.data, actor=person)
        except DomainError as error:
            form.label.errors = [str(error)]
        else:
            flash(_("La catégorie est ajoutée."))
            return redirect(url_for("consultations.categories", slug=slug), 303)
    return _page(consultation, form)


def _act(consultation: Consultation, act: str, person: User) -> None:
    verb, _colon, said = act.partition(":")
    number = number_in(said)
    if number is None:
        return
    if verb in {"up", "down"}:
        move_category(consultation, number, -1 if verb == "up" else 1, actor=person)
    elif verb == "retire":
        retire_category(consultation, number, actor=person)
    elif verb == "restore":
        restore_category(consultation, number, actor=person)


def _page(
    consultation: Consultation,
    form: CategoryForm,
    error: str = "",
    labels: dict[int, str] | None = None,
) -> ResponseReturnValue:
    rows = session.scalars(categories_of(consultation.id)).all()
    typed = labels or {}
    page = render_template(
        "consultations/categories.html",
        consultation=consultation,
        form=form,
        error=error,
        rows=rows,
        shown={row.id: typed.get(row.id, row.label or _default(row.code)) for row in rows},
        most=MAX_LABEL,
    )
    return page, 422 if error else form.status


def _default(code: str) -> str:
    return default_label(code) if code else ""
