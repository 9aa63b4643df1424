"""The team's reply templates."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.answers.forms import TemplateForm
from consultation.answers.models import ReplyTemplate
from consultation.answers.queries.desk import templates_of
from consultation.answers.services.templates import drop_template, save_template
from consultation.answers.views import bp
from consultation.answers.views.loading import Desk, answering_desk, template_of
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/espace/<slug>/reponses/modeles", methods=["GET", "POST"])
@strongly_signed_in
def templates(person: User, slug: str) -> ResponseReturnValue:
    """Those that there are, and a new one."""
    return _save(answering_desk(person, slug), None, person)


@bp.route("/espace/<slug>/reponses/modeles/<key>", methods=["GET", "POST"])
@strongly_signed_in
def template(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change one."""
    desk = answering_desk(person, slug)
    return _save(desk, template_of(desk, key), person)


def _save(desk: Desk, row: ReplyTemplate | None, person: User) -> ResponseReturnValue:
    form = TemplateForm(obj=row) if request.method == "GET" else TemplateForm()
    if request.method == "GET" and row is not None:
        form.outcome.data = row.outcome.value if row.outcome else ""
    if form.validate_on_submit():
        try:
            save_template(
                desk.consultation, row.key if row else "", form.name.data or "", form.chosen,
                form.source.data or "", actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("Le modèle est enregistré."))
            return redirect(url_for("answers.templates", slug=desk.consultation.slug), 303)
    page = render_template(
        "answers/templates.html",
        consultation=desk.consultation, is_organiser=True, form=form, template=row,
        templates=[] if row else templates_of(desk.consultation),
    )  # fmt: skip
    return page, form.status


@bp.post("/espace/<slug>/reponses/modeles/<key>/suppression")
@strongly_signed_in
def remove_template(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take one away, once asked about."""
    desk = answering_desk(person, slug)
    row = template_of(desk, key)
    home = url_for("answers.templates", slug=slug)
    page = ask_first(
        _("Supprimer le modèle « %(name)s » ?", name=row.name),
        _("Les réponses qui en sont parties restent telles quelles."),
        verb=_("Supprimer"), back=home,
    )  # fmt: skip
    if page is not None:
        return page
    drop_template(desk.consultation, key, actor=person)
    flash(_("Le modèle est supprimé."))
    return redirect(home, 303)
