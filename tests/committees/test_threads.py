"""Threads through the door: opened, answered, read, edited, removed, closed; and by whom."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.people import Seat
from consultation.committees.models.threads import (
    MessageMention,
    MessageRevision,
    Thread,
    ThreadMessage,
)
from consultation.committees.queries.people import member_of
from consultation.committees.services.seats import forget_seats
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.privacy.queries import my_data
from tests.committees.steps import SECRET, SLUG, YES, Scene, make_scene
from tests.committees.talk import FORM, made_thread, said, the_message, the_thread
from tests.conftest import SignIn, count_queries
from tests.factories import fresh

LIST = f"/comites/{SLUG}/espace/fils"


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the member is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("member"))
    return made


def browser_of(client: FlaskClient, sign_in: SignIn, scene: Scene, who: str) -> FlaskClient:
    other = client.application.test_client()
    sign_in(scene.person(who), browser=other)
    return other


def cost(client: FlaskClient, address: str) -> int:
    with count_queries() as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def test_a_thread_begins_with_its_first_message_and_another_member_answers(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    data = {**FORM, "subject": "Quelles  auditions ?", "body": "Je propose la **Cnil**."}
    made = client.post(f"{LIST}/nouveau", data=data)
    thread = the_thread()
    assert made.location == f"{LIST}/{thread.key}"
    assert thread.subject == "Quelles auditions ?"
    assert "<strong>Cnil</strong>" in client.get(made.location).text
    chair = browser_of(client, sign_in, scene, "chair")
    assert "1 nouveau" in chair.get(LIST).text
    sent = chair.post(made.location, data={**FORM, "token": "b" * 24, "body": "D’accord."})
    assert sent.status_code == 303
    assert "D’accord." in client.get(made.location).text
    assert fresh(thread).message_count == 2


def test_what_is_unread_is_counted_until_it_is_read(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "chair")
    said(scene, thread, "chair", "Encore un mot.")
    space = client.get(f"/comites/{SLUG}/espace").text
    assert 'Fils <span class="num" data-count="2">(2)</span>' in space
    page = client.get(f"{LIST}/{thread.key}").text
    assert page.count("Nouveau</span>") == 2
    assert 'Fils <span class="num"' not in client.get(f"/comites/{SLUG}/espace").text
    assert "Nouveau</span>" not in client.get(f"{LIST}/{thread.key}").text
    mine = browser_of(client, sign_in, scene, "chair").get(f"{LIST}/{thread.key}").text
    assert "Nouveau</span>" not in mine, "one has read one's own words"


def test_a_long_thread_opens_where_its_reader_had_come_to(
    client: FlaskClient, scene: Scene
) -> None:
    thread = made_thread(scene, "chair")
    for number in range(2, 46):
        said(scene, thread, "chair", f"Message {number}.")
    address = f"{LIST}/{thread.key}"
    first = client.get(address).text
    assert "Message 2." in first
    assert "Message 21." not in first
    second = client.get(address).text
    assert "Message 21." in second
    assert "Message 40." in second
    last = client.get(address).text
    assert "Message 45." in last
    assert "Message 26." in last
    assert "Message 25." not in last
    assert "Message 6." in client.get(f"{address}?depuis=6").text
    assert "Message 45." in client.get(f"{address}?depuis=46000").text
    key = session.scalars(select(ThreadMessage.key).where(ThreadMessage.number == 15)).one()
    assert "Message 15." in client.get(f"{address}?message={key}").text


def test_a_form_sent_twice_says_it_once(client: FlaskClient, scene: Scene) -> None:
    data = {**FORM, "subject": "Auditions", "body": "Une fois."}
    places = {client.post(f"{LIST}/nouveau", data=data).location for _time in range(2)}
    assert len(places) == 1
    again = {**FORM, "token": "b" * 24, "body": "Deux fois."}
    for _time in range(2):
        client.post(places.copy().pop(), data=again)
    assert session.scalars(select(ThreadMessage.number)).all() == [1, 2]


@pytest.mark.parametrize(
    ("body", "said_of_it"),
    [(" \u200b ", "Écrivez votre message"), ("a" * 10_001, "10 000 caractères au plus")],
)
def test_what_cannot_be_sent_is_given_back(
    client: FlaskClient, scene: Scene, body: str, said_of_it: str
) -> None:
    thread = made_thread(scene, "chair")
    page = client.post(f"{LIST}/{thread.key}", data={**FORM, "body": body, "link": "/charte"})
    assert page.status_code == 422
    assert said_of_it in page.text
    assert 'value="/charte"' in page.text
    blank = client.post(f"{LIST}/nouveau", data={**FORM, "subject": " ", "body": "Gardez ceci."})
    assert blank.status_code == 422
    assert "Gardez ceci." in blank.text
    assert fresh(thread).message_count == 1


def test_an_edit_keeps_what_was_said_before(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "member", body="Huit heures.")
    message = the_message()
    address = f"{LIST}/{thread.key}/{message.key}"
    assert "Huit heures." in client.get(f"{address}/modifier").text
    client.post(f"{address}/modifier", data={"seen": "1", "body": "Neuf heures."})
    assert "Neuf heures." in client.get(f"{LIST}/{thread.key}").text
    versions = client.get(f"{address}/versions").text
    assert "Huit heures." in versions
    assert "Neuf heures." in versions
    late = client.post(f"{address}/modifier", data={"seen": "1", "body": "Dix heures."})
    assert late.status_code == 422
    assert "Dix heures." in late.text, "what was typed is given back"
    assert fresh(message).body_source == "Neuf heures."
    chair = browser_of(client, sign_in, scene, "chair")
    assert chair.get(f"{address}/modifier").status_code == 404
    assert chair.post(f"{address}/modifier", data={"body": "Moi."}).status_code == 404


def test_a_removed_message_leaves_a_trace_and_not_a_word(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "member", body="Hippocampe.")
    message = the_message()
    address = f"{LIST}/{thread.key}/{message.key}"
    client.post(f"{address}/modifier", data={"seen": "1", "body": "Hippocampe, deux."})
    asked = client.post(f"{address}/retrait")
    assert "Retirer ce message ?" in asked.text
    assert client.post(f"{address}/retrait", data=YES).status_code == 303
    page = client.get(f"{LIST}/{thread.key}").text
    assert "Hippocampe" not in page
    assert "Message retiré." in page
    assert "Par la personne qui l’a écrit" in page
    assert client.get(f"{address}/versions").status_code == 404
    assert session.scalars(select(MessageRevision)).all() == []
    assert client.post(f"{address}/retrait", data=YES).status_code == 404
    act = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert act == "committee.message_removed"


def test_who_holds_the_meetings_removes_anybody_s_message_and_members_their_own(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "chair")
    address = f"{LIST}/{thread.key}/{the_message().key}/retrait"
    assert client.post(address, data=YES).status_code == 404
    helper = browser_of(client, sign_in, scene, "facilitator")
    assert helper.post(address, data=YES).status_code == 303
    assert "Par la présidence ou l’animation" in client.get(f"{LIST}/{thread.key}").text


def test_a_closed_thread_is_read_and_written_in_by_nobody_until_it_is_reopened(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "member", body="Un mot.")
    address = f"{LIST}/{thread.key}"
    assert client.post(f"{address}/fermeture").status_code == 404, "a member does not close"
    chair = browser_of(client, sign_in, scene, "chair")
    assert chair.post(f"{address}/fermeture").status_code == 303
    assert chair.post(f"{address}/fermeture").status_code == 409
    page = client.get(address).text
    assert "Un mot." in page
    assert "plus personne n’y écrit" in page
    late = client.post(address, data={**FORM, "token": "b" * 24, "body": "Trop tard."})
    assert late.status_code == 422
    assert "Trop tard." in late.text
    change = client.get(f"{address}/{the_message().key}/modifier")
    assert change.status_code == 404
    assert chair.post(f"{address}/reouverture").status_code == 303
    client.post(address, data={**FORM, "token": "b" * 24, "body": "À temps."})
    assert fresh(thread).message_count == 2


def test_who_observes_reads_and_does_not_write(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "member", body="À lire.")
    observer = browser_of(client, sign_in, scene, "observer")
    page = observer.get(f"{LIST}/{thread.key}").text
    assert "À lire." in page
    assert "Vous observez" in page
    assert observer.get(f"{LIST}/nouveau").status_code == 404
    assert observer.post(f"{LIST}/{thread.key}", data=FORM).status_code == 404


def test_a_member_who_is_named_is_kept_with_the_message(client: FlaskClient, scene: Scene) -> None:
    body = f"Qu’en dites-vous, @{SECRET} chair ? Et @personne ?"
    thread = made_thread(scene, "member", body=body)
    page = client.get(f"{LIST}/{thread.key}").text
    assert f"<strong>@{SECRET} chair</strong>" in page
    assert "@personne ?" in page
    named = session.scalars(select(MessageMention)).one()
    chair = member_of(scene.person("chair"), scene.committee.id)
    assert chair is not None
    assert named.member_id == chair.id
    assert the_message().body_source == body


def test_a_message_of_another_thread_or_committee_is_not_there(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "member")
    other = made_thread(scene, "chair", subject="Autre fil", token="c" * 24)
    key = session.scalars(
        select(ThreadMessage.key).where(ThreadMessage.thread_id == other.id)
    ).one()
    assert client.get(f"{LIST}/{thread.key}/{key}/versions").status_code == 404
    elsewhere = browser_of(client, sign_in, scene, "member elsewhere")
    assert elsewhere.get(f"/comites/comite-autre/espace/fils/{thread.key}").status_code == 404
    assert thread.subject not in elsewhere.get("/comites/comite-autre/espace/fils").text


def test_the_list_and_a_thread_cost_the_same_for_few_and_many(
    client: FlaskClient, scene: Scene
) -> None:
    thread = made_thread(scene, "chair")
    said(scene, thread, "chair", "Deux.")
    addresses = (LIST, f"{LIST}/{thread.key}")
    for address in addresses:
        client.get(address)
    few = [cost(client, address) for address in addresses]
    for number in range(12):
        said(scene, thread, "chair", f"Mot {number}.")
        made_thread(scene, "chair", subject=f"Fil {number}", token=f"{number:024}")
    client.get(addresses[1])
    assert [cost(client, address) for address in addresses] == few


def test_more_threads_than_a_page_are_found_on_the_next(client: FlaskClient, scene: Scene) -> None:
    for number in range(1, 23):
        made_thread(scene, "chair", subject=f"Fil numéro {number:02}", token=f"{number:024}")
    first = client.get(LIST).text
    assert "Fil numéro 22" in first
    assert "Fil numéro 03" in first
    assert "Fil numéro 02" not in first
    key = session.scalars(select(Thread.key).where(Thread.subject == "Fil numéro 03")).one()
    second = client.get(f"{LIST}?apres={key}").text
    assert "Fil numéro 02" in second
    assert "Fil numéro 03" not in second


def test_what_somebody_said_stays_nameless_once_their_account_is_gone(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    thread = made_thread(scene, "rapporteur", body="Je l’ai dit.")
    forget_seats(scene.person("rapporteur"))
    page = client.get(f"{LIST}/{thread.key}").text
    assert "Je l’ai dit." in page
    assert f"{SECRET} {Seat.RAPPORTEUR}" not in page
    assert "participant supprimé" in page


def test_one_s_own_messages_are_in_what_is_kept_about_oneself(
    client: FlaskClient, scene: Scene
) -> None:
    made_thread(scene, "member", subject="Les auditions", body="Je propose la Cnil.")
    made_thread(scene, "chair", subject="Un autre", body="Pas à moi.")
    (said_by_me,) = my_data(scene.person("member"))["committee_messages"]
    assert said_by_me["thread"] == "Les auditions"
    assert said_by_me["text"] == "Je propose la Cnil."
