"""What each measure changes, and what was before it: for whoever takes it back within its time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.queries.places import Asked, Place, find_place, place_of
from consultation.contributions.services.showing import (
    change_state,
    hold_counts,
    hold_in_place,
    hold_thread,
    move_thread,
    show_again,
)
from consultation.core.clock import now
from consultation.core.db import lock, session
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.rows import change_alone
from consultation.documents.models import Paragraph
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.permissions import can_suspend
from consultation.moderation.services.masks import Stored, back_to, put_masks, take_masks_off
from consultation.moderation.transitions import RULES

_MOMENTS = ("review_since", "moderated_at", "thread_closed_at")
ON_PEOPLE = frozenset({Measure.SUSPEND, Measure.LIFT_SUSPENSION})
Before = dict[str, Any]


def hold(contribution: Contribution, measure: Measure) -> None:
    """Lock what the measure changes, in the order in which everybody does.

    Document and consultation too, whatever the measure: then nothing of them is asked for later.
    """
    if measure is Measure.MOVE and contribution.parent_id is None:
        hold_thread(contribution)
    else:
        hold_in_place(contribution)
    hold_counts(contribution)
    if measure in ON_PEOPLE:
        lock(contribution.author)


def before_of(contribution: Contribution, masks: Sequence[Stored]) -> Before:
    """All that a measure may change but the state, as it is now: moments, numbers and keys.

    `masks` as `masks.snapshot` gives them.
    """
    place, author = place_of(contribution), contribution.author
    return {
        **{name: _written(getattr(contribution, name)) for name in _MOMENTS},
        "moderation_ground": contribution.moderation_ground,
        "masks": masks,
        "place": {"key": place.key, "version": place.version.key},
        "suspended_until": _written(author.suspended_until),
    }


def apply(contribution: Contribution, judgement: Judgement, decision: Decision) -> None:
    """Do what was decided. The rows are held (`hold`)."""
    measure = judgement.measure
    _on_text(contribution, judgement, decision)
    if measure is Measure.MOVE:
        _move(contribution, _target_of(contribution, judgement.target_key))
    elif measure in {Measure.CLOSE_THREAD, Measure.REOPEN_THREAD}:
        contribution.thread_closed_at = now() if measure is Measure.CLOSE_THREAD else None
        show_again(contribution)
    elif measure is Measure.SUSPEND:
        theirs = roles_of(contribution.author.user, contribution.consultation_id)
        require(
            can_suspend(contribution.author, theirs),
            _("On ne suspend ni un membre de l’équipe, ni un compte supprimé."),
        )
        contribution.author.suspended_until = judgement.until
        contribution.author.suspended_for = judgement.facts
    elif measure is Measure.LIFT_SUSPENSION:
        if not is_suspended(contribution, now()):
            raise DomainError(_("Cette personne n’est pas suspendue."))
        contribution.author.suspended_until = None
        contribution.author.suspended_for = ""
    if is_examined(contribution, measure) and contribution.review_since is not None:
        change_alone(contribution, review_since=None)


def _on_text(contribution: Contribution, judgement: Judgement, decision: Decision) -> None:
    measure = judgement.measure
    after = decision.state_after or contribution.state
    if measure is Measure.RESTORE and contribution.state is ContributionState.PUBLISHED:
        take_masks_off(contribution)
    if measure is Measure.MASK:
        decision.details = {
            **decision.details, "spans": len(judgement.spans),
            "masks": put_masks(contribution, judgement.spans),
        }  # fmt: skip
    was_shown = contribution.state is ContributionState.PUBLISHED
    change_state(contribution, after)
    if measure in {Measure.REFUSE, Measure.HIDE, Measure.MASK}:
        contribution.moderated_at = decision.decided_at
        contribution.moderation_ground = ground_of(decision)
    elif measure is Measure.RESTORE or (not was_shown and measure in _GIVES_BACK):
        _forget_ground(contribution)
    if was_shown and after is ContributionState.PUBLISHED and measure in _CHANGES_TEXT:
        show_again(contribution)


_GIVES_BACK = frozenset({Measure.KEEP, Measure.MOVE})
_CHANGES_TEXT = frozenset({Measure.MASK, Measure.RESTORE})


def is_examined(contribution: Contribution, measure: Measure) -> bool:
    """Nobody has to look at the text any more. A warning leaves what waits to be published."""
    if measure is Measure.WARN:
        return contribution.state is not ContributionState.PENDING
    return RULES[measure].examines


def ground_of(decision: Decision) -> str:
    """As the neutral trace names it: « law », « charter/<version>/<clause> »."""
    if decision.ground is Ground.CHARTER:
        return f"charter/{decision.charter_version}/{decision.clause}"
    return decision.ground.value


def _forget_ground(contribution: Contribution) -> None:
    """Nothing was taken from the public; where masks stay, they keep the date of theirs."""
    contribution.moderated_at = None
    contribution.moderation_ground = ""
    if not contribution.is_masked:
        return
    masking = session.scalars(
        select(Decision)
        .where(
            Decision.contribution_id == contribution.id,
            Decision.measure == Measure.MASK,
            Decision.undone_at.is_(None),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
    if masking is not None:
        contribution.moderated_at = masking.decided_at
        contribution.moderation_ground = ground_of(masking)


def is_suspended(contribution: Contribution, moment: datetime) -> bool:
    """Its author may not write at that moment."""
    until = contribution.author.suspended_until
    return until is not None and until > moment


def _target_of(contribution: Contribution, key: str) -> Place:
    """The words of that key: in the version that was read if they are there, else in today's."""
    here = place_of(contribution)
    if key == here.key:
        raise DomainError(_("Cette contribution est déjà là."))
    target = _place(here, key, here.version.key)
    if target is None:
        raise NotFoundError(_("Ce passage n’est pas dans le texte."))
    if not target.is_open:
        raise DomainError(_("Ce passage n’est pas ouvert aux contributions."))
    return target


def _place(here: Place, key: str, version: str) -> Place | None:
    document = here.document
    names = {"paragraph": "", "section": ""}
    if key != document.key:
        is_paragraph = session.scalar(
            select(Paragraph.id).where(Paragraph.document_id == document.id, Paragraph.key == key)
        )
        names["paragraph" if is_paragraph else "section"] = key
    asked = Asked(here.consultation.slug, document.slug, version=version, **names)
    return find_place(None, asked)


def _move(contribution: Contribution, target: Place) -> None:
    move_thread(contribution, target, hold_thread(contribution))


def put_back(contribution: Contribution, decision: Decision) -> None:
    """Make it what it was before `decision`: text, place, state, moments, suspension."""
    before: Before = decision.details["before"]
    if decision.measure in {Measure.MASK, Measure.RESTORE}:
        back_to(contribution, before["masks"])
    if decision.measure is Measure.MOVE:
        place = _place(place_of(contribution), before["place"]["key"], before["place"]["version"])
        if place is None:
            raise NotFoundError(_("Ce passage n’est plus dans le texte."))
        _move(contribution, place)
    if decision.measure in ON_PEOPLE:
        contribution.author.suspended_until = _read(before["suspended_until"])
        contribution.author.suspended_for = _reasons_before(decision)
    change_state(contribution, decision.state_before or contribution.state)
    for name in _MOMENTS:
        setattr(contribution, name, _read(before[name]))
    contribution.moderation_ground = before["moderation_ground"]
    if decision.measure not in ON_PEOPLE:
        show_again(contribution)


def _reasons_before(decision: Decision) -> str:
    """The facts of the suspension that was in force before this decision."""
    if decision.details["before"]["suspended_until"] is None:
        return ""
    facts: str | None = session.scalar(
        select(Decision.facts)
        .where(
            Decision.participant_id == decision.participant_id,
            Decision.measure == Measure.SUSPEND,
            Decision.undone_at.is_(None),
            Decision.id < decision.id,
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return facts or ""


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
