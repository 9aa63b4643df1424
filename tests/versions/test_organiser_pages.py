"""An organiser prepares the next version, from its beginning to its publication."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Kind
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Passage, Version
from consultation.documents.queries import draft_of
from consultation.documents.tasks import read_next_import
from consultation.versions.models import OriginContribution, RewordingFate, RewordingState
from consultation.versions.queries.planning import plan_of
from tests.conftest import SignIn
from tests.contributions.conftest import Speak
from tests.contributions.steps import Parc
from tests.factories import heading, make_user, paragraph
from tests.versions.steps import BENCH, LATER, OPENS, TREES, begun, make_text, organiser_of

BASE = "/espace/parc/textes/texte"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def parc(sign_in: SignIn) -> Parc:
    """A text of which the signed-in person prepares the next version."""
    text = make_text()
    sign_in(organiser_of(text))
    return text


def draft(parc: Parc) -> Version:
    session.expire_all()
    found = draft_of(parc.document_id)
    assert found is not None
    return found


def seen(parc: Parc) -> str:
    return str(draft(parc).edit_count)


def test_from_todays_words_to_the_public(client: FlaskClient, parc: Parc, speak: Speak) -> None:
    speak(parc, text="Trop tard.")
    assert "Préparer la version suivante" in client.get(BASE).text
    client.post(f"{BASE}/version-suivante/texte-actuel")
    assert "Rien ne change encore" in client.get(f"{BASE}/correspondances").text
    key = parc.paragraph_keys()[0]
    client.post(
        f"{BASE}/passages/{key}/passage",
        data={"passage-seen": seen(parc), "passage-source": LATER},
    )
    page = client.get(f"{BASE}/correspondances").text
    assert "1 modifié" in page
    assert "1 contribution concernée" in page
    assert OPENS in client.get("/consultations/parc/texte/texte").text
    answer = client.post(f"{BASE}/publier-version", data={"seen": seen(parc), "change_log": ""})
    assert answer.status_code == 422
    answer = client.post(
        f"{BASE}/publier-version", data={"seen": seen(parc), "change_log": "Une heure plus tard."}
    )
    assert answer.location == "/consultations/parc/texte/versions/1/2"
    assert "</span>neuf</ins>" in client.get(answer.location).text
    assert "Une heure plus tard." in client.get("/consultations/parc/texte/versions").text


def upload(client: FlaskClient, text: str) -> str:
    answer = client.post(
        f"{BASE}/version-suivante",
        data={"file": (io.BytesIO(text.encode()), "suite.md"), "splits_lists": "0"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    read_next_import()
    return client.get(answer.location).text


def test_from_a_file_that_is_matched(client: FlaskClient, parc: Parc, speak: Speak) -> None:
    speak(parc, index=2)
    page = upload(client, f"# Le parc\n\n{TREES}\n\n{LATER}\n")
    assert "Brouillon à relire" in page
    page = client.get(f"{BASE}/correspondances").text
    assert "1 sans destination" in page
    assert "ni destination ni raison" in page
    assert "ni destination ni raison" in client.post(
        f"{BASE}/publier-version", data={"seen": "0", "change_log": "Tout."}
    ).text  # fmt: skip
    assert parc.document.current_version_id == draft(parc).base_id


@pytest.mark.parametrize(
    ("text", "words"),
    [(f"# Le parc\n\n{OPENS}\n\n{TREES}\n\n{BENCH}\n", "mot pour mot"), ("   \n", "aucun texte")],
)
def test_a_file_that_says_nothing_new_writes_nothing(
    client: FlaskClient, parc: Parc, text: str, words: str
) -> None:
    assert words in upload(client, text)
    assert draft_of(parc.document_id) is None
    assert len(session.scalars(select(Version)).all()) == 1


def test_one_version_is_prepared_at_a_time(client: FlaskClient, parc: Parc) -> None:
    client.post(f"{BASE}/version-suivante/texte-actuel")
    answer = client.post(
        f"{BASE}/version-suivante",
        data={"file": (io.BytesIO(b"# Le parc\n\nAutre."), "suite.md"), "splits_lists": "0"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "déjà en préparation" in answer.text
    question = client.post(f"{BASE}/abandon")
    assert "Abandonner la version 2" in question.text
    client.post(f"{BASE}/abandon", data={"confirmed": "1"})
    assert draft_of(parc.document_id) is None


def test_what_becomes_of_a_passage_is_settled_by_hand(
    client: FlaskClient, parc: Parc, speak: Speak
) -> None:
    speak(parc, index=2)
    begun(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph("Autre chose."))
    page = f"{BASE}/correspondances/{parc.paragraph_keys()[2]}"
    form = {"seen": seen(parc)}
    assert client.post(page, data={**form, "choice": "removed"}).status_code == 422
    assert client.post(page, data={**form, "choice": "goes_on"}).status_code == 422
    assert "pas de ¶ 9" in client.post(
        page, data={**form, "choice": "goes_on", "others": "9"}
    ).text.replace("\u00a0", " ")  # fmt: skip
    assert client.post(page, data={**form, "choice": "goes_on", "others": "3"}).status_code == 303
    row = plan_of(draft(parc)).rows[3]
    assert [entry.text for entry in row.successors] == ["Autre chose."]
    assert row.is_by_hand
    assert client.post(page, data={**form, "choice": "found"}).status_code == 422  # not ours
    again = {"seen": seen(parc)}
    assert client.post(page, data={**again, "choice": "found"}).status_code == 303
    assert not plan_of(draft(parc)).rows[3].is_by_hand


def test_why_a_paragraph_changed_is_told_and_its_contributors_once(
    client: FlaskClient, parc: Parc, speak: Speak
) -> None:
    author = make_user(email="lucie@example.org")
    rows = [speak(parc, author=author, text=text) for text in ("Trop tard.", "Vraiment tard.")]
    begun(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    entry = plan_of(draft(parc)).rows[1].successors[0]
    page = f"{BASE}/raisons/{entry.paragraph.key}"  # type: ignore[union-attr]
    numbers = ", ".join(str(row.number) for row in rows)
    form = {"seen": seen(parc)}
    refused = client.post(page, data={**form, "words": "Oui.", "numbers": "9999"})
    assert refused.status_code == 422
    assert "9999" in refused.text
    client.post(page, data={**form, "words": "On dort le matin.", "numbers": numbers})
    client.post(f"{BASE}/publier-version", data={"seen": seen(parc), "change_log": "Neuf heures."})
    shown = client.get("/consultations/parc/texte/versions/1/2").text
    assert "On dort le matin." in shown
    assert f"/contributions/{rows[0].key}" in shown
    told = session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "versions.changed")
    ).all()
    assert [mail.to for mail in told] == ["lucie@example.org"]
    assert all(link.told_at for link in session.scalars(select(OriginContribution)))


def test_a_rewording_is_taken_in_one_act(client: FlaskClient, parc: Parc, speak: Speak) -> None:
    row = speak(parc, kind=Kind.AMENDMENT, proposed=LATER)
    client.post(f"{BASE}/version-suivante/texte-actuel")
    assert "1 proposition attend une réponse" in client.get(f"{BASE}/redactions").text
    page = f"{BASE}/redactions/{row.key}"
    client.post(page, data={"seen": seen(parc), "act": "take"})
    assert LATER in [passage.text for passage in words_of(draft(parc))]
    client.post(f"{BASE}/publier-version", data={"seen": seen(parc), "change_log": "Repris."})
    assert session.scalars(select(RewordingFate.state)).one() is RewordingState.TAKEN
    shown = client.get(f"/contributions/{row.key}", follow_redirects=True).text
    assert "Reprise" in shown
    assert f"/contributions/{row.key}" in client.get("/consultations/parc/texte/versions/1/2").text


def words_of(version: Version) -> list[Passage]:
    return list(session.scalars(select(Passage).where(Passage.version_id == version.id)))


def test_a_part_of_one_and_another_that_does_not_touch_it_are_merged(
    client: FlaskClient, parc: Parc, speak: Speak
) -> None:
    first = OPENS.replace("huit", "neuf").replace("été comme hiver", "sauf le lundi")
    one = speak(parc, kind=Kind.AMENDMENT, proposed=first)
    other = speak(parc, kind=Kind.AMENDMENT, proposed=OPENS.replace("semaine", "saison"))
    client.post(f"{BASE}/version-suivante/texte-actuel")
    nothing = client.post(f"{BASE}/redactions/{one.key}", data={"seen": seen(parc), "act": "part"})
    assert nothing.status_code == 422
    client.post(
        f"{BASE}/redactions/{one.key}",
        data={"seen": seen(parc), "act": "part", "part": ["0"], "reason": "Le lundi reste."},
    )
    client.post(f"{BASE}/redactions/{other.key}", data={"seen": seen(parc), "act": "take"})
    expected = OPENS.replace("huit", "neuf").replace("semaine", "saison")
    assert expected in [passage.text for passage in words_of(draft(parc))]
    states = {row.contribution_id: row.state for row in session.scalars(select(RewordingFate))}
    assert states == {one.id: RewordingState.TAKEN_IN_PART, other.id: RewordingState.TAKEN}


def test_two_that_touch_are_both_shown_and_a_person_writes(
    client: FlaskClient, parc: Parc, speak: Speak
) -> None:
    one = speak(parc, kind=Kind.AMENDMENT, proposed=OPENS.replace("huit", "neuf"))
    other = speak(parc, kind=Kind.AMENDMENT, proposed=OPENS.replace("huit", "sept"))
    client.post(f"{BASE}/version-suivante/texte-actuel")
    client.post(f"{BASE}/redactions/{one.key}", data={"seen": seen(parc), "act": "take"})
    page = f"{BASE}/redactions/{other.key}"
    clash = client.post(page, data={"seen": seen(parc), "act": "take"})
    assert clash.status_code == 409
    assert "Deux rédactions pour les mêmes mots" in clash.text
    written = OPENS.replace("huit heures", "huit heures et demie")
    client.post(page, data={"seen": seen(parc), "act": "write", "written": written})
    assert written in [passage.text for passage in words_of(draft(parc))]


def test_what_is_not_taken_has_a_reason(client: FlaskClient, parc: Parc, speak: Speak) -> None:
    row = speak(parc, kind=Kind.AMENDMENT, proposed=LATER)
    client.post(f"{BASE}/version-suivante/texte-actuel")
    page = f"{BASE}/redactions/{row.key}"
    assert client.post(page, data={"seen": seen(parc), "act": "refuse"}).status_code == 422
    client.post(page, data={"seen": seen(parc), "act": "refuse", "reason": "Les écoles ouvrent."})
    assert "Les écoles ouvrent." in client.get(f"{BASE}/redactions").text
    client.post(page, data={"seen": seen(parc), "act": "forget"})
    assert session.scalars(select(RewordingFate)).all() == []


def test_nobody_else_reaches_these_pages(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_text()
    begun(parc, heading("Le parc"), paragraph(LATER))
    key = parc.paragraph_keys()[0]
    sign_in(make_user())
    for address in (
        "version-suivante", "correspondances", f"correspondances/{key}", f"raisons/{key}",
        "redactions", "redactions/abcdefgh", "publier-version",
    ):  # fmt: skip
        assert client.get(f"{BASE}/{address}").status_code == 404
    for address in ("version-suivante/texte-actuel", "abandon", "publier-version"):
        assert client.post(f"{BASE}/{address}").status_code == 404
