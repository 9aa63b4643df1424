"""What is promised with an answer, and how far it has come."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.answers.forms import PromiseForm, ReportForm
from consultation.answers.services.milestones import add_milestone, drop_milestone, report_on
from consultation.answers.views import bp
from consultation.answers.views.loading import answering_desk, desk_of, written_by
from consultation.answers.views.writing import answer_page
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.post("/espace/<slug>/reponses/<key>/engagements")
@strongly_signed_in
def promise(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Promise something more."""
    desk = desk_of(person, slug)
    answer = written_by(desk, key, person)
    form = PromiseForm()
    if form.validate_on_submit():
        try:
            add_milestone(desk.consultation, key, form.promise(), actor=person)
        except DomainError as error:
            form.what.errors = [str(error)]
        else:
            flash(_("L’engagement est enregistré."))
            return redirect(_address(slug, key), 303)
    return answer_page(desk, answer, person, promise=form)


@bp.post("/espace/<slug>/reponses/<key>/engagements/<int:number>")
@strongly_signed_in
def report(person: User, slug: str, key: str, number: int) -> ResponseReturnValue:
    """Say how far one has come."""
    desk = answering_desk(person, slug)
    answer = written_by(desk, key, person)
    form = ReportForm()
    if form.validate_on_submit():
        try:
            report_on(desk.consultation, key, number, form.progress(), actor=person)
        except DomainError as error:
            form.words.errors = [str(error)]
            return answer_page(
                desk, answer, person, report=form, number=number, status=error.status
            )
        flash(_("Ce point d’avancement est publié."))
        return redirect(_address(slug, key), 303)
    return answer_page(desk, answer, person, report=form, number=number)


@bp.post("/espace/<slug>/reponses/<key>/engagements/<int:number>/retrait")
@strongly_signed_in
def take_back(person: User, slug: str, key: str, number: int) -> ResponseReturnValue:
    """Take one out of a draft."""
    desk = desk_of(person, slug)
    written_by(desk, key, person)
    try:
        drop_milestone(desk.consultation, key, number, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("L’engagement est ôté du brouillon."))
    return redirect(_address(slug, key), 303)


def _address(slug: str, key: str) -> str:
    return f"{url_for('answers.write', slug=slug, key=key)}#engagements"
