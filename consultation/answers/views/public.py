"""What the institution answered: for everybody."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.queries.cards import public_versions, published_answers, published_cards
from consultation.answers.queries.desk import is_following
from consultation.answers.queries.finding import find_answer
from consultation.answers.subjects import Kind
from consultation.answers.views import bp
from consultation.answers.views.loading import public_consultation
from consultation.answers.words import kind_word, outcome_word
from consultation.core.clock import today
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
            is_following=is_following(viewer, consultation),
            outcomes=[(each, outcome_word(each)) for each in Outcome],
            kinds=[(each, kind_word(each)) for each in Kind],
        )  # fmt: skip

    if viewer is not None:
        return render()
    key = ("answers", consultation.id, consultation.revision, today(), outcome, kind, after)
    return shared(key, render)


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
