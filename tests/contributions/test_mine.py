"""« Mes contributions »."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Kind, Stance
from consultation.contributions.views.mine import summary
from consultation.core.clock import now, travel
from consultation.core.db import transaction
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import make_parc, write
from tests.factories import make_user


def test_nothing_yet(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(make_user())
    page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Vous n’avez encore rien écrit." in page
    assert "Filtrer" not in page


def test_each_contribution_with_its_steps_and_receipt(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    with transaction() as current:
        current.execute(update(Consultation).values(answer_due_on=date(2026, 12, 31)))
    person = make_user()
    root = speak(parc, author=person, text="Huit heures, **non**.")
    speak(parc, author=person, kind=Kind.QUESTION, stance=Stance.NONE, text="Et la nuit ?")
    reply = speak(parc, author=person, answered=speak(parc, text="D’un autre."))
    sign_in(person)
    client.post(f"/contributions/{reply.key}/retirer")
    write(client, parc.writing, body="Pas fini", draft="1")
    page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Vous avez déposé 3 contributions dans 1 consultation." in page
    assert "«\u00a0Huit heures, non.\u00a0»" in page
    assert "D’un autre." not in page
    assert "Au plus tard le 31 décembre 2026." in page
    assert f"/recus/{root.key}/1" in page
    assert "Retirée par vous" in page
    assert "Pas fini" in page
    for words in (
        "Toutes (3)",
        "Contributions (2)",
        "Réponses (1)",
        "Retirées (1)",
        "Brouillons (1)",
    ):
        assert words in page
    only = client.get("/mes-contributions?filtre=retirees").get_data(as_text=True)
    assert "Huit heures" not in only.replace("Huit heures, c’est tard.", "")
    assert "Retirée par vous" in only


@pytest.mark.parametrize("query", ["filtre=x", "apres=x", "apres=é", "filtre=&apres=", "page=-1"])
def test_nonsense_in_the_address_is_no_error(
    client: FlaskClient, sign_in: SignIn, speak: Speak, query: str
) -> None:
    person = make_user()
    speak(make_parc(), author=person)
    sign_in(person)
    assert client.get(f"/mes-contributions?{query}").status_code == 200


def test_twenty_a_page_and_each_exactly_once(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    person = make_user()
    for number in range(45):
        speak(parc, author=person, text=f"Idée {number:02}.")
    sign_in(person)
    seen: list[int] = []
    address: str | None = "/mes-contributions"
    while address:
        with count_queries() as statements:
            page = client.get(address).get_data(as_text=True)
        assert len(statements) <= 8, "\n".join(statements)
        found = [n for n in range(45) if f"Idée {n:02}." in page]
        assert len(found) <= 20
        seen += found
        following = re.search(r'href="([^"]*apres=[^"]*)">Voir la suite', page)
        address = following.group(1) if following else None
        assert len(seen) <= 45
    assert sorted(seen) == list(range(45))


def test_it_is_private_and_asks_who_one_is(client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/mes-contributions").location == "/connexion?suite=/mes-contributions"
    sign_in(make_user())
    assert client.get("/mes-contributions").headers["Cache-Control"] == "no-store"


def test_what_a_moderator_hid_says_so(client: FlaskClient, sign_in: SignIn, speak: Speak) -> None:
    person = make_user()
    row = speak(make_parc(), author=person)
    with transaction() as current:
        current.execute(
            update(Contribution)
            .where(Contribution.id == row.id)
            .values(state=ContributionState.HIDDEN)
        )
    sign_in(person)
    page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Retirée de la publication" in page
    assert f"/contributions/{row.key}/retirer" not in page


def test_past_the_closing_one_still_withdraws_and_edits_no_more(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    person = make_user()
    speak(make_parc(), author=person)
    with travel(now() + timedelta(days=40)):
        sign_in(person)
        page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Reçus et retrait" in page
    assert "Modifier ou retirer" not in page


def test_a_summary_ends_at_a_word() -> None:
    assert summary("un\n deux") == "un deux"
    assert summary("mot " * 100, 10) == "mot mot…"
    assert summary("m" * 20, 10) == "m" * 10 + "…"
