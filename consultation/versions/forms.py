"""The forms of later versions."""

import re

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from consultation.consultations.forms.fields import not_blank, radios
from consultation.core.forms import trimmed
from consultation.core.i18n import _, _l
from consultation.documents.forms import SeenForm

AS_FOUND, GOES_ON, REMOVED = "found", "goes_on", "removed"
TOO_LONG = _l("1 000 caractères au plus")


def numbers_in(text: str) -> list[int]:
    """The numbers of « n° 118, 203 »; a very long one is none of ours."""
    return [int(each) for each in re.findall(r"\d{1,9}", text)]


class DecisionForm(SeenForm):
    """What becomes of one old passage."""

    choice = radios(
        _l("Ce qu’il devient"),
        [
            (AS_FOUND, _l("Ce que le calcul propose")),
            (GOES_ON, _l("Il continue dans les passages que voici")),
            (REMOVED, _l("Il disparaît, pour la raison que voici")),
        ],
        default=AS_FOUND,
    )
    reason = TextAreaField(
        _l("Raison, publiée"),
        description=_l("Une phrase. Elle se lira à la place du passage."),
        validators=[Length(max=1000, message=TOO_LONG)],
    )


class WhyForm(SeenForm):
    """Why a paragraph changed."""

    words = TextAreaField(
        _l("Pourquoi ce changement"),
        description=_l("Une ou deux phrases, publiées avec la comparaison."),
        validators=[Length(max=1000, message=TOO_LONG)],
    )
    numbers = StringField(
        _l("Modifié à la suite des contributions n°"),
        description=_l(
            "Leurs numéros, par exemple : 118, 203. Les personnes qui les ont écrites seront "
            "prévenues."
        ),
        filters=[trimmed],
        validators=[Length(max=2000, message=_l("Ces numéros sont trop nombreux"))],
    )

    def validate_numbers(self, field: StringField) -> None:
        """Numbers and nothing else."""
        if re.search(r"[^\d,;.\s°#nN]", field.data or ""):
            raise ValidationError(_("Écrivez des numéros, séparés par des virgules"))


class AnswerForm(SeenForm):
    """Why a proposed rewording is not taken, or taken in part."""

    reason = TextAreaField(_l("Raison, publiée"), validators=[Length(max=1000, message=TOO_LONG)])
    written = TextAreaField(
        _l("Le paragraphe, écrit par vous"),
        validators=[Length(max=60_000, message=_l("Ce texte est trop long pour un seul passage"))],
    )


class PublicationForm(SeenForm):
    """What the public is told of a new version."""

    change_log = TextAreaField(
        _l("Ce qui change, pour le public"),
        description=_l("Quelques phrases : elles accompagnent la version dans l’historique."),
        validators=[
            not_blank(_l("Dites au public, en quelques mots, ce qui change.")),
            Length(max=5000, message=_l("5 000 caractères au plus")),
        ],
    )
    rewording_reason = TextAreaField(
        _l("Pourquoi les propositions de rédaction sans réponse ne sont pas reprises"),
        description=_l("Publié auprès de chacune."),
        validators=[Length(max=1000, message=TOO_LONG)],
    )
    is_same_text = BooleanField(
        _l("C’est bien une nouvelle version de ce texte, même si presque tout a changé")
    )
