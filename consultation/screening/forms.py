"""The form of the list of insults."""

from wtforms import HiddenField, TextAreaField

from consultation.core.forms import Form
from consultation.core.i18n import _l


class InsultsForm(Form):
    """The list, and a text to try it on."""

    seen = HiddenField()
    words = TextAreaField(
        _l("Mots et expressions"),
        description=_l(
            "Une expression par ligne. Un mot seul est trouvé aussi au pluriel en -s. Capitales et "
            "accents ne comptent pas. Ce qui suit un dièse est un commentaire."
        ),
        render_kw={"rows": 18, "spellcheck": "false", "autocapitalize": "none"},
    )
    sample = TextAreaField(
        _l("Essayer la liste sur un texte"),
        description=_l("Le texte n’est pas gardé."),
        render_kw={"rows": 3},
    )

    def seen_version(self) -> int:
        """The version that was shown; -1, which none is, for anything else."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
