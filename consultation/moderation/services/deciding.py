"""Deciding on what somebody said: the act, its reasons, its letter and its trace, all or none."""

from collections.abc import Sequence
from dataclasses import replace

from consultation.accounts.models import User
from consultation.consultations.charter import version_in_force
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.contributions.queries.places import place_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.rows import insert_alone
from consultation.moderation.judging import Judgement, checked, fault_of_quoting
from consultation.moderation.letters import statement_of
from consultation.moderation.models import (
    Automation,
    Decision,
    DecisionBatch,
    Ground,
    Measure,
    Source,
)
from consultation.moderation.permissions import can_moderate, can_reverse
from consultation.moderation.queries.decisions import (
    Around,
    around,
    last_decision_on,
    was_found_wrong,
)
from consultation.moderation.queries.reported import source_of
from consultation.moderation.services.answering import answer_reports
from consultation.moderation.services.effects import apply, before_of, hold
from consultation.moderation.services.masks import Stored, snapshot
from consultation.moderation.services.telling import tell
from consultation.moderation.services.undoing import undo
from consultation.moderation.transitions import RULES, state_after

__all__ = ["Judgement", "TextChangedError", "decide", "decide_held", "undo"]

TAKES_AWAY = frozenset({Measure.REFUSE, Measure.HIDE})


class TextChangedError(ConflictError):
    """The text was changed since it was read: `revision` is what it says now."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(
            _("Ce texte vient d’être modifié par la personne qui l’a écrit : relisez-le d’abord.")
        )
        self.revision = revision


def decide(
    contribution: Contribution,
    judgement: Judgement,
    *,
    actor: User,
    batch: DecisionBatch | None = None,
    reverses: Decision | None = None,
) -> Decision:
    """Do what `actor` judged of a contribution found by `with_surroundings`, and tell its author.

    The same form sent again is the same decision. What was decided, or written, meanwhile is a
    conflict. A decision of a `batch` is told once it can be undone no more.
    """
    moment = now()
    judgement = checked(judgement, contribution.consultation_id, moment)
    with transaction():
        hold(contribution, judgement.measure)
        found = around(contribution, actor, moment)
        return decide_held(
            contribution, judgement, found, actor=actor, batch=batch, reverses=reverses
        )


def decide_held(
    contribution: Contribution,
    judgement: Judgement,
    found: Around,
    *,
    actor: User,
    batch: DecisionBatch | None = None,
    reverses: Decision | None = None,
) -> Decision:
    """The same for who holds the contribution, checked the judgement and looked `around`."""
    with transaction():
        require(
            can_moderate(actor, found.roles, contribution),
            _("On ne décide ni de ce que l’on a écrit, ni là où l’on ne modère pas."),
        )
        require(
            can_reverse(actor, judgement.source, reverses),
            _("Un recours est examiné par une autre personne que celle qui a décidé."),
        )
        earlier = last_decision_on(contribution) if found.was_decided else None
        if earlier is not None and _is_same(earlier, contribution, judgement, actor):
            return earlier
        if found.was_decided and reverses is None:
            require(not was_found_wrong(contribution, actor), _not_again())
        judgement = _with_source(judgement, found)
        after = _after(contribution, judgement, reverses)
        _require_as_read(contribution, judgement, after)
        masks = snapshot(contribution) if found.has_originals else []
        decision = _made(contribution, judgement, after, masks, actor)
        decision.batch_id = batch.id if batch else None
        _take_back(decision, reverses or _taken_back_by(contribution, judgement))
        apply(contribution, judgement, decision)
        insert_alone(decision)
        tell(contribution, decision)
        if found.is_reported:
            answer_reports(contribution, decision)
        journal.record(
            "moderation.decided",
            decision,
            actor_id=actor.id,
            contribution=contribution.key,
            measure=decision.measure.value,
        )
    return decision


def _not_again() -> str:
    return _(
        "Un recours a donné tort à votre décision sur ce texte : une autre personne en décide "
        "désormais."
    )


def _with_source(judgement: Judgement, found: Around) -> Judgement:
    """What made somebody look is what waits for the answer, whoever decides and on which page."""
    if judgement.source is not Source.OWN:
        return judgement
    source = source_of(is_flagged=found.is_flagged, is_noticed=found.is_noticed)
    return replace(judgement, source=source)


def _is_same(
    earlier: Decision, contribution: Contribution, judgement: Judgement, actor: User
) -> bool:
    """The form comes a second time, and nothing was done in between."""
    asks_again = RULES[judgement.measure].examines and contribution.review_since is not None
    return (
        not asks_again
        and earlier.decided_by_id == actor.id
        and earlier.state_after is contribution.state
        and earlier.revision == contribution.revision
        and earlier.details.get("form") == _form_of(judgement)
        and (earlier.measure, earlier.ground, earlier.clause, earlier.legal_ref, earlier.facts)
        == (
            judgement.measure, judgement.ground, judgement.clause, judgement.legal_ref,
            judgement.facts,
        )
    )  # fmt: skip


def _form_of(judgement: Judgement) -> list[object]:
    """What else a form says: where to, until when, which characters."""
    return [
        judgement.target_key,
        judgement.until.isoformat() if judgement.until else None,
        [[span.field, span.start, span.end, span.label] for span in judgement.spans],
    ]


def _after(
    contribution: Contribution, judgement: Judgement, reverses: Decision | None
) -> ContributionState:
    after = state_after(judgement.measure, contribution)
    if after is None and reverses is not None and reverses.measure is Measure.MASK:
        # Its author wrote the masked words out since: there is nothing left to show again.
        after = RULES[judgement.measure].moves.get(contribution.state)
    if after is None:
        raise ConflictError(
            _("Cette décision n’est plus possible : la contribution a changé d’état entre-temps.")
        )
    return after


def _require_as_read(
    contribution: Contribution, judgement: Judgement, after: ContributionState
) -> None:
    current = session.get_one(Revision, (contribution.id, contribution.revision))
    if judgement.seen_revision not in {None, contribution.revision}:
        raise TextChangedError(current)
    if after is not ContributionState.PUBLISHED:
        fault = fault_of_quoting(judgement, current.source, current.proposed_text or "")
        if fault:
            raise DomainError(fault)


def _made(
    contribution: Contribution, judgement: Judgement, after: ContributionState,
    masks: Sequence[Stored], actor: User,
) -> Decision:  # fmt: skip
    language = contribution.author.user.language
    return Decision(
        key=new_key(),
        consultation_id=contribution.consultation_id,
        contribution_id=contribution.id,
        revision=contribution.revision,
        participant_id=contribution.author_id,
        measure=judgement.measure,
        ground=judgement.ground,
        charter_version=charter_version_of(judgement, contribution),
        clause=judgement.clause,
        legal_ref=judgement.legal_ref,
        facts=judgement.facts,
        statement=judgement.statement or statement_of(contribution, judgement, language),
        language=language,
        source=judgement.source,
        is_machine_detected=judgement.is_machine_detected,
        automation=Automation.NONE,
        state_before=contribution.state,
        state_after=after,
        waited_since=contribution.review_since,
        details={
            "before": before_of(contribution, masks),
            "form": _form_of(judgement),
            "subject": place_of(contribution).subject_name,
        },
        decided_by_id=actor.id,
        decided_at=now(),
        ends_at=judgement.until,
        reverses_id=None,
        reversed_at=None,
        undone_at=None,
        mail_key="",
    )


def charter_version_of(judgement: Judgement, contribution: Contribution) -> int | None:
    """The version in force of the charter that its clause stands in."""
    if judgement.ground is not Ground.CHARTER:
        return None
    return version_in_force(judgement.clause, contribution.consultation_id)


def _taken_back_by(contribution: Contribution, judgement: Judgement) -> Decision | None:
    """What a restoration takes back, when nobody says."""
    if judgement.measure is Measure.LIFT_SUSPENSION:
        return last_decision_on(contribution, {Measure.SUSPEND})
    if judgement.measure is not Measure.RESTORE:
        return None
    is_public = contribution.state is ContributionState.PUBLISHED
    return last_decision_on(contribution, {Measure.MASK} if is_public else TAKES_AWAY)


def _take_back(decision: Decision, reversed_one: Decision | None) -> None:
    if reversed_one is None:
        return
    decision.reverses_id = reversed_one.id
    if reversed_one.reversed_at is None:
        decision.details = {**decision.details, "reverses_first": True}
        reversed_one.reversed_at = decision.decided_at
