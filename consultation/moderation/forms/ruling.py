"""The form of a rule: sets of signals, one of which must be there whole, and what follows."""

from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.consultations.forms.fields import not_blank, options, radios
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.moderation.services.ruling import NAME_MAX, RuleDraft
from consultation.screening.models import RuleAction, ScreeningRule
from consultation.screening.rules import TRAITS, Condition
from consultation.screening.telling import kind_label

SETS = ("first", "second", "third")


def _boxes(label: object) -> SelectMultipleField:
    """Signals to tick."""
    return SelectMultipleField(
        label,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )


def action_labels() -> list[tuple[str, str]]:
    """What a rule may do."""
    return [
        (RuleAction.HOLD.value, _("Retenir : un modérateur lit avant le public")),
        (
            RuleAction.HOLD_AND_ALERT.value,
            _("Retenir et alerter : les modérateurs reçoivent aussitôt un message"),
        ),
        (RuleAction.PUBLISH.value, _("Publier : même là où un modérateur lit d’abord")),
    ]


class RuleForm(Form):
    """What a rule asks for, and what it does."""

    name = StringField(
        _l("Nom de la règle"),
        description=_l("Les modérateurs le lisent à côté de ce que la règle retient."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un nom à la règle")),
            Length(max=NAME_MAX, message=_l("Le nom compte 80 caractères au plus")),
        ],
    )
    first = _boxes(_l("Tous ces signaux ensemble"))
    second = _boxes(_l("ou tous ceux-ci"))
    third = _boxes(_l("ou tous ceux-ci"))
    action = radios(_l("Alors"), default=RuleAction.HOLD.value, validate_choice=True)

    def offer(self) -> "RuleForm":
        """Give the boxes their words, in the language of the page."""
        for name in SETS:
            self[name].choices = options((trait, kind_label(trait)) for trait in TRAITS)
        self.action.choices = options(action_labels())
        return self

    def show(self, rule: ScreeningRule) -> "RuleForm":
        """Begin with what the rule says."""
        self.name.data = rule.name
        self.action.data = RuleAction(rule.action).value
        for name, group in zip(SETS, rule.condition, strict=False):
            self[name].data = list(group)
        return self

    def validate_first(self, _field: SelectMultipleField) -> None:
        """One set at least, of signals that there are."""
        ticked = [self[name].data or [] for name in SETS]
        if not any(ticked):
            raise ValidationError(_("Cochez au moins un signal"))
        if not {trait for group in ticked for trait in group} <= set(TRAITS):
            raise ValidationError(_("Choisissez dans la liste"))

    def condition(self) -> Condition:
        """The sets that were ticked, each once."""
        groups = [frozenset(self[name].data) for name in SETS if self[name].data]
        return tuple(dict.fromkeys(groups))

    def draft(self) -> RuleDraft:
        """What the service asks for."""
        return RuleDraft(self.name.data or "", self.condition(), RuleAction(self.action.data))
