"""What a receipt vouches for: one stored revision, in a form that anybody can hash again."""

from datetime import UTC, datetime

from consultation.contributions.models import Contribution, MaskedOriginal, Revision
from consultation.core.i18n import _

FORM = "consultation-receipt-1"


def canonical_fields(
    contribution: Contribution,
    revision: Revision,
    *,
    subject: str,
    version_sha256: str,
    answers: str | None,
    said: MaskedOriginal | None = None,
) -> dict[str, str | int | None]:
    """The fields that the fingerprint of `revision` covers.

    `subject` names what is talked about (`Place.subject_name`); `answers` is the key of the
    contribution that begins the thread, for a reply; `said` is the text of a masked revision.
    """
    words = said or revision
    return {
        "form": FORM,
        "contribution": contribution.key,
        "revision": revision.number,
        "received_at": exact(revision.at),
        "subject": subject,
        "version_sha256": version_sha256,
        "answers": answers,
        "kind": revision.kind.value,
        "stance": revision.stance.value,
        "text": words.source,
        "proposed_text": words.proposed_text,
    }


def meanings() -> list[tuple[str, str]]:
    """The fields in the order of the file, and what each says, for whoever writes it again."""
    return [
        ("answers", _("clé de la contribution qui ouvre le fil, pour une réponse")),
        ("contribution", _("clé de la contribution")),
        ("form", _("nom de cette forme")),
        ("kind", _("commentaire, question ou proposition : comment, question, amendment")),
        ("proposed_text", _("le paragraphe proposé, pour une proposition de rédaction")),
        ("received_at", _("date et heure universelles, à la microseconde")),
        ("revision", _("numéro du texte enregistré")),
        ("stance", _("position : for, mixed, against, none")),
        ("subject", _("ce dont elle parle : paragraphe, section ou document, et sa clé")),
        ("text", _("votre texte")),
        ("version_sha256", _("empreinte de la version que vous lisiez")),
    ]


def exact(moment: datetime) -> str:
    """The moment in UTC, to the microsecond that is stored: 2025-07-12T16:04:05.000123Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
