"""The whole matrix: who may do what with an answer, by role, phase and state."""

import pytest

from consultation.accounts.models import User
from consultation.answers.models import Answer
from consultation.answers.permissions import (
    can_answer,
    can_follow,
    can_publish,
    can_read,
    can_read_drafts,
    can_remove,
    can_write,
)
from consultation.consultations.models import Phase, Role
from consultation.consultations.permissions import Roles
from consultation.core.clock import now

NOBODY: Roles = frozenset()
MODERATOR = frozenset({Role.MODERATOR})
ORGANISER = frozenset({Role.ORGANISER})
BOTH = MODERATOR | ORGANISER
EVERY_ROLE = (NOBODY, MODERATOR, ORGANISER, BOTH)
DRAFT, PUBLISHED = Answer(published_version=None), Answer(published_version=1)


@pytest.mark.parametrize(
    ("roles", "reads", "answers"),
    [(NOBODY, False, False), (MODERATOR, True, False), (ORGANISER, True, True), (BOTH, True, True)],
)
def test_the_team_reads_drafts_and_organisers_answer(
    roles: Roles, reads: bool, answers: bool
) -> None:
    assert can_read_drafts(roles) is reads
    assert can_read(DRAFT, roles) is reads
    assert can_read(PUBLISHED, roles)
    assert can_answer(roles) is answers
    assert can_remove(DRAFT, roles) is answers
    assert not can_remove(PUBLISHED, roles)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("roles", EVERY_ROLE)
def test_organisers_publish_once_people_could_contribute(roles: Roles, phase: Phase) -> None:
    is_time = phase not in {Phase.DRAFT, Phase.UPCOMING}
    assert can_publish(roles, phase) is (Role.ORGANISER in roles and is_time)


@pytest.mark.parametrize("roles", EVERY_ROLE)
def test_a_colleague_writes_what_is_given_to_them_while_in_the_team(roles: Roles) -> None:
    person = User(id=7)
    given, other = Answer(assigned_to_id=7), Answer(assigned_to_id=8)
    assert can_write(person, given, roles) is bool(roles)
    assert can_write(person, other, roles) is (Role.ORGANISER in roles)


@pytest.mark.parametrize("phase", list(Phase))
def test_whoever_is_signed_in_follows_what_is_public(phase: Phase) -> None:
    person, unconfirmed = User(confirmed_at=now()), User(confirmed_at=None)
    assert can_follow(person, phase) is (phase is not Phase.DRAFT)
    assert not can_follow(unconfirmed, phase)
    assert not can_follow(None, phase)
