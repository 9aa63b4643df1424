"""Who may open the organiser’s addresses: the whole matrix, on every address of the features."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from consultation.accounts.models import User
from consultation.consultations.models import Participant, Phase
from tests.conftest import SignIn
from tests.factories import make_consultation, make_document, make_user, saved

VALUES = {"slug": "parc", "document": "texte", "key": "23456789", "act": "remove", "token": "x"}
FOR_ALL_DESKS = {"consultations.desk", "consultations.create"}
FOR_ADMINISTRATORS = {
    "consultations.team", "consultations.invite_member", "consultations.dismiss",
    "consultations.take_back",
}  # fmt: skip


def organiser_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"consultations", "documents", "versions"}
        and rule.rule.startswith("/espace")
    ]


def statuses(client: FlaskClient, rules: list[Rule]) -> dict[tuple[str, str], tuple[int, str]]:
    """What each address answers to a GET or an empty POST."""
    found = {}
    for rule in rules:
        needed = {name: VALUES[name] for name in rule.arguments}
        with client.application.test_request_context():
            address = client.application.url_for(rule.endpoint, **needed)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            page = client.open(address, method=method)
            found[rule.endpoint, method] = (page.status_code, page.location or "")
    return found


@pytest.fixture
def parc(app: Flask) -> dict[str, User]:
    """People around the consultation « parc », a draft with one text to correct."""
    people = {
        name: make_user()
        for name in ("organiser", "moderator", "participant", "elsewhere", "factorless")
    }
    people["administrator"] = make_user(is_administrator=True)
    row = make_consultation(
        slug="parc", organiser=people["organiser"], moderator=people["moderator"],
        phase=Phase.DRAFT,
    )  # fmt: skip
    make_document(row, is_published=False)
    make_consultation(slug="autre", organiser=people["elsewhere"])
    saved(Participant(consultation_id=row.id, user_id=people["participant"].id))
    return people


def test_there_are_many_addresses(app: Flask) -> None:
    assert len(organiser_rules(app)) > 30


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, parc: dict[str, User]) -> None:
    for status, location in statuses(client, organiser_rules(client.application)).values():
        assert status == 303
        assert location.startswith("/connexion?suite=")


def test_without_a_second_factor_one_is_sent_to_it(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User]
) -> None:
    sign_in(parc["organiser"], second_factor=False)
    for status, location in statuses(client, organiser_rules(client.application)).values():
        assert status == 303
        assert "second-facteur" in location


@pytest.mark.parametrize("who", ["participant", "moderator", "elsewhere"])
def test_to_others_the_consultation_is_not_there(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User], who: str
) -> None:
    sign_in(parc[who])
    for name, (status, _location) in statuses(client, organiser_rules(client.application)).items():
        if name[0] not in FOR_ALL_DESKS:
            assert status == 404, name
    assert client.get("/espace").status_code == (404 if who == "participant" else 200)
    created = client.get("/espace/nouvelle-consultation").status_code
    assert created == (200 if who == "elsewhere" else 404)


def test_an_administrator_sees_the_team_alone(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User]
) -> None:
    sign_in(parc["administrator"])
    for name, (status, _location) in statuses(client, organiser_rules(client.application)).items():
        if name[0] in FOR_ADMINISTRATORS:
            assert status in {200, 400, 422} or name[0] == "consultations.take_back", name
        elif name[0] not in FOR_ALL_DESKS:
            assert status == 404, name


def test_the_organiser_is_let_in_everywhere(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User]
) -> None:
    sign_in(parc["organiser"])
    absent = {
        "consultations.change_term", "consultations.drop_term", "consultations.take_back",
        "documents.reading_import", "documents.passage", "documents.correct_passage",
    }  # fmt: skip
    removal = "documents.removal"
    rules = [rule for rule in organiser_rules(client.application) if rule.endpoint != removal]
    for name, (status, _location) in statuses(client, rules).items():
        assert status < 500, name
        # There is no next version to prepare of a text that was never published.
        is_absent = name[0] in absent or name[0].startswith("versions.")
        assert (status == 404) == is_absent, name


def test_pages_of_the_team_are_never_kept_by_a_cache(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User]
) -> None:
    sign_in(parc["organiser"])
    for address in ("/espace", "/espace/parc", "/espace/parc/equipe", "/consultations/parc"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_every_page_exists_in_english(
    client: FlaskClient, sign_in: SignIn, parc: dict[str, User]
) -> None:
    sign_in(parc["organiser"])
    pages = {
        rule.endpoint: client.get("/en" + address)
        for rule, address in _addresses(client)
        if rule.endpoint != "documents.removal"
    }
    assert len(pages) > 15
    for endpoint, page in pages.items():
        assert page.status_code in {200, 303, 404}, endpoint
        assert page.status_code != 200 or '<html lang="en">' in page.text, endpoint


def _addresses(client: FlaskClient) -> list[tuple[Rule, str]]:
    with client.application.test_request_context():
        return [
            (
                rule,
                client.application.url_for(
                    rule.endpoint, **{name: VALUES[name] for name in rule.arguments}
                ),
            )
            for rule in organiser_rules(client.application)
            if "GET" in (rule.methods or set())
        ]


def test_the_desk_parts_its_sentences(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    row.contribution_count, row.participant_count = 12, 7
    saved(row)
    make_consultation(slug="vide", organiser=organiser)
    sign_in(organiser)
    told = client.get("/espace").text
    assert "(heure de Paris). 12 contributions de 7 personnes." in told
    assert "(heure de Paris). Aucune contribution." in told
