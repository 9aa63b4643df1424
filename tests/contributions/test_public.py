"""Permanent addresses, histories, and what may not be known."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.consultations.models import Consultation, Phase, Role, TeamMember
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.documents.models import Page, Section
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import fields_of, make_parc, publish_second_version
from tests.factories import make_user, saved


def put(row: Contribution, state: ContributionState) -> None:
    with transaction() as current:
        current.execute(update(Contribution).where(Contribution.id == row.id).values(state=state))


def test_a_permanent_address_leads_to_the_place_where_it_is_read(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_parc()
    row = speak(parc)
    section = session.scalars(select(Section.key)).one()
    paragraph = parc.paragraph_keys()[0]
    base = f"/consultations/{parc.consultation.slug}/texte"
    answer = client.get(f"/contributions/{row.key}")
    assert answer.status_code == 302
    assert answer.location == f"{base}/s/{section}?p={paragraph}&c={row.key}#c-{row.key}"
    assert "Set-Cookie" not in answer.headers
    whole = speak(parc, index=None)
    assert client.get(f"/contributions/{whole.key}").location == (
        f"{base}?c={whole.key}#c-{whole.key}"
    )
    english = client.get(f"/en/contributions/{row.key}")
    assert english.location.startswith(f"/en{base}/s/")


def test_the_address_follows_its_paragraph_and_outlives_it(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_parc()
    kept, gone = speak(parc, index=0), speak(parc, index=1, text="Des arbres, oui.")
    kept_key, gone_key = parc.paragraph_keys()
    publish_second_version(parc, kept_key)
    page = session.scalars(
        select(Section.key)
        .join(Page, Page.section_id == Section.id)
        .where(Page.version_id == parc.document.current_version_id)
    ).one()
    assert f"/s/{page}?p=" in client.get(f"/contributions/{kept.key}").location
    answer = client.get(f"/contributions/{gone.key}")
    assert f"/p/{gone_key}?c={gone.key}" in answer.location
    html = client.get(answer.location).get_data(as_text=True)
    assert "Des arbres, oui." in html
    assert "On y plante des arbres de la région." in html
    assert "n’est plus dans le texte" in html


@pytest.mark.parametrize("state", [ContributionState.REFUSED, ContributionState.HIDDEN])
def test_what_is_no_longer_published_leaves_a_trace_without_words_or_name(
    client: FlaskClient, speak: Speak, state: ContributionState
) -> None:
    row = speak(make_parc(), author=make_user(name="Odile M."))
    put(row, state)
    answer = client.get(f"/contributions/{row.key}")
    assert answer.status_code == 410
    said = "n’est plus" if state is ContributionState.HIDDEN else "n’est pas"
    assert f"{said} publiée" in answer.get_data(as_text=True)
    assert "Odile" not in answer.get_data(as_text=True)
    assert "tard" not in answer.get_data(as_text=True)
    assert client.get(f"/contributions/{row.key}/historique").status_code == 404


def test_what_waits_is_known_to_its_author_and_the_team_alone(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author, moderator = make_user(), make_user()
    saved(
        TeamMember(consultation_id=parc.consultation_id, user_id=moderator.id, role=Role.MODERATOR)
    )
    row = speak(parc, author=author)
    put(row, ContributionState.PENDING)
    pages = (f"/contributions/{row.key}", f"/contributions/{row.key}/historique")
    assert [client.get(page).status_code for page in pages] == [404, 404]
    for person in (author, moderator):
        sign_in(person)
        assert [client.get(page).status_code for page in pages] == [200, 200]
    sign_in(make_user())
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.get(f"/contributions/{row.key}/vote").status_code == 404


def test_a_draft_consultation_keeps_everything_to_its_team(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author = make_user()
    row = speak(parc, author=author)
    with transaction() as current:
        current.execute(update(Consultation).values(phase=Phase.DRAFT))
    sign_in(make_user())
    for page in ("", "/historique", "/vote", "/modifier", "/retirer"):
        assert client.get(f"/contributions/{row.key}{page}").status_code == 404
    assert client.get(parc.writing).status_code == 404


@pytest.mark.parametrize("key", ["abcdefgh", "1", "x" * 300, "..%2f..", "é", "' or 1=1"])
def test_case_17_an_unknown_key_is_nothing(client: FlaskClient, sign_in: SignIn, key: str) -> None:
    sign_in(make_user())
    for page in (
        "/contributions/{}",
        "/contributions/{}/historique",
        "/contributions/{}/vote",
        "/brouillons/{}",
        "/brouillons/{}.txt",
        "/recus/{}/1",
        "/recus/{}/1.json",
    ):
        assert client.get(page.format(key)).status_code == 404


def test_the_history_is_newest_first_and_costs_few_statements(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author, text="Un.")
    with travel(now() + timedelta(hours=1)):
        sign_in(author)
        for text in ("Deux.", "Trois."):
            address = f"/contributions/{row.key}/modifier"
            client.post(address, data={**fields_of(client.get(address), "/modifier"), "body": text})
    stranger = client.application.test_client()
    with count_queries() as statements:
        page = stranger.get(f"/contributions/{row.key}/historique")
    html = page.get_data(as_text=True)
    assert html.index("Trois</ins>") < html.index("Deux</ins>") < html.index("Premier texte")
    assert len(statements) <= 4
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in html


def test_cases_1_to_4_what_people_write_never_becomes_markup_of_ours(
    client: FlaskClient, sign_in: SignIn, speak: Speak, app: Flask
) -> None:
    evil = (
        "<img src=x onerror=alert(1)><script>alert(2)</script> {{7+7}} {% raw %} ${1} "
        "[a](javascript:alert(3)) [b](data:text/html,x) ![c](https://evil.example/p.png) "
        "<style>*{}</style> \u202emoc.live\u202c"
    )
    author = make_user(name="<b>Odile</b>")
    parc = make_parc()
    row = speak(parc, author=author, text=evil)
    sign_in(author)
    stored = session.get_one(Revision, (row.id, 1))
    for bad in ("<img", "<script", 'href="javascript:', 'href="data:', "\u202e", "<style"):
        assert bad not in stored.html
    for address in (
        "/mes-contributions", f"/recus/{row.key}/1", f"/contributions/{row.key}/modifier",
        f"/contributions/{row.key}/retirer", f"/contributions/{row.key}/historique",
        f"{parc.writing}?reponse={row.key}",
    ):  # fmt: skip
        html = client.get(address).get_data(as_text=True)
        assert "onerror=alert(1)>" not in html
        assert "<script>alert" not in html
        assert "<b>Odile</b>" not in html
        assert "{{7+7}} {% raw %} ${1}" in html
