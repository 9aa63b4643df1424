"""An appeal is left to one of those who may judge it: never to a party, never by one."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.moderation.desk import AppealHandover
from consultation.moderation.models import Measure
from consultation.moderation.reports import Appeal, AppealOutcome
from tests.conftest import SignIn
from tests.factories import make_user
from tests.moderation.queue import address
from tests.moderation.reporting import answered, appealed, flagged, judged, say
from tests.moderation.steps import Parc, add_moderator, make_desk

pytestmark = pytest.mark.usefixtures("acting")


def contested() -> tuple[Parc, Appeal, list[User]]:
    """An appeal, and people of the team: who decided, who wrote, who reported, two free ones."""
    parc, decided = make_desk()
    wrote, reported, free, other = (add_moderator(parc) for _each in range(4))
    row = say(parc, author=wrote)
    flagged(row, reported)
    contest = appealed(judged(row, Measure.HIDE, decided), wrote)
    return parc, contest, [decided, wrote, reported, free, other]


def left() -> list[int]:
    """To whom appeals were left."""
    return list(session.scalars(select(AppealHandover.colleague_id)))


def test_it_is_left_to_somebody_who_may_judge_and_said_wherever_it_is_read(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, contest, (decided, _wrote, _reported, free, other) = contested()
    page, hand = address(parc, f"recours/{contest.key}"), f"recours/{contest.key}/confier"
    sign_in(free)
    choices = client.get(page).text.partition('id="to"')[2].partition("</select>")[0]
    assert {free.key, other.key} == {
        person.key for person in (decided, _wrote, _reported, free, other) if person.key in choices
    }
    assert client.post(address(parc, hand), data={"to": other.key}).status_code == 303
    assert left() == [other.id]
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "appeal.handed")).one()
    assert (entry.subject_key, entry.details) == (contest.key, {"person": other.id})
    assert f"Confié à {other.display_name}" in client.get(page).text
    assert f"Confié à {other.display_name}" in client.get(address(parc, "recours")).text
    assert (
        "Aucun recours ne vous est confié" in client.get(address(parc, "recours?etat=confies")).text
    )
    sign_in(other)
    assert "Ce recours vous est confié" in client.get(page).text
    mine = client.get(address(parc, "recours?etat=confies")).text
    assert contest.key in mine
    assert "Confié à vous" in mine


@pytest.mark.parametrize("who", [0, 1, 2])
def test_it_is_never_left_to_a_party_nor_by_one(
    client: FlaskClient, sign_in: SignIn, who: int
) -> None:
    parc, contest, people = contested()
    hand = address(parc, f"recours/{contest.key}/confier")
    party, free = people[who], people[3]
    sign_in(free)
    refused = client.post(hand, data={"to": party.key})
    assert refused.status_code == 422
    assert "ne peut pas juger ce recours" in refused.text
    sign_in(party)
    assert client.post(hand, data={"to": free.key}).status_code == 403
    assert left() == []


@pytest.mark.parametrize("to", ["", "zzzz", "a" * 500, "elsewhere", "citizen"])
def test_to_nobody_of_the_team_no_appeal_is_left(
    client: FlaskClient, sign_in: SignIn, to: str
) -> None:
    parc, contest, people = contested()
    _far, stranger = make_desk()
    names = {"elsewhere": stranger.key, "citizen": make_user().key}
    sign_in(people[3])
    page = client.post(
        address(parc, f"recours/{contest.key}/confier"), data={"to": names.get(to, to)}
    )
    assert page.status_code == 422
    assert page.text.count("Choisissez une personne de la modération.") == 1
    assert "Juger ce recours" in page.text
    assert left() == []


def test_it_is_given_back_and_who_may_judge_still_judges(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, contest, (*_parties, free, other) = contested()
    hand = address(parc, f"recours/{contest.key}/confier")
    sign_in(free)
    for to, whom in ((other.key, [other.id]), (free.key, [free.id]), ("tous", []),
                     (other.key, [other.id])):  # fmt: skip
        assert client.post(hand, data={"to": to}).status_code == 303
        assert left() == whom
    answered(contest, AppealOutcome.UPHELD, free)
    assert client.post(hand, data={"to": free.key}).status_code == 409
    assert "Confié à" not in client.get(address(parc, "recours?etat=juges")).text
