"""A desk under attack, or merely at a bad moment: what is sent is refused in words, never a 500."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from consultation.consultations.models import Consultation, TeamMember
from consultation.contributions.models import ContributionState, Revision
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.privacy.services import delete_account
from tests.conftest import SignIn
from tests.contributions.steps import fields_of
from tests.factories import fresh, make_user
from tests.moderation.queue import PHONE, address, decisions, form, waiting
from tests.moderation.steps import add_moderator, counts_hold, make_desk

pytestmark = pytest.mark.usefixtures("acting")
FACTS = "Le texte donne un numéro de téléphone."
DECEIVING = "Odile \u202eelleicifFo\u202c"
PIXEL = "https://pisteur.example/p.png"


@pytest.mark.parametrize(
    "typed",
    [
        {"measure": "keep", "revision": "9" * 5_000},
        {"measure": "keep", "revision": "7"},
        {"measure": "move", "target": "0000000019"},
        {"measure": "move", "target": "0000000010000"},
        {"measure": "move", "target": "1" * 5_000},
        {"measure": "move", "target": "¶¶¶"},
        {"measure": "suspend", "days": "7" * 5_000, "rule": "3"},
        {"measure": "mask", "span": "source:9999999:9999999:name", "rule": "5"},
        {"measure": "mask", "span": "source:5:2:name", "rule": "5"},
        {"measure": "mask", "span": "proposed_text:0:3:name", "rule": "5"},
        {"measure": "mask", "words": "z" * 100_000, "rule": "5"},
        {"measure": "mask", "rule": "5"},
        {"measure": "hide", "rule": "99"},
        {"measure": "hide", "rule": "law", "legal_ref": ""},
        {"measure": "refuse", "rule": "3", "facts": "x" * 10_000},
        {"measure": "refuse", "rule": ""},
        {"measure": "second", "opinion": "x"},
        {"measure": "\x00"},
        {},
    ],
)
def test_the_extra_case_a_decision_that_makes_no_sense_decides_nothing(
    client: FlaskClient, sign_in: SignIn, typed: dict[str, Any]
) -> None:
    parc, camille = make_desk()
    key = waiting(parc, PHONE).key
    sign_in(camille)
    sent = {"revision": "1", "then": "next", "facts": FACTS, **typed}
    page = client.post(address(parc, key), data=sent)
    assert page.status_code in {400, 409, 422}
    assert not decisions()


@pytest.mark.parametrize(
    ("address_of", "typed"),
    [
        ("?apres=99999999999999999999999-1-1", {}), ("?apres=%00", {}), ("?motif=inconnu", {}),
        ("?section=' or 1=1", {}), ("?campagne=" + "x" * 3000, {}), ("?etat=zzz&nature=zzz", {}),
        ("/recours?apres=%ff%fe", {}), ("/signalements?apres=-1", {}),
        ("/personnes/zzzz?apres=-1", {}), ("/lots/zzzz", {}),
        ("/annuler", {"decision": "zzzz"}), ("/annuler", {}), ("/lot", {"c": "campagne:zzzz"}),
        ("/lot", {"measure": "keep", "all": "1", "motif": "zzz"}), ("/lot", {"measure": "zzz"}),
        ("/chiffres", {"percent": "9" * 5_000}), ("/chiffres", {"percent": "²"}),
        ("/avertissements", {"digest": "x" * 5_000}), ("/confier", {"c": "x" * 5_000}),
    ],
)  # fmt: skip
def test_the_extra_case_an_address_that_makes_no_sense_is_a_plain_answer(
    client: FlaskClient, sign_in: SignIn, address_of: str, typed: dict[str, str]
) -> None:
    parc, camille = make_desk()
    waiting(parc)
    sign_in(camille)
    method = "POST" if typed or address_of == "/annuler" else "GET"
    page = client.open(address(parc) + address_of, method=method, data=typed)
    assert page.status_code in {200, 303, 400, 404, 422}
    assert not decisions()


def test_spans_that_overlap_are_masked_once_and_nothing_between_them_is_read(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    text = "Ma voisine Jocelyne Berthaud n’a rien su."
    key = waiting(parc, text).key
    sign_in(camille)
    spans = ["source:11:19:name", "source:15:28:name", "source:11:28:name", "source:12:13:"]
    sent = form("mask", rule="5", facts=FACTS, span=spans, words="Jocelyne\nBerthaud\nJocelyne")
    assert client.post(address(parc, key), data=sent).status_code == 303
    kept = session.get_one(Revision, (decisions()[0].contribution_id, 1), populate_existing=True)
    assert kept.source.startswith("Ma voisine [")
    for word in ("Jocelyne", "Berthaud", "ocel"):
        assert word not in kept.source + kept.html
    assert kept.source.count("[") == 1


def test_what_its_author_changed_meanwhile_is_read_again_before_it_is_judged(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user()
    key = waiting(parc, PHONE, author=author).key
    sign_in(camille)
    seen = client.get(address(parc, key))
    assert seen.status_code == 200
    browser = client.application.test_client()
    sign_in(author, browser=browser)
    where = f"/contributions/{key}/modifier"
    typed = {**fields_of(browser.get(where), "/modifier"), "body": "Un tout autre avis."}
    assert browser.post(where, data=typed).status_code == 303
    page = client.post(address(parc, key), data=form("refuse", rule="5", facts=FACTS))
    assert page.status_code == 409
    assert FACTS in page.text
    assert "Un tout autre avis." in page.text
    assert not decisions()
    again = form("keep", revision="2")
    assert client.post(address(parc, key), data=again).status_code == 303


def test_what_its_author_withdrew_meanwhile_is_not_judged(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user()
    key = waiting(parc, PHONE, author=author).key
    browser = client.application.test_client()
    sign_in(author, browser=browser)
    assert browser.post(f"/contributions/{key}/retirer").status_code == 303
    sign_in(camille)
    for measure in ("keep", "refuse", "hide", "mask"):
        sent = form(measure, rule="5", facts=FACTS, words="06 00")
        page = client.post(address(parc, key), data=sent)
        assert page.status_code in {409, 422}
        assert FACTS in page.text
    assert not decisions()
    assert client.get(address(parc, key)).status_code == 200
    counts_hold(parc)


@pytest.mark.parametrize("withdraws", [False, True])
def test_case_38_an_author_who_leaves_while_it_waits_is_judged_without_a_name_or_a_mail(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[Any]], withdraws: bool
) -> None:
    parc, camille = make_desk()
    author = make_user(name="Jocelyne Berthaud")
    key, other = (waiting(parc, PHONE, author=author).key for _each in range(2))
    with client.application.app_context():
        delete_account(fresh(author), withdraws=withdraws)
    sign_in(camille)
    before = len(outbox())
    page = client.get(address(parc, key))
    assert page.status_code == 200
    assert "Jocelyne" not in page.text
    expected = {409} if withdraws else {303}
    for each, measure in ((key, "refuse"), (other, "mask")):
        sent = form(measure, rule="5", facts=FACTS, words="06 00 00 00 00")
        assert client.post(address(parc, each), data=sent).status_code in expected
    suspending = form("suspend", rule="3", facts=FACTS, days="7")
    assert client.post(address(parc, key), data=suspending).status_code in {403, 409, 422}
    assert len(outbox()) == before
    counts_hold(parc)


def test_a_decision_is_not_undone_after_ten_minutes_by_a_page_left_open(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    client.post(address(parc, key), data=form("hide", rule="3", facts=FACTS))
    decision = decisions()[0].key
    with travel(now() + timedelta(minutes=10, seconds=1)):
        sign_in(camille)
        page = client.post(address(parc, "annuler"), data={"decision": decision})
    assert page.status_code == 403
    assert "dix minutes" in page.text
    assert decisions()[0].undone_at is None


def test_what_a_colleague_decided_since_is_not_undone_under_them(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    key = waiting(parc).key
    sign_in(camille)
    client.post(address(parc, key), data=form("hide", rule="3", facts=FACTS))
    first = decisions()[0].key
    sign_in(sacha)
    assert client.post(address(parc, key), data=form("restore")).status_code == 303
    sign_in(camille)
    page = client.post(address(parc, "annuler"), data={"decision": first})
    assert page.status_code == 409
    assert "décidez de nouveau" in page.text
    assert client.post(address(parc, "annuler"), data={"decision": first}).status_code == 409


def test_a_moderator_who_left_the_team_undoes_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    client.post(address(parc, key), data=form("hide", rule="3", facts=FACTS))
    decision = decisions()[0].key
    with transaction() as current:
        current.execute(delete(TeamMember).where(TeamMember.user_id == camille.id))
    page = client.post(address(parc, "annuler"), data={"decision": decision})
    assert page.status_code == 404
    assert decisions()[0].undone_at is None


def test_case_13_moderation_goes_on_after_the_closing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    with transaction() as current:
        current.execute(
            update(Consultation)
            .where(Consultation.id == parc.consultation_id)
            .values(closes_at=now() - timedelta(seconds=1))
        )
    sign_in(camille)
    sent = form("hide", rule="3", facts=FACTS)
    assert client.post(address(parc, key), data=sent).status_code == 303
    assert fresh(decisions()[0]).state_after is ContributionState.HIDDEN


def test_cases_5_and_8_the_desk_loads_no_picture_and_no_name_turns_its_lines(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user(name=DECEIVING)
    row = waiting(parc, f"Voyez ![le plan]({PIXEL}) ici.", author=author)
    sign_in(camille)
    sent = form("hide", rule="3", facts=f"Voir ![ceci]({PIXEL}).", then="stay")
    pages = [client.get(address(parc)).text, client.get(address(parc, row.key)).text]
    assert client.post(address(parc, row.key), data=sent).status_code == 303
    pages += [
        client.get(each).text
        for each in (
            address(parc, row.key), address(parc, f"{row.key}/public"),
            f"/decisions/{decisions()[0].key}",
        )
    ]  # fmt: skip
    for page in pages:
        assert not re.search(r"<(img|source|link)\b[^>]*pisteur", page)
        named = [tag for tag, words in re.findall(r"(<[^>]+>)([^<]+)", page) if DECEIVING in words]
        assert set(named) <= {"<bdi>"}
