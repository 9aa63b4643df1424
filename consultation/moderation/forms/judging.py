"""The forms of moderators before reports and appeals."""

from collections.abc import Collection, Sequence

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.consultations.charter import Clause
from consultation.consultations.forms.fields import not_blank, options, radios, select
from consultation.core.forms import Form
from consultation.core.i18n import _, _l
from consultation.moderation.forms.deciding import whole_number
from consultation.moderation.forms.reporting import on_one_line, tidied
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.reports import AppealOutcome, Side
from consultation.moderation.services.judging_appeals import MAX_REASONS, Verdict
from consultation.moderation.words import measure_word

LAW = "law"
FOR_REPORTERS = (Measure.MASK, Measure.HIDE, Measure.CLOSE_THREAD, Measure.WARN)
"""What may be decided when somebody who reported appeals."""
Measures = Collection[Measure]


def reasons_field(hint: object) -> TextAreaField:
    """Why, in words that are sent."""
    return TextAreaField(
        _l("Vos raisons"),
        description=hint,
        filters=[tidied],
        validators=[
            not_blank(_l("Donnez vos raisons")),
            Length(max=MAX_REASONS, message=_l("Les raisons comptent 2 000 caractères au plus")),
        ],
    )


class DismissForm(Form):
    """Keeping what was reported, with reasons."""

    reasons = reasons_field(
        _l("Envoyées aux personnes qui ont signalé. Ne nommez personne, ne citez pas le texte.")
    )


class StandingForm(Form):
    """What somebody who reports without ground is told."""

    reasons = reasons_field(_l("Envoyées à cette personne."))


class JudgeForm(Form):
    """What a second moderator says of an appeal."""

    revision = HiddenField()
    outcome = radios(_l("Votre réponse"), validators=[InputRequired(_l("Choisissez une réponse"))])
    measure = select(_l("Ce qui est décidé à la place"), [], default="")
    ground = select(_l("Fondement"), [], default="")
    legal_ref = StringField(
        _l("Loi et article"),
        description=_l("Si le fondement est la loi."),
        filters=[on_one_line],
        validators=[Length(max=300, message=_l("La référence compte 300 caractères au plus"))],
    )
    passages = TextAreaField(
        _l("Passages à masquer"),
        description=_l("Un par ligne, tels qu’ils sont écrits dans la contribution."),
        filters=[tidied],
    )
    reasons = reasons_field(
        _l("Envoyées à la personne qui a formé le recours. Ne nommez personne d’autre.")
    )

    def offer(
        self, decision: Decision, side: Side, clauses: Sequence[Clause], now_possible: Measures
    ) -> None:
        """What this appeal leaves to choose; `now_possible` are the measures that make sense."""
        measures = [each for each in _instead_of(decision, side) if each in now_possible]
        answers = [
            (AppealOutcome.UPHELD, _("Maintenir la décision")),
            (AppealOutcome.REVERSED, _("L’annuler")),
        ]
        if measures:
            answers.append((AppealOutcome.PARTLY, _("L’annuler en partie")))
        self.outcome.choices = options((each.value, words) for each, words in answers)
        self.measure.choices = options(
            [("", _("Choisissez")), *((each.value, measure_word(each)) for each in measures)]
        )
        self.ground.choices = options(
            [
                ("", _("Choisissez")),
                *((clause.ref, f"{clause.ref}. {clause.title}") for clause in clauses),
                (LAW, _("La loi")),
            ]
        )

    @property
    def offers_measures(self) -> bool:
        """Something may be decided instead."""
        return len(self.measure.choices) > 1

    def show(self, revision: int) -> None:
        """Which text is before whoever judges."""
        self.revision.data = str(revision)

    def verdict(self) -> Verdict:
        """What it says, for the service."""
        return Verdict(
            AppealOutcome(self.outcome.data),
            self.reasons.data or "",
            self._judgement(),
            self.passages.data or "",
            whole_number(self.revision.data or "") or 0,
        )

    def _judgement(self) -> Judgement | None:
        if not self.measure.data:
            return None
        ground = Ground.NONE
        if self.ground.data:
            ground = Ground.LAW if self.ground.data == LAW else Ground.CHARTER
        return Judgement(
            measure=Measure(self.measure.data),
            ground=ground,
            clause=self.ground.data if ground is Ground.CHARTER else "",
            legal_ref=self.legal_ref.data or "",
            facts=self.reasons.data or "",
        )


def _instead_of(decision: Decision, side: Side) -> Sequence[Measure]:
    """To its author, less than what was decided; to whoever reported, something after all."""
    if side is Side.REPORTER:
        return [each for each in FOR_REPORTERS if each is not decision.measure]
    is_text = decision.measure in {Measure.HIDE, Measure.REFUSE, Measure.MASK}
    return [Measure.MASK] if is_text else []
