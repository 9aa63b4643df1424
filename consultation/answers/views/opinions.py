"""An opinion and what the institution answered to it, side by side; its members' appraisal."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.answers.appraising import GRADES, NONE
from consultation.answers.forms import AppraisalForm
from consultation.answers.pairs import Pair, summary_words
from consultation.answers.permissions import can_appraise
from consultation.answers.queries.appraisals import own_appraisals, verdicts_on
from consultation.answers.queries.cards import cards_on_opinion
from consultation.answers.queries.opinions import Followed, Recommendation, find_opinion
from consultation.answers.services.appraising import Given, appraise
from consultation.answers.views import bp
from consultation.answers.views.loading import public_consultation
from consultation.answers.words import grade_word
from consultation.committees.edition_words import vote_tag_words, votes_words
from consultation.committees.models.people import Seat
from consultation.committees.queries.people import member_of
from consultation.consultations.models import Consultation
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.get("/consultations/<slug>/reponses/avis/<key>")
@public
def follow_up(viewer: User | None, slug: str, key: str) -> ResponseReturnValue:
    """Each recommendation with its answer and its appraisal; then the whole."""
    consultation = public_consultation(viewer, slug)
    return _page(viewer, consultation, _followed(consultation, key))


def _followed(consultation: Consultation, key: str) -> Followed:
    followed = find_opinion(consultation, key)
    if followed is None:
        abort(404)
    return followed


def _page(
    viewer: User | None, consultation: Consultation, followed: Followed,
    form: AppraisalForm | None = None, graded: str = "",
) -> ResponseReturnValue:  # fmt: skip
    opinion = followed.opinion
    member = member_of(viewer, followed.committee.id) if viewer else None
    cards = cards_on_opinion(consultation, opinion.id)
    verdicts = verdicts_on(consultation, opinion.id)
    own = own_appraisals(consultation, opinion.id, member.id) if member else {}
    by_block = {card.answer.recommendation_id: card for card in cards}

    def pair(recommendation: Recommendation | None) -> Pair:
        card = by_block.get(recommendation.id if recommendation else None)
        answer_id = card.answer.id if card and recommendation else None
        is_graded = recommendation is None or card is not None
        verdict = verdicts.get(answer_id, NONE) if is_graded else NONE
        mine = own.get(answer_id) if is_graded else None
        if recommendation is None:
            return Pair(None, card, verdict, mine, followed.archive.whole)
        vote = followed.archive.votes.get(recommendation.key)
        is_due = not followed.is_rejected(recommendation)
        return Pair(recommendation, card, verdict, mine, vote, is_due)

    pairs = [pair(each) for each in followed.recommendations]
    page = render_template(
        "answers/follow_up.html",
        consultation=consultation, followed=followed,
        pairs=pairs, whole=pair(None), summary=summary_words(pairs),
        vote_tag_words=vote_tag_words, votes_words=votes_words,
        can_appraise=can_appraise(member.seat if member else None, None) and bool(cards),
        grade_word=grade_word, grades=GRADES, graded=graded,
        form=form or AppraisalForm(formdata=None),
    )  # fmt: skip
    return page, form.status if form else 200


@bp.post("/consultations/<slug>/reponses/avis/<key>")
@signed_in
def grade(person: User, slug: str, key: str) -> ResponseReturnValue:
    """A member's grade, of one answer or of the whole."""
    consultation = public_consultation(person, slug)
    followed = _followed(consultation, key)
    if not can_appraise(_seat(person, followed), None):
        abort(404)
    form = AppraisalForm()
    graded = request.form.get("reponse", "")[:24]
    if form.validate_on_submit():
        given = Given(int(form.grade.data), form.words.data or "", bool(form.is_signed.data))
        try:
            appraise(consultation, followed, graded, given, actor=person)
        except DomainError as error:
            form.words.errors = [str(error)]
        else:
            flash(_("Votre appréciation est enregistrée. Vous pouvez la changer."))
            here = url_for("answers.follow_up", slug=slug, key=key)
            return redirect(f"{here}#a-{graded or 'ensemble'}", 303)
    return _page(person, consultation, followed, form, graded)


def _seat(person: User, followed: Followed) -> Seat | None:
    member = member_of(person, followed.committee.id)
    return member.seat if member else None
