"""Those who moderate read a campaign as one, with what each member adds; others find nothing."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.db import session
from consultation.moderation.campaigns import queries
from consultation.moderation.campaigns.models import Campaign
from consultation.moderation.campaigns.tasks import group_next
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, known, make_parc, say
from tests.factories import make_consultation, make_user
from tests.moderation.campaigns.planted import templates

LETTER, OTHER = templates()[3], templates()[5]
STORY = "Ma mère l’a vécu à <b>Dole</b>, il y a deux ans."
LIST = "/espace/parc/moderation/campagnes"


@pytest.fixture
def moderator(client: FlaskClient) -> User:
    with client.application.app_context():
        return make_user()


@pytest.fixture
def parc(client: FlaskClient, moderator: User) -> Parc:
    with client.application.app_context():
        return make_parc(slug="parc", moderator=moderator)


def grouped(client: FlaskClient, parc: Parc, *texts: str) -> list[str]:
    """Each text is said, then the worker comes by; the keys of the campaigns, greatest first."""
    with client.application.app_context():
        for text in texts:
            say(parc, text=text)
        while group_next():
            pass
        query = select(Campaign.key).order_by(Campaign.member_count.desc(), Campaign.id.desc())
        return list(session.scalars(query))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_campaigns_are_listed_by_size(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    keys = grouped(client, parc, *[LETTER] * 3, *[OTHER] * 4)
    sign_in(moderator)
    page = client.get(LIST)
    html = page.get_data(as_text=True)
    assert page.status_code == 200
    assert [html.index(key) for key in keys] == sorted(html.index(key) for key in keys)
    said = text_of(html)
    assert said.index("4 textes") < said.index("3 textes")
    assert "4 personnes" in said
    assert OTHER[:80] in said


def test_without_campaign_the_list_says_so(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    sign_in(moderator)
    assert "Aucune campagne" in client.get(LIST).get_data(as_text=True)


def test_what_was_not_yet_compared_is_said(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    with client.application.app_context():
        say(parc, text=LETTER)
    sign_in(moderator)
    assert "1 contribution reste à comparer" in client.get(LIST).get_data(as_text=True)


def test_the_words_that_a_member_adds_are_highlighted(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3, f"{LETTER} {STORY}")
    sign_in(moderator)
    html = client.get(f"{LIST}/{key}").get_data(as_text=True)
    marks = re.findall(r"<mark>(.*?)</mark>", html, re.S)
    assert marks == ["Ma mère l’a vécu à &lt;b&gt;Dole&lt;/b&gt;, il y a deux ans"]


def test_members_that_say_something_of_their_own_are_read_apart(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3, f"{LETTER} {STORY}")
    sign_in(moderator)
    everything = client.get(f"{LIST}/{key}").get_data(as_text=True)
    own = client.get(f"{LIST}/{key}?mots=propres").get_data(as_text=True)
    assert everything.count("speech__head") == 4
    assert own.count("speech__head") == 1
    assert "Ma mère" in own


def test_a_campaign_of_copies_says_that_nobody_adds_anything(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3)
    sign_in(moderator)
    html = client.get(f"{LIST}/{key}?mots=propres").get_data(as_text=True)
    assert "Tous disent le texte commun" in html


def test_members_and_campaigns_are_paged_by_where_one_stands(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(queries, "PAGE_SIZE", 3)
    keys = grouped(client, parc, *[LETTER] * 7, *[OTHER] * 3)
    sign_in(moderator)
    seen: list[str] = []
    address = f"{LIST}/{keys[0]}"
    while address:
        html = client.get(address).get_data(as_text=True)
        members = html.split('id="textes"')[1]
        seen += re.findall(r'href="/contributions/(\w+)"', members)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 7
    monkeypatch.setattr(queries, "PAGE_SIZE", 1)
    first = client.get(LIST).get_data(as_text=True)
    assert keys[0] in first.split('rel="next"')[0]
    second = client.get(f"{LIST}?apres={keys[0]}").get_data(as_text=True)
    assert f"{LIST}/{keys[1]}" in second
    assert f"{LIST}/{keys[0]}" not in second


def test_what_was_withdrawn_is_no_more_read_there(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    with client.application.app_context():
        author = make_user(name="Ravenelle")
        first = say(parc, text=LETTER, author=author)
    (key,) = grouped(client, parc, *[LETTER] * 3)
    sign_in(moderator)
    assert "Ravenelle" in client.get(f"{LIST}/{key}").get_data(as_text=True)
    with client.application.app_context():
        withdraw(known(first), actor=author)
    html = client.get(f"{LIST}/{key}").get_data(as_text=True)
    assert "Ravenelle" not in html
    assert LETTER[:60] not in client.get(LIST).get_data(as_text=True)


@pytest.mark.parametrize("who", ["citizen", "organiser", "elsewhere", "administrator"])
def test_nobody_else_finds_anything(
    client: FlaskClient, sign_in: SignIn, who: str, moderator: User
) -> None:
    with client.application.app_context():
        organiser = make_user()
        parc = make_parc(slug="parc", moderator=moderator, organiser=organiser)
        elsewhere = make_user()
        make_consultation(moderator=elsewhere)
        people = {
            "citizen": make_user(), "organiser": organiser, "elsewhere": elsewhere,
            "administrator": make_user(is_administrator=True),
        }  # fmt: skip
    (key,) = grouped(client, parc, *[LETTER] * 3)
    sign_in(people[who])
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}/{key}").status_code == 404


def test_a_campaign_is_not_found_through_another_consultation(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3)
    with client.application.app_context():
        make_consultation(slug="autre", moderator=moderator)
    sign_in(moderator)
    assert client.get(f"/espace/autre/moderation/campagnes/{key}").status_code == 404
    assert client.get(f"{LIST}/{key}").status_code == 200


@pytest.mark.parametrize(
    "query", ["apres=", "apres=nulle-part", "apres=%00", "mots=autres", "apres=\ud83d"]
)
def test_an_address_typed_by_hand_is_answered(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User, query: str
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3)
    sign_in(moderator)
    safe = query.encode("utf-8", "surrogatepass").decode("latin-1")
    assert client.get(f"{LIST}?{safe}").status_code in {200, 400}
    assert client.get(f"{LIST}/{key}?{safe}").status_code in {200, 400}


def test_pages_cost_the_same_however_long_they_are(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    (key,) = grouped(client, parc, *[LETTER] * 3)
    sign_in(moderator)
    client.get(LIST)
    with count_queries() as few:
        client.get(f"{LIST}/{key}")
    grouped(client, parc, *[f"{LETTER} {STORY} {number}" for number in range(15)])
    with count_queries() as many:
        client.get(f"{LIST}/{key}")
    assert len(many) == len(few) <= 9
    with count_queries() as listed:
        client.get(LIST)
    assert len(listed) <= 7


def test_the_excerpt_keeps_the_texts_own_no_break_spaces(
    client: FlaskClient, sign_in: SignIn, parc: Parc, moderator: User
) -> None:
    grouped(client, parc, *[f"Non au parc fermé\u202f!\n\n{LETTER}"] * 3)
    sign_in(moderator)
    html = client.get(LIST).get_data(as_text=True)
    assert "Non au parc fermé\u202f! Madame, Monsieur" in html
    assert re.search(r"[^ ]…</bdi>", html)
