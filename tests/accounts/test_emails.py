"""What accounts write to everybody, word for word."""

import pytest

from consultation.accounts import emails
from tests.support.snapshots import assert_is_kept

NOTE = {"fr": "Une règle sur les <sources> & les liens.", "en": "A rule about <sources> & links."}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_charter_changed(database: None, language: str) -> None:
    mail = emails.charter_changed(2, NOTE, language)
    assert "<sources>" not in mail.html
    assert_is_kept(f"accounts/charter-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"accounts/charter-{language}.html", mail.html)
