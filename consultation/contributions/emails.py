"""What contributions write to people. Subjects name the fact, never the words."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import Place
from consultation.core import mail
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute

RECEIPT = "contributions.receipt"


def receipt_to_write(
    person: User, to: str, consultation: Consultation, key: str, number: int, revision: int = 1
) -> mail.Unwritten:
    """A receipt, written when it is sent: the contribution of that key, in that revision."""
    language = person.language
    with in_language(language):
        subject = _receipt_subject(consultation, number, revision)
    return mail.Unwritten(to, subject, RECEIPT, language, {"key": key, "revision": revision})


def receipt(
    person: User,
    to: str,
    place: Place,
    contribution: Contribution,
    revision: Revision,
) -> mail.Email:
    """What was received, its public address and its fingerprint."""
    language = person.language
    return mail.write(
        RECEIPT,
        to,
        language,
        lambda: _receipt_subject(place.consultation, contribution.number, revision.number),
        place=place,
        contribution=contribution,
        revision=revision,
        number=contribution.number,
        public=absolute("contributions.permalink", language, key=contribution.key),
        receipt=absolute(
            "contributions.receipt", language, key=contribution.key, number=revision.number
        ),
        mine=absolute("contributions.mine", language),
    )


def forget_receipts(contribution: Contribution) -> None:
    """The receipts that have left keep none of its words here."""
    mail.forget_sent(RECEIPT, f"/contributions/{contribution.key}\n")


def _receipt_subject(consultation: Consultation, number: int, revision: int) -> str:
    name = consultation.short_title or consultation.title
    if revision > 1:
        return _(
            "Votre contribution n° %(number)s est modifiée : %(name)s", number=number, name=name
        )
    return _("Votre contribution n° %(number)s est reçue : %(name)s", number=number, name=name)


def withdrawn(
    person: User, to: str, consultation: Consultation, contribution: Contribution
) -> mail.Email:
    """What one asked for is done."""
    language = person.language
    name = consultation.short_title or consultation.title
    return mail.write(
        "contributions.withdrawn",
        to,
        language,
        lambda: _(
            "Votre contribution n° %(number)s est retirée : %(name)s",
            number=contribution.number, name=name,
        ),
        consultation=consultation,
        contribution=contribution,
        public=absolute("contributions.permalink", language, key=contribution.key),
        mine=absolute("contributions.mine", language),
    )  # fmt: skip
