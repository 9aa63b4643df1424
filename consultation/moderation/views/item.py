"""One contribution on the desk: read in its context, decided, passed, given back."""

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.permissions import is_own
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError
from consultation.core.i18n import _
from consultation.moderation.forms.deciding import Typed
from consultation.moderation.models import Decision, Measure
from consultation.moderation.permissions import can_moderate
from consultation.moderation.queries.item import (
    Claimed,
    Item,
    claim_of,
    find_item,
    find_subject,
)
from consultation.moderation.queries.places import paragraphs_by_number
from consultation.moderation.queries.queue import (
    Found,
    next_in_queue,
    previous_in_queue,
)
from consultation.moderation.queue import Cursor
from consultation.moderation.services import claiming
from consultation.moderation.services.deciding import undo
from consultation.moderation.services.examining import (
    Onward,
    ask_second_opinion,
    judge,
    judge_and_go_on,
)
from consultation.moderation.views import bp
from consultation.moderation.views.loading import (
    Desk,
    cursor_asked,
    filters_asked,
    moderated,
    wants_fragment,
)
from consultation.moderation.views.presenting import Done, address_of, answer, last_done
from consultation.moderation.views.showing import done_words

Answer = ResponseReturnValue


@bp.get("/espace/<slug>/moderation/<key>")
@strongly_signed_in
def item(person: User, slug: str, key: str) -> Answer:
    """A contribution in its context. Reading takes nothing: its page reserves it."""
    desk = moderated(person, slug)
    found = _found(desk, key)
    held = _held(person, found)
    return answer(person, desk, found, held, last_done(desk.consultation, person))


@bp.post("/espace/<slug>/moderation/<key>")
@strongly_signed_in
def decide(person: User, slug: str, key: str) -> Answer:
    """Decide; then the next one, or the same again."""
    desk = moderated(person, slug)
    found = _subject(desk, key)
    cursor = found.cursor
    typed = Typed.of(request.form)
    is_last = request.form.get("then") == "stay"
    try:
        if typed.is_second:
            done = _ask(person, found, typed)
        else:
            onward = _judge(person, desk, found, typed, is_last=is_last)
            done = _done(onward.decision, found)
    except DomainError as error:
        if isinstance(error, NotAllowedError) and not _can_judge(person, desk, found):
            raise
        session.rollback()
        again = _found(desk, key)
        held = _take(person, again)
        return answer(person, desk, again, held, None, typed, str(error)), int(error.status)
    if is_last:
        return redirect(address_of(desk, key), 303)
    if typed.is_second:
        return _onward(person, desk, cursor, done)
    return _lead_to(person, desk, onward.following, done, onward.held)


def _ask(person: User, found: Item, typed: Typed) -> Done:
    contribution = found.contribution
    ask_second_opinion(contribution, typed.proposed(), typed.clause, actor=person)
    return Done(_("n° %(number)s : second avis demandé.", number=contribution.number))


def _done(decision: Decision, found: Item) -> Done:
    """What was done; the count of what waits goes down by what waits no more."""
    contribution = found.contribution
    is_examined = decision.waited_since is not None and contribution.review_since is None
    words = done_words(decision.measure, contribution.number)
    return Done(words, decision.key, step=-1 if is_examined else 0)


def _judge(person: User, desk: Desk, found: Item, typed: Typed, *, is_last: bool) -> Onward:
    contribution = found.contribution
    if found.is_broken:
        raise ConflictError(_("Le texte de cette contribution ne peut pas être lu."))
    wants_target = typed.measure == Measure.MOVE
    version_id = contribution.discussion.document.current_version_id
    judgement = typed.judgement(
        found,
        paragraphs_by_number(version_id) if wants_target else {},
        now(),
        is_detected=found.is_detected,
    )
    if is_last:
        return Onward(judge(desk.consultation, contribution, judgement, actor=person), None)
    return judge_and_go_on(
        desk.consultation, contribution, judgement, filters_asked(), found.cursor, actor=person
    )


@bp.get("/espace/<slug>/moderation/<key>/suite")
@strongly_signed_in
def onward(person: User, slug: str, key: str) -> Answer:
    """Leave this one undecided: to the next, or to the one before (`sens=avant`)."""
    desk = moderated(person, slug)
    cursor = cursor_asked("de") or _subject(desk, key).cursor
    if request.args.get("sens") == "avant" and cursor is not None:
        before = previous_in_queue(desk.consultation, person, filters_asked(), cursor, now())
        here = before.key if before else key
        return _lead_to(person, desk, Found(0, here), None, _held(person, _subject(desk, here)))
    return _onward(person, desk, cursor, None)


def _onward(person: User, desk: Desk, cursor: Cursor | None, done: Done | None) -> Answer:
    following = next_in_queue(desk.consultation, person, filters_asked(), cursor, now())
    held = None
    if following is not None and wants_fragment() and request.method == "POST":
        held = claiming.take(following.id, desk.consultation.id, actor=person)
    return _lead_to(person, desk, following, done, held)


def _lead_to(
    person: User, desk: Desk, following: Found | None, done: Done | None, held: Claimed | None
) -> Answer:
    """Without script to its address; with it, here it is at once."""
    if not wants_fragment():
        return redirect(address_of(desk, following.key if following else ""), 303)
    if following is None:
        return render_template("moderation/_nothing.html", desk=desk, done=done)
    return answer(person, desk, _found(desk, following.key), held, done)


@bp.post("/espace/<slug>/moderation/<key>/reservation")
@strongly_signed_in
def reservation(person: User, slug: str, key: str) -> Answer:
    """The page was opened (`debut`), is still open, or is being left (`fin`)."""
    desk = moderated(person, slug)
    found = _subject(desk, key)
    if request.form.get("fin"):
        claiming.release(found.contribution.id, actor=person)
        return "", 204
    if request.form.get("debut"):
        is_theirs = _take(person, found) is None
    else:
        is_theirs = claiming.renew(found.contribution.id, actor=person)
    if request.form.get("retour"):
        return redirect(address_of(desk, key), 303)
    return "", 204 if is_theirs else 409


@bp.post("/espace/<slug>/moderation/annuler")
@strongly_signed_in
def take_back(person: User, slug: str) -> Answer:
    """Undo one's last decision, and be before that contribution again."""
    desk = moderated(person, slug)
    decision = session.scalars(
        select(Decision)
        .where(
            Decision.key == request.form.get("decision", ""),
            Decision.consultation_id == desk.consultation.id,
            Decision.decided_by_id == person.id,
        )
        .options(joinedload(Decision.contribution), joinedload(Decision.participant))
    ).one_or_none()
    if decision is None or decision.contribution is None:
        abort(404)
    key, number = decision.contribution.key, decision.contribution.number
    undo(decision, actor=person)
    again = _subject(desk, key)
    step = 1 if again.contribution.review_since else 0
    done = Done(_("n° %(number)s : décision annulée.", number=number), step=step)
    held = _take(person, again) if wants_fragment() else None
    return _lead_to(person, desk, Found(0, key), done, held)


@bp.get("/espace/<slug>/moderation/<key>/public")
@strongly_signed_in
def as_public(person: User, slug: str, key: str) -> Answer:
    """What everybody else reads in its place."""
    desk = moderated(person, slug)
    found = _found(desk, key)
    return render_template(
        "moderation/public.html", desk=desk, consultation=desk.consultation, item=found
    )


def _found(desk: Desk, key: str) -> Item:
    found = find_item(desk.consultation, key)
    if found is None:
        abort(404)
    return found


def _subject(desk: Desk, key: str) -> Item:
    found = find_subject(desk.consultation, key)
    if found is None:
        abort(404)
    return found


def _can_judge(person: User, desk: Desk, found: Item) -> bool:
    return can_moderate(person, desk.roles, found.contribution)


def _held(person: User, found: Item) -> Claimed | None:
    """Who else has it open, where there is something to judge."""
    if not _is_theirs_to_judge(person, found.contribution):
        return None
    claim = claim_of(found.contribution.id, now())
    return claim if claim is not None and claim.moderator_id != person.id else None


def _take(person: User, found: Item) -> Claimed | None:
    """Open it, where there is something to judge; who has it, if somebody else does."""
    contribution = found.contribution
    if not _is_theirs_to_judge(person, contribution):
        return None
    return claiming.take(contribution.id, contribution.consultation_id, actor=person)


def _is_theirs_to_judge(person: User, contribution: Contribution) -> bool:
    return contribution.review_since is not None and not is_own(person, contribution)
