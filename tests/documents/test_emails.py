"""What texts write to people, word for word."""

import pytest

from consultation.consultations.models import Consultation
from consultation.documents import emails
from consultation.documents.models import Document, Import
from tests.support.snapshots import assert_is_kept


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("is_read", [True, False])
def test_the_end_of_an_import(database: None, language: str, is_read: bool) -> None:
    consultation = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    document = Document(slug="texte", title="Le parc") if is_read else None
    row = Import(key="abcdefgh")
    mail = emails.import_read(consultation, row, document, "odile@example.org", language)
    name = f"documents/import-{'read' if is_read else 'refused'}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)
