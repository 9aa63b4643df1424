"""The page of agreement: alpha by theme with its number, samples, who may see and settle."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session, transaction
from consultation.synthesis.models import DoubleSample
from consultation.synthesis.queries.agreement import Meaning, meaning_of, method_annex
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.synthesis.desk import DESK, colleague, said
from tests.synthesis.doubles import PAGE, drawn, says


@pytest.fixture
def other(parc: Parc) -> User:
    """The second of the two."""
    return colleague(parc)


def test_the_annex_has_an_alpha_for_each_theme(parc: Parc, moderator: User, other: User) -> None:
    made = drawn(parc, moderator, *(f"Avis {number}." for number in range(4)))
    for each, first, second in zip(
        made, ("Temps", "Temps", "Forme", "Forme"), ("Temps", "Forme", "Forme", "Forme"),
        strict=True,
    ):  # fmt: skip
        says(moderator, each, first)
        says(other, each, second)
    annex = method_annex(parc.consultation)
    by_name = {each.name: each for each in annex.by_theme}
    # Of 8 values 3 are « Temps »: alpha = 1 - 7 * 2 / (2 * 3 * 5), by the formula for two values.
    assert by_name["Temps"].alpha == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    assert (by_name["Temps"].both, by_name["Temps"].one) == (1, 1)
    assert by_name["Temps"].meaning is Meaning.TOO_FEW
    assert annex.overall.count == 4


@pytest.mark.parametrize(
    ("alpha", "count", "meaning"),
    [
        (None, 90, Meaning.NOTHING), (0.9, 29, Meaning.TOO_FEW), (0.8, 30, Meaning.RELIABLE),
        (0.7, 30, Meaning.TENTATIVE), (0.6, 30, Meaning.UNRELIABLE),
        (-0.2, 30, Meaning.UNRELIABLE),
    ],
)  # fmt: skip
def test_an_alpha_is_read_with_its_number(
    alpha: float | None, count: int, meaning: Meaning
) -> None:
    assert meaning_of(alpha, count) is meaning


@pytest.mark.parametrize("size", ["", "0", "-3", "1001", "dix", "9" * 30])
def test_a_size_that_is_none_is_refused(
    client: FlaskClient, parc: Parc, other: User, size: str
) -> None:
    said(parc)
    answer = client.post(PAGE, data={"size": size})
    assert answer.status_code == 422
    assert not session.scalars(select(DoubleSample)).all()


def test_a_sample_wants_two_people_something_to_read_and_no_other_sample(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    assert "Il faut deux personnes" in client.post(PAGE, data={"size": "5"}).text
    colleague(parc)
    assert "Rien n’est à lire" in client.post(PAGE, data={"size": "5"}).text
    said(parc)
    assert client.post(PAGE, data={"size": "5"}).status_code == 303
    assert "Un échantillon est en cours" in client.post(PAGE, data={"size": "5"}).text


def test_what_is_withdrawn_is_no_longer_shown_and_still_counts(
    client: FlaskClient, parc: Parc, moderator: User, other: User
) -> None:
    [contribution] = drawn(parc, moderator, "Une Ravenelle au parc.")
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    with transaction() as current:
        current.get_one(Contribution, contribution.id).state = ContributionState.WITHDRAWN
    assert "Ravenelle" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/{contribution.key}").status_code == 404
    assert method_annex(parc.consultation).overall.count == 1


def test_the_team_reads_the_agreement_and_moderators_settle(
    client: FlaskClient, parc: Parc, moderator: User, other: User, sign_in: SignIn
) -> None:
    [contribution] = drawn(parc, moderator)
    address = f"{PAGE}/{contribution.key}"
    assert client.get(address).status_code == 404, "nothing is told before two have read it"
    says(moderator, contribution, "Temps")
    says(other, contribution, "Forme")
    sign_in(colleague(parc, Role.ORGANISER))
    assert [client.get(each).status_code for each in (PAGE, address)] == [200, 200]
    posts = (PAGE, f"{PAGE}/fin", address)
    assert [client.post(each).status_code for each in posts] == [404] * 3
    sign_in(make_user())
    assert [client.get(each).status_code for each in (PAGE, address)] == [404, 404]


@pytest.mark.parametrize("count", [2, 22])
def test_the_page_of_agreement_costs_no_more_with_more(
    client: FlaskClient, parc: Parc, moderator: User, other: User, count: int
) -> None:
    for each in drawn(parc, moderator, *(f"Avis {number}." for number in range(count))):
        says(moderator, each, "Temps")
        says(other, each, "Forme")
    client.get(DESK)
    with count_queries() as seen:
        client.get(PAGE)
    assert len(seen) <= 20, seen
