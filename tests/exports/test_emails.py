"""What exports write to people, word for word."""

from datetime import UTC, datetime

import pytest

from consultation.consultations.models import Consultation
from consultation.exports import emails
from consultation.exports.models import Export, Format
from tests.support.snapshots import assert_is_kept


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("is_ready", [True, False])
def test_the_end_of_an_export(database: None, language: str, is_ready: bool) -> None:
    consultation = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    moment = datetime(2026, 3, 1, 9, tzinfo=UTC) if is_ready else None
    row = Export(key="abcdefgh", format=Format.CSV, expires_at=moment)
    mail = emails.over(consultation, row, "odile@example.org", language, is_ready=is_ready)
    name = f"exports/over-{'ready' if is_ready else 'failed'}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)
