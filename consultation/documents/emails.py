"""What texts write to people."""

from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute
from consultation.documents.models import Document, Import


def import_read(
    consultation: Consultation, row: Import, document: Document | None, to: str, language: str
) -> mail.Email:
    """The file was read, or refused: what to do next."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "documents.import_read",
        to,
        language,
        lambda: (
            _("Fichier lu, texte à relire : « %(name)s »", name=name)
            if document
            else _("Fichier refusé : « %(name)s »", name=name)
        ),
        consultation=consultation,
        document=document,
        link=absolute("documents.reading_import", language, slug=consultation.slug, key=row.key),
    )
