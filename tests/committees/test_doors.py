"""Case 15: whoever has no seat finds nothing of a committee's workspace, by any door."""

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.committees.steps import OUTSIDE, SEATS, SECRET, SLUG, make_scene
from tests.conftest import SignIn

PRIVATE = f"/comites/{SLUG}/espace"
RUNNING = f"/comites/{SLUG}/organisation"
NOT_THERE = {303, 404, 405}


def doors(client: FlaskClient, start: str) -> list[tuple[str, str]]:
    """(method, address) of every page under `start`."""
    found = []
    with client.application.test_request_context():
        for rule in client.application.url_map.iter_rules():
            if rule.endpoint.startswith("committees.") and "slug" in rule.arguments:
                found += [(method, _address(client, rule)) for method in _methods(rule)]
    return sorted(pair for pair in found if pair[1].startswith(start))


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) & {"GET", "POST"}


def _address(client: FlaskClient, rule: Rule) -> str:
    known = {"slug": SLUG, "paper": "docx"}
    values = {name: known.get(name, "23456789") for name in rule.arguments}
    return client.application.url_for(rule.endpoint, **values)


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser"])
def test_the_workspace_is_not_there_for_anybody_without_a_seat(
    client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    scene = make_scene()
    person = scene.people[who]
    if person is not None:
        sign_in(person)
    found = doors(client, PRIVATE)
    assert len(found) >= 5
    for method, address in found:
        page = client.open(address, method=method)
        expected = 303 if person is None else 404
        assert page.status_code == expected, (method, address)
        assert SECRET not in page.text


@pytest.mark.parametrize("who", [*OUTSIDE, *SEATS])
def test_running_it_is_not_there_for_anybody_but_organisers(
    client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    scene = make_scene()
    person = scene.people[who]
    if person is not None:
        sign_in(person)
    found = doors(client, RUNNING)
    assert len(found) >= 12
    for method, address in found:
        page = client.open(address, method=method)
        assert page.status_code == (303 if person is None else 404), (method, address)


@pytest.mark.parametrize("who", OUTSIDE)
def test_before_it_is_announced_nobody_outside_knows_of_it(
    client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    scene = make_scene(is_announced=False)
    person = scene.people[who]
    if person is not None:
        sign_in(person)
    missing = client.get("/comites/il-n-y-en-a-pas").text
    for address in (f"/comites/{SLUG}", f"/comites/{SLUG}/membres"):
        page = client.get(address)
        assert page.status_code == 404
        assert page.text.replace(address, "") == missing.replace("/comites/il-n-y-en-a-pas", ""), (
            "it looks like what does not exist"
        )
    for address in ("/comites", "/consultations/parc", "/"):
        assert "Comité du parc" not in client.get(address).text


@pytest.mark.parametrize("who", OUTSIDE)
def test_the_public_page_names_those_alone_who_agreed(
    client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    scene = make_scene()
    person = scene.people[who]
    if person is not None:
        sign_in(person)
    for address in ("/comites", f"/comites/{SLUG}", f"/comites/{SLUG}/membres"):
        page = client.get(address)
        assert page.status_code == 200
        assert SECRET not in page.text
        assert "/espace/membres" not in page.text


def test_a_page_of_the_workspace_is_kept_by_nobody(client: FlaskClient, sign_in: SignIn) -> None:
    scene = make_scene()
    sign_in(scene.person("member"))
    page = client.get(PRIVATE)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'rel="canonical"' not in page.text


def test_a_shared_public_page_is_new_when_a_name_becomes_public_or_no_longer_is(
    client: FlaskClient, sign_in: SignIn
) -> None:
    scene = make_scene()
    stranger = client.application.test_client()
    address = f"/comites/{SLUG}/membres"
    assert "Paulette R." not in stranger.get(address).text
    sign_in(scene.person("member"))
    sheet = {"name": "Paulette R.", "interests": "Aucun"}
    client.post(f"{PRIVATE}/ma-fiche", data={**sheet, "is_name_public": "y"})
    page = stranger.get(address)
    assert "Paulette R." in page.text
    assert "Set-Cookie" not in page.headers
    client.post(f"{PRIVATE}/ma-fiche", data=sheet)
    assert "Paulette R." not in stranger.get(address).text
