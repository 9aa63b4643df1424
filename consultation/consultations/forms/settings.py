"""What a consultation says of itself."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from consultation.consultations.forms.fields import (
    DayField,
    ParisMomentField,
    not_blank,
    radios,
    whole_number,
)
from consultation.consultations.models import Audience, ModerationPolicy
from consultation.consultations.promises import HOURS_MAX
from consultation.consultations.services.editing import Details
from consultation.consultations.slugs import MAX_LENGTH, TAKEN_BY_PAGES, is_slug
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.core.text import number_in


class ConsultationForm(Form):
    """What a consultation says of itself."""

    seen = HiddenField()
    """The consultation's revision, when the page was shown."""
    title = StringField(
        _l("Titre"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un titre")),
            Length(max=200, message=_l("Le titre compte 200 caractères au plus")),
        ],
    )
    short_title = StringField(
        _l("Titre court"),
        description=_l("Pour les menus et les courriels. 60 caractères au plus."),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=60, message=_l("Le titre court compte 60 caractères au plus")),
        ],
    )
    slug = StringField(
        _l("Adresse de la page"),
        description=_l(
            "La fin de l’adresse : lettres sans accent, chiffres et traits d’union. Laissez vide "
            "pour la tirer du titre. Elle ne change plus après la publication."
        ),
        filters=[trimmed],
        validators=[Optional()],
    )
    summary = TextAreaField(
        _l("Résumé"),
        description=_l(
            "Deux ou trois phrases : qui consulte, sur quoi, pour quoi faire. "
            "500 caractères au plus."
        ),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=500, message=_l("Le résumé compte 500 caractères au plus")),
        ],
    )
    description_source = TextAreaField(
        _l("Présentation"),
        description=_l(
            "Une ligne vide sépare les paragraphes. *Mot* se lit en italique, **mot** en gras, "
            "- en début de ligne fait une liste. Les adresses deviennent des liens."
        ),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=20_000, message=_l("La présentation compte 20 000 caractères au plus")),
        ],
        render_kw={"rows": 10},
    )
    language = radios(
        _l("Langue de la consultation"), [("fr", "Français"), ("en", "English")],
        default="fr", validate_choice=True,
    )  # fmt: skip
    opens_at = ParisMomentField(
        _l("Ouverture"), description=_l("Heure de Paris."), validators=[Optional()]
    )
    closes_at = ParisMomentField(
        _l("Clôture"), description=_l("Heure de Paris."), validators=[Optional()], is_end=True
    )
    audience = radios(
        _l("Qui peut participer"),
        [
            (Audience.EVERYBODY.value, _l("Toute personne qui a un compte")),
            (
                Audience.ORGANISATIONS.value,
                _l("Les personnes qui parlent pour une organisation que l’équipe a confirmée"),
            ),
        ],
        default=Audience.EVERYBODY.value,
    )
    moderation = radios(
        _l("Lecture par les modérateurs"),
        [
            (
                ModerationPolicy.AFTER.value,
                _l("Après la publication : ce qui est envoyé est public aussitôt"),
            ),
            (
                ModerationPolicy.BEFORE.value,
                _l("Avant la publication : rien n’est public sans avoir été lu"),
            ),
        ],
        default=ModerationPolicy.AFTER.value,
    )
    review_hours = whole_number(
        _l("Délai de lecture promis, en heures"),
        description=_l(
            "Affiché sur la page de la consultation, là où l’on écrit, et à la personne qui a "
            "écrit. De 1 à 720 heures."
        ),
        default=24,
        validators=[
            InputRequired(message=_l("Donnez un nombre d’heures")),
            NumberRange(1, HOURS_MAX, message=_l("De 1 à 720 heures, soit 30 jours")),
        ],
    )
    has_committee = BooleanField(_l("Un comité délibère et rend un avis"))
    opinion_due_on = DayField(_l("Avis du comité, au plus tard le"))
    synthesis_due_on = DayField(_l("Synthèse, au plus tard le"))
    answer_due_on = DayField(_l("Réponse de l’institution, au plus tard le"))

    def keep_what_may_change(self, *, slug: bool, dates: bool) -> None:
        """Leave out the fields that are fixed by now."""
        if not slug:
            del self.slug
        if not dates:
            del self.opens_at, self.closes_at, self.audience

    def validate_slug(self, field: StringField) -> None:
        """It can stand in an address, and no page stands there."""
        text = field.data or ""
        if text and not is_slug(text):
            raise ValidationError(
                _(
                    "L’adresse ne tient que des lettres sans accent ni capitale, des chiffres et "
                    "des traits d’union, %(most)s caractères au plus",
                    most=MAX_LENGTH,
                )
            )
        if text in TAKEN_BY_PAGES:
            raise ValidationError(_("Cette adresse est déjà prise : choisissez-en une autre."))

    def validate_closes_at(self, field: ParisMomentField) -> None:
        """The end comes after the beginning."""
        opens_at = self.opens_at.data if self.opens_at else None
        if field.data and opens_at and field.data <= opens_at:
            raise ValidationError(_("La clôture doit venir après l’ouverture"))

    def revision_seen(self) -> int | None:
        """What `seen` says; None when it says nothing."""
        return number_in(self.seen.data)

    def details(self) -> Details:
        """What the service asks for."""
        values = {
            name: self[name].data for name in self._fields if name not in {"csrf_token", "seen"}
        }
        values["moderation"] = ModerationPolicy(values.get("moderation") or ModerationPolicy.AFTER)
        values["audience"] = Audience(values.get("audience") or Audience.EVERYBODY)
        for name in ("title", "short_title", "slug", "summary", "description_source"):
            values[name] = values.get(name) or ""
        return Details(**values)
