"""The codebook: its tree, one theme, its history, its files."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.synthesis.codebook_files import Entry, to_csv, to_qdc
from consultation.synthesis.forms.codebook import (
    CodebookFileForm,
    ThemeForm,
)
from consultation.synthesis.queries.codebook import (
    changes_of,
    revision_of_codebook,
    tree_of,
)
from consultation.synthesis.services.codebook import (
    add_theme,
)
from consultation.synthesis.services.importing import import_codebook
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of
from consultation.synthesis.wording import ThemeWords

ORIGIN = "Consultation"


def _home(slug: str) -> str:
    return url_for("synthesis.codebook", slug=slug)


@bp.get("/espace/<slug>/synthese/grille")
@strongly_signed_in
def codebook(person: User, slug: str) -> ResponseReturnValue:
    """The themes, and how to add some."""
    return _page(desk_of(person, slug))


@bp.post("/espace/<slug>/synthese/grille")
@strongly_signed_in
def new_theme(person: User, slug: str) -> ResponseReturnValue:
    """Add one theme."""
    desk = coders_desk(person, slug)
    form = ThemeForm()
    form.offer(tree_of(desk.consultation.id))
    if form.validate_on_submit():
        try:
            theme = add_theme(desk.consultation, form.words(), form.parent.data or "", actor=person)
        except DomainError as error:
            form.name.errors = [str(error)]
        else:
            flash(_("« %(name)s » est dans la grille.", name=theme.name))
            return redirect(_home(slug), 303)
    return _page(desk, form=form)


@bp.post("/espace/<slug>/synthese/grille/import")
@strongly_signed_in
def import_themes(person: User, slug: str) -> ResponseReturnValue:
    """Bring in a codebook, all of it or nothing."""
    desk = coders_desk(person, slug)
    form = CodebookFileForm()
    if not form.validate_on_submit():
        return _page(desk, file_form=form)
    try:
        done = import_codebook(desk.consultation, form.file.data.read(), actor=person)
    except DomainError as error:
        form.file.errors = [str(error)]
        return _page(desk, file_form=form)
    flash(
        _n("%(num)s thème ajouté", "%(num)s thèmes ajoutés", done.added)
        + ", "
        + _n("%(num)s changé", "%(num)s changés", done.changed)
        + ", "
        + _n("%(num)s déjà là.", "%(num)s déjà là.", done.same)
    )
    return redirect(_home(slug), 303)


def _page(
    desk: Desk, *, form: ThemeForm | None = None, file_form: CodebookFileForm | None = None
) -> ResponseReturnValue:
    branches = tree_of(desk.consultation.id)
    everything = tree_of(desk.consultation.id, with_retired=True)
    form = form or ThemeForm(formdata=None)
    file_form = file_form or CodebookFileForm(formdata=None)
    form.offer(branches)
    page = render_template(
        "synthesis/codebook.html",
        consultation=desk.consultation, is_coder=desk.is_coder, branches=branches, form=form,
        file_form=file_form, revision=revision_of_codebook(desk.consultation.id),
        retired=[
            theme
            for branch in everything
            for theme in (branch.theme, *branch.under)
            if theme.retired_at
        ],
    )  # fmt: skip
    return page, form.status if form.errors else file_form.status


@bp.get("/espace/<slug>/synthese/grille/historique")
@strongly_signed_in
def codebook_history(person: User, slug: str) -> ResponseReturnValue:
    """What was changed, by whom."""
    desk = desk_of(person, slug)
    asked = request.args.get("avant", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else None
    rows, following = changes_of(desk.consultation.id, before)
    return render_template(
        "synthesis/codebook_history.html",
        consultation=desk.consultation, is_coder=desk.is_coder, rows=rows, following=following,
    )  # fmt: skip


def _entries(desk: Desk) -> list[Entry]:
    return [
        Entry(
            ThemeWords(each.name, each.definition, each.example, each.colour, each.is_out_of_scope),
            "" if each is branch.theme else branch.theme.name,
            each.key,
        )
        for branch in tree_of(desk.consultation.id)
        for each in (branch.theme, *branch.under)
    ]


@bp.get("/espace/<slug>/synthese/grille.csv")
@strongly_signed_in
def codebook_csv(person: User, slug: str) -> ResponseReturnValue:
    """The codebook for a spreadsheet."""
    return _file(to_csv(_entries(desk_of(person, slug))), "text/csv; charset=utf-8", slug, "csv")


@bp.get("/espace/<slug>/synthese/grille.qdc")
@strongly_signed_in
def codebook_qdc(person: User, slug: str) -> ResponseReturnValue:
    """The codebook for an analysis program."""
    return _file(to_qdc(_entries(desk_of(person, slug)), ORIGIN), "application/xml", slug, "qdc")


def _file(content: bytes, kind: str, slug: str, ending: str) -> Response:
    return Response(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="grille-{slug}.{ending}"'},
    )
