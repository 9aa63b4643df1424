"""What a rule would have done with what was said until now, before it is switched on.

A short consultation is read at once; a long one by the worker, in parts, the newest first.
"""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import require
from consultation.moderation.permissions import can_set_rules
from consultation.screening.models import RuleTrial, ScreeningRule
from consultation.screening.rules import applies, condition_of, traits_of
from consultation.screening.signals import Signal

AT_ONCE = 4_000
"""Contributions that are read while the person waits; also a part of the worker's."""
SAMPLE = 10


def try_rule(consultation: Consultation, rule: ScreeningRule, *, actor: User) -> RuleTrial:
    """Begin a trial of the rule as it is now; of a short consultation it is finished with it."""
    require(can_set_rules(actor, roles_of(actor, consultation.id)))
    with transaction() as current:
        trial = RuleTrial(
            rule_id=rule.id,
            asked_by_id=actor.id,
            asked_at=now(),
            condition=rule.condition,
            total=consultation.last_number,
            read_count=0,
            matched_count=0,
            sample=[],
        )
        current.add(trial)
        current.flush()
        if consultation.last_number <= AT_ONCE:
            read_part(trial, consultation.id)
    return trial


def read_part(trial: RuleTrial, consultation_id: int, most: int = AT_ONCE) -> None:
    """Read the next contributions; when there are none left, the trial is done.

    What the institution says itself is not screened, so it is not tried.
    """
    condition = condition_of(trial.condition)
    query = (
        select(Contribution.id, Contribution.signals)
        .where(Contribution.consultation_id == consultation_id, Contribution.is_official.is_(False))
        .order_by(Contribution.id.desc())
        .limit(most)
    )
    if trial.before_id is not None:
        query = query.where(Contribution.id < trial.before_id)
    rows = session.execute(query).all()
    found = [row_id for row_id, stored in rows if applies(condition, traits_of(_loaded(stored)))]
    trial.read_count += len(rows)
    trial.matched_count += len(found)
    trial.sample = [*trial.sample, *found][:SAMPLE]
    if rows:
        trial.before_id = rows[-1][0]
    if len(rows) < most:
        trial.done_at = now()
        trial.total = trial.read_count
    trial.lease_until = None
    trial.attempts = 0


def _loaded(stored: list[dict[str, object]]) -> list[Signal]:
    return [Signal.loaded(each) for each in stored]


def latest_trial(rule: ScreeningRule) -> RuleTrial | None:
    """The last trial of the rule; one of other conditions than today's says nothing."""
    row = session.scalars(
        select(RuleTrial).where(RuleTrial.rule_id == rule.id).order_by(RuleTrial.id.desc()).limit(1)
    ).one_or_none()
    return row if row is not None and row.condition == rule.condition else None
