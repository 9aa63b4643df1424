"""Replies: one visible level, in the thread of what they answer."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Contribution, Discussion
from consultation.core.db import session, transaction
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import fields_of, make_parc, write
from tests.factories import make_user


def replies() -> list[Contribution]:
    rows = session.scalars(
        select(Contribution)
        .where(Contribution.parent_id.is_not(None))
        .order_by(Contribution.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def test_a_reply_to_a_reply_lands_in_the_same_thread_and_names_whom_it_answers(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    first = speak(parc)
    second = speak(parc, author=make_user(name="Nadia R."), answered=first, text="Si, si.")
    sign_in(make_user())
    address = f"{parc.writing}?reponse={second.key}"
    page = client.get(address)
    html = page.get_data(as_text=True)
    assert "Si, si." in html
    assert 'name="stance"' not in html
    assert fields_of(page)["body"] == "@Nadia R."
    assert client.post(address, data=fields_of(page)).status_code == 422
    answer = write(client, address, body="@Nadia R. Je ne crois pas.")
    assert answer.status_code == 303
    made = replies()[-1]
    assert answer.location == f"/contributions/{made.key}"
    assert [row.parent_id for row in replies()] == [first.id, first.id]
    assert made.passage_id == first.passage_id
    thread = session.get_one(Contribution, first.id)
    assert (thread.reply_count, thread.debate) == (2, 2.0)
    counts = session.scalars(select(Discussion)).one()
    assert (counts.contribution_count, counts.reply_count) == (1, 2)
    assert (parc.document.contribution_count, parc.consultation.contribution_count) == (1, 1)
    assert parc.consultation.last_number == 3


def test_what_is_withdrawn_is_not_answered_but_its_thread_goes_on(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author = make_user()
    first = speak(parc, author=author)
    second = speak(parc, answered=first)
    reader = make_user()
    sign_in(reader)
    form = {**fields_of(client.get(f"{parc.writing}?reponse={first.key}")), "body": "Dommage."}
    sign_in(author)
    client.post(f"/contributions/{first.key}/retirer")
    sign_in(reader)
    answer = client.post(f"{parc.writing}?reponse={first.key}", data=form)
    assert answer.status_code == 403
    assert "Dommage." in answer.get_data(as_text=True)
    assert "Huit heures, c’est tard." not in answer.get_data(as_text=True)
    answer = write(client, f"{parc.writing}?reponse={second.key}", body="Je continue.")
    assert answer.status_code == 303


def test_a_reply_belongs_to_the_text_of_its_address(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    elsewhere = speak(make_parc())
    sign_in(make_user())
    assert client.get(f"{make_parc().writing}?reponse={elsewhere.key}").status_code == 404


def test_a_reply_costs_few_statements(client: FlaskClient, sign_in: SignIn, speak: Speak) -> None:
    parc = make_parc()
    first = speak(parc)
    second = speak(parc, answered=first)
    sign_in(make_user())
    address = f"{parc.writing}?reponse={second.key}"
    form = {**fields_of(client.get(address)), "body": "Moi aussi."}
    with count_queries() as statements:
        answer = client.post(address, data=form)
    assert answer.status_code == 303
    assert len(statements) <= 16, "\n".join(statements)


@pytest.mark.parametrize("name", ["", "x"])
def test_somebody_who_is_gone_is_not_named(
    client: FlaskClient, sign_in: SignIn, speak: Speak, name: str
) -> None:
    parc = make_parc()
    person = make_user(name="Nadia R.")
    second = speak(parc, author=person, answered=speak(parc))
    with transaction() as current:
        current.get_one(type(person), person.id).display_name = name
    sign_in(make_user())
    page = client.get(f"{parc.writing}?reponse={second.key}")
    assert fields_of(page)["body"] == (f"@{name}" if name else "")
