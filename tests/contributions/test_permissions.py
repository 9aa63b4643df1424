"""Who may do what, in one table."""

from datetime import timedelta

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Participant, Phase, Role
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Draft,
    Kind,
    VoteValue,
)
from consultation.contributions.permissions import (
    can_contribute,
    can_edit,
    can_open_draft,
    can_read,
    can_reply,
    can_see,
    can_speak_officially,
    can_vote,
    can_withdraw,
    is_edited_freely,
)
from consultation.core.clock import now

NOBODY = frozenset[Role]()
MODERATOR = frozenset({Role.MODERATOR})
ORGANISER = frozenset({Role.ORGANISER})


def person(number: int, **given: object) -> User:
    return User(id=number, confirmed_at=now(), display_name=f"P{number}", **given)


AUTHOR, READER = person(1), person(2)
UNCONFIRMED = User(id=3, display_name="P3")
SUSPENDED = person(4, suspended_at=now())
DELETED = person(5, deleted_at=now())
ADMINISTRATOR = person(6, is_administrator=True)


def contribution(
    state: ContributionState = ContributionState.PUBLISHED, kind: Kind = Kind.COMMENT
) -> Contribution:
    return Contribution(
        state=state, kind=kind, author=Participant(user_id=AUTHOR.id), submitted_at=now()
    )


ACTS = ("contribute", "reply", "agree", "disagree", "take back", "edit", "withdraw")


def allowed(who: User | None, phase: Phase, on: Contribution) -> set[str]:
    """What `who` may do there."""
    answers = (
        can_contribute(who, phase),
        can_reply(who, on, phase),
        can_vote(who, on, VoteValue.AGREE, phase),
        can_vote(who, on, VoteValue.DISAGREE, phase),
        can_vote(who, on, None, phase),
        can_edit(who, on, phase),
        can_withdraw(who, on),
    )
    return {act for act, answer in zip(ACTS, answers, strict=True) if answer}


VOTES = {"agree", "disagree", "take back"}


@pytest.mark.parametrize(
    ("who", "open_acts"),
    [
        (None, set()),
        (UNCONFIRMED, set()),
        (SUSPENDED, set()),
        (DELETED, set()),
        (READER, {"contribute", "reply"} | VOTES),
        (ADMINISTRATOR, {"contribute", "reply"} | VOTES),
        (AUTHOR, {"contribute", "reply", "edit", "withdraw"}),
    ],
    ids=["stranger", "unconfirmed", "suspended", "deleted", "citizen", "administrator", "author"],
)
def test_the_matrix(who: User | None, open_acts: set[str]) -> None:
    assert allowed(who, Phase.OPEN, contribution()) == open_acts
    for phase in set(Phase) - {Phase.OPEN}:
        assert allowed(who, phase, contribution()) == open_acts & {"withdraw"}
    asked = contribution(kind=Kind.QUESTION)
    assert allowed(who, Phase.OPEN, asked) == open_acts - {"disagree"}
    gone = allowed(who, Phase.OPEN, contribution(ContributionState.WITHDRAWN))
    assert gone == open_acts & {"contribute"}
    for state in (ContributionState.REFUSED, ContributionState.HIDDEN):
        taken_away = allowed(who, Phase.OPEN, contribution(state))
        assert taken_away == open_acts & {"contribute", "edit"}
    waiting = allowed(who, Phase.OPEN, contribution(ContributionState.PENDING))
    assert waiting == open_acts & {"contribute", "edit", "withdraw"}


@pytest.mark.parametrize(
    ("who", "roles", "sees_waiting", "reads_hidden"),
    [
        (None, NOBODY, False, False),
        (READER, NOBODY, False, False),
        (ADMINISTRATOR, NOBODY, False, False),
        (AUTHOR, NOBODY, True, True),
        (READER, MODERATOR, True, True),
        (READER, ORGANISER, True, False),
    ],
)
def test_what_waits_or_is_hidden_is_for_few(
    who: User | None, roles: frozenset[Role], sees_waiting: bool, reads_hidden: bool
) -> None:
    assert can_see(contribution(ContributionState.PENDING), who, roles) is sees_waiting
    for state in (ContributionState.WITHDRAWN, ContributionState.REFUSED, ContributionState.HIDDEN):
        assert can_see(contribution(state), who, roles)
        assert can_read(contribution(state), who, roles) is reads_hidden
    assert can_read(contribution(), who, roles)


def test_only_organisers_speak_for_the_institution() -> None:
    assert can_speak_officially(ORGANISER)
    assert not can_speak_officially(MODERATOR)
    assert not can_speak_officially(NOBODY)


def test_the_first_quarter_of_an_hour_is_free() -> None:
    row = contribution()
    assert is_edited_freely(row, row.submitted_at + timedelta(minutes=14, seconds=59))
    assert not is_edited_freely(row, row.submitted_at + timedelta(minutes=15))


def test_a_draft_is_its_owners_and_before_that_whoever_holds_its_address() -> None:
    assert can_open_draft(None, Draft(user_id=None))
    assert can_open_draft(READER, Draft(user_id=None))
    assert can_open_draft(AUTHOR, Draft(user_id=AUTHOR.id))
    assert not can_open_draft(READER, Draft(user_id=AUTHOR.id))
    assert not can_open_draft(None, Draft(user_id=AUTHOR.id))
