"""The file of volunteers."""

from flask_wtf.file import FileField
from wtforms import TextAreaField

from consultation.core.forms import Form
from consultation.core.i18n import _l


class VolunteersForm(Form):
    """A file, or lines typed here."""

    file = FileField(
        _l("Fichier CSV"),
        description=_l(
            "La première ligne nomme les colonnes : adresse, chaque critère, et foyer s’il le "
            "faut. 4 Mo au plus."
        ),
    )
    lines = TextAreaField(_l("Lignes"), render_kw={"rows": 8, "spellcheck": "false"})
