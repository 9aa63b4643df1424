"""The transparency report, computed from the decisions, reports and appeals themselves."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from consultation.consultations.models import Consultation, Phase
from consultation.core.clock import PARIS, now
from consultation.core.db import session
from consultation.moderation.models import Automation, Decision, Ground
from consultation.moderation.queries.register import REAL, bounds
from consultation.moderation.reports import (
    Appeal,
    AppealOutcome,
    Flag,
    Notice,
    ReporterStanding,
)
from consultation.moderation.transparency import (
    Figure,
    Key,
    Report,
    counted,
    median,
    merged,
    share,
)
from consultation.moderation.words import PERSON, PERSONAL

KEPT_SECONDS = 10
_kept: dict[tuple[Any, ...], Report] = {}


def forget_reports() -> None:
    """Hold nothing: another database is behind the next report."""
    _kept.clear()


def report_of(consultation: Consultation | None, year: int | None) -> Report:
    """The report of a consultation or of all that are public, of a year or of all time.

    Computed at most once in ten seconds, so that its three forms say the same, and nobody makes
    the database count without end.
    """
    moment = now()
    window = int(moment.timestamp()) // KEPT_SECONDS
    key = (consultation.id if consultation else None, year, window)
    found = _kept.get(key)
    if found is None:
        for old in [each for each in _kept if each[2] != window]:
            _kept.pop(old, None)
        found = _kept[key] = Report(tuple(_Scope(consultation, year).figures()), moment)
    return found


def years_with_decisions(consultation: Consultation | None = None) -> list[int]:
    """From the year of the first decision to that of the last, newest first."""
    query = select(Decision.decided_at).limit(1)
    order: ColumnElement[Any] | InstrumentedAttribute[Any] = Decision.id
    if consultation is not None:
        query = query.where(Decision.consultation_id == consultation.id)
        order = Decision.decided_at
    first = session.scalar(query.order_by(order))
    last = session.scalar(query.order_by(order.desc()))
    if first is None or last is None:
        return []
    oldest, newest = (each.astimezone(PARIS).year for each in (first, last))
    return list(range(newest, oldest - 1, -1))


class _Scope:
    """What is counted: whose decisions, and between which moments."""

    def __init__(self, consultation: Consultation | None, year: int | None) -> None:
        self.consultation = consultation
        self.bounds = bounds(year) if year else None

    def figures(self) -> Iterator[Figure]:
        """Every part of the report, in order."""
        yield from self._decisions()
        yield from self._reports(
            "notices", Notice, (Notice.category, Notice.outcome), Notice.received_at
        )
        yield from self._reports("flags", Flag, (Flag.clause, Flag.outcome), Flag.received_at)
        yield from self._appeals()
        yield from self._times()

    def _within(
        self, consultation_id: InstrumentedAttribute[int], at: InstrumentedAttribute[Any]
    ) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if self.consultation is not None:
            conditions.append(consultation_id == self.consultation.id)
        else:
            public = select(Consultation.id).where(Consultation.phase != Phase.DRAFT)
            conditions.append(consultation_id.in_(public))
        if self.bounds:
            conditions += [at >= self.bounds[0], at < self.bounds[1]]
        return conditions

    def _decided(self, *columns: Any) -> Select[Any]:
        conditions = self._within(Decision.consultation_id, Decision.decided_at)
        return select(*columns).where(REAL, *conditions)

    def _decisions(self) -> Iterator[Figure]:
        columns = (
            Decision.measure, Decision.ground, Decision.charter_version, Decision.clause,
            Decision.source, Decision.is_machine_detected, Decision.automation,
        )  # fmt: skip
        measures: Counter[Key] = Counter()
        grounds: Counter[Key] = Counter()
        sources: Counter[Key] = Counter()
        people: Counter[Key] = Counter()
        total = detected = alone = partly = 0
        for row in session.execute(self._decided(*columns, func.count()).group_by(*columns)):
            measure, ground, version, clause, source, is_detected, automation, count = row
            total += count
            word = PERSON if measure in PERSONAL else measure.value
            measures[(word, "")] += count
            if measure in PERSONAL:
                people[(measure.value, "")] += count
            if ground is not Ground.NONE:
                name = f"charter/{version}/{clause}" if ground is Ground.CHARTER else "law"
                grounds[(name, "")] += count
            sources[(source.value, "")] += count
            detected += count if is_detected else 0
            partly += count if automation is Automation.PARTIAL else 0
            alone += count if automation is Automation.FULL else 0
        yield from counted("measures", measures, total=total)
        yield from counted("grounds", grounds, total=sum(grounds.values()))
        yield from counted("sources", sources, total=total)
        yield Figure("automation", "detected", "", detected)
        yield Figure("automation", "detected_share", "", share(detected, total))
        yield Figure("automation", "partly", "", partly)
        yield Figure("automation", "alone", "", alone)
        yield from self._people(people)

    def _people(self, people: "Counter[Key]") -> Iterator[Figure]:
        """Suspensions and warnings, of those who wrote and of those who reported."""
        for item, at in (
            ("reporter_warned", ReporterStanding.warned_at),
            ("reporter_limited", ReporterStanding.limited_at),
        ):
            conditions = self._within(ReporterStanding.consultation_id, at)
            count = session.scalar(
                select(func.count(ReporterStanding.id)).where(at.is_not(None), *conditions)
            )
            if count:
                people[(item, "")] = count
        yield from counted("people", merged(people), total=sum(people.values()))

    def _reports(
        self, part: str, table: Any, columns: tuple[Any, Any], at: InstrumentedAttribute[datetime]
    ) -> Iterator[Figure]:
        counts: Counter[Key] = Counter()
        query = select(*columns, func.count()).where(*self._within(table.consultation_id, at))
        if table is Flag:
            query = query.where(Flag.withdrawn_at.is_(None))
        for item, outcome, count in session.execute(query.group_by(*columns)):
            counts[(str(item), outcome.value if outcome else "waits")] += count
        yield from counted(part, merged(counts), total=sum(counts.values()))

    def _appeals(self) -> Iterator[Figure]:
        conditions = self._within(Appeal.consultation_id, Appeal.received_at)
        rows = session.execute(
            select(Appeal.side, Appeal.outcome, func.count())
            .where(*conditions)
            .group_by(Appeal.side, Appeal.outcome)
        )
        counts: Counter[Key] = Counter()
        changed = judged = 0
        for side, outcome, count in rows:
            counts[(side.value, outcome.value if outcome else "waits")] += count
            judged += count if outcome else 0
            changed += count if outcome in {AppealOutcome.REVERSED, AppealOutcome.PARTLY} else 0
        yield from counted("appeals", counts, total=sum(counts.values()))
        yield Figure("reversals", "changed", "", changed)
        yield Figure("reversals", "changed_share", "", share(changed, judged))

    def _times(self) -> Iterator[Figure]:
        """Median times, in hours."""
        spans = (
            ("decisions", self._decided(Decision.waited_since, Decision.decided_at).where(
                Decision.waited_since.is_not(None)
            )),
            ("notices", self._answered(Notice)),
            ("flags", self._answered(Flag)),
            ("appeals", select(Appeal.received_at, Appeal.judged_at).where(
                Appeal.judged_at.is_not(None),
                *self._within(Appeal.consultation_id, Appeal.received_at),
            )),
        )  # fmt: skip
        for item, query in spans:
            hours = median((end - start).total_seconds() / 3600 for start, end in
                           session.execute(query))  # fmt: skip
            yield Figure("times", item, "", None if hours is None else round(hours, 1))

    def _answered(self, table: Any) -> Select[Any]:
        return select(table.received_at, table.decided_at).where(
            table.decided_at.is_not(None),
            *self._within(table.consultation_id, table.received_at),
        )
