"""The steps that one contribution has been through, and those that are announced. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select

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
    words: str = ""
    """Why, for a decision of moderation."""
    decision: str = ""
    """The key of that decision, whose page says more."""
    waited: bool = False
    """Before that decision the public had not seen it."""
    links: Sequence[tuple[str, str]] = ()
    """Words, and the address where they lead: public pages alone."""
    redline: Sequence[tuple[str, str]] = ()
    """How the text of a paragraph changed: kept, removed, added, with the words."""


@dataclass(frozen=True)
class Reply:
    """What the institution answered, as it concerns one contribution."""

    outcome: str
    html: str
    about: str
    """What it is about, in words: the contribution itself, its theme, its paragraph…"""
    address: str


@dataclass(frozen=True)
class Sequel:
    """What was made of a contribution once it was read: how it was coded, cited, answered."""

    steps: Sequence[Step] = ()
    replies: Sequence[Reply] = ()
    is_synthesised: bool = False
    """The synthesis of its consultation is published."""


NOTHING = Sequel()


DECISIONS = "contributions.decisions"
"""Where the application puts what tells the decisions of moderation: a `Teller`."""
Teller = Callable[[Sequence[int]], Mapping[int, Sequence[Step]]]
"""By contribution (their ids are given) the decisions on it, oldest first."""
ANSWERED = "contributions.answered"
"""Where the application puts what tells those that a published answer concerns: a `Narrower`."""
Narrower = Callable[[Select[Any]], ColumnElement[bool]]
"""Given the ids of some contributions, a condition on contributions: answered, among these."""
SEQUELS = "contributions.sequels"
"""Where the application puts what tells what became of contributions: a `Narrator`."""
Narrator = Callable[[Sequence[int]], Mapping[int, Sequel]]
"""By contribution what was made of it; nothing of what is not published."""


def life_of(
    contribution: Contribution,
    current: Revision,
    consultation: Consultation,
    phase: Phase,
    decisions: Sequence[Step] = (),
    sequel: Sequel = NOTHING,
) -> list[Step]:
    """The life of a contribution whose current text is `current`, oldest step first."""
    steps = [
        Step(_("Reçue"), "done", contribution.submitted_at, receipt=1),
        *sorted(_between(contribution, current, decisions), key=_when),
    ]
    if contribution.state is ContributionState.PENDING:
        return [*steps, _reading(contribution, consultation, "now")]
    if contribution.state is ContributionState.WITHDRAWN:
        return [*steps, Step(_("Retirée par vous"), "lost", contribution.withdrawn_at)]
    if contribution.state is not ContributionState.PUBLISHED:
        return steps if decisions else [*steps, Step(_("Retirée de la publication"), "lost")]
    if contribution.review_since is not None:
        steps.append(_reading(contribution, consultation, "later"))
    return [*steps, *sequel.steps, *_announced(consultation, phase, sequel)]


def public_life(
    contribution: Contribution, consultation: Consultation, phase: Phase, sequel: Sequel
) -> list[Step]:
    """The same for everybody, of a contribution that is published: no receipt, no private word."""
    steps = [Step(_("Publiée"), "done", contribution.submitted_at)]
    if contribution.edited_at is not None:
        steps.append(Step(_("Modifiée"), "done", contribution.edited_at))
    if contribution.is_masked:
        steps.append(Step(_("Des passages masqués"), "done", contribution.moderated_at))
    return [*sorted(steps, key=_when), *sequel.steps, *_announced(consultation, phase, sequel)]


def _between(
    contribution: Contribution, current: Revision, decisions: Sequence[Step]
) -> Iterator[Step]:
    """What happened since it was received: its publication, its last change, the decisions."""
    waited = decisions[0].waited if decisions else contribution.state is ContributionState.PENDING
    if not waited:
        yield Step(_("Publiée"), "done", contribution.submitted_at)
    if current.number > 1:
        yield Step(_("Modifiée"), "done", current.at, receipt=current.number)
    yield from decisions


def _when(step: Step) -> datetime:
    return step.at or datetime.max.replace(tzinfo=UTC)


def _reading(contribution: Contribution, consultation: Consultation, state: str) -> Step:
    """Somebody reads it within the hours that the consultation promises."""
    since = contribution.review_since or contribution.submitted_at
    due_at = since + timedelta(hours=consultation.review_hours)
    return Step(_("Lecture par un modérateur"), state, due_at=due_at)


def _announced(consultation: Consultation, phase: Phase, sequel: Sequel) -> list[Step]:
    """What is still to come, by its day."""
    if phase not in ANNOUNCED_IN:
        return []
    due = (
        (_("Synthèse des contributions"), consultation.synthesis_due_on, sequel.is_synthesised),
        (_("Réponse de l’institution"), consultation.answer_due_on, bool(sequel.replies)),
    )
    return [
        Step(title, "later", due_on=day) for title, day, is_there in due if day and not is_there
    ]
