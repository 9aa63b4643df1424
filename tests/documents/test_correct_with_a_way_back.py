"""Undoing corrections, two organisers at once, nonsense, and long texts."""

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Role, TeamMember
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.documents.models import DraftCorrection, Version
from consultation.documents.queries import entries_of
from consultation.documents.services.correcting import KEPT_CORRECTIONS, key_of
from tests.conftest import SignIn
from tests.documents.outline import BASE, fill, key, lines, press, undo
from tests.factories import heading, make_consultation, make_document, make_user, paragraph, saved


def test_every_correction_is_undone_step_by_step(client: FlaskClient, draft: int) -> None:
    before = lines(draft)
    keys = [key_of(entry) for entry in entries_of(draft)]
    press(client, draft, "remove", "Trois.")
    press(client, draft, "merge", "Un.")
    fill(client, draft, "to-passage", "Les bancs")
    fill(client, draft, "passage", "Quatre.", source="x\n===\ny")
    fill(client, draft, "place", "Les arbres", place=2, with_content="y")
    fill(client, draft, "level", "Les arbres", level="5")
    fill(client, draft, "open", "Les arbres", is_open="0", with_content="y")
    for _time in range(7):
        assert "Annuler la dernière correction" in client.get(BASE).text
        undo(client, draft)
    assert lines(draft) == before
    assert [key_of(entry) for entry in entries_of(draft)] == keys
    assert all(entry.is_open for entry in entries_of(draft))
    assert "Annuler la dernière correction" not in client.get(BASE).text
    undo(client, draft)
    assert "plus rien à annuler" in client.get(BASE).text
    acts = session.scalars(select(JournalEntry.act)).all()
    assert acts.count("version.correction_undone") == 7


def test_only_the_last_corrections_are_kept(client: FlaskClient, draft: int) -> None:
    for number in range(KEPT_CORRECTIONS + 5):
        press(client, draft, "down" if number % 2 == 0 else "up", "Un.")
    kept = session.scalars(select(DraftCorrection.number)).all()
    assert len(kept) == KEPT_CORRECTIONS


def test_the_second_of_two_organisers_is_told_and_sees_the_newer_text(
    client: FlaskClient, sign_in: SignIn, draft: int
) -> None:
    second = make_user()
    consultation_id = session.scalars(select(TeamMember.consultation_id)).one()
    saved(TeamMember(consultation_id=consultation_id, user_id=second.id, role=Role.ORGANISER))
    other = client.application.test_client()
    sign_in(second, browser=other)
    where = f"{BASE}/passages/{key(draft, 'Un.')}"
    fill(client, draft, "passage", "Un.", source="La première.")

    late = other.post(
        f"{where}/passage", data={"passage-seen": 0, "passage-source": "La <seconde>."}
    )

    assert late.status_code == 409
    assert "Quelqu’un d’autre" in late.text
    assert "La première." in late.text
    assert "La &lt;seconde&gt;." in late.text
    assert 'value="1"' in late.text
    assert "La première." in lines(draft)
    press(client, draft, "remove", "Deux.")
    gone = other.post(f"{BASE}/corrections", data={"seen": 1, "act": f"up:{where[-8:]}"})
    assert gone.status_code == 303
    assert "Quelqu’un d’autre" in other.get(BASE).text
    stale = other.post(f"{BASE}/annulation", data={"seen": 1})
    assert stale.status_code == 303
    assert "Deux." not in lines(draft)


def test_nonsense_is_refused_and_never_crashes(client: FlaskClient, draft: int) -> None:
    before = lines(draft)
    where = f"{BASE}/passages/{key(draft, 'Un.')}"
    assert client.post(f"{where}/explode", data={}).status_code == 404
    assert (
        client.post(f"{where}/level", data={"level-seen": 0, "level-level": "2"}).status_code == 422
    )
    assert client.post(f"{where}/passage", data={"passage-source": "x"}).status_code == 422
    assert (
        client.post(
            f"{where}/passage", data={"passage-seen": "²", "passage-source": "x"}
        ).status_code
        == 409
    )
    assert client.get(f"{BASE}/passages/zzzzzzzz").status_code == 404
    assert (
        client.post(f"{BASE}/corrections", data={"seen": 0, "act": "up:zzzzzzzz"}).status_code
        == 303
    )
    assert client.post(f"{BASE}/corrections", data={"seen": 0, "act": "x:y"}).status_code == 400
    for query in ("depuis=0", "depuis=-1", "depuis=999999999", "depuis=x", "depuis=²"):
        assert client.get(f"{BASE}?{query}").status_code == 200
    for query in ("partie=0", "partie=99", "partie=x"):
        assert client.get(f"{BASE}/apercu?{query}").status_code == 200
    assert lines(draft) == before


def test_a_long_outline_is_shown_in_parts(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    blocks = (heading("Long"), *(paragraph(f"Passage {n}.") for n in range(130)))
    make_document(row, blocks=blocks, is_published=False)
    version = session.scalars(select(Version.id)).one()
    sign_in(organiser)
    assert "Passage 60." not in client.get(BASE).text
    second = client.get(f"{BASE}?depuis=51").text
    assert "Passage 60." in second
    assert "Lignes 51 à 100 sur 131" in second
    page = press(client, version, "down", "Passage 98.")
    assert "depuis=101#e-" in (page.location or "")
    preview = client.get(f"{BASE}/apercu").text
    assert "partie 1 sur 6" in preview


def test_a_correction_that_changes_nothing_leaves_no_trace(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "passage", "Un.", source="Un.")
    fill(client, draft, "place", "Un.", place=2)
    fill(client, draft, "open", "Un.", is_open="1")
    assert session.scalars(select(Version.edit_count)).one() == 0
    assert not session.scalars(select(DraftCorrection)).all()
