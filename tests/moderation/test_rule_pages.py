"""The pages of the rules: written, tried, switched, ordered, deleted, by their team alone."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.moderation.services.ruling import delete_rule, switch_rule
from consultation.screening.models import ScreeningRule
from tests.conftest import SignIn
from tests.contributions.steps import make_parc
from tests.factories import fresh, make_user
from tests.moderation.rules import desk, ruled

FORM = {"name": "Numéros", "first": ["personal_data", "links"], "action": "hold"}


def test_a_rule_is_written_tried_switched_on_and_deleted_from_its_pages(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = desk()
    sign_in(moderator)
    home = f"/espace/{parc.consultation.slug}/regles"
    assert "Aucune règle" in client.get(home).text
    made = client.post(f"{home}/nouvelle", data=FORM)
    assert made.status_code == 303
    rule = session.scalars(select(ScreeningRule)).one()
    assert (rule.condition, rule.is_on) == ([["personal_data", "links"]], False)
    assert made.location == f"{home}/{rule.key}"
    assert "n’est pas encore en marche" in client.get(made.location).text
    changed = {**FORM, "second": ["insult"], "action": "hold_and_alert"}
    assert client.post(f"{home}/{rule.key}", data=changed).status_code == 303
    assert fresh(rule).condition == [["personal_data", "links"], ["insult"]]
    page = client.get(f"{home}/{rule.key}").text
    assert page.count(" checked") == 4
    client.post(f"{home}/{rule.key}/activer")
    assert "En marche" in client.get(home).text
    assert parc.consultation.rule_count == 1
    asked = client.post(f"{home}/{rule.key}/supprimer")
    assert "Supprimer la règle « Numéros »" in asked.text.replace("\u00a0", " ")
    assert session.scalars(select(ScreeningRule)).all()
    client.post(f"{home}/{rule.key}/supprimer", data={"confirmed": "1"})
    assert session.scalars(select(ScreeningRule)).all() == []
    assert parc.consultation.rule_count == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "Donnez un nom"),
        ({"name": "x" * 81}, "80 caractères"),
        ({"first": []}, "Cochez au moins un signal"),
        ({"first": ["sudo"]}, "Choisissez dans la liste"),
        ({"first": ["rule"]}, "Choisissez dans la liste"),
        ({"action": "erase"}, "Choisissez dans la liste"),
        ({"action": ""}, ""),
        ({"first": ["campaign"]}, "ressemble à d’autres"),
    ],
)
def test_what_is_wrong_in_a_rule_is_said_and_what_was_typed_is_kept(
    client: FlaskClient, sign_in: SignIn, typed: dict[str, Any], words: str
) -> None:
    parc, moderator = desk()
    sign_in(moderator)
    home = f"/espace/{parc.consultation.slug}/regles"
    answer = client.post(f"{home}/nouvelle", data={**FORM, "name": "Essai", **typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Essai" in answer.text or "name" in typed
    assert session.scalars(select(ScreeningRule)).all() == []


def test_a_trash_of_rules_has_an_end(database: None) -> None:
    parc, moderator = desk()
    for number in range(30):
        ruled(parc, moderator, is_on=False, name=f"Règle {number}")
    with pytest.raises(DomainError, match="30"):
        ruled(parc, moderator, is_on=False)


def test_cases_17_and_18_a_rule_is_for_its_team_alone_and_of_its_consultation(
    client: FlaskClient, sign_in: SignIn
) -> None:
    moderator, organiser, elsewhere = make_user(), make_user(), make_user()
    parc = make_parc(moderator=moderator, organiser=organiser)
    other = make_parc(moderator=elsewhere)
    rule = ruled(parc, moderator)
    home, theirs = (f"/espace/{each.consultation.slug}/regles" for each in (parc, other))
    acts = ("essayer", "activer", "desactiver", "monter", "descendre", "supprimer")
    for person, status in (
        (moderator, 200), (organiser, 200), (elsewhere, 404), (make_user(), 404),
        (make_user(is_administrator=True), 404),
    ):  # fmt: skip
        browser = client.application.test_client()
        sign_in(person, browser=browser)
        assert browser.get(home).status_code == status
        assert browser.get(f"{home}/{rule.key}").status_code == status
        if status == 404:
            assert browser.post(f"{home}/nouvelle", data=FORM).status_code == 404
            assert browser.post(f"{home}/{rule.key}", data=FORM).status_code == 404
            assert {browser.post(f"{home}/{rule.key}/{act}").status_code for act in acts} == {404}
    browser = client.application.test_client()
    sign_in(elsewhere, browser=browser)
    assert browser.get(f"{theirs}/{rule.key}").status_code == 404
    assert browser.post(f"{theirs}/{rule.key}/desactiver").status_code == 404
    assert fresh(rule).is_on
    assert browser.post(f"{theirs}/{rule.key}/inconnu").status_code == 404
    assert client.get(home).status_code == 303


def test_a_rule_that_somebody_deleted_meanwhile_is_said_to_be_gone(database: None) -> None:
    parc, moderator = desk()
    rule = ruled(parc, moderator)
    delete_rule(parc.consultation, rule, actor=moderator)
    with pytest.raises(DomainError, match="n’existe plus"):
        switch_rule(parc.consultation, rule, is_on=False, actor=moderator)
