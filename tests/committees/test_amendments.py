"""Amendments: proposed, gathered word by word, declined with a reason; settled by hand."""

import pytest
from flask.testing import FlaskClient

from consultation.committees.models.contesting import Amendment, AmendmentState
from consultation.committees.models.opinion import Cause
from consultation.committees.services.writing import remove_block, write_block
from tests.committees.steps import SLUG, YES
from tests.committees.texts import Desk, at, make_amendment, stored
from tests.conftest import SignIn

TEXT = f"/comites/{SLUG}/espace/avis"
BASE = "Toute personne peut refuser l’usage d’un système."
ONE = "Toute personne soignée peut refuser l’usage d’un système."
TWO = "Toute personne peut refuser l’usage d’un système automatique."
FIGHTS = "Toute personne malade peut refuser l’usage d’un système."
BOTH = "Toute personne soignée peut refuser l’usage d’un système automatique."


@pytest.fixture
def desk() -> Desk:
    """The first recommendation says BASE, at revision 2."""
    made = Desk()
    write_block(made.opinion, made.first.key, "Un droit de refuser", BASE, base=1, actor=made.chair)
    return made


def adopt_address(desk: Desk) -> str:
    return f"{TEXT}/passages/{desk.first.key}/amendements"


def proposed(desk: Desk, *sources: str, base: int = 2) -> list[Amendment]:
    return [
        make_amendment(desk.opinion, desk.first, desk.member, source, base=base)
        for source in sources
    ]


def state_of(amendment: Amendment) -> AmendmentState:
    return stored(amendment).state


def test_a_member_proposes_other_words_with_a_reason_and_may_take_them_up_again(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    sign_in(desk.member)
    address = f"{TEXT}/passages/{desk.first.key}/amendement"
    assert BASE in client.get(address).text
    form = {"title": "Un droit de refuser", "source": ONE, "base": "2", "reason": "Plus précis"}
    for wrong in ({"reason": " "}, {"source": BASE}, {"source": ""}, {"title": "x" * 201}):
        answer = client.post(address, data={**form, **wrong})
        assert answer.status_code == 422, wrong
    made = client.post(address, data=form)
    page = client.get(made.location).text
    assert "soignée" in page
    assert "Plus précis" in page
    assert "À décider" in page
    assert "Ne pas retenir" not in page, "a member decides on nothing"
    assert "1 amendement" in client.get(TEXT).text
    assert "soignée" in client.get(f"{TEXT}/amendements").text
    changed = {**form, "source": TWO, "seen": "1"}
    assert client.post(f"{made.location}/modifier", data=changed).status_code == 303
    assert "automatique" in client.get(made.location).text
    stale = client.post(f"{made.location}/modifier", data=changed)
    assert stale.status_code == 422
    assert "vient de changer" in stale.text
    assert "Retirer votre amendement" in client.post(f"{made.location}/retrait").text
    client.post(f"{made.location}/retrait", data=YES)
    assert "Retiré" in client.get(made.location).text
    assert "automatique" in client.get(f"{TEXT}/amendements?etat=decides").text


@pytest.mark.parametrize("who", ["facilitator", "observer"])
def test_who_has_no_vote_proposes_nothing(
    client: FlaskClient, sign_in: SignIn, desk: Desk, who: str
) -> None:
    sign_in(desk.scene.person(who))
    assert client.get(f"{TEXT}/passages/{desk.first.key}/amendement").status_code == 403


def test_amendments_of_other_words_are_adopted_together(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    rows = proposed(desk, ONE, TWO)
    sign_in(desk.rapporteur)
    page = client.get(f"{TEXT}/passages/{desk.first.key}").text
    assert "Adopter ensemble" in page
    keys = [row.key for row in rows]
    answer = client.post(adopt_address(desk), data={"amendment": keys, "answer": "Bienvenus"})
    assert answer.location == f"{TEXT}#b-{desk.first.key}"
    words = at(desk.opinion, desk.first).words
    assert (words.source, words.cause, words.amendments) == (BOTH, Cause.AMENDED, keys)
    assert [state_of(row) for row in rows] == [AmendmentState.ADOPTED] * 2
    assert client.post(adopt_address(desk), data={"amendment": keys}).status_code == 409
    assert "Lire l’amendement" in client.get(f"{TEXT}/passages/{desk.first.key}/historique").text


def test_colliding_amendments_are_shown_and_settled_by_hand(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    rows = proposed(desk, ONE, FIGHTS)
    keys = [row.key for row in rows]
    sign_in(desk.rapporteur)
    answer = client.post(adopt_address(desk), data={"amendment": keys})
    assert answer.status_code == 409
    assert "Plusieurs rédactions pour les mêmes mots" in answer.text
    assert "soignée malade" in answer.text
    assert at(desk.opinion, desk.first).words.source == BASE
    written = "Toute personne, malade ou non, peut refuser l’usage d’un système."
    form = {"amendment": keys, "base": "2", "title": "Un droit de refuser", "source": written}
    assert client.post(adopt_address(desk), data=form).status_code == 303
    assert at(desk.opinion, desk.first).words.source == written
    assert [state_of(row) for row in rows] == [AmendmentState.ADOPTED] * 2


def test_what_was_written_by_hand_comes_back_when_the_text_moved_meanwhile(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    rows = proposed(desk, ONE, FIGHTS)
    write_block(desk.opinion, desk.first.key, "Un droit", BASE, base=2, actor=desk.chair)
    sign_in(desk.rapporteur)
    form = {
        "amendment": [row.key for row in rows], "base": "2", "title": "Un droit de refuser",
        "source": "Écrit à la main.",
    }  # fmt: skip
    answer = client.post(adopt_address(desk), data=form)
    assert answer.status_code == 409
    assert "Écrit à la main." in answer.text
    assert 'name="base" value="3"' in answer.text
    assert at(desk.opinion, desk.first).words.title == "Un droit"


def test_an_amendment_follows_the_text_or_says_that_it_collides(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    follows, collides = proposed(desk, TWO, FIGHTS)
    write_block(desk.opinion, desk.first.key, "Un droit de refuser", ONE, base=2, actor=desk.chair)
    sign_in(desk.rapporteur)
    assert "s’y met encore tel quel" in client.get(f"{TEXT}/amendements/{follows.key}").text
    assert "changé les mêmes mots depuis" in client.get(f"{TEXT}/amendements/{collides.key}").text
    client.post(adopt_address(desk), data={"amendment": follows.key})
    assert at(desk.opinion, desk.first).words.source == BOTH
    assert client.post(adopt_address(desk), data={"amendment": collides.key}).status_code == 409
    remove_block(desk.opinion, desk.first.key, actor=desk.chair)
    assert "retiré du texte" in client.get(f"{TEXT}/amendements/{collides.key}").text
    assert client.post(adopt_address(desk), data={"amendment": collides.key}).status_code == 409
    assert state_of(collides) is AmendmentState.PROPOSED, "it waits for the text to come back"


def test_an_amendment_is_declined_with_a_reason_alone(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    (row,) = proposed(desk, ONE)
    sign_in(desk.rapporteur)
    address = f"{TEXT}/amendements/{row.key}/suite"
    silent = client.post(address, data={"answer": " "})
    assert silent.status_code == 422
    assert client.post(address, data={"answer": "Trop long"}).status_code == 303
    assert state_of(row) is AmendmentState.DECLINED
    assert "Trop long" in client.get(f"{TEXT}/amendements?etat=decides").text
    assert client.post(address, data={"answer": "Encore"}).status_code == 409


@pytest.mark.parametrize("who", ["member", "facilitator", "observer"])
def test_chair_and_rapporteur_alone_decide(
    client: FlaskClient, sign_in: SignIn, desk: Desk, who: str
) -> None:
    (row,) = proposed(desk, ONE)
    sign_in(desk.scene.person(who))
    assert client.post(adopt_address(desk), data={"amendment": row.key}).status_code == 403
    answer = client.post(f"{TEXT}/amendements/{row.key}/suite", data={"answer": "Non"})
    assert answer.status_code == 403
    assert state_of(row) is AmendmentState.PROPOSED


def test_amendments_of_two_passages_are_not_mixed(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    (row,) = proposed(desk, ONE)
    other = make_amendment(desk.opinion, desk.second, desk.member, "Autre chose.")
    sign_in(desk.rapporteur)
    client.post(adopt_address(desk), data={"amendment": [row.key, other.key]})
    assert state_of(row) is AmendmentState.ADOPTED
    assert state_of(other) is AmendmentState.PROPOSED
    assert at(desk.opinion, desk.first).words.source == ONE
    assert client.post(adopt_address(desk), data={}).status_code == 303, "nothing was chosen"
