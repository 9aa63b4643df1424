"""What a contribution may hold: refused beside its field, and given back."""

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn
from tests.contributions.steps import how_many, make_parc, write
from tests.factories import make_user

FLOOD = "e" + "\u0301" * 10_000


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        ("", "Écrivez le paragraphe tel que vous le voulez"),
        ("\u200b \u2060", "Écrivez le paragraphe tel que vous le voulez"),
        ("  Le parc ouvre\n à huit heures. ", "Changez au moins un mot du paragraphe"),
        ("mot " * 2501, "10\u202f003 caractères"),
        (FLOOD, "empile des accents"),
    ],
)
def test_a_rewording_is_another_paragraph(
    client: FlaskClient, sign_in: SignIn, proposed: str, said: str
) -> None:
    parc = make_parc()
    sign_in(make_user())
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}&forme=redaction"
    answer = write(client, address, proposed_text=proposed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert how_many() == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Écrivez votre texte"),
        (" \n\t ", "Écrivez votre texte"),
        ("\u200b\u200d\ufeff", "Écrivez votre texte"),
        ("\u0301\u0301", "Écrivez votre texte"),
        ("\u3164\u2800", "Écrivez votre texte"),
        ("> \n>\n", "Écrivez votre texte"),
        ("&nbsp;", "Écrivez votre texte"),
        ("a" * 5001, "Le texte compte 5\u202f001 caractères"),
        ("é" * 1_000_0, "Le texte compte 10\u202f000 caractères"),
        (FLOOD, "Le texte compte"),
        ("e" + "\u0301" * 20, "empile des accents"),
        ("a\n" * 300, "lignes"),
    ],
)
def test_cases_6_and_7_what_cannot_stand_is_refused_and_given_back(
    client: FlaskClient, sign_in: SignIn, body: str, said: str
) -> None:
    parc = make_parc()
    sign_in(make_user())
    answer = write(client, parc.writing, body=body, stance="mixed")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'id="body-error"' in page
    assert re.search(r'<input checked[^>]*value="mixed"', page)
    if len(body) == 5001:
        assert body in page
    assert how_many() == 0


def test_the_limit_is_of_characters_not_of_bytes(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    sign_in(make_user())
    assert write(client, parc.writing, body="é\u0301🌳" * 1666 + "ab").status_code == 303


def test_case_7_a_text_of_a_megabyte_is_refused_whole(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    sign_in(make_user())
    assert write(client, parc.writing, body="a" * 1_000_000).status_code in {413, 422}
    assert how_many() == 0


@pytest.mark.parametrize("stance", ["", "yes", "FOR", "for,against", "é" * 99])
def test_a_position_is_one_of_the_list(client: FlaskClient, sign_in: SignIn, stance: str) -> None:
    parc = make_parc()
    sign_in(make_user())
    answer = write(client, parc.writing, body="Bien.", stance=stance)
    assert answer.status_code == 422
    assert "Choisissez une position de la liste" in answer.get_data(as_text=True)
