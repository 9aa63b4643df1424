"""The rules of consultations, each with its whole matrix."""

from datetime import UTC, datetime, timedelta

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Audience, Consultation, Participant, Phase, Role
from consultation.consultations.permissions import (
    NO_ROLE,
    belongs_to_audience,
    can_create,
    can_edit_dates,
    can_name,
    can_name_organisers,
    can_organise,
    can_see,
    can_take_part,
    phase_by_clock,
)

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
ORGANISER = frozenset({Role.ORGANISER})
MODERATOR = frozenset({Role.MODERATOR})
SOMEBODY = User(is_administrator=False)
ADMINISTRATOR = User(is_administrator=True)


@pytest.mark.parametrize(
    ("person", "roles", "organises", "names_organisers", "names_moderators"),
    [
        (SOMEBODY, NO_ROLE, False, False, False),
        (SOMEBODY, MODERATOR, False, False, False),
        (SOMEBODY, ORGANISER, True, True, True),
        (SOMEBODY, ORGANISER | MODERATOR, True, True, True),
        (ADMINISTRATOR, NO_ROLE, False, True, False),
        (ADMINISTRATOR, MODERATOR, False, True, False),
        (ADMINISTRATOR, ORGANISER, True, True, True),
    ],
)
def test_who_organises_and_who_names_whom(
    person: User, roles: frozenset[Role], organises: bool, names_organisers: bool,
    names_moderators: bool,
) -> None:  # fmt: skip
    assert can_organise(roles) is organises
    assert can_name_organisers(person, roles) is names_organisers
    assert can_name(person, roles, Role.ORGANISER) is names_organisers
    assert can_name(person, roles, Role.MODERATOR) is names_moderators


@pytest.mark.parametrize(
    ("person", "count", "may"),
    [(SOMEBODY, 0, False), (SOMEBODY, 1, True), (ADMINISTRATOR, 0, True)],
)
def test_who_prepares_a_new_one(person: User, count: int, may: bool) -> None:
    assert can_create(person, count) is may


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("roles", [NO_ROLE, MODERATOR, ORGANISER])
def test_a_draft_is_its_teams(phase: Phase, roles: frozenset[Role]) -> None:
    assert can_see(Consultation(phase=phase), roles) is (phase is not Phase.DRAFT or bool(roles))


@pytest.mark.parametrize(
    ("stored", "moment", "shown"),
    [
        (Phase.DRAFT, NOON + timedelta(days=9), Phase.DRAFT),
        (Phase.UPCOMING, NOON - INSTANT, Phase.UPCOMING),
        (Phase.UPCOMING, NOON, Phase.OPEN),
        (Phase.UPCOMING, NOON + timedelta(days=1), Phase.CLOSED),
        (Phase.OPEN, NOON + timedelta(days=1) - INSTANT, Phase.OPEN),
        (Phase.OPEN, NOON + timedelta(days=1), Phase.CLOSED),
        (Phase.CLOSED, NOON, Phase.CLOSED),
        (Phase.ANSWERED, NOON, Phase.ANSWERED),
        (Phase.ARCHIVED, NOON, Phase.ARCHIVED),
    ],
)
def test_the_clock_decides_to_the_instant(stored: Phase, moment: datetime, shown: Phase) -> None:
    closes_at = NOON + timedelta(days=1)
    assert phase_by_clock(stored, NOON, closes_at, moment) is shown
    row = Consultation(phase=stored, opens_at=NOON, closes_at=closes_at)
    assert can_take_part(row, moment) is (shown is Phase.OPEN)
    assert can_edit_dates(row, moment) is (shown in {Phase.DRAFT, Phase.UPCOMING})


@pytest.mark.parametrize(
    ("audience", "confirmed_at", "belongs"),
    [
        (Audience.EVERYBODY, None, True),
        (Audience.EVERYBODY, NOON, True),
        (Audience.ORGANISATIONS, None, False),
        (Audience.ORGANISATIONS, NOON, True),
    ],
)
def test_who_is_asked(audience: Audience, confirmed_at: datetime | None, belongs: bool) -> None:
    participant = Participant(organisation_confirmed_at=confirmed_at)
    assert belongs_to_audience(Consultation(audience=audience), participant) is belongs
