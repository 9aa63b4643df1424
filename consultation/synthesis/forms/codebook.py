"""Forms of the codebook."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from consultation.consultations.forms.fields import not_blank, options, select
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.synthesis.models import Theme
from consultation.synthesis.queries.codebook import Branch
from consultation.synthesis.wording import MAX_NAME, MAX_WORDS, ThemeWords

LONG = _l("1 000 caractères au plus")


class ThemeForm(Form):
    """What a theme says of itself, and where it stands."""

    name = StringField(
        _l("Nom du thème"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Nommez le thème")),
            Length(max=MAX_NAME, message=_l("Le nom tient en 120 caractères")),
        ],
    )
    parent = select(_l("Sous le thème"), (), default="", validate_choice=False)
    definition = TextAreaField(
        _l("Définition"),
        description=_l("Ce qui en relève, et ce qui n’en relève pas. 1 000 caractères au plus."),
        filters=[trimmed],
        validators=[Optional(), Length(max=MAX_WORDS, message=LONG)],
    )
    example = TextAreaField(
        _l("Exemple"),
        description=_l("Une phrase typique, telle que vous l’écririez vous-même."),
        filters=[trimmed],
        validators=[Optional(), Length(max=MAX_WORDS, message=LONG)],
    )
    colour = StringField(
        _l("Couleur"),
        description=_l("Pour les logiciels d’analyse : #RRVVBB. Aucune page n’en a besoin."),
        filters=[trimmed],
        validators=[Optional()],
    )
    is_out_of_scope = BooleanField(_l("Ce qui porte ce thème est hors du champ de la consultation"))

    def offer(self, branches: list[Branch], *, but: Theme | None = None) -> None:
        """The themes of the first level, but the theme itself."""
        self.parent.choices = options(
            [("", _("Aucun : premier niveau"))]
            + [
                (branch.theme.key, branch.theme.name)
                for branch in branches
                if but is None or branch.theme.id != but.id
            ]
        )

    def words(self) -> ThemeWords:
        """What the service asks for."""
        return ThemeWords(
            self.name.data or "", self.definition.data or "", self.example.data or "",
            self.colour.data or "", bool(self.is_out_of_scope.data),
        )  # fmt: skip


class MergeForm(Form):
    """Which theme takes the codings of this one."""

    into = select(_l("Fusionner dans"), (), validate_choice=False)

    def offer(self, branches: list[Branch], *, but: Theme) -> None:
        """Every theme but itself, those of the second level under theirs."""
        self.into.choices = options(
            [("", _("Choisir un thème"))]
            + [
                (
                    theme.key,
                    theme.name if theme is branch.theme else f"{branch.theme.name} › {theme.name}",
                )
                for branch in branches
                for theme in (branch.theme, *branch.under)
                if theme.id != but.id
            ]
        )


class SplitForm(Form):
    """The names of the themes that one becomes, a line each."""

    names = TextAreaField(
        _l("Nouveaux thèmes"),
        description=_l("Un nom par ligne, deux au moins."),
        filters=[trimmed],
        validators=[not_blank(_l("Nommez au moins deux thèmes"))],
    )


class CodebookFileForm(Form):
    """A codebook to bring in."""

    file = FileField(
        _l("Fichier CSV ou QDC"),
        description=_l(
            "CSV : colonnes thème, parent, définition, exemple, couleur, hors champ. QDC : la "
            "grille d’un logiciel d’analyse. 2 Mo au plus. Rien n’est retiré de votre grille."
        ),
        validators=[FileRequired(_l("Choisissez un fichier"))],
    )
