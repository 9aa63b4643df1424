"""Hostile input on the desk: huge, empty, of another consultation, with signs hard to cut."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Contribution, Revision
from consultation.core.db import session
from tests.conftest import SignIn
from tests.moderation.queue import address, decisions, form, waiting
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("app")
SIGNS = "👩🏽‍⚕️ Zoé e\u0301tait la\u0300 : 06 00 00 00 00 👍🏽, \u202eétrange\u202c."


@pytest.mark.parametrize(
    "typed",
    [
        {"facts": "x" * 1_000_000},
        {"facts": "e" + "\u0301" * 10_000},
        {"facts": "\n" * 5_000},
        {"facts": " \u200b\u2060 "},
        {"statement": "x" * 6_001, "facts": "Un nom."},
        {"legal_ref": "x" * 301, "facts": "Un nom.", "rule": "law"},
        {"rule": "x" * 10_000, "facts": "Un nom."},
        {"revision": "9" * 400, "facts": "Un nom."},
    ],
    ids=("1 MB", "marks", "lines", "nothing to see", "letter", "law", "rule", "revision"),
)
def test_cases_6_and_7_what_is_too_long_or_empty_decides_nothing(
    client: FlaskClient, sign_in: SignIn, typed: dict[str, str]
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    sent = form("suspend", days="7", **{"rule": "3", **typed})
    page = client.post(address(parc, key), data=sent)
    assert page.status_code in {409, 413, 422}
    assert not decisions()


def test_case_17_the_key_of_another_consultation_is_nobody_s_here(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    elsewhere, _sacha = make_desk()
    mine, theirs = waiting(parc), waiting(elsewhere)
    sign_in(camille)
    for key in (theirs.key, mine.key[:-1], mine.key + "2", "1", "0", "%00", "..", "é"):
        for part in (key, f"{key}/public", f"{key}/suite"):
            assert client.get(address(parc, part)).status_code in {400, 404, 405}
        page = client.post(address(parc, key), data=form("keep"))
        assert page.status_code in {400, 404, 405}
    sent = {"measure": "keep", "c": theirs.key, "confirmed": "1"}
    assert client.post(address(parc, "lot"), data=sent).status_code == 422
    assert not decisions()


def test_case_34_a_span_among_joined_signs_is_masked_to_the_character(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc, SIGNS).key
    sign_in(camille)
    row = session.scalars(select(Contribution).where(Contribution.key == key)).one()
    stored = session.get_one(Revision, (row.id, 1)).source
    start = stored.index("06 00")
    sent = form("mask", span=f"source:{start}:{start + 14}:phone", words="Zoé", rule="6",
                facts="Le texte donne un numéro.")  # fmt: skip
    assert client.post(address(parc, key), data=sent).status_code == 303
    session.expire_all()
    masked = session.get_one(Revision, (row.id, row.revision)).source
    assert "06 00" not in masked
    assert "Zoé" not in masked
    assert "👩🏽‍⚕️ " in masked
    assert "👍🏽" in masked
    assert stored[: stored.index("Zoé")] == masked[: stored.index("Zoé")]
    public = client.application.test_client().get(f"/contributions/{key}", follow_redirects=True)
    assert "Zoé" not in public.text


def test_case_12_one_decision_sent_twice_is_one(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    sent = form("hide", rule="3", facts="Il vise une personne.", then="stay")
    assert [client.post(address(parc, key), data=sent).status_code for _time in range(2)] == [
        303, 303,
    ]  # fmt: skip
    assert len(decisions()) == 1
