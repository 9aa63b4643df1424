"""What versions write to people. Subjects name the fact, never the words."""

from collections.abc import Sequence

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute
from consultation.documents.models import Document, Version


def text_changed(
    person: User,
    to: str,
    consultation: Consultation,
    document: Document,
    version: Version,
    numbers: Sequence[int],
) -> mail.Email:
    """Contributions of `person` are named as the origin of changes in a new version."""
    language = person.language
    return mail.write(
        "versions.changed",
        to,
        language,
        lambda: _(
            "Le texte a changé à la suite de vos contributions : %(name)s",
            name=consultation.short_title or consultation.title,
        ),
        document=document,
        version=version,
        numbers=numbers,
        changes=absolute(
            "versions.comparison", language, slug=consultation.slug, document=document.slug,
            old=version.number - 1, new=version.number,
        ),
        mine=absolute("contributions.mine", language),
    )  # fmt: skip
