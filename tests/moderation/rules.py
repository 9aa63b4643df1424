"""What the tests of rules do over and over."""

from typing import Any

from consultation.accounts.models import User
from consultation.moderation.services.ruling import RuleDraft, create_rule, switch_rule
from consultation.screening.models import RuleAction, ScreeningRule
from consultation.screening.signals import SignalKind
from tests.contributions.steps import Parc, make_parc
from tests.factories import make_user

DATA = ((SignalKind.PERSONAL_DATA.value,),)


def ruled(
    parc: Parc, actor: User, condition: Any = DATA, action: RuleAction = RuleAction.HOLD,
    *, is_on: bool = True, name: str = "Numéros",
) -> ScreeningRule:  # fmt: skip
    """A rule, switched on unless told otherwise."""
    draft = RuleDraft(name, tuple(frozenset(group) for group in condition), action)
    rule = create_rule(parc.consultation, draft, actor=actor)
    if is_on:
        switch_rule(parc.consultation, rule, is_on=True, actor=actor)
    return rule


def desk() -> tuple[Parc, User]:
    moderator = make_user(name="Camille D.")
    return make_parc(moderator=moderator), moderator
