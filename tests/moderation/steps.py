"""What the tests of moderation do over and over."""

from typing import Any

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.queries.places import find_contribution
from consultation.contributions.services.showing import change_state, hold_in_place
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.services.deciding import Judgement, decide
from consultation.screening.signals import SignalSpan
from tests.contributions.steps import Parc, known, make_parc, say
from tests.contributions.test_at_once import assert_counts_hold
from tests.factories import make_user

SECRET = "Jocelyne Berthaud"
SAID = f"Ma voisine {SECRET}, suivie à Varennes, au 06 00 00 00 00, n’a rien su. Dites-le."
FACTS = "Le texte nomme une voisine et son lieu de soin."


def make_desk(**given: Any) -> tuple[Parc, User]:
    """An open consultation and one of its moderators."""
    moderator = make_user(name="Camille D.")
    return make_parc(moderator=moderator, **given), moderator


def add_moderator(parc: Parc) -> User:
    """One more of its moderators."""
    person = make_user(name="Sacha K.")
    with transaction() as current:
        current.add(
            TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=Role.MODERATOR)
        )
    return person


def judged(
    contribution: Contribution, measure: Measure, actor: User | None, **given: Any
) -> Decision:
    """Decide, on the charter's rule 5 unless told otherwise."""
    reasons = {"ground": Ground.CHARTER, "clause": "5", "facts": FACTS}
    if measure in {Measure.KEEP, Measure.RESTORE, Measure.LIFT_SUSPENSION}:
        reasons = {}
    words = {key: given.pop(key) for key in ("reverses", "batch") if key in given}
    assert actor is not None
    judgement = Judgement(measure, **{**reasons, **given})
    return decide(known(contribution), judgement, actor=actor, **words)


def span(text: str, words: str, label: str = "name", field: str = "source") -> SignalSpan:
    """Where these words are."""
    start = text.index(words)
    return SignalSpan(field, start, start + len(words), label)


def counts_hold(parc: Parc) -> None:
    """Every count is what counting the rows gives, whatever the session remembers."""
    session.expire_all()
    assert_counts_hold(parc)


def wait(contribution: Contribution) -> Contribution:
    """It waits for a moderator, and for nobody else: as if it came where moderation comes first."""
    row = known(contribution)
    with transaction():
        hold_in_place(row)
        change_state(row, ContributionState.PENDING)
        row.review_since = now()
    return known(row)


def in_state(parc: Parc, state: ContributionState, actor: User, **given: Any) -> Contribution:
    """A contribution that the acts of people brought to that state."""
    row = say(parc, **given)
    if state is ContributionState.PENDING:
        return wait(row)
    if state is ContributionState.REFUSED:
        judged(wait(row), Measure.REFUSE, actor)
    if state is ContributionState.HIDDEN:
        judged(row, Measure.HIDE, actor)
    if state is ContributionState.WITHDRAWN:
        found = known(row)
        withdraw(found, actor=found.author.user)
    return known(row)


def as_seen_by(person: User | None, contribution: Contribution) -> Contribution:
    """The contribution, as somebody's request finds it."""
    found = find_contribution(person, contribution.key)
    assert found is not None
    return found
