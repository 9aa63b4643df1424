"""What contributions write to people, word for word."""

from datetime import UTC, datetime

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions import emails
from consultation.contributions.models import Contribution, Kind, Revision, Stance
from consultation.contributions.queries.places import Place
from consultation.core.mail import Email
from consultation.documents.models import Document, Heading, Passage, Version
from tests.support.snapshots import assert_is_kept

AT = datetime(2025, 7, 12, 16, 4, 5, tzinfo=UTC)
CONSULTATION = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="Parc")
DOCUMENT = Document(slug="texte", title="Le parc", language="fr", current_version_id=1)
VERSION = Version(id=1, number=1, sha256="5" * 64)


def place(passage: bool = True, heading: bool = False) -> Place:
    return Place(
        CONSULTATION,
        DOCUMENT,
        VERSION,
        passage=Passage(number=12, text="Huit heures.") if passage else None,
        heading=Heading(text="Les horaires") if heading else None,
    )


def receipt(language: str, where: Place, number: int, proposed: str | None = None) -> Email:
    person = User(display_name="Odile M.", language=language)
    contribution = Contribution(key="abcdefghjk", number=203, kind=Kind.COMMENT)
    revision = Revision(
        number=number, source="Huit heures, c’est **tard** <b>&amp;\n\nfroid.", at=AT,
        proposed_text=proposed, stance=Stance.AGAINST, kind=Kind.COMMENT, fingerprint="f" * 64,
    )  # fmt: skip
    return emails.receipt(person, "odile@example.org", where, contribution, revision)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "where", "number", "proposed"),
    [
        ("comment", place(), 1, None),
        ("rewording", place(), 2, "Sept heures.\nEt le dimanche, dix."),
        ("section", place(passage=False, heading=True), 1, None),
        ("document", place(passage=False), 1, None),
    ],
)
def test_a_receipt(
    database: None, language: str, name: str, where: Place, number: int, proposed: str | None
) -> None:
    mail = receipt(language, where, number, proposed)
    assert "tard" not in mail.subject
    assert_is_kept(f"contributions/receipt-{name}-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"contributions/receipt-{name}-{language}.html", mail.html)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_withdrawal(database: None, language: str) -> None:
    mail = emails.withdrawn(
        User(display_name="Odile M.", language=language),
        "odile@example.org",
        CONSULTATION,
        Contribution(key="abcdefghjk", number=203),
    )
    assert_is_kept(f"contributions/withdrawn-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"contributions/withdrawn-{language}.html", mail.html)
