"""Forms of the institution's answers."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from consultation.answers.appraising import GRADES
from consultation.answers.models import AnswerVersion, Outcome, ReplyTemplate
from consultation.answers.queries.cards import Spot
from consultation.answers.queries.desk import paragraph_key
from consultation.answers.wording import (
    MAX_NAME,
    MAX_NOTE,
    MAX_REPORT,
    MAX_WHAT,
    MAX_WORDS,
    Progress,
    Promise,
    Written,
)
from consultation.consultations.forms.fields import DayField, not_blank, options, radios, select
from consultation.consultations.models import Consultation
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.documents.models import Document

OUTCOMES = (
    (Outcome.ACCEPTED, _l("Retenu")),
    (Outcome.PARTLY, _l("Retenu en partie")),
    (Outcome.REJECTED, _l("Non retenu")),
    (Outcome.OUT_OF_SCOPE, _l("Hors champ")),
)


class AnswerForm(Form):
    """An outcome, its reasons, and the paragraph that changes."""

    edition = HiddenField()
    outcome = radios(
        _l("Suite donnée"),
        OUTCOMES,
        validators=[InputRequired(_l("Choisissez la suite donnée"))],
        coerce=lambda value: value if value is None else Outcome(value),
    )
    source = TextAreaField(
        _l("Réponse et raisons"),
        description=_l("Ce que vous avez compris, ce que vous décidez, et pourquoi."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez la réponse : ses raisons sont publiées avec elle")),
            Length(max=MAX_WORDS, message=_l("Une réponse compte 10 000 caractères au plus")),
        ],
    )
    document = select(_l("Texte qui change"), (), default="", validate_choice=False)
    paragraph = StringField(
        _l("Paragraphe qui change"),
        description=_l(
            "Son numéro dans le texte d’aujourd’hui. Vide : aucun paragraphe ne change."
        ),
        filters=[trimmed],
        validators=[Optional(), Length(max=9, message=_l("Écrivez un numéro de paragraphe"))],
        render_kw={"inputmode": "numeric", "size": 6},
    )
    change_note = TextAreaField(
        _l("Ce que cette correction change"),
        description=_l("Publié avec la correction. L’ancienne réponse reste lisible à côté."),
        filters=[trimmed],
        validators=[
            Length(max=MAX_NOTE, message=_l("Ce qui change se dit en 500 caractères au plus")),
        ],
    )

    def offer(self, documents: list[Document], *, is_correction: bool) -> None:
        """The published texts; the note of a correction only where something is published."""
        if len(documents) > 1:
            self.document.choices = options([(each.key, each.title) for each in documents])
        else:
            del self.document
        if not is_correction:
            del self.change_note

    def fill(self, version: AnswerVersion, changed: Spot | None, documents: list[Document]) -> None:
        """What is stored, to be changed."""
        self.outcome.data, self.source.data = version.outcome, version.source
        if "change_note" in self:
            self.change_note.data = version.change_note
        if changed is not None:
            self.paragraph.data = str(changed.number or "")
            if "document" in self:
                keys = {each.slug: each.key for each in documents}
                self.document.data = keys.get(changed.document, "")

    def begin_from(self, template: ReplyTemplate) -> None:
        """The words of a template, before anything is typed."""
        self.source.data = template.source
        if template.outcome is not None:
            self.outcome.data = template.outcome

    def written(self, consultation: Consultation) -> Written | None:
        """What the services ask for; None, with an error, for a paragraph that is not there."""
        key = ""
        if self.paragraph.data:
            document = self.document.data if "document" in self else ""
            key = paragraph_key(consultation, document, self.paragraph.data)
            if not key:
                self.paragraph.errors = [
                    _("Ce numéro n’est pas dans le texte publié. Laissez vide si rien ne change.")
                ]
                return None
        note: Any = self.change_note.data if "change_note" in self else ""
        return Written(self.outcome.data, self.source.data or "", key, note or "")

    @property
    def seen(self) -> int:
        """The edition that the person had before them."""
        text = self.edition.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


class PromiseForm(Form):
    """What will be done, and by when."""

    what = StringField(
        _l("Ce qui sera fait"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Dites ce qui sera fait")),
            Length(max=MAX_WHAT, message=_l("Un engagement se dit en 300 caractères au plus")),
        ],
    )
    due_on = DayField(_l("Au plus tard le"))

    def promise(self) -> Promise:
        """What the service asks for."""
        return Promise(self.what.data or "", self.due_on.data)


class BulkForm(AnswerForm):
    """The same answer for many, with one promise if need be."""

    what = StringField(
        _l("Engagement pris avec cette réponse"),
        description=_l("Le même pour toutes. Vide : aucun."),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_WHAT, message=_l("Un engagement se dit en 300 caractères au plus")),
        ],
    )
    due_on = DayField(_l("Au plus tard le"))

    def promise(self) -> Promise | None:
        """What the service asks for, or None."""
        return Promise(self.what.data, self.due_on.data) if self.what.data else None


class ReportForm(Form):
    """How far a promise has come."""

    words = TextAreaField(
        _l("Où en est cet engagement"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Dites où en est cet engagement")),
            Length(
                max=MAX_REPORT,
                message=_l("Un point d’avancement se dit en 1 000 caractères au plus"),
            ),
        ],
    )
    due_on = DayField(
        _l("Nouvelle date"),
        description=_l("Vide : elle ne change pas. L’ancienne date reste lisible."),
    )
    is_done = BooleanField(_l("L’engagement est tenu"))

    def progress(self) -> Progress:
        """What the service asks for."""
        return Progress(self.words.data or "", self.due_on.data, bool(self.is_done.data))


class TemplateForm(Form):
    """Words that answers begin from."""

    name = StringField(
        _l("Nom du modèle"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Nommez le modèle")),
            Length(max=MAX_NAME, message=_l("Un nom tient en 80 caractères")),
        ],
    )
    outcome = select(
        _l("Suite donnée"),
        [("", _l("À choisir à chaque fois")), *((each.value, words) for each, words in OUTCOMES)],
        default="",
    )
    source = TextAreaField(
        _l("Texte du modèle"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez le texte du modèle")),
            Length(max=MAX_WORDS, message=_l("Un modèle compte 10 000 caractères au plus")),
        ],
    )

    @property
    def chosen(self) -> Outcome | None:
        """The outcome that it brings, if any."""
        return Outcome(self.outcome.data) if self.outcome.data else None


class AppraisalForm(Form):
    """What a member of the committee thinks of an answer."""

    grade = select(
        _l("Votre note"),
        [("", _l("Choisir une note")), *((str(each), str(each)) for each in GRADES)],
        default="",
        validators=[InputRequired(_l("Choisissez une note de 0 à 10"))],
    )
    words = TextAreaField(
        _l("Pourquoi"),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=1_000, message=_l("Une appréciation compte 1 000 caractères au plus")),
        ],
    )
    is_signed = BooleanField(_l("Publier mon nom avec ma note"))
