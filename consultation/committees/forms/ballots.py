"""The forms of ballots: giving one up, and voting in each method."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.committees.ballot_words import grade_words, vote_words
from consultation.committees.counting import GRADES, WORDS
from consultation.committees.models.ballots import Ballot, Method
from consultation.committees.services.holding import MAX_REASON as MAX_CANCEL_REASON
from consultation.committees.services.voting import MAX_REASON
from consultation.consultations.forms.fields import not_blank, options, radios
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.core.text import is_blank

BLANK = "blank"


class CancelForm(Form):
    """Why a ballot is given up."""

    reason = TextAreaField(
        _l("Raison"),
        description=_l("Le comité la lit."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez la raison : le comité la lit.")),
            Length(max=MAX_CANCEL_REASON, message=_l("La raison compte 500 caractères au plus")),
        ],
    )


class VoteForm(Form):
    """A vote; each method adds its fields."""

    def choice(self) -> dict[str, Any]:
        """The vote, as it is stored."""
        raise AssertionError("each method has its own")

    def reason_given(self) -> str:
        """Of an objection."""
        return ""

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        """Show what was voted before."""


class WordForm(VoteForm):
    """For, against or abstention."""

    vote = radios(_l("Votre vote"), validators=[InputRequired(_l("Choisissez une réponse"))])

    def choice(self) -> dict[str, Any]:
        return {"vote": self.vote.data}

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        self.vote.data = choice.get("vote")


class ConsentForm(WordForm):
    """Consent, an objection with its reason, or abstention."""

    reason = TextAreaField(
        _l("Raison de votre objection"),
        description=_l("Demandée pour une objection seulement. Le comité la lit à la clôture."),
        filters=[trimmed],
        validators=[
            Length(max=MAX_REASON, message=_l("La raison compte 2 000 caractères au plus"))
        ],
        render_kw={"rows": 4},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """An objection without a reason leads nowhere."""
        if self.vote.data == "objection" and is_blank(field.data or ""):
            raise ValidationError(
                _("Dites la raison de votre objection : sans elle, rien ne se discute.")
            )

    def reason_given(self) -> str:
        return self.reason.data or ""

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        super().fill(choice, reason)
        self.reason.data = reason


class SingleForm(VoteForm):
    """One of the options, or blank."""

    option = radios(_l("Votre vote"), validators=[InputRequired(_l("Choisissez une réponse"))])

    def choice(self) -> dict[str, Any]:
        return {"option": None if self.option.data == BLANK else int(self.option.data)}

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        option = choice.get("option")
        self.option.data = BLANK if option is None else str(option)


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Several of a few, all shown."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ApprovalForm(VoteForm):
    """As many options as one likes; none at all is a blank vote."""

    approved = Boxes(
        _l("Votre vote"),
        description=_l("Cochez toutes les réponses qui vous conviennent. Aucune : vote blanc."),
        validate_choice=True,
    )

    def choice(self) -> dict[str, Any]:
        return {"options": sorted({int(each) for each in self.approved.data or ()})}

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        self.approved.data = [str(each) for each in choice.get("options") or ()]


class JudgementForm(VoteForm):
    """A grade for each option. A button of its own votes blank."""

    def grade_fields(self) -> list[RadioField]:
        """One for each option, in order."""
        return [field for name, field in self._fields.items() if name.startswith("grade_")]

    def choice(self) -> dict[str, Any]:
        return {"grades": [int(field.data) for field in self.grade_fields()]}

    def fill(self, choice: Mapping[str, Any], reason: str) -> None:
        grades = choice.get("grades") or ()
        for field, grade in zip(self.grade_fields(), grades, strict=False):
            field.data = str(grade)


def vote_form(ballot: Ballot, *, is_empty: bool = False) -> VoteForm:
    """The form of the ballot's method; empty: whatever was posted stays unread."""
    kinds: dict[Method, type[VoteForm]] = {
        Method.FOR_AGAINST: WordForm,
        Method.CONSENT: ConsentForm,
        Method.SINGLE_CHOICE: SingleForm,
        Method.APPROVAL: ApprovalForm,
        Method.JUDGEMENT: _judgement_of(ballot),
    }
    kind = kinds[ballot.method]
    form = kind(None) if is_empty else kind()
    labels = [(str(number), label) for number, label in enumerate(ballot.options)]
    if isinstance(form, WordForm):
        form.vote.choices = options((word, vote_words(word)) for word in WORDS[ballot.method])
    elif isinstance(form, SingleForm):
        form.option.choices = options([*labels, (BLANK, _("Vote blanc"))])
    elif isinstance(form, ApprovalForm):
        form.approved.choices = options(labels)
    elif isinstance(form, JudgementForm):
        grades = [(str(grade), grade_words(grade)) for grade in reversed(range(GRADES))]
        for field in form.grade_fields():
            field.choices = options(grades)
    return form


def _judgement_of(ballot: Ballot) -> type[JudgementForm]:
    """One question for each option."""
    fields = {
        f"grade_{number}": radios(
            label, validators=[InputRequired(_l("Donnez une mention à chaque réponse"))]
        )
        for number, label in enumerate(ballot.options)
    }
    return type("BallotJudgementForm", (JudgementForm,), fields)
