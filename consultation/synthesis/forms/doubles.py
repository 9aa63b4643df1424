"""Forms of double coding."""

from wtforms import IntegerField
from wtforms.validators import NumberRange

from consultation.core.forms import Form
from consultation.core.i18n import _l

MOST = 1_000
USUAL = 100


class SampleForm(Form):
    """How many contributions two people code."""

    size = IntegerField(
        _l("Combien de contributions"),
        default=USUAL,
        description=_l("Cent suffisent d’ordinaire ; moins de trente ne disent presque rien."),
        validators=[NumberRange(1, MOST, message=_l("Un nombre entre 1 et 1 000"))],
    )
