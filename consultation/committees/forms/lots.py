"""The forms of a drawing of lots."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from consultation.committees.lot_words import algorithm_words
from consultation.committees.models.lots import Lot
from consultation.committees.services.lots import MAX_SOURCE, MAX_VALUE
from consultation.committees.services.targets import (
    MAX_SIZE,
    Features,
    Wish,
    read_features,
    write_features,
)
from consultation.committees.sortition import maximin, stratified
from consultation.consultations.forms.fields import not_blank, options, radios, whole_number
from consultation.core.errors import DomainError
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _l


class WishForm(Form):
    """What the panel must look like."""

    size = whole_number(
        _l("Places à pourvoir"),
        default=30,
        validators=[
            InputRequired(_l("Écrivez un nombre entier")),
            NumberRange(1, MAX_SIZE, _l("De 1 à 500 places")),
        ],
    )
    reserve_size = whole_number(
        _l("Personnes en réserve"),
        default=15,
        validators=[
            InputRequired(_l("Écrivez un nombre entier")),
            NumberRange(0, MAX_SIZE, _l("De 0 à 500 personnes")),
        ],
    )
    targets = TextAreaField(
        _l("Critères et cibles"),
        description=_l(
            "Une ligne sans deux-points nomme un critère. Les lignes suivantes sont ses valeurs, "
            "avec le nombre de personnes demandé : « 15-24 ans : 3 à 6 »."
        ),
        filters=[trimmed],
        validators=[not_blank(_l("Écrivez au moins un critère et ses valeurs"))],
        render_kw={"rows": 14, "spellcheck": "false"},
    )
    is_by_household = BooleanField(_l("Une seule personne par foyer"), default=True)
    algorithm = radios(_l("Méthode du tirage"), default=stratified.NAME)
    keep_days = whole_number(
        _l("Jours pour contester le tirage"),
        description=_l("Passé ce délai, les adresses et réponses des volontaires sont effacées."),
        default=60,
        validators=[
            InputRequired(_l("Écrivez un nombre entier")),
            NumberRange(7, 365, _l("De 7 à 365 jours")),
        ],
    )

    def offer(self, lot: Lot | None) -> None:
        """The methods that are installed, and what was set before."""
        names = [stratified.NAME, *([maximin.NAME] if maximin.is_there() else [])]
        self.algorithm.choices = options((name, algorithm_words(name)) for name in names)
        if lot is not None and not self.targets.raw_data:
            self.targets.data = write_features(lot.features)

    def read(self) -> Features | None:
        """The features; None, with the reason on the field, when a line is wrong."""
        try:
            return read_features(self.targets.data or "")
        except DomainError as error:
            self.targets.errors = [str(error)]
            return None

    def wish(self, features: Features) -> Wish:
        """What the service asks for."""
        return Wish(
            size=self.size.data, reserve_size=self.reserve_size.data, features=features,
            is_by_household=self.is_by_household.data, algorithm=self.algorithm.data,
            keep_days=self.keep_days.data,
        )  # fmt: skip


class SourceForm(Form):
    """The random event to come."""

    source = StringField(
        _l("L’événement public qui fixera le hasard"),
        description=_l(
            "À venir, daté, et que chacun pourra vérifier. Par exemple : « les six numéros du "
            "tirage du Loto du 3 décembre 2026, dans l’ordre croissant »."
        ),
        filters=[trimmed],
        validators=[
            not_blank(_l("Annoncez l’événement public qui fixera le hasard.")),
            Length(max=MAX_SOURCE, message=_l("Ce texte compte 300 caractères au plus")),
        ],
    )


class ValueForm(Form):
    """What it gave."""

    value = StringField(
        _l("Ce que l’événement a donné"),
        description=_l("Recopiez-le tel qu’il est publié. Il ne se change plus ensuite."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez ce que l’événement a donné.")),
            Length(max=MAX_VALUE, message=_l("Ce texte compte 200 caractères au plus")),
        ],
    )


class VolunteerForm(Form):
    """The same in every call; `volunteer_form` adds the features of one."""

    consent = BooleanField(
        _l(
            "J’accepte que mes réponses servent au tirage, et qu’elles soient publiées sans mon "
            "nom dans son procès-verbal"
        ),
        validators=[InputRequired(_l("Sans votre accord, vous ne pouvez pas être volontaire"))],
    )

    def values(self, lot: Lot) -> dict[str, str]:
        """What was chosen, by feature."""
        return {
            name: str(self[f"feature_{number}"].data)
            for number, (name, _values) in enumerate(lot.features)
        }


def volunteer_form(lot: Lot) -> VolunteerForm:
    """The form of that call: one question a feature, the home if the rule wants it, the consent."""
    fields: dict[str, object] = {
        f"feature_{number}": RadioField(
            name,
            choices=options((value, value) for value, _low, _high in values),
            validators=[InputRequired(_l("Choisissez dans la liste"))],
            invalid_choice_message=_l("Choisissez dans la liste"),
        )
        for number, (name, values) in enumerate(lot.features)
    }
    if lot.is_by_household:
        fields["home"] = StringField(
            _l("Votre adresse postale"),
            description=_l(
                "Elle sert à ne pas tirer deux personnes d’un même foyer. L’adresse n’est pas "
                "gardée, seulement une empreinte qui permet de comparer."
            ),
            filters=[trimmed],
            validators=[
                not_blank(_l("Écrivez votre adresse postale")),
                Length(max=300, message=_l("Ce texte compte 300 caractères au plus")),
            ],
            render_kw={"autocomplete": "street-address"},
        )
    kind: type[VolunteerForm] = type("CallForm", (VolunteerForm,), fields)
    form: VolunteerForm = kind()
    return form
