"""The form by which the corpus is asked for."""

from wtforms import BooleanField

from consultation.consultations.forms.fields import options, radios, select
from consultation.contributions.models import Kind
from consultation.core.forms import Form
from consultation.core.i18n import _, _l
from consultation.exports.asked import Filters
from consultation.exports.models import Format
from consultation.exports.services.asking import Wanted


class ExportForm(Form):
    """A format, and which contributions."""

    format = radios(
        _l("Format"),
        [
            (Format.CSV.value, _l("CSV, pour un tableur")),
            (Format.XLSX.value, _l("XLSX, pour Excel ou LibreOffice")),
            (Format.JSON.value, _l("JSON, pour un programme")),
            (Format.QDPX.value, _l("QDPX, pour un logiciel d’analyse qualitative")),
            (Format.QDC.value, _l("QDC, la grille d’analyse seule")),
        ],
        default=Format.CSV.value,
    )
    separator = select(
        _l("Séparateur du CSV"),
        [("semicolon", _l("Point-virgule")), ("comma", _l("Virgule"))],
        default="semicolon",
    )
    document = select(_l("Texte"), (), default="")
    kind = select(_l("Nature"), (), default="")
    public_only = BooleanField(_l("Seulement ce qui est publié, sans les traces du reste"))
    has_names = BooleanField(
        _l("Avec les noms et les organisations"),
        description=_l("Données à caractère personnel : le journal garde la demande."),
    )

    def offer(self, texts: list[tuple[str, str]], *, with_names: bool) -> None:
        """What this consultation has, and what the person may ask for."""
        self.document.choices = options([("", _("Tous les textes")), *texts])
        self.kind.choices = options(
            [
                ("", _("Toutes")),
                (Kind.COMMENT.value, _("Commentaires")),
                (Kind.QUESTION.value, _("Questions")),
                (Kind.AMENDMENT.value, _("Amendements")),
            ]
        )
        if not with_names:
            del self.has_names

    def wanted(self) -> Wanted:
        """What was chosen."""
        kind = Format(self.format.data)
        separator = self.separator.data if kind is Format.CSV else "semicolon"
        filters = Filters(
            self.document.data, self.kind.data, bool(self.public_only.data), separator
        )
        names = bool(self.has_names.data) if "has_names" in self else False
        if kind is Format.QDC:
            return Wanted(kind, Filters())
        return Wanted(kind, filters, names and kind is not Format.QDPX)
