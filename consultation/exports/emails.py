"""What exports write to whoever asked for them."""

from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute
from consultation.exports.models import Export


def over(
    consultation: Consultation, row: Export, to: str, language: str, *, is_ready: bool
) -> mail.Email:
    """The file is ready, or could not be made. It leads to the page, never to the file."""
    name = consultation.short_title or consultation.title
    return mail.write(
        "exports.over",
        to,
        language,
        lambda: (
            _("Votre export est prêt : %(name)s", name=name)
            if is_ready
            else _("Votre export n’a pas abouti : %(name)s", name=name)
        ),
        consultation=consultation,
        format=row.format.word,
        is_ready=is_ready,
        expires_at=row.expires_at,
        link=absolute("exports.progress", language, slug=consultation.slug, key=row.key),
    )
