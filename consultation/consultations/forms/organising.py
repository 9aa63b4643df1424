"""The forms of the calendar, categories, team, glossary and declaration."""

from collections.abc import Sequence
from datetime import datetime

from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.accounts.forms import check_email
from consultation.consultations.categories import label
from consultation.consultations.forms.fields import ParisMomentField, not_blank, options, radios
from consultation.consultations.models import Category, Role
from consultation.consultations.services.categories import MAX_LABEL
from consultation.consultations.services.glossary import MAX_DEFINITION, MAX_TERM
from consultation.consultations.services.participation import MAX_ORGANISATION
from consultation.consultations.services.phases import MAX_REASON
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l


class ReasonForm(Form):
    """Why the calendar changes. The reason is published."""

    reason = TextAreaField(
        _l("Raison"),
        description=_l("Elle est publiée, et envoyée aux personnes qui ont contribué."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez la raison : elle est publiée.")),
            Length(max=MAX_REASON, message=_l("La raison compte 500 caractères au plus")),
        ],
    )


class NewClosingForm(ReasonForm):
    """Another closing, and why."""

    closes_at = ParisMomentField(
        _l("Nouvelle clôture"), description=_l("Heure de Paris."), is_end=True,
        validators=[InputRequired(_l("Écrivez le jour et l’heure, par exemple 22/09/2025 18:00"))],
    )  # fmt: skip

    def moment(self) -> datetime:
        """The closing, once the form is right."""
        if self.closes_at.data is None:
            raise ValueError("the form was not validated")
        return self.closes_at.data


class PlainForm(Form):
    """A form whose button says it all."""


class CategoryForm(Form):
    """One more stakeholder category."""

    label = StringField(
        _l("Nouvelle catégorie"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un nom à la catégorie.")),
            Length(max=MAX_LABEL, message=_l("Un nom de catégorie compte 60 caractères au plus")),
        ],
    )


class InvitationForm(Form):
    """Whom to invite, and for which role."""

    email = EmailField(
        _l("Adresse électronique"),
        description=_l("L’invitation ne vaut que pour cette adresse, quatorze jours, une fois."),
        filters=[trimmed],
        validators=[check_email],
    )
    role = radios(_l("Rôle"), default=Role.MODERATOR.value)

    def offer(self, roles: Sequence[Role]) -> None:
        """Only the roles that this person may give."""
        names = {Role.ORGANISER: _("Organisation"), Role.MODERATOR: _("Modération")}
        self.role.choices = options((role.value, names[role]) for role in roles)
        if len(roles) == 1 and not self.role.raw_data:
            self.role.data = roles[0].value


class TermForm(Form):
    """A word and what it means."""

    term = StringField(
        _l("Terme ou sigle"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez le terme.")),
            Length(max=MAX_TERM, message=_l("Un terme compte 80 caractères au plus")),
        ],
    )
    definition = TextAreaField(
        _l("Définition"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez la définition.")),
            Length(max=MAX_DEFINITION, message=_l("Une définition compte 600 caractères au plus")),
        ],
    )


class GlossaryFileForm(Form):
    """Many words at once."""

    file = FileField(
        _l("Fichier CSV"),
        description=_l("Deux colonnes, le terme puis sa définition. 2 000 lignes, 1 Mo au plus."),
        validators=[FileRequired(_l("Choisissez un fichier CSV"))],
    )


class DeclarationForm(Form):
    """In which capacity somebody takes part."""

    category = radios(
        _l("Vous participez en tant que"),
        description=_l("La catégorie est affichée à côté de vos contributions."),
        coerce=int,
        validators=[InputRequired(_l("Choisissez une catégorie"))],
    )
    organisation = StringField(
        _l("Organisation pour laquelle vous parlez"),
        description=_l(
            "Laissez vide si vous parlez pour vous. Le nom est affiché quand l’équipe de la "
            "consultation l’a confirmé."
        ),
        filters=[trimmed],
        validators=[
            Length(
                max=MAX_ORGANISATION,
                message=_l("Le nom d’une organisation compte 150 caractères au plus"),
            )
        ],
    )

    def offer(self, categories: Sequence[Category], chosen: Category | None) -> None:
        """The list of the consultation; a retired category stays with those who chose it."""
        rows = [*categories]
        if chosen is not None and chosen.retired_at is not None:
            rows.append(chosen)
        self.category.choices = options((str(row.id), label(row.code, row.label)) for row in rows)
