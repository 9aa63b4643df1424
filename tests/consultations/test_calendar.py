"""Announcing, closing early, extending, reopening: with reasons, told to those who contributed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import CalendarChange, Consultation, Participant, Phase
from consultation.consultations.paris import to_paris
from consultation.consultations.tasks import open_or_close_next
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.factories import make_consultation, make_document, make_user, saved

Outbox = Callable[[], list[OutgoingMail]]
YES = {"confirmed": "1"}


def typed(days: float) -> str:
    return to_paris(now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def acts() -> list[str]:
    return list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))


def the_consultation() -> Consultation:
    return session.scalars(select(Consultation)).one()


def make_contributor(row: Consultation, *, language: str = "fr", count: int = 1) -> str:
    user = make_user()
    user.language = language
    saved(user)
    saved(Participant(consultation_id=row.id, user_id=user.id, contribution_count=count))
    return user.email or ""


def test_a_draft_says_what_it_lacks_and_is_published_once_it_lacks_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", phase=Phase.DRAFT, organiser=organiser)
    sign_in(organiser)
    assert row.phase is Phase.DRAFT
    assert client.get("/consultations/parc").status_code == 200
    refused = client.post("/espace/parc/publication")
    assert refused.status_code == 422
    assert "Publiez au moins un texte." in refused.text
    assert the_consultation().phase is Phase.DRAFT

    make_document(the_consultation())
    assert "Publier la consultation" in client.get("/espace/parc").text
    assert "s’ouvrira le" in client.get("/espace/parc/publication").text
    page = client.post("/espace/parc/publication")

    assert page.location == "/espace/parc"
    row = the_consultation()
    assert row.phase is Phase.UPCOMING
    assert "consultation.announced" in acts()
    client.get(page.location)
    again = client.post("/espace/parc/publication")
    assert again.status_code == 422


def test_strangers_see_a_draft_nowhere_and_everything_once_it_is_announced(
    app: object, client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", phase=Phase.DRAFT, organiser=organiser)
    make_document(row)
    sign_in(organiser)
    stranger = client.application.test_client()
    for address in ("/consultations/parc", "/consultations/parc/texte"):
        assert stranger.get(address).status_code == 404
    client.post("/espace/parc/publication")
    for address in ("/consultations/parc", "/consultations/parc/texte"):
        assert stranger.get(address).status_code == 200


def test_the_worker_opens_and_closes_by_date_each_once(database: None) -> None:
    make_consultation(slug="parc", phase=Phase.UPCOMING)
    assert not open_or_close_next()
    with travel(now() + timedelta(days=11)):
        assert open_or_close_next()
        assert not open_or_close_next()
        assert the_consultation().phase is Phase.OPEN
    with travel(now() + timedelta(days=31)):
        assert open_or_close_next()
        assert not open_or_close_next()
    assert the_consultation().phase is Phase.CLOSED
    kinds = session.scalars(select(CalendarChange.kind).order_by(CalendarChange.id)).all()
    assert kinds == ["open", "closed"]
    assert acts() == ["consultation.open", "consultation.closed"]
    assert the_consultation().revision == 3


def test_extending_is_announced_on_the_page_and_by_one_mail_each(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    revision, closes_at = row.revision, row.closes_at
    french = [make_contributor(row, count=3), make_contributor(row)]
    english = make_contributor(row, language="en")
    make_contributor(row, count=0)
    sign_in(organiser)
    client.get("/espace/parc/calendrier")

    page = client.post(
        "/espace/parc/calendrier/prolongation",
        data={"move-closes_at": typed(45), "move-reason": "Les vacances <b>scolaires</b>.", **YES},
    )

    assert page.location == "/espace/parc/calendrier"
    row = the_consultation()
    assert row.closes_at
    assert closes_at
    assert row.closes_at > closes_at
    assert row.revision == revision + 1
    mails = outbox()
    assert sorted(mail.to for mail in mails) == sorted([*french, english])
    assert {mail.language for mail in mails if mail.to in french} == {"fr"}
    assert [mail.language for mail in mails if mail.to == english] == ["en"]
    assert all("Les vacances <b>scolaires</b>." in mail.text for mail in mails)
    assert all("<b>scolaires" not in mail.html for mail in mails)
    assert all("http://localhost/" in mail.text for mail in mails)
    assert acts() == ["consultation.extended"]
    assert "vacances" not in str(session.scalars(select(JournalEntry.details)).all())
    assert "Les vacances" in client.get("/espace/parc/calendrier").text
    public = client.application.test_client().get("/consultations/parc").text
    assert "Les vacances &lt;b&gt;scolaires" in public
    assert verify().fault is None


@pytest.mark.parametrize(
    ("closes_at", "reason", "message"),
    [
        (10, "Trop tôt.", "après l’actuelle"),
        (-1, "Hier.", "à venir"),
        (45, " ​ ", "Donnez la raison"),
        (45, "x" * 501, "500 caractères"),
    ],
)
def test_an_extension_is_later_and_has_a_reason(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox, closes_at: int, reason: str, message: str
) -> None:
    organiser = make_user()
    make_contributor(make_consultation(slug="parc", organiser=organiser))
    sign_in(organiser)
    page = client.post(
        "/espace/parc/calendrier/prolongation",
        data={"move-closes_at": typed(closes_at), "move-reason": reason},
    )
    assert page.status_code == 422
    assert message in page.text
    assert "<title>Erreur" in page.text
    assert not outbox()
    assert not acts()


@pytest.mark.parametrize(
    ("address", "data", "question"),
    [
        ("cloture", {"close-reason": "Une erreur."}, "Clore la consultation tout de suite"),
        ("prolongation", {"move-closes_at": "45", "move-reason": "L’été."}, "Prolonger la"),
    ],
)
def test_what_is_mailed_to_everybody_is_asked_about_with_what_was_typed(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox, address: str, data: dict[str, str],
    question: str,
) -> None:  # fmt: skip
    organiser = make_user()
    make_contributor(make_consultation(slug="parc", organiser=organiser))
    sign_in(organiser)
    if "move-closes_at" in data:
        data = {**data, "move-closes_at": typed(int(data["move-closes_at"]))}
    page = client.post(f"/espace/parc/calendrier/{address}", data=data)
    assert page.status_code == 200
    assert question in page.text
    assert "Il ne se reprend pas." in page.text
    for value in data.values():
        assert f'value="{value}"' in page.text
    assert not outbox()
    assert not acts()
    assert (
        client.post(f"/espace/parc/calendrier/{address}", data={**data, **YES}).status_code == 303
    )
    assert len(acts()) == len(outbox()) == 1


def test_closing_now_and_reopening(client: FlaskClient, sign_in: SignIn, outbox: Outbox) -> None:
    organiser = make_user()
    make_contributor(make_consultation(slug="parc", organiser=organiser))
    sign_in(organiser)

    early = client.post(
        "/espace/parc/calendrier/reouverture",
        data={"move-closes_at": typed(9), "move-reason": "Pour rien."},
    )
    client.post(
        "/espace/parc/calendrier/cloture", data={"close-reason": "Une erreur grave.", **YES}
    )
    closed = the_consultation()
    assert early.status_code == 422
    assert closed.phase is Phase.CLOSED
    assert closed.closes_at
    assert closed.closes_at <= now()
    assert "Rouvrir" in client.get("/espace/parc/calendrier").text
    late = client.post(
        "/espace/parc/calendrier/prolongation",
        data={"move-closes_at": typed(9), "move-reason": "Trop tard."},
    )
    assert late.status_code == 422
    assert "se rouvre" in late.text
    client.post(
        "/espace/parc/calendrier/reouverture",
        data={"move-closes_at": typed(9), "move-reason": "Erreur corrigée.", **YES},
    )

    assert the_consultation().phase is Phase.OPEN
    assert acts() == ["consultation.closed", "consultation.reopened"]
    assert len(outbox()) == 2
    assert not open_or_close_next()


def test_one_that_closed_by_the_clock_is_reopened_even_before_the_worker_came(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    row.closes_at = now() + timedelta(hours=1)
    saved(row)
    sign_in(organiser)
    with travel(now() + timedelta(hours=2)):
        page = client.post(
            "/espace/parc/calendrier/reouverture",
            data={"move-closes_at": typed(9), "move-reason": "Panne hier soir.", **YES},
        )
        assert page.status_code == 303
        assert not open_or_close_next()
    assert the_consultation().phase is Phase.OPEN


def test_answered_then_archived_in_that_order(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    assert client.post("/espace/parc/calendrier/reponse", data=YES).status_code == 422
    assert client.post("/espace/parc/calendrier/archivage", data=YES).status_code == 422
    client.post("/espace/parc/calendrier/cloture", data={"close-reason": "Fini.", **YES})
    for address, phase in (("reponse", Phase.ANSWERED), ("archivage", Phase.ARCHIVED)):
        asked = client.post(f"/espace/parc/calendrier/{address}")
        assert (asked.status_code, the_consultation().phase is phase) == (200, False)
        client.post(f"/espace/parc/calendrier/{address}", data=YES)
        assert the_consultation().phase is phase
        assert client.get("/espace/parc/calendrier").status_code == 200
    assert client.post("/espace/parc/calendrier/reponse", data=YES).status_code == 422
    assert acts() == ["consultation.closed", "consultation.answered", "consultation.archived"]
