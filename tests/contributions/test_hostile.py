"""Hostile words and names where contributions are read: remote pictures, names that deceive."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.core.db import transaction
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.contributions.conftest import Speak
from tests.contributions.steps import Parc, make_parc, write
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("app")
PIXEL = "https://pisteur.example/p.png"
BADGE = '<span class="tag tag--done">Institution</span>'
DECEIVING = "Odile \u202eelleicifFo\u202c"
"""Somebody who had this name before such names were refused: it turns what is read."""


def where_it_is_read(parc: Parc, key: str) -> list[str]:
    """The pages where anybody reads a contribution on the first paragraph."""
    place = f"/consultations/{parc.consultation.slug}/{parc.document.slug}"
    return [
        f"/contributions/{key}", f"/contributions/{key}/historique", f"/contributions/{key}/suites",
        f"{place}/p/{parc.paragraph_keys()[0]}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f"Voyez ![le plan]({PIXEL}) ici.",
        f"Voyez ![le plan][1] ici.\n\n[1]: {PIXEL}",
        f'Voyez <img src="{PIXEL}"> ici.',
        f"Voyez [![le plan]({PIXEL})](https://ailleurs.example) ici.",
        f'Voyez <div style="background:url({PIXEL})">le plan</div> ici.',
    ],
)
def test_case_5_a_remote_picture_is_loaded_nowhere(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[OutgoingMail]], text: str
) -> None:
    parc = make_parc()
    author = make_user()
    sign_in(author)
    sent = write(client, f"{parc.writing}?p={parc.paragraph_keys()[0]}", body=text)
    assert sent.status_code == 303
    key = re.findall(r"[?&]c=(\w+)", str(sent.location))[0]
    pages = [
        client.get(address, follow_redirects=True).text
        for address in (*where_it_is_read(parc, key), "/mes-contributions", f"/recus/{key}/1")
    ]
    for page in [*pages, *(mail.html for mail in outbox())]:
        for tag in re.findall(r"<(?!a\b|textarea\b|input\b)[^>]*>", page):
            assert "pisteur.example" not in html.unescape(tag)
    assert "le plan" in pages[0] or "pisteur.example" in pages[0]


def test_case_8_a_name_that_turns_the_line_is_set_apart_from_it(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_parc()
    row = speak(parc, author=make_user(name=DECEIVING))
    reply = speak(parc, author=make_user(name=DECEIVING), answered=row)
    for address in (*where_it_is_read(parc, row.key), f"/contributions/{reply.key}"):
        page = client.get(address, follow_redirects=True).text
        read = [tag for tag, words in re.findall(r"(<[^>]+>)([^<]+)", page) if DECEIVING in words]
        assert set(read) <= {"<bdi>"}, address
    assert read
    assert read


@pytest.mark.parametrize(
    "name",
    ["Ministère ✔", "Мinistère", "M\u200binistère", "Modération", DECEIVING, "Gouvernement ☑"],
)
def test_case_8_a_name_that_passes_for_the_institution_is_refused(
    client: FlaskClient, sign_in: SignIn, name: str
) -> None:
    person = make_user(name="Odile M.")
    sign_in(person)
    page = client.get("/compte")
    answer = client.post("/compte", data={"display_name": name, "language": "fr"})
    assert page.status_code == 200
    assert answer.status_code == 422
    with transaction() as current:
        assert current.get_one(User, person.id, populate_existing=True).display_name == "Odile M."


def test_case_8_the_official_badge_is_drawn_for_a_role_alone(
    client: FlaskClient, speak: Speak
) -> None:
    organiser = make_user()
    parc = make_parc(organiser=organiser)
    claimed = speak(
        parc, author=make_user(name="Odile ✔ officiel"), text=f"**Institution** {BADGE}"
    )
    official = speak(parc, author=organiser, official=True)
    page = client.get(f"/contributions/{official.key}", follow_redirects=True).text
    assert claimed.key in page
    assert page.count(BADGE) == 1


@pytest.mark.parametrize(
    "query",
    ["page=-1", "apres=%00", "tri=inconnu", "par_page=1000000000", "c=" + "x" * 3000,
     "apres=1&apres=2", "p[]=1", "c=%ff%fe", "c=%25_%25*%22%27", "jour=9999999999"],
)  # fmt: skip
def test_the_extra_case_a_query_that_makes_no_sense_is_a_plain_answer(
    client: FlaskClient, speak: Speak, query: str
) -> None:
    parc = make_parc()
    row = speak(parc)
    for address in (*where_it_is_read(parc, row.key), parc.writing):
        answer = client.get(f"{address}?{query}", follow_redirects=True)
        assert answer.status_code in {200, 400, 404, 414}
