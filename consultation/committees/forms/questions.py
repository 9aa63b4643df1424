"""The form that prepares a ballot: what it asks, how one votes, what is enough."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from consultation.committees.ballot_words import (
    base_choice,
    majority_choice,
    method_words,
    quorum_choice,
    subject_words,
)
from consultation.committees.models.ballots import (
    Ballot,
    Majority,
    MajorityBase,
    Method,
    Quorum,
    Subject,
)
from consultation.committees.services.preparing import MAX_TEXT, MAX_TITLE, Question
from consultation.consultations.forms.fields import ParisMomentField, options, radios
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.core.text import is_blank

OPEN, SECRET = "open", "secret"


class QuestionForm(Form):
    """What a ballot asks, how one votes, what is enough."""

    seen = HiddenField()
    subject = SelectField(
        _l("On vote sur"),
        description=_l(
            "Pour un texte de l’avis, ses mots sont repris tels quels et figés à l’ouverture."
        ),
        default=Subject.QUESTION.value,
    )
    title = StringField(
        _l("Titre"),
        filters=[trimmed],
        description=_l("Laissé vide, c’est le nom du texte de l’avis sur lequel on vote."),
        validators=[Length(max=MAX_TITLE, message=_l("Le titre compte 200 caractères au plus"))],
    )
    text_source = TextAreaField(
        _l("Texte mis aux voix"),
        description=_l(
            "Exactement ce que le comité adopte ou rejette. Pour une question, ou pour présenter "
            "l’ensemble de l’avis : une recommandation ou un amendement a déjà le sien."
        ),
        filters=[trimmed],
        validators=[Length(max=MAX_TEXT, message=_l("Le texte compte 10 000 caractères au plus"))],
        render_kw={"rows": 6},
    )
    method = radios(_l("Comment on vote"), default=Method.FOR_AGAINST.value)
    options = TextAreaField(
        _l("Réponses"),
        description=_l(
            "Une par ligne, pour une réponse parmi plusieurs, plusieurs réponses ou un jugement "
            "majoritaire. Elles ne changent plus une fois le scrutin ouvert."
        ),
        render_kw={"rows": 4},
    )
    is_secret = radios(_l("Secret du vote"), default=OPEN)
    quorum = radios(_l("Quorum"), default=Quorum.HALF.value)
    majority = radios(_l("Majorité"), default=Majority.SIMPLE.value)
    base = radios(
        _l("Majorité de quoi"),
        default=MajorityBase.EXPRESSED.value,
        description=_l("Sans effet sur une majorité simple."),
    )
    opens_at = ParisMomentField(
        _l("Ouverture"),
        description=_l("Heure de Paris. Laissez vide pour ouvrir dès que vous le décidez."),
        validators=[Optional()],
    )
    closes_at = ParisMomentField(
        _l("Clôture"),
        description=_l("Heure de Paris. Aucun vote n’est pris après cette heure."),
        validators=[Optional()],
        is_end=True,
    )

    def offer(self, subjects: Sequence[tuple[str, str]]) -> None:
        """Every choice, in the words of the page; `subjects` are the texts of the opinion."""
        question = (Subject.QUESTION.value, subject_words(Subject.QUESTION))
        self.subject.choices = options([question, *subjects])
        self.method.choices = options((each.value, method_words(each)) for each in Method)
        self.quorum.choices = options((each.value, quorum_choice(each)) for each in Quorum)
        self.majority.choices = options((each.value, majority_choice(each)) for each in Majority)
        self.base.choices = options((each.value, base_choice(each)) for each in MajorityBase)
        self.is_secret.choices = options(
            [
                (OPEN, _("Public : le comité lit qui a voté quoi")),
                (SECRET, _("Secret : rien ne relie une personne à son vote")),
            ]
        )

    def validate_title(self, field: StringField) -> None:
        """A question has no name but its title."""
        kind = str(self.subject.data).partition(":")[0]
        if kind == Subject.QUESTION.value and is_blank(field.data or ""):
            raise ValidationError(_("Donnez un titre au scrutin"))

    def question(self) -> Question:
        """What the service asks for; without a title, the name of what is voted on."""
        kind, _colon, key = str(self.subject.data).partition(":")
        names = {each.value: each.label for each in self.subject.choices}
        return Question(
            title=self.title.data or str(names[self.subject.data])[:MAX_TITLE],
            text_source=self.text_source.data or "",
            subject_type=Subject(kind),
            subject_key=key,
            method=Method(self.method.data),
            options=tuple((self.options.data or "").splitlines()),
            is_secret=self.is_secret.data == SECRET,
            quorum=Quorum(self.quorum.data),
            majority=Majority(self.majority.data),
            base=MajorityBase(self.base.data),
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
        )

    def edit_seen(self) -> int | None:
        """What `seen` says; None when it says nothing."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def subject_value(kind: Subject, key: str) -> str:
    """What is voted on, as the form names it."""
    return f"{kind.value}:{key}" if key else kind.value


def values_of(ballot: Ballot) -> dict[str, Any]:
    """A ballot as its form shows it."""
    return {
        "seen": str(ballot.edit_count),
        "subject": subject_value(ballot.subject_type, ballot.subject_key),
        "options": "\n".join(ballot.options),
        "is_secret": SECRET if ballot.is_secret else OPEN,
    }
