"""The list of insults, which administrators make theirs."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.db import session
from consultation.core.errors import ConflictError
from consultation.core.journal import JournalEntry
from consultation.screening.models import InsultList
from consultation.screening.queries import insults_in_force
from consultation.screening.services import save_insults
from tests.conftest import SignIn
from tests.contributions.steps import make_parc, say
from tests.factories import fresh, make_user

ADDRESS = "/administration/injures"


def test_an_administrator_changes_the_list_and_it_is_in_force(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(make_user(is_administrator=True))
    page = client.get(ADDRESS).text
    assert "connard" in page
    assert "la liste fournie avec le logiciel" in page
    saved = client.post(ADDRESS, data={"seen": "0", "words": "  sacripant \r\nfieffé menteur\r\n"})
    assert saved.status_code == 303
    row = session.scalars(select(InsultList)).one()
    assert (row.version, row.words) == (1, "sacripant \nfieffé menteur")
    made = fresh(say(make_parc(), text="Ces sacripants mentent, connard."))
    assert [signal["kind"] for signal in made.signals] == ["insult", "first_message"]
    assert made.signals[0]["count"] == 1
    assert "Version 1" in client.get(ADDRESS).text
    assert "fieffé menteur" in client.get(f"{ADDRESS}/1").text
    assert client.get(f"{ADDRESS}/2").status_code == 404
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "insults.saved")).one()
    assert entry.details == {"version": 1}


def test_a_list_is_tried_on_a_text_and_nothing_is_saved(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(make_user(is_administrator=True))
    form = {"seen": "0", "words": "con", "sample": "Le conseil des cons.", "try": "1"}
    page = client.post(ADDRESS, data=form).text
    assert "1 expression trouvée" in page
    assert "<mark>cons</mark>" in page
    assert "Aucune expression" in client.post(ADDRESS, data={**form, "sample": "Rien."}).text
    assert session.scalars(select(InsultList)).all() == []


def test_two_administrators_do_not_overwrite_each_other_unseen(database: None) -> None:
    one, other = make_user(is_administrator=True), make_user(is_administrator=True)
    save_insults("un", seen=0, actor=one)
    with pytest.raises(ConflictError):
        save_insults("deux", seen=0, actor=other)
    assert save_insults("un", seen=1, actor=other).version == 1
    assert save_insults("deux", seen=1, actor=other).version == 2
    assert insults_in_force().first_words == {"deux", "deuxs"}


@pytest.mark.parametrize(
    ("words", "said"),
    [("x" * 20_001, "20 000 signes"), (f"un\n{'y' * 81}", "La ligne 2"), ("un", "Quelqu’un")],
)
def test_what_is_too_long_or_late_is_said_and_given_back(
    client: FlaskClient, sign_in: SignIn, words: str, said: str
) -> None:
    sign_in(make_user(is_administrator=True))
    seen = "7" if words == "un" else "0"
    answer = client.post(ADDRESS, data={"seen": seen, "words": words})
    assert answer.status_code == 422
    assert said in answer.text.replace("\u202f", " ")
    assert words in answer.text


def test_an_empty_list_finds_nothing(database: None) -> None:
    save_insults("", seen=0, actor=make_user(is_administrator=True))
    made = fresh(say(make_parc(), text="Connard."))
    assert [signal["kind"] for signal in made.signals] == ["first_message"]


def test_nobody_but_administrators_finds_the_list(client: FlaskClient, sign_in: SignIn) -> None:
    moderator = make_user()
    make_parc(moderator=moderator)
    assert client.get(ADDRESS).status_code == 404
    sign_in(moderator)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"{ADDRESS}/1").status_code == 404
    assert client.post(ADDRESS, data={"seen": "0", "words": "un"}).status_code == 404
