"""The forms by which the corpus and the synthesis are asked for."""

from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from consultation.consultations.forms.fields import options, radios, select
from consultation.contributions.models import Kind
from consultation.core.forms import Form
from consultation.core.i18n import _, _l
from consultation.exports.asked import Filters
from consultation.exports.models import Format
from consultation.exports.papers.document import NAMES, PARTS
from consultation.exports.services.asking import Wanted
from consultation.exports.template_words import refusal
from consultation.publishing.template import MAX_BYTES, TemplateError, checked


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


class PaperForm(Form):
    """A format of the synthesis, and the institution's own template."""

    paper = radios(
        _l("Format"),
        [
            (Format.PDF.value, _l("PDF, pour publier et archiver")),
            (Format.DOCX.value, _l("DOCX, pour Word")),
            (Format.ODT.value, _l("ODT, pour LibreOffice")),
            (Format.HTML.value, _l("HTML, une page à part entière")),
            (Format.PAPER_XLSX.value, _l("XLSX, les énoncés et leurs sources en tableaux")),
            (Format.PAPER_JSON.value, _l("JSON avec son schéma, pour un programme")),
        ],
        default=Format.PDF.value,
    )
    with_annex = BooleanField(_l("Avec le texte de chaque source, en annexe"))
    is_draft = BooleanField(_l("Le projet en cours, plutôt que la dernière édition publiée"))
    template = FileField(
        _l("Votre modèle (facultatif)"),
        description=_l("Un fichier DOCX de 10 Mo au plus, pour le format DOCX seul."),
        render_kw={"accept": ".docx"},
    )
    content: bytes | None = None
    """The template that was given."""

    def validate_template(self, field: FileField) -> None:
        """It is a harmless DOCX whose placeholders are known."""
        if not field.data:
            return
        if self.paper.data != Format.DOCX.value:
            raise ValidationError(_("Un modèle ne sert qu’au format DOCX : choisissez DOCX."))
        content = field.data.read(MAX_BYTES + 1)
        try:
            checked(content, NAMES, PARTS)
        except TemplateError as error:
            raise ValidationError(refusal(error)) from error
        self.content = content

    def wanted(self) -> Wanted:
        """What was chosen."""
        filters = Filters(with_annex=bool(self.with_annex.data), is_draft=bool(self.is_draft.data))
        return Wanted(Format(self.paper.data), filters, template=self.content)
