"""What versions write to people, word for word."""

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.documents.models import Document, Version
from consultation.versions import emails
from tests.support.snapshots import assert_is_kept


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("numbers", [(203,), (12, 203, 347)], ids=["one", "several"])
def test_those_whose_contributions_changed_the_text_are_told(
    database: None, language: str, numbers: tuple[int, ...]
) -> None:
    person = User(display_name="Odile M.", language=language)
    consultation = Consultation(slug="parc", title="Un parc", short_title="Parc")
    document = Document(slug="texte", title="Le parc", language="fr")
    version = Version(number=2, change_log="Le parc ouvre à neuf heures.")
    mail = emails.text_changed(
        person, "odile@example.org", consultation, document, version, numbers
    )
    name = f"versions/changed-{len(numbers)}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)
