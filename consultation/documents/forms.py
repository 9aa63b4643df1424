"""The forms of texts: upload, correct, settings."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from consultation.consultations.forms.fields import not_blank, radios, select, whole_number
from consultation.consultations.slugs import MAX_LENGTH, is_slug
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.core.text import number_in
from consultation.documents.services.importing import CONTENT_TYPES, ending_of

LEVELS = [(str(level), str(level)) for level in range(1, 7)]


class UploadForm(Form):
    """A file to read into a new text."""

    file = FileField(
        _l("Fichier"),
        description=_l("DOCX, ODT, Markdown, HTML ou PDF. 20 Mo au plus."),
        validators=[FileRequired(_l("Choisissez un fichier"))],
        render_kw={"accept": ",".join(CONTENT_TYPES)},
    )
    title = StringField(
        _l("Titre du texte"),
        description=_l("Laissez vide pour prendre celui du fichier."),
        filters=[trimmed],
        validators=[Length(max=200, message=_l("Le titre compte 200 caractères au plus"))],
    )
    splits_lists = radios(
        _l("Listes"),
        [
            ("0", _l("Une liste entière est un seul paragraphe")),
            ("1", _l("Chaque élément de liste est un paragraphe, commenté à part")),
        ],
        default="0",
    )
    offers_original = BooleanField(_l("Proposer le fichier d’origine au téléchargement"))

    def validate_file(self, field: FileField) -> None:
        """Its name ends like a format that we read."""
        if field.data and ending_of(field.data.filename or "") not in CONTENT_TYPES:
            raise ValidationError(
                _(
                    "Ce format n’est pas reconnu. Enregistrez le texte en DOCX, ODT, Markdown, "
                    "HTML ou PDF."
                )
            )


class SeenForm(Form):
    """Which state of the draft the organiser saw."""

    seen = HiddenField(validators=[InputRequired()])

    def count(self) -> int:
        """The `edit_count` that was shown; -1 for nonsense, which matches none."""
        seen = number_in(self.seen.data)
        return -1 if seen is None else seen


class PassageForm(SeenForm):
    """The words of a passage."""

    source = TextAreaField(
        _l("Texte"),
        description=_l(
            "*italique*, **gras**, [lien](https://…), - en début de ligne pour une liste. "
            "Une ligne === seule coupe le passage en deux."
        ),
        validators=[not_blank(_l("Écrivez le texte du passage. Pour le retirer, supprimez-le."))],
    )


class HeadingForm(SeenForm):
    """The words of a heading."""

    source = StringField(
        _l("Titre"), filters=[trimmed], validators=[not_blank(_l("Écrivez le titre."))]
    )


class ImageForm(SeenForm):
    """What an image shows, for who does not see it."""

    words = StringField(
        _l("Texte de remplacement"),
        description=_l("Dites ce que l’image apprend, en une phrase."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Décrivez l’image.")),
            Length(max=500, message=_l("La description compte 500 caractères au plus")),
        ],
    )


class LevelForm(SeenForm):
    """The level of a heading."""

    level = select(_l("Niveau du titre"), LEVELS, coerce=int)


class PlaceForm(SeenForm):
    """Another place in the text."""

    place = whole_number(
        _l("Nouvelle place"),
        description=_l("1 est le haut du texte."),
        validators=[
            InputRequired(_l("Écrivez un nombre")),
            NumberRange(min=1, message=_l("La première place est 1")),
        ],
    )
    with_content = BooleanField(_l("Avec tout ce que ce titre contient"))


class OpeningForm(SeenForm):
    """Whether one may comment."""

    is_open = HiddenField()
    with_content = BooleanField(_l("Et tout ce que ce titre contient"))


class TextForm(Form):
    """What is said of a text."""

    title = StringField(
        _l("Titre"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un titre")),
            Length(max=200, message=_l("Le titre compte 200 caractères au plus")),
        ],
    )
    slug = StringField(
        _l("Adresse de la page"),
        description=_l("Elle ne change plus après la publication."),
        filters=[trimmed],
    )
    summary = TextAreaField(
        _l("Résumé"),
        description=_l("Une ou deux phrases. 300 caractères au plus."),
        filters=[trimmed],
        validators=[Length(max=300, message=_l("Le résumé compte 300 caractères au plus"))],
    )
    language = radios(_l("Langue du texte"), [("fr", "Français"), ("en", "English")], default="fr")
    place = whole_number(
        _l("Rang parmi les textes"),
        description=_l("1 pour le premier."),
        validators=[
            InputRequired(_l("Écrivez un nombre")),
            NumberRange(min=1, message=_l("Le premier rang est 1")),
        ],
    )
    offers_original = BooleanField(_l("Proposer le fichier d’origine au téléchargement"))

    def validate_slug(self, field: StringField) -> None:
        """It can stand in an address."""
        if field.data and not is_slug(field.data):
            raise ValidationError(
                _(
                    "L’adresse ne tient que des lettres sans accent ni capitale, des chiffres et "
                    "des traits d’union, %(most)s caractères au plus",
                    most=MAX_LENGTH,
                )
            )
