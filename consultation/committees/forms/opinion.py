"""The forms of the opinion: its settings, its blocks, comments, amendments, minority statements."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.committees.models.opinion import BlockType
from consultation.committees.opinion_words import type_words
from consultation.committees.services.contesting import MAX_STATEMENT
from consultation.committees.services.noting import MAX_NOTE
from consultation.committees.services.proposing import MAX_REASON
from consultation.committees.wording import MAX_SOURCE, MAX_TITLE, Wording
from consultation.consultations.forms.fields import (
    ParisMomentField,
    not_blank,
    options,
    radios,
    select,
)
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l


def count_in(field: HiddenField) -> int:
    """The number that a hidden field holds; 0 when it holds none."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _title(label: object) -> StringField:
    return StringField(
        label,
        filters=[trimmed],
        validators=[Length(max=MAX_TITLE, message=_l("Le titre compte 200 caractères au plus"))],
    )


def _source(label: object, description: object = "", rows: int = 10) -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[trimmed],
        validators=[
            Length(max=MAX_SOURCE, message=_l("Un passage tient en 10 000 caractères au plus"))
        ],
        render_kw={"rows": rows},
    )


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Pourquoi"),
        description=_l("Le comité la lit avec l’amendement."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Dites pourquoi : le comité juge aussi la raison.")),
            Length(max=MAX_REASON, message=_l("La raison compte 2 000 caractères au plus")),
        ],
        render_kw={"rows": 3},
    )


class BeginForm(Form):
    """What the opinion is called."""

    title = StringField(
        _l("Titre de l’avis"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un titre à l’avis")),
            Length(max=MAX_TITLE, message=_l("Le titre compte 200 caractères au plus")),
        ],
    )


class OpinionForm(BeginForm):
    """What it is called, and who writes in it."""

    is_open_to_all = BooleanField(_l("Toutes les personnes qui votent écrivent dans le texte"))


class DeadlineForm(Form):
    """Until when minority statements are signed."""

    statements_until = ParisMomentField(
        _l("Clôture des opinions minoritaires"),
        description=_l("Heure de Paris. Ensuite, plus personne ne signe ni ne se retire."),
        validators=[InputRequired(_l("Choisissez le jour et l’heure"))],
        is_end=True,
    )


class BlockForm(Form):
    """A new block."""

    after = HiddenField()
    type = radios(_l("Ce que vous ajoutez"), default=BlockType.PARAGRAPH.value)
    level = radios(_l("Niveau du titre"), description=_l("Pour un titre seulement."), default="1")
    title = _title(_l("Titre"))
    source = _source(_l("Texte"), _l("Un titre n’en a pas."))

    def offer(self) -> None:
        """Every choice, in words."""
        self.type.choices = options((each.value, type_words(each)) for each in BlockType)
        self.level.choices = options(
            [("1", _("Partie")), ("2", _("Sous-partie")), ("3", _("Rubrique"))]
        )


class WordsForm(Form):
    """The words of a block, upon the revision `base`; `merged`: they join two sets of words."""

    base = HiddenField()
    merged = HiddenField()
    title = _title(_l("Titre"))
    source = _source(_l("Texte"))

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.title.data or "", self.source.data or "")


class NoteForm(Form):
    """A comment beside the text."""

    source = TextAreaField(
        _l("Votre remarque"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez votre remarque")),
            Length(max=MAX_NOTE, message=_l("Une remarque compte 2 000 caractères au plus")),
        ],
        render_kw={"rows": 3},
    )


class AmendmentForm(WordsForm):
    """Other words for a block, and why."""

    seen = HiddenField()
    reason = _reason()


class RemovalForm(Form):
    """Why a passage should be taken out."""

    reason = _reason()


class AdditionForm(RemovalForm):
    """A passage that a member would add, and where."""

    type = radios(_l("Ce que vous proposez"), default=BlockType.RECOMMENDATION.value)
    after = select(_l("Sa place"), (), default="", validate_choice=False)
    title = _title(_l("Titre"))
    source = _source(_l("Texte"), _l("Un titre n’en a pas."))

    def offer(self, passages: Iterable[tuple[str, str]]) -> None:
        """Every choice, in words; `passages` are keys and names of the text."""
        self.type.choices = options((each.value, type_words(each)) for each in BlockType)
        self.after.choices = options(
            [
                ("", _("À la fin du texte")),
                *((key, _("Après\u00a0: %(name)s", name=name)) for key, name in passages),
            ]
        )


class DecideForm(WordsForm):
    """What becomes of amendments, with a word to the committee; the block written by hand."""

    answer = TextAreaField(
        _l("Réponse au comité"),
        description=_l("Demandée pour ne pas retenir un amendement."),
        filters=[trimmed],
        validators=[
            Length(max=MAX_REASON, message=_l("La réponse compte 2 000 caractères au plus"))
        ],
        render_kw={"rows": 2},
    )


class StatementForm(Form):
    """A minority statement."""

    seen = HiddenField()
    source = TextAreaField(
        _l("Votre opinion minoritaire"),
        description=_l(
            "Elle sera publiée avec l’avis, au même niveau, avec le nom des signataires."
        ),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez ce que vous contestez, et pourquoi")),
            Length(
                max=MAX_STATEMENT, message=_l("Une opinion minoritaire tient en 5 000 caractères")
            ),
        ],
        render_kw={"rows": 8},
    )


class PublishForm(Form):
    """Publish an edition; a correction says what it changes."""

    seen = HiddenField()
    changes = TextAreaField(
        _l("Ce qui change depuis l’édition précédente"),
        description=_l("Public. En quelques phrases : ce que vous corrigez, et pourquoi."),
        filters=[trimmed],
        validators=[Length(max=2_000, message=_l("2 000 caractères au plus"))],
        render_kw={"rows": 4},
    )
