"""What « Mes contributions » tells of decisions: the step that each one was, and why."""

from collections.abc import Mapping, Sequence

from consultation.consultations.charter import clause_named
from consultation.contributions.life import Step
from consultation.contributions.models import ContributionState
from consultation.core.i18n import _
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.queries.decisions import decisions_on

LOST = frozenset({Measure.REFUSE, Measure.HIDE, Measure.SUSPEND})


def decisions_told(contribution_ids: Sequence[int]) -> Mapping[int, Sequence[Step]]:
    """By contribution its decisions as steps, oldest first; to have kept it tells nothing."""
    return {
        contribution_id: [step_of(each) for each in decisions if _is_told(each)]
        for contribution_id, decisions in decisions_on(contribution_ids).items()
    }


def step_of(decision: Decision) -> Step:
    """One decision, as its author is shown it."""
    return Step(
        title_of(decision),
        "lost" if decision.measure in LOST and decision.reversed_at is None else "done",
        decision.decided_at,
        words=why(decision),
        decision=decision.key,
        waited=decision.state_before is ContributionState.PENDING,
    )


def _is_told(decision: Decision) -> bool:
    return decision.measure is not Measure.KEEP or (
        decision.state_before is ContributionState.PENDING
    )


def title_of(decision: Decision) -> str:
    """What it did, in two words."""
    return {
        Measure.KEEP: _("Publiée après lecture"),
        Measure.REFUSE: _("Non publiée"),
        Measure.HIDE: _("Retirée par la modération"),
        Measure.RESTORE: _("De nouveau publiée"),
        Measure.MASK: _("Publiée, des passages masqués"),
        Measure.MOVE: _("Déplacée"),
        Measure.CLOSE_THREAD: _("Fil fermé"),
        Measure.REOPEN_THREAD: _("Fil rouvert"),
        Measure.WARN: _("Avertissement"),
        Measure.SUSPEND: _("Suspension"),
        Measure.LIFT_SUSPENSION: _("Suspension levée"),
    }[decision.measure]


def why(decision: Decision) -> str:
    """The rule or the law, in a sentence; "" for what rests on none."""
    if decision.ground is Ground.LAW:
        return _("Loi appliquée : %(law)s.", law=decision.legal_ref)
    if decision.ground is not Ground.CHARTER or decision.charter_version is None:
        return ""
    clause = clause_named(decision.clause, decision.charter_version, decision.consultation_id)
    if clause is None:
        return _("Règle %(ref)s de la charte.", ref=decision.clause)
    return _("Règle %(ref)s de la charte, « %(title)s ».", ref=clause.ref, title=clause.title)
