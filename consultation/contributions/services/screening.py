"""What screening finds in what somebody sends, and what the consultation makes of it.

Signals are made before one's turn to write: the texts', then what the author sent lately, read in
one statement. Nothing is ever refused for them. They rank the queue, and the consultation's policy
and rules say whether a contribution is public at once or waits for a moderator.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import and_, bindparam, select, update

from consultation.consultations.models import Consultation, ModerationPolicy, Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.contributions.queries.places import consultation_of, with_surroundings
from consultation.contributions.services.showing import change_state, hold_counts
from consultation.contributions.writing import Written
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import connection, lock, session, transaction
from consultation.screening.judging import (
    FIRST_WEIGHT,
    REPEATED_WEIGHT,
    SPEED_WEIGHT,
    Texts,
    signals_in,
)
from consultation.screening.models import ReviewAlert, RuleAction
from consultation.screening.queries import insults_in_force, rules_in_force
from consultation.screening.rules import RuleInForce, rule_for
from consultation.screening.signals import Signal, SignalKind, risk_of

RECENT = 5
"""Contributions of the author that a new one is held against."""
MANY, MANY_WITHIN = 5, timedelta(minutes=10)
TOO_FAST_SECONDS = 4
"""Between the first look at the form and what is written in it; a kept draft takes no time."""
ALERT_WINDOW = timedelta(minutes=15)
"""Moderators are told at once, then of all that was held meanwhile."""
_SIGNS = re.compile(r"\W+")


@dataclass(frozen=True)
class Screened:
    """The signals of a text, and what follows from them."""

    signals: Sequence[Signal]
    rule: RuleInForce | None
    waits: bool
    """A moderator reads it before the public does."""

    @property
    def state(self) -> ContributionState:
        """Of what is new."""
        return ContributionState.PENDING if self.waits else ContributionState.PUBLISHED

    def write_on(self, contribution: Contribution, at_least: int = 0) -> None:
        """Store signals, and the risk that others may have raised. It is to be examined then."""
        traces = [self.rule.as_signal()] if self.rule else []
        contribution.signals = [signal.stored() for signal in (*self.signals, *traces)]
        contribution.risk = max(at_least, risk_of(self.signals))
        contribution.review_since = contribution.review_since or now()


def screened(
    consultation: Consultation,
    written: Written,
    original: str | None,
    author: Participant | None,
    *,
    own_id: int = 0,
    seconds: int | None = None,
) -> Screened:
    """Judge `written`, by `author` (None before their first word); `own_id` is what it replaces."""
    texts = Texts(written.source, written.proposed_text, original)
    signals = [
        *signals_in(texts, insults_in_force()),
        *_signals_of_author(written, author, own_id),
        *_signals_of_haste(seconds),
    ]
    return ruled(consultation, signals)


def ruled(consultation: Consultation, signals: Sequence[Signal]) -> Screened:
    """What the first rule that applies says, else the policy."""
    rule = rule_for(rules_in_force(consultation), signals)
    if rule is None:
        return Screened(signals, None, consultation.moderation is ModerationPolicy.BEFORE)
    return Screened(signals, rule, rule.holds)


REPORTS = "contributions.reports"
"""Where the application puts what tells how high reports raise a contribution: a `Raiser`."""
Raiser = Callable[[int], int]
"""The risk, of 100, that the reports which wait on the contribution of that id give it."""


def risk_of_reports(contribution: Contribution) -> int:
    """What it is raised to, whatever its author makes of it: reports wait for an answer."""
    tell: Raiser = current_app.extensions[REPORTS]
    return tell(contribution.id) if contribution.review_since is not None else 0


def note_hold(contribution: Contribution, found: Screened) -> None:
    """Write down that a rule made it wait, and have the moderators told if it asks so."""
    if found.rule is None or not found.waits:
        return
    session.flush()
    journal.record("contribution.held", contribution, actor_id=None, rule=found.rule.key)
    if found.rule.action is RuleAction.HOLD_AND_ALERT:
        _alert(contribution.consultation_id)


def add_signal(contribution: Contribution, signal: Signal) -> None:
    """Store one signal more, found later, in the place of an earlier one of its kind.

    Risk follows, then the rules (`rule_again`).
    """
    with transaction():
        lock(contribution)
        kept = [each for each in contribution.signals if each["kind"] != signal.kind.value]
        contribution.signals = [*kept, signal.stored()]
        risk = risk_of(map(Signal.loaded, contribution.signals))
        contribution.risk = max(contribution.risk, risk)
        session.flush()
        rule_again([contribution.id], signal.kind)


def rule_again(contribution_ids: Sequence[int], kind: SignalKind) -> None:
    """Apply the rules that ask for `kind` to contributions where it was found after they were sent.

    Their rows are held. What a moderator has examined stays as it was left: a machine does not take
    it from the public.
    """
    chosen = Contribution.id.in_(contribution_ids)
    ruling = session.scalars(
        select(Consultation).where(
            Consultation.rule_count > 0,
            Consultation.id.in_(select(Contribution.consultation_id).where(chosen)),
        )
    )
    asking = [row.id for row in ruling.all() if _asks_for(rules_in_force(row), kind)]
    if not asking:
        return
    query = with_surroundings(
        select(Contribution)
        .where(
            chosen,
            Contribution.consultation_id.in_(asking),
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.review_since.is_not(None),
        )
        .order_by(Contribution.id)
        .execution_options(populate_existing=True)
    )
    held = []
    for row in session.scalars(query).all():
        signals = [Signal.loaded(each) for each in row.signals if each["kind"] != SignalKind.RULE]
        found = ruled(consultation_of(row), signals)
        if found.rule and found.rule.holds and _asks_for([found.rule], kind):
            held.append((row, found))
    for thread_id in sorted({row.parent_id for row, _found in held if row.parent_id}):
        lock(session.get_one(Contribution, thread_id))
    for row, found in held:
        hold_counts(row)
        change_state(row, ContributionState.PENDING)
        found.write_on(row, at_least=row.risk)
        note_hold(row, found)


def _asks_for(rules: Sequence[RuleInForce], kind: SignalKind) -> bool:
    return any(kind.value in group for rule in rules for group in rule.condition)


def _signals_of_author(
    written: Written, author: Participant | None, own_id: int
) -> Sequence[Signal]:
    first = Signal(SignalKind.FIRST_MESSAGE, FIRST_WEIGHT)
    if author is None:
        return (first,)
    rows = connection().execute(_RECENT, {"author_id": author.id, "own_id": own_id}).all()
    found = [] if author.contribution_count or own_id else [first]
    since = now() - MANY_WITHIN
    lately = 1 + sum(1 for submitted_at, _source, _proposed in rows if submitted_at > since)
    if lately >= MANY and not own_id:
        minutes = MANY_WITHIN // timedelta(minutes=1)
        found.append(Signal(SignalKind.SPEED, SPEED_WEIGHT, lately, details={"minutes": minutes}))
    again = sum(_is_same(written, source, proposed) for _at, source, proposed in rows)
    if again:
        found.append(Signal(SignalKind.REPEATED, REPEATED_WEIGHT, again))
    return found


def _is_same(written: Written, source: str, proposed_text: str | None) -> bool:
    """The same words in the same order, whatever the signs and capitals around them."""
    mine, theirs = written.proposed_text or written.source, proposed_text or source
    if abs(len(mine) - len(theirs)) > 0.1 * len(mine):
        return False
    return _SIGNS.sub("", mine).casefold() == _SIGNS.sub("", theirs).casefold()


def _signals_of_haste(seconds: int | None) -> Sequence[Signal]:
    if seconds is None or seconds >= TOO_FAST_SECONDS:
        return ()
    return (Signal(SignalKind.SPEED, SPEED_WEIGHT, details={"seconds": max(0, seconds)}),)


def _alert(consultation_id: int) -> None:
    """One more in the mail that is being gathered, or the first of another.

    The consultation's row is held: two contributions never begin two mails.
    """
    waiting = session.scalar(
        update(ReviewAlert)
        .where(
            ReviewAlert.consultation_id == consultation_id,
            ReviewAlert.done_at.is_(None),
            ReviewAlert.gave_up_at.is_(None),
            ReviewAlert.lease_until.is_(None),
        )
        .values(held_count=ReviewAlert.held_count + 1)
        .returning(ReviewAlert.id)
        .execution_options(synchronize_session=False)
    )
    if waiting is None:
        session.add(
            ReviewAlert(consultation_id=consultation_id, run_at=_next_alert(consultation_id))
        )


def _next_alert(consultation_id: int) -> datetime:
    last: datetime | None = session.scalar(
        select(ReviewAlert.run_at)
        .where(ReviewAlert.consultation_id == consultation_id)
        .order_by(ReviewAlert.id.desc())
        .limit(1)
    )
    return max(now(), last + ALERT_WINDOW) if last else now()


_RECENT = (
    select(Contribution.submitted_at, Revision.source, Revision.proposed_text)
    .join(
        Revision,
        and_(Revision.contribution_id == Contribution.id, Revision.number == Contribution.revision),
    )
    .where(
        Contribution.author_id == bindparam("author_id"),
        Contribution.id != bindparam("own_id"),
        Contribution.state != ContributionState.WITHDRAWN,
    )
    .order_by(Contribution.id.desc())
    .limit(RECENT)
)
