"""A consultation's rules over what screening finds: made, ordered, switched, tried, taken away.

Every act holds the consultation's row, and raises the revision by which the rules are remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy
from consultation.moderation.permissions import can_set_rules
from consultation.screening.models import HOLDING, RuleAction, RuleTrial, ScreeningRule
from consultation.screening.queries import rules_of
from consultation.screening.rules import (
    FIRST_ALONE,
    Condition,
    condition_of,
    stored_condition,
)
from consultation.screening.signals import SignalKind

RULES_MAX = 30
NAME_MAX = 80


@dataclass(frozen=True)
class RuleDraft:
    """What a form says of a rule."""

    name: str
    condition: Condition
    action: RuleAction


def create_rule(consultation: Consultation, draft: RuleDraft, *, actor: User) -> ScreeningRule:
    """Add a rule after the others; it is off until somebody switches it on."""
    _require(consultation, actor)
    _check(draft)
    with transaction() as current:
        rules = _held(consultation)
        if len(rules) >= RULES_MAX:
            raise DomainError(_("%(most)s règles au plus : réunissez-en.", most=RULES_MAX))
        position = 1 + max((rule.position for rule in rules), default=0)
        rule = ScreeningRule(consultation_id=consultation.id, position=position)
        _write(rule, draft)
        current.add(rule)
        current.flush()
        _record("rule.created", rule, actor)
    return rule


def change_rule(
    consultation: Consultation, rule: ScreeningRule, draft: RuleDraft, *, actor: User
) -> None:
    """Change a rule; switched on, it applies at once as it is now."""
    _require(consultation, actor)
    _check(draft)
    with transaction():
        _held(consultation)
        lock(_still_there(rule))
        before = (rule.name, rule.condition, rule.action)
        _write(rule, draft)
        if before != (rule.name, rule.condition, rule.action):
            _record("rule.changed", rule, actor)
        _remember(consultation)


def switch_rule(
    consultation: Consultation, rule: ScreeningRule, *, is_on: bool, actor: User
) -> None:
    """Have it apply to what is sent from now on, or no more."""
    _require(consultation, actor)
    with transaction():
        _held(consultation)
        lock(_still_there(rule))
        if rule.is_on is not is_on:
            rule.is_on = is_on
            rule.changed_at = now()
            _record("rule.switched_on" if is_on else "rule.switched_off", rule, actor)
        _remember(consultation)


def move_rule(consultation: Consultation, rule: ScreeningRule, by: int, *, actor: User) -> None:
    """Put it one place sooner (-1) or later (1): the first that applies decides."""
    _require(consultation, actor)
    with transaction():
        rules = list(_held(consultation))
        _still_there(rule)
        at = rules.index(rule)
        other = at + by
        if not 0 <= other < len(rules):
            return
        rules[at], rules[other] = rules[other], rules[at]
        for position, each in enumerate(rules, start=1):
            each.position = position
        _record("rule.moved", rule, actor)
        _remember(consultation)


def delete_rule(consultation: Consultation, rule: ScreeningRule, *, actor: User) -> None:
    """Take it away, with its trials. What it held stays held until somebody has read it."""
    _require(consultation, actor)
    with transaction() as current:
        _held(consultation)
        _record("rule.deleted", _still_there(rule), actor)
        current.execute(delete(RuleTrial).where(RuleTrial.rule_id == rule.id))
        current.delete(rule)
        current.flush()
        _remember(consultation)


def _require(consultation: Consultation, actor: User) -> None:
    require(can_set_rules(actor, roles_of(actor, consultation.id)))


def _check(draft: RuleDraft) -> None:
    """A rule has a name, and nothing is held for being many or new alone."""
    if is_blank(draft.name) or len(draft.name) > NAME_MAX:
        raise DomainError(
            _("Donnez à la règle un nom de %(most)s caractères au plus", most=NAME_MAX)
        )
    harmless = {SignalKind.CAMPAIGN.value, *FIRST_ALONE}
    if draft.action in HOLDING and any(group <= harmless for group in draft.condition):
        raise DomainError(
            _(
                "Une contribution n’est pas retenue parce qu’elle ressemble à d’autres ou qu’elle "
                "est la première : ajoutez un autre signal à l’ensemble."
            )
        )


def _held(consultation: Consultation) -> Sequence[ScreeningRule]:
    """The rules in their order, the consultation's row held."""
    lock(consultation)
    return session.scalars(
        rules_of(consultation.id).execution_options(populate_existing=True)
    ).all()


def _still_there(rule: ScreeningRule) -> ScreeningRule:
    """Somebody else may have taken it away meanwhile."""
    found = session.scalar(select(ScreeningRule.id).where(ScreeningRule.id == rule.id))
    if found is None:
        raise NotFoundError(_("Cette règle n’existe plus."))
    return rule


def _write(rule: ScreeningRule, draft: RuleDraft) -> None:
    rule.name = tidy(draft.name)
    rule.condition = stored_condition(condition_of(stored_condition(draft.condition)))
    rule.action = draft.action
    rule.changed_at = now()


def _remember(consultation: Consultation) -> None:
    """Count what is on, and let every process read it anew."""
    session.flush()
    consultation.rule_count = (
        session.scalar(
            select(func.count())
            .select_from(ScreeningRule)
            .where(ScreeningRule.consultation_id == consultation.id, ScreeningRule.is_on.is_(True))
        )
        or 0
    )
    consultation.rule_revision += 1


def _record(act: str, rule: ScreeningRule, actor: User) -> None:
    journal.record(act, rule, actor_id=actor.id, consultation=rule.consultation_id)
