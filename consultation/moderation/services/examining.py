"""A decision made on the desk: what the desk adds around `decide`."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.moderation.desk import SecondOpinion
from consultation.moderation.judging import checked
from consultation.moderation.models import Decision, Measure
from consultation.moderation.permissions import can_moderate
from consultation.moderation.queries.decisions import around
from consultation.moderation.queries.item import Claimed
from consultation.moderation.queries.opinions import open_opinion
from consultation.moderation.queries.queue import Found, next_in_queue
from consultation.moderation.queue import Cursor, Filters
from consultation.moderation.services.claiming import release, require_free, take
from consultation.moderation.services.deciding import Judgement, decide_held
from consultation.moderation.services.effects import hold
from consultation.moderation.transitions import RULES

SAMPLED_FROM = 100


def judge(
    consultation: Consultation, contribution: Contribution, judgement: Judgement, *, actor: User
) -> Decision:
    """Decide on what the actor has open, and leave it.

    An opinion that a colleague asked for is answered by the decision. A share of what is decided
    will be read by a second moderator too.
    """
    with transaction():
        decision = _judge(consultation, contribution, judgement, actor)
        release(contribution.id, actor=actor)
    return decision


@dataclass(frozen=True)
class Onward:
    """A decision, and what is open after it: None when nothing is left."""

    decision: Decision
    following: Found | None
    held: Claimed | None = None


def judge_and_go_on(
    consultation: Consultation, contribution: Contribution, judgement: Judgement,
    filters: Filters, cursor: Cursor | None, *, actor: User,
) -> Onward:  # fmt: skip
    """Decide, and open what comes next in the same transaction: one write for both."""
    with transaction() as current:
        decision = _judge(consultation, contribution, judgement, actor)
        current.flush()
        following = next_in_queue(consultation, actor, filters, cursor, now())
        if following is None:
            release(contribution.id, actor=actor)
            return Onward(decision, None)
        held = take(following.id, consultation.id, actor=actor)
    return Onward(decision, following, held)


def _judge(
    consultation: Consultation, contribution: Contribution, judgement: Judgement, actor: User
) -> Decision:
    begun_at = now()
    judgement = checked(judgement, consultation.id, begun_at)
    hold(contribution, judgement.measure)
    found = around(contribution, actor, begun_at)
    if found.is_open_elsewhere:
        require_free(contribution.id, actor=actor)
    decision = decide_held(contribution, judgement, found, actor=actor)
    if decision.decided_at >= begun_at:
        opinion = open_opinion(contribution.id) if found.awaits_opinion else None
        _after(consultation, contribution, decision, opinion, actor)
    return decision


def _after(
    consultation: Consultation, contribution: Contribution, decision: Decision,
    opinion: SecondOpinion | None, actor: User,
) -> None:  # fmt: skip
    """Answer the colleague who asked, or draw the decision for a second reading."""
    if opinion is not None and not opinion.is_sample:
        _answer(opinion, decision.measure, decision.clause, actor)
    if opinion is None and _is_sampled(consultation, contribution, decision.measure):
        session.add(
            SecondOpinion(
                consultation_id=consultation.id,
                contribution_id=contribution.id,
                revision=contribution.revision,
                is_sample=True,
                first_by_id=actor.id,
                first_measure=decision.measure,
                first_clause=decision.clause,
            )
        )


def _is_sampled(consultation: Consultation, contribution: Contribution, measure: Measure) -> bool:
    """Drawn by lot with the contribution itself: nobody chooses, and nobody can foresee it."""
    is_drawn = contribution.rank % SAMPLED_FROM < consultation.sample_percent
    return is_drawn and RULES[measure].examines


def _answer(opinion: SecondOpinion, measure: Measure, clause: str, actor: User) -> None:
    """Whoever asked and then decides alone has answered nothing."""
    if opinion.first_by_id != actor.id:
        opinion.second_by_id = actor.id
        opinion.second_measure = measure
        opinion.second_clause = clause
    opinion.answered_at = now()


def ask_second_opinion(
    contribution: Contribution, measure: Measure, clause: str, *, actor: User
) -> SecondOpinion:
    """Leave the contribution to a colleague, who will not see what the actor would do."""
    roles = roles_of(actor, contribution.consultation_id)
    require(can_moderate(actor, roles, contribution))
    others = session.scalar(
        select(TeamMember.user_id)
        .where(
            TeamMember.consultation_id == contribution.consultation_id,
            TeamMember.role == Role.MODERATOR,
            TeamMember.user_id != actor.id,
        )
        .limit(1)
    )
    if others is None:
        raise DomainError(_("Vous êtes la seule personne qui modère ici : décidez, ou invitez."))
    with transaction() as current:
        require_free(contribution.id, actor=actor)
        lock(contribution)
        if contribution.review_since is None or open_opinion(contribution.id) is not None:
            raise DomainError(_("Un second avis est déjà demandé, ou la décision est déjà prise."))
        opinion = SecondOpinion(
            consultation_id=contribution.consultation_id,
            contribution_id=contribution.id,
            revision=contribution.revision,
            first_by_id=actor.id,
            first_measure=measure,
            first_clause=clause,
        )
        current.add(opinion)
        journal.record("moderation.second_opinion_asked", contribution, actor_id=actor.id)
        release(contribution.id, actor=actor)
    return opinion


def read_sample(
    opinion: SecondOpinion, contribution: Contribution, measure: Measure, clause: str, *,
    actor: User,
) -> None:  # fmt: skip
    """Say what one would have decided. It changes nothing but the agreement."""
    roles = roles_of(actor, opinion.consultation_id)
    require(can_moderate(actor, roles, contribution) and opinion.first_by_id != actor.id)
    with transaction():
        lock(opinion)
        if opinion.answered_at is not None:
            raise NotFoundError(_("Quelqu’un l’a lue entre-temps."))
        _answer(opinion, measure, clause, actor)
        journal.record("moderation.sample_read", contribution, actor_id=actor.id)
