"""The rules and the list of insults that are in force, kept by the process while they hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Select, select

from consultation.consultations.models import Consultation
from consultation.core.clock import now
from consultation.core.db import session
from consultation.screening.insult_words import FRENCH
from consultation.screening.manners import Insults, prepared
from consultation.screening.models import InsultList, ScreeningRule
from consultation.screening.rules import RuleInForce, condition_of

LIST_HOLDS = timedelta(minutes=1)
"""How long another process may go on with an older list of insults."""


def rules_of(consultation_id: int) -> Select[ScreeningRule]:
    """All the rules of a consultation, in their order."""
    return (
        select(ScreeningRule)
        .where(ScreeningRule.consultation_id == consultation_id)
        .order_by(ScreeningRule.position, ScreeningRule.id)
    )


def rules_in_force(consultation: Consultation) -> Sequence[RuleInForce]:
    """Those that are switched on; read once a change."""
    if not consultation.rule_count:
        return ()
    return _rules_on(consultation.key, consultation.id, consultation.rule_revision)


@lru_cache(maxsize=64)
def _rules_on(_key: str, consultation_id: int, _revision: int) -> Sequence[RuleInForce]:
    rows = session.scalars(rules_of(consultation_id).where(ScreeningRule.is_on.is_(True)))
    return [RuleInForce(row.key, row.name, condition_of(row.condition), row.action) for row in rows]


def insult_lists() -> Select[InsultList]:
    """Every version, the one in force first."""
    return select(InsultList).order_by(InsultList.version.desc())


class _Kept:
    """The list of insults that this process judges by."""

    until: datetime | None = None
    insults: Insults = prepared("")


def insults_in_force() -> Insults:
    """The last version that an administrator saved, or the words that come with the product."""
    moment = now()
    if _Kept.until is None or _Kept.until <= moment:
        saved = session.scalar(insult_lists().with_only_columns(InsultList.words).limit(1))
        _Kept.insults = prepared(FRENCH if saved is None else saved)
        _Kept.until = moment + LIST_HOLDS
    return _Kept.insults


def forget_insults() -> None:
    """Read the list again at the next text."""
    _Kept.until = None
