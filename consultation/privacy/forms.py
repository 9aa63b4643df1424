"""The form by which one leaves."""

from wtforms import PasswordField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from consultation.core.forms import Form
from consultation.core.i18n import _l


class LeaveForm(Form):
    """Deleting one's account."""

    contributions = RadioField(
        _l("Que deviennent vos contributions ?"),
        choices=[
            SelectChoice("keep", _l("Elles restent, sous « participant supprimé »")),
            SelectChoice(
                "withdraw", _l("Elles sont retirées ; une trace neutre reste à leur place")
            ),
        ],
        validators=[InputRequired(_l("Choisissez ce que deviennent vos contributions"))],
    )
    password = PasswordField(
        _l("Votre mot de passe"),
        validators=[InputRequired(_l("Écrivez votre mot de passe pour confirmer"))],
        render_kw={"autocomplete": "current-password"},
    )
