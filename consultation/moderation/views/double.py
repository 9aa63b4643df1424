"""The sample that two moderators read, the second without knowing what the first decided."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.durations import in_words
from consultation.moderation.models import Measure
from consultation.moderation.queries.item import find_item
from consultation.moderation.queries.opinions import samples_for
from consultation.moderation.queries.places import key_of_contribution
from consultation.moderation.services.examining import read_sample
from consultation.moderation.views import bp
from consultation.moderation.views.loading import moderated

MEASURES = (Measure.KEEP, Measure.MASK, Measure.REFUSE, Measure.HIDE)


@bp.get("/espace/<slug>/moderation/double-lecture")
@strongly_signed_in
def samples(person: User, slug: str) -> ResponseReturnValue:
    """What one may read as the second, twenty at a time."""
    desk = moderated(person, slug)
    moment = now()
    return render_template(
        "moderation/samples.html",
        desk=desk,
        consultation=desk.consultation,
        samples=samples_for(desk.consultation, person),
        ago=lambda since: in_words(moment - since),
    )


@bp.route("/espace/<slug>/moderation/double-lecture/<key>", methods=["GET", "POST"])
@strongly_signed_in
def sample(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Read one again, as if nothing had been decided."""
    desk = moderated(person, slug)
    opinion = next(
        (each for each in samples_for(desk.consultation, person) if each.key == key), None
    )
    found = (
        find_item(desk.consultation, key_of_contribution(opinion.contribution_id))
        if opinion
        else None
    )
    if opinion is None or found is None:
        abort(404)
    error = ""
    if request.method == "POST":
        try:
            measure = _measure()
            clause = request.form.get("rule", "")
            read_sample(opinion, found.contribution, measure, clause, actor=person)
        except DomainError as refused:
            error = str(refused)
        else:
            flash(_("C’est noté. Ce que vous avez dit ne change rien à ce qui est publié."))
            return redirect(url_for("moderation.samples", slug=slug), 303)
    page = render_template(
        "moderation/sample.html",
        desk=desk,
        consultation=desk.consultation,
        opinion=opinion,
        item=found,
        contribution=found.contribution,
        place=found.place,
        clauses=clauses_in_force(desk.consultation.id),
        measures=MEASURES,
        error=error,
    )
    return page, 422 if error else 200


def _measure() -> Measure:
    asked = request.form.get("measure", "")
    if asked not in {each.value for each in MEASURES}:
        raise DomainError(_("Choisissez une décision."))
    return Measure(asked)
