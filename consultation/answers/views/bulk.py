"""One answer for many subjects: chosen in the list or by its filter, seen before it is written."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.answers.asked import Asked, State, asked
from consultation.answers.forms import BulkForm
from consultation.answers.queries.desk import templates_of, texts_of
from consultation.answers.queries.finding import find_template
from consultation.answers.queries.listing import (
    draft_ids,
    first_words,
    subjects_named,
    subjects_wanted,
)
from consultation.answers.services.bulk import MOST, answer_many, undo_batch
from consultation.answers.subjects import Subject
from consultation.answers.views import bp
from consultation.answers.views.loading import Desk, answering_desk, batch_of
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n

SEEN_FIRST = 10
EVERYTHING = "filtre"


@bp.post("/espace/<slug>/reponses/lot")
@strongly_signed_in
def bulk(person: User, slug: str) -> ResponseReturnValue:
    """Write one answer for all that was chosen: first what it is about, then as many drafts."""
    desk = answering_desk(person, slug)
    wanted = asked(request.form)
    subjects = _chosen(desk, wanted, person)
    if not subjects or len(subjects) > MOST:
        flash(
            _("Un lot compte 1 000 réponses au plus : resserrez le filtre.")
            if subjects
            else _("Choisissez dans la liste ce que vous voulez répondre d’un coup."),
            "error",
        )
        words: dict[str, Any] = {**wanted.arguments()}
        return redirect(url_for("answers.desk", slug=slug, **words), 303)
    is_begun = "source" in request.form
    form = BulkForm() if is_begun else BulkForm(formdata=None)
    form.offer(texts_of(desk.consultation), is_correction=False)
    if not is_begun:
        template = find_template(desk.consultation.id, request.form.get("modele", "")[:24])
        if template is not None:
            form.begin_from(template)
    elif request.form.get("combien") != str(len(subjects)):
        form.source.errors = [
            _("La liste a changé pendant que vous écriviez : relisez-la, puis enregistrez.")
        ]
    elif form.validate() and (written := form.written(desk.consultation)) is not None:
        try:
            batch = answer_many(desk.consultation, subjects, written, form.promise(), actor=person)
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            return redirect(url_for("answers.batch", slug=slug, key=batch.key), 303)
    return _page(desk, wanted, subjects, form)


def _chosen(desk: Desk, wanted: Asked, person: User) -> list[Subject]:
    if request.form.get("lesquels") == EVERYTHING:
        return subjects_wanted(desk.consultation, wanted, person.id, MOST)
    return subjects_named(desk.consultation, wanted, request.form.getlist("s"), MOST + 1)


def _page(
    desk: Desk, wanted: Asked, subjects: list[Subject], form: BulkForm
) -> ResponseReturnValue:
    page = render_template(
        "answers/bulk.html",
        consultation=desk.consultation, is_organiser=True, asked=wanted, form=form,
        count=len(subjects), keys=[each.key for each in subjects],
        rows=first_words(desk.consultation, wanted, subjects[:SEEN_FIRST]),
        is_everything=request.form.get("lesquels") == EVERYTHING,
        templates=templates_of(desk.consultation),
    )  # fmt: skip
    return page, form.status


@bp.get("/espace/<slug>/reponses/lots/<key>")
@strongly_signed_in
def batch(person: User, slug: str, key: str) -> ResponseReturnValue:
    """What a batch wrote, and what is still to be published of it."""
    desk = answering_desk(person, slug)
    found = batch_of(desk, key)
    return render_template(
        "answers/batch.html",
        consultation=desk.consultation, desk=desk, is_organiser=True, batch=found,
        drafts=len(draft_ids(desk.consultation, None, found.key)),
    )  # fmt: skip


@bp.post("/espace/<slug>/reponses/lots/<key>/annuler")
@strongly_signed_in
def undo(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take its drafts back."""
    desk = answering_desk(person, slug)
    batch_of(desk, key)
    try:
        count = undo_batch(desk.consultation, key, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(
            _n("%(num)s brouillon est repris.", "%(num)s brouillons sont repris.", count)
            + " "
            + _("Ce qui a été changé ou publié depuis reste.")
        )
    return redirect(url_for("answers.desk", slug=slug, etat=State.TO_ANSWER.value), 303)
