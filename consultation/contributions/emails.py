"""What contributions write to people. Subjects name the fact, never the words."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import Place
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute

NUMBER_TO_COME = "\ue000"
"""A character that nobody types, where the number goes once it is known."""


def receipt(
    person: User,
    to: str,
    place: Place,
    contribution: Contribution,
    revision: Revision,
    *,
    number: int | str,
) -> mail.Email:
    """What was received, its public address and its fingerprint."""
    language = person.language

    def subject() -> str:
        name = place.consultation.short_title or place.consultation.title
        if revision.number > 1:
            return _(
                "Votre contribution n° %(number)s est modifiée : %(name)s",
                number=number, name=name,
            )  # fmt: skip
        return _(
            "Votre contribution n° %(number)s est reçue : %(name)s",
            number=number, name=name,
        )  # fmt: skip

    return mail.write(
        "contributions.receipt",
        to,
        language,
        subject,
        place=place,
        contribution=contribution,
        revision=revision,
        number=number,
        public=absolute("contributions.permalink", language, key=contribution.key),
        receipt=absolute(
            "contributions.receipt", language, key=contribution.key, number=revision.number
        ),
        mine=absolute("contributions.mine", language),
    )


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
