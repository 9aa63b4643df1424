"""One answer: begun, written, handed to a colleague, published, thrown away."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.answers.asked import Asked
from consultation.answers.forms import AnswerForm, PromiseForm, ReportForm
from consultation.answers.models import Answer
from consultation.answers.permissions import can_write
from consultation.answers.queries.cards import newest_card, public_versions
from consultation.answers.queries.concerned import people_count
from consultation.answers.queries.desk import colleagues_of, templates_of, texts_of
from consultation.answers.queries.finding import find_template
from consultation.answers.queries.listing import first_words
from consultation.answers.services.publishing import has_something_new, publish_answers
from consultation.answers.services.writing import (
    assign_answer,
    begin_answer,
    drop_draft,
    write_answer,
)
from consultation.answers.subjects import Subject
from consultation.answers.views import bp
from consultation.answers.views.desk import told_words
from consultation.answers.views.loading import (
    Desk,
    answer_of,
    answering_desk,
    desk_of,
    subject_of,
    written_by,
)
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/espace/<slug>/reponses/nouvelle", methods=["GET", "POST"])
@strongly_signed_in
def begin(person: User, slug: str) -> ResponseReturnValue:
    """A new answer to what the address names."""
    desk = answering_desk(person, slug)
    subject = subject_of(
        desk, request.values.get("objet", ""), request.values.get("sujet", "")[:24]
    )
    form = AnswerForm()
    form.offer(texts_of(desk.consultation), is_correction=False)
    _take_template(desk, form)
    if form.validate_on_submit() and (written := form.written(desk.consultation)) is not None:
        try:
            answer = begin_answer(desk.consultation, subject, written, actor=person)
        except DomainError as error:
            form.source.errors = [str(error)]
            return _beginning(desk, subject, form, error.status)
        flash(_("Le brouillon est enregistré. Personne d’autre que l’équipe ne le lit."))
        return redirect(_address(slug, answer.key), 303)
    return _beginning(desk, subject, form)


def _beginning(
    desk: Desk, subject: Subject, form: AnswerForm, status: int = 0
) -> ResponseReturnValue:
    rows = first_words(desk.consultation, Asked(subject.kind), [subject])
    if not rows:
        abort(404)
    page = render_template(
        "answers/begin.html",
        consultation=desk.consultation, is_organiser=True, subject=subject, row=rows[0], form=form,
        templates=templates_of(desk.consultation),
    )  # fmt: skip
    return page, status or form.status


def _take_template(desk: Desk, form: AnswerForm) -> None:
    """The words of the template that the address names, before anything is typed."""
    key = request.args.get("modele", "")[:24]
    template = find_template(desk.consultation.id, key) if key else None
    if template is not None and request.method == "GET":
        form.begin_from(template)


@bp.route("/espace/<slug>/reponses/<key>", methods=["GET", "POST"])
@strongly_signed_in
def write(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One answer as the team sees it; changed by whoever may."""
    desk = desk_of(person, slug)
    answer = answer_of(desk, key)
    if request.method == "GET":
        return answer_page(desk, answer, person)
    written_by(desk, key, person)
    form = AnswerForm()
    form.offer(texts_of(desk.consultation), is_correction=answer.published_version is not None)
    if form.validate_on_submit() and (written := form.written(desk.consultation)) is not None:
        try:
            write_answer(desk.consultation, key, form.seen, written, actor=person)
        except DomainError as error:
            form.source.errors = [str(error)]
            return answer_page(desk, answer, person, form=form, status=error.status)
        flash(_("Le brouillon est enregistré. Personne d’autre que l’équipe ne le lit."))
        return redirect(_address(slug, key), 303)
    return answer_page(desk, answer, person, form=form)


def answer_page(
    desk: Desk, answer: Answer, person: User, *, form: AnswerForm | None = None,
    promise: PromiseForm | None = None, report: ReportForm | None = None, number: int = 0,
    status: int = 0,
) -> ResponseReturnValue:  # fmt: skip
    """The page of one answer, with what was typed in one of its forms."""
    card = newest_card(answer)
    documents = texts_of(desk.consultation)
    typed = form
    if form is None:
        form = AnswerForm(formdata=None)
        form.offer(documents, is_correction=answer.published_version is not None)
        form.fill(card.version, card.changed, documents)
        _take_template(desk, form)
    if typed is None or not status:
        form.edition.data = str(answer.edition)
    promise = promise or PromiseForm(formdata=None)
    report = report or ReportForm(formdata=None)
    page = render_template(
        "answers/write.html",
        consultation=desk.consultation, desk=desk, is_organiser=desk.can_answer, card=card,
        answer=answer, form=form, promise=promise, report=report, reported=number,
        can_write=can_write(person, answer, desk.roles), has_new=has_something_new(answer),
        versions=public_versions(answer), templates=templates_of(desk.consultation),
        colleagues=colleagues_of(desk.consultation), people=people_count([answer.id]),
    )  # fmt: skip
    return page, status or max(form.status, promise.status, report.status)


@bp.post("/espace/<slug>/reponses/<key>/publication")
@strongly_signed_in
def publish(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Publish it, once asked about."""
    desk = answering_desk(person, slug)
    answer = answer_of(desk, key)
    is_correction = answer.published_version is not None
    page = ask_first(
        _("Publier cette correction ?") if is_correction else _("Publier cette réponse ?"),
        *told_words([answer.id]), verb=_("Publier"), back=_address(slug, key),
    )  # fmt: skip
    if page is not None:
        return page
    try:
        publish_answers(desk.consultation, [key], actor=person)
    except DomainError as error:
        flash(str(error), "error")
        return redirect(_address(slug, key), 303)
    flash(_("La réponse est publiée. Les personnes concernées sont prévenues dans dix minutes."))
    return redirect(_address(slug, key), 303)


@bp.post("/espace/<slug>/reponses/<key>/suppression")
@strongly_signed_in
def drop(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Throw the draft away, once asked about."""
    desk = answering_desk(person, slug)
    answer = answer_of(desk, key)
    stays = answer.published_version is not None
    page = ask_first(
        _("Supprimer ce brouillon ?"),
        _("La réponse publiée reste telle quelle.") if stays
        else _("Son texte et ses engagements sont perdus. Personne n’a pu les lire."),
        verb=_("Supprimer"), back=_address(slug, key),
    )  # fmt: skip
    if page is not None:
        return page
    try:
        left = drop_draft(desk.consultation, key, actor=person)
    except DomainError as error:
        flash(str(error), "error")
        return redirect(_address(slug, key), 303)
    flash(_("Le brouillon est supprimé."))
    return redirect(_address(slug, key) if left else url_for("answers.desk", slug=slug), 303)


@bp.post("/espace/<slug>/reponses/<key>/attribution")
@strongly_signed_in
def assign(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give it to somebody of the team."""
    desk = answering_desk(person, slug)
    answer_of(desk, key)
    try:
        colleague = assign_answer(
            desk.consultation, key, request.form.get("collegue", "")[:24], actor=person
        )
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("%(name)s s’occupe désormais de cette réponse.", name=colleague.display_name))
    return redirect(_address(slug, key), 303)


def _address(slug: str, key: str) -> str:
    return url_for("answers.write", slug=slug, key=key)
