"""One theme of the codebook: change, move, merge, split, retire."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.synthesis.forms.codebook import MergeForm, SplitForm, ThemeForm
from consultation.synthesis.models import Theme
from consultation.synthesis.queries.codebook import find_theme, level_of, tree_of
from consultation.synthesis.services.codebook import (
    change_theme,
    merge_themes,
    move_theme,
    restore_theme,
    retire_theme,
    split_theme,
)
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, theme_of


def _home(slug: str) -> str:
    return url_for("synthesis.codebook", slug=slug)


@bp.route("/espace/<slug>/synthese/grille/<key>", methods=["GET", "POST"])
@strongly_signed_in
def change(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change one theme, or put it elsewhere."""
    desk = coders_desk(person, slug)
    theme = theme_of(desk, key)
    form = ThemeForm(obj=theme) if request.method == "GET" else ThemeForm()
    form.offer(tree_of(desk.consultation.id), but=theme)
    parent, _level = level_of(desk.consultation.id, theme)
    above = parent.key if parent else ""
    if request.method == "GET":
        form.parent.data = above
    if form.validate_on_submit():
        try:
            change_theme(desk.consultation, key, form.words(), actor=person)
            if (form.parent.data or "") != above:
                move_theme(desk.consultation, key, form.parent.data or "", 10_000, actor=person)
        except DomainError as error:
            form.name.errors = [str(error)]
        else:
            flash(_("Le thème est enregistré."))
            return redirect(_home(slug), 303)
    return _theme_page(desk, theme, form=form)


def _theme_page(
    desk: Desk, theme: Theme, *, form: ThemeForm | None = None, merge: MergeForm | None = None,
    split: SplitForm | None = None,
) -> ResponseReturnValue:  # fmt: skip
    branches = tree_of(desk.consultation.id)
    forms = (
        form or ThemeForm(formdata=None, obj=theme),
        merge or MergeForm(formdata=None),
        split or SplitForm(formdata=None),
    )
    forms[0].offer(branches, but=theme)
    forms[1].offer(branches, but=theme)
    page = render_template(
        "synthesis/theme.html",
        consultation=desk.consultation, theme=theme, form=forms[0], merge=forms[1], split=forms[2],
    )  # fmt: skip
    return page, max(each.status for each in forms)


@bp.post("/espace/<slug>/synthese/grille/<key>/deplacement")
@strongly_signed_in
def move(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One place up or down among its level."""
    desk = coders_desk(person, slug)
    theme = theme_of(desk, key)
    step = -1 if request.form.get("sens") == "haut" else 1
    parent, level = level_of(desk.consultation.id, theme)
    place = [each.id for each in level].index(theme.id) + step
    move_theme(desk.consultation, key, parent.key if parent else "", place, actor=person)
    return redirect(f"{_home(slug)}#t-{key}", 303)


@bp.post("/espace/<slug>/synthese/grille/<key>/fusion")
@strongly_signed_in
def merge(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give its codings to another theme, once asked about."""
    desk = coders_desk(person, slug)
    theme = theme_of(desk, key)
    form = MergeForm()
    form.offer(tree_of(desk.consultation.id), but=theme)
    into = find_theme(desk.consultation.id, form.into.data or "")
    if not form.validate_on_submit() or into is None:
        form.into.errors = [_("Choisissez le thème qui reçoit les codages.")]
        return _theme_page(desk, theme, merge=form)
    page = ask_first(
        _("Fusionner « %(name)s » dans « %(into)s » ?", name=theme.name, into=into.name),
        _n(
            "%(num)s contribution codée passe d’un thème à l’autre.",
            "%(num)s contributions codées passent d’un thème à l’autre.", theme.coding_count,
        ),
        _("Le thème fusionné n’est plus proposé. L’historique garde la trace de l’acte."),
        verb=_("Fusionner"),
        back=url_for("synthesis.change", slug=slug, key=key),
    )  # fmt: skip
    if page is not None:
        return page
    try:
        merge_themes(desk.consultation, key, into.key, actor=person)
    except DomainError as error:
        form.into.errors = [str(error)]
        return _theme_page(desk, theme, merge=form)
    flash(_("Les deux thèmes n’en font plus qu’un."))
    return redirect(_home(slug), 303)


@bp.post("/espace/<slug>/synthese/grille/<key>/scission")
@strongly_signed_in
def split(person: User, slug: str, key: str) -> ResponseReturnValue:
    """New themes beside it; its codings are then given out by hand."""
    desk = coders_desk(person, slug)
    theme = theme_of(desk, key)
    form = SplitForm()
    if not form.validate_on_submit():
        return _theme_page(desk, theme, split=form)
    try:
        split_theme(desk.consultation, key, (form.names.data or "").splitlines(), actor=person)
    except DomainError as error:
        form.names.errors = [str(error)]
        return _theme_page(desk, theme, split=form)
    flash(_("Les nouveaux thèmes sont dans la grille. Répartissez les codages de l’ancien."))
    return redirect(_home(slug), 303)


@bp.post("/espace/<slug>/synthese/grille/<key>/retrait")
@strongly_signed_in
def retire(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Offer it no more."""
    desk = coders_desk(person, slug)
    theme = theme_of(desk, key)
    try:
        retire_theme(desk.consultation, key, actor=person)
    except DomainError as error:
        flash(str(error), "error")
        return redirect(url_for("synthesis.change", slug=slug, key=key), 303)
    flash(_("« %(name)s » n’est plus proposé. Ses codages restent.", name=theme.name))
    return redirect(_home(slug), 303)


@bp.post("/espace/<slug>/synthese/grille/<key>/retour")
@strongly_signed_in
def restore(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Offer a retired theme again."""
    desk = coders_desk(person, slug)
    try:
        restore_theme(desk.consultation, theme_of(desk, key).key, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    return redirect(_home(slug), 303)
