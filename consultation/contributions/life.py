"""The steps that one contribution has been through, and those that are announced. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.consultations.models import Consultation, Phase
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.i18n import _

ANNOUNCED_IN = frozenset({Phase.OPEN, Phase.CLOSED})


@dataclass(frozen=True)
class Step:
    """One step; `state` is done, now, lost or later. `receipt` is the revision that it stored."""

    title: str
    state: str
    at: datetime | None = None
    receipt: int | None = None
    due_on: date | None = None
    """The latest day announced for it."""
    due_at: datetime | None = None
    """The latest moment promised for it."""


def life_of(
    contribution: Contribution, current: Revision, consultation: Consultation, phase: Phase
) -> list[Step]:
    """The life of a contribution whose current text is `current`, oldest step first."""
    at = contribution.submitted_at
    steps = [Step(_("Reçue"), "done", at, receipt=1)]
    if contribution.state is ContributionState.PENDING:
        return [*steps, _reading(contribution, consultation, "now")]
    steps.append(Step(_("Publiée"), "done", at))
    if current.number > 1:
        steps.append(Step(_("Modifiée"), "done", current.at, receipt=current.number))
    if contribution.state is ContributionState.WITHDRAWN:
        return [*steps, Step(_("Retirée par vous"), "lost", contribution.withdrawn_at)]
    if contribution.state is not ContributionState.PUBLISHED:
        return [*steps, Step(_("Retirée de la publication"), "lost")]
    if contribution.review_since is not None:
        steps.append(_reading(contribution, consultation, "later"))
    return steps + _announced(consultation, phase)


def _reading(contribution: Contribution, consultation: Consultation, state: str) -> Step:
    """Somebody reads it within the hours that the consultation promises."""
    since = contribution.review_since or contribution.submitted_at
    due_at = since + timedelta(hours=consultation.review_hours)
    return Step(_("Lecture par un modérateur"), state, due_at=due_at)


def _announced(consultation: Consultation, phase: Phase) -> list[Step]:
    if phase not in ANNOUNCED_IN:
        return []
    due = (
        (_("Synthèse des contributions"), consultation.synthesis_due_on),
        (_("Réponse de l’institution"), consultation.answer_due_on),
    )
    return [Step(title, "later", due_on=day) for title, day in due if day is not None]
