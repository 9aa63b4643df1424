"""What consultations write to people, word for word."""

from datetime import UTC, datetime

import pytest

from consultation.consultations import emails
from consultation.consultations.models import CalendarChange, Consultation, Role
from consultation.core.mail import Email
from tests.support.snapshots import assert_is_kept

CONSULTATION = Consultation(
    slug="parc", title="Un parc au bord de la <rivière>", short_title="Parc", language="fr"
)
CLOSES_AT = datetime(2025, 10, 1, 16, 0, tzinfo=UTC)


def keep(name: str, mail: Email) -> None:
    assert "@" not in mail.subject
    assert "<rivière>" not in mail.html
    assert_is_kept(f"consultations/{name}-{mail.language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"consultations/{name}-{mail.language}.html", mail.html)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_an_invitation(database: None, language: str, role: Role) -> None:
    mail = emails.invitation(CONSULTATION, role, "odile@example.org", language, "token")
    assert "http://localhost" in mail.text
    keep(f"invitation-{role.value}", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["closed", "extended", "reopened"])
def test_a_change_of_calendar(database: None, language: str, kind: str) -> None:
    change = CalendarChange(kind=kind, new_closes_at=CLOSES_AT, reason="Les <vacances> & l’été.")
    keep(f"calendar-{kind}", emails.calendar_changed(CONSULTATION, change, language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_decision_on_an_organisation(database: None, language: str, is_confirmed: bool) -> None:
    mail = emails.organisation_decided(
        CONSULTATION, "odile@example.org", language, is_confirmed=is_confirmed
    )
    keep(f"organisation-{'confirmed' if is_confirmed else 'refused'}", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_change_of_the_consultation_s_own_rules(database: None, language: str) -> None:
    note = {"fr": "Les <liens> & les sources.", "en": "<Links> & sources."}
    keep("charter", emails.charter_changed(CONSULTATION, 2, note, language))
