"""The demo's votes hold opinion groups: two camps, which the calculation tells apart."""

from consultation.contributions.models import Stance
from consultation.demo.camps import MOST_CONTRIBUTIONS, Camps
from consultation.synthesis.groups import VoteTable
from consultation.synthesis.groups.clustering import divide
from consultation.synthesis.queries.votes import VALUES

PEOPLE = list(range(100, 160))
AUTHOR = 100


def test_the_camps_vote_as_two_groups() -> None:
    camps = Camps(PEOPLE, 1)
    votes = [
        (str(person), str(said), VALUES[value])
        for said in range(MOST_CONTRIBUTIONS)
        for person, value in camps.votes((Stance.FOR, Stance.AGAINST)[said % 2], AUTHOR).items()
    ]
    assert str(AUTHOR) not in {person for person, _said, _value in votes}
    table = VoteTable.of(votes)
    found = divide(table.counted, 1)
    assert found is not None
    leaning = [(int(person) - PEOPLE[0]) % 3 > 0 for person in table.participants]
    assert len(set(zip(leaning, found.labels.tolist(), strict=True))) == found.count == 2
    assert camps.votes(Stance.FOR, AUTHOR) == {}


def test_nobody_of_a_camp_votes_where_no_position_is_taken() -> None:
    assert Camps(PEOPLE, 1).votes(Stance.MIXED, AUTHOR) == {}
