"""What the institution answered: for everybody."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.queries.cards import public_versions, published_answers, published_cards
from consultation.answers.queries.desk import is_following
from consultation.answers.queries.finding import find_answer
from consultation.answers.queries.opinions import opinions_followed
from consultation.answers.sequels import sequels_of
from consultation.answers.subjects import Kind
from consultation.answers.views import bp
from consultation.answers.views.loading import public_consultation
from consultation.answers.words import kind_word, outcome_word
from consultation.consultations.permissions import phase_at
from consultation.consultations.queries import roles_of
from consultation.contributions.life import NOTHING, public_life
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.permissions import can_see
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import (
    consultation_of,
    find_contribution,
    place_of,
)
from consultation.core.clock import now, today
from consultation.core.public_cache import shared


@bp.get("/consultations/<slug>/reponses")
@public
def published(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The published answers of a consultation, the newest first."""
    consultation = public_consultation(viewer, slug)
    asked, about = request.args.get("suite", ""), request.args.get("objet", "")
    outcome = Outcome(asked) if asked in set(Outcome) else None
    kind = Kind(about) if about in set(Kind) else None
    after = request.args.get("apres", "")[:24]

    def render() -> str:
        return render_template(
            "answers/published.html",
            consultation=consultation, viewer=viewer, outcome=outcome, kind=kind, after=after,
            page=published_answers(consultation, outcome, kind, after),
            opinions=opinions_followed(consultation) if consultation.has_committee else [],
            is_following=is_following(viewer, consultation),
            outcomes=[(each, outcome_word(each)) for each in Outcome],
            kinds=[(each, kind_word(each)) for each in Kind],
        )  # fmt: skip

    if viewer is not None:
        return render()
    key = ("answers", consultation.id, consultation.revision, today(), outcome, kind, after)
    return shared(key, render)


@bp.get("/contributions/<key>/suites")
@public
def sequel(viewer: User | None, key: str) -> ResponseReturnValue:
    """What became of one contribution; of one that is not published any more, its state alone."""
    contribution = find_contribution(viewer, key)
    if contribution is None or not _is_seen(contribution, viewer):
        abort(404)
    consultation = consultation_of(contribution)
    is_read = contribution.state is ContributionState.PUBLISHED
    found = sequels_of([contribution.id]).get(contribution.id, NOTHING) if is_read else NOTHING
    page = render_template(
        "answers/sequel.html",
        contribution=contribution, place=place_of(contribution), consultation=consultation,
        revision=revision_of(contribution) if is_read else None, replies=found.replies,
        steps=public_life(contribution, consultation, phase_at(consultation, now()), found)
        if is_read
        else (),
    )  # fmt: skip
    return page, 200 if is_read else 410


def _is_seen(contribution: Contribution, viewer: User | None) -> bool:
    return can_see(contribution, viewer, roles_of(viewer, contribution.consultation_id))


@bp.get("/consultations/<slug>/reponses/<key>")
@public
def answer(viewer: User | None, slug: str, key: str) -> ResponseReturnValue:
    """One answer, what it promises, and what it said before it was corrected."""
    consultation = public_consultation(viewer, slug)
    row = find_answer(consultation.id, key)
    if row is None or row.published_version is None:
        abort(404)
    return render_template(
        "answers/answer.html",
        consultation=consultation, card=published_cards([row.id])[row.id],
        versions=public_versions(row),
    )  # fmt: skip
