"""What committees write to people, word for word."""

import pytest

from consultation.committees import emails
from consultation.committees.models.people import Committee, Seat
from consultation.core.mail import Email
from tests.support.snapshots import assert_is_kept

COMMITTEE = Committee(slug="parc", title="Comité du <parc>", language="fr")


def keep(name: str, mail: Email) -> None:
    assert "@" not in mail.subject
    assert "<parc>" not in mail.html
    assert_is_kept(f"committees/{name}-{mail.language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"committees/{name}-{mail.language}.html", mail.html)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seat", [Seat.MEMBER, Seat.FACILITATOR])
def test_an_invitation(database: None, language: str, seat: Seat) -> None:
    mail = emails.invitation(COMMITTEE, seat, "odile@example.org", language, "token")
    keep(f"invitation-{seat.value}", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_end_of_a_seat(database: None, language: str) -> None:
    keep("seat-ended", emails.seat_ended(COMMITTEE, "odile@example.org", language))
