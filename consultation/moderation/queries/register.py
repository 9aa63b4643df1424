"""The public register: every decision, without a name and without a word of anybody's.

What was done to a person is listed as such, and not said which of the measures it was. Only what
left a neutral trace is linked, so that no row points at somebody who still speaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from consultation.consultations.models import Consultation, Phase
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import PARIS
from consultation.core.db import session
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.moderation.reports import Appeal, AppealOutcome
from consultation.moderation.words import PERSON, PERSONAL

PAGE_SIZE = 50
FILE_CHUNK, FILE_MOST = 1_000, 100_000
TOMBS = frozenset({ContributionState.REFUSED, ContributionState.HIDDEN})
REAL: ColumnElement[bool] = Decision.undone_at.is_(None)


@dataclass(frozen=True)
class RegisterFilters:
    """What part of the register is asked for; empty words ask for nothing."""

    measure: str = ""
    ground: str = ""
    machine: str = ""
    appeal: str = ""
    year: str = ""

    @classmethod
    def of(cls, asked: Any) -> "RegisterFilters":
        """What the address says; a word that is no filter is none."""
        year = asked.get("annee", "")
        return cls(
            measure=_one_of(asked.get("mesure", ""), {*Measure, PERSON} - PERSONAL),
            ground=_one_of(asked.get("fondement", ""), {Ground.CHARTER, Ground.LAW}),
            machine=_one_of(asked.get("machine", ""), {"oui", "non"}),
            appeal=_one_of(asked.get("recours", ""), {*AppealOutcome, "waits"}),
            year=year if is_year(year) else "",
        )

    @property
    def arguments(self) -> dict[str, str]:
        """As the address says it again."""
        said = {
            "mesure": self.measure, "fondement": self.ground, "machine": self.machine,
            "recours": self.appeal, "annee": self.year,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def _one_of(word: str, words: set[Any]) -> str:
    return word if word in {str(each) for each in words} else ""


def is_year(text: str) -> bool:
    """Four figures of this millennium's first century."""
    return len(text) == 4 and text.isascii() and text.isdecimal() and 2000 <= int(text) < 2100


def bounds(year: int) -> tuple[datetime, datetime]:
    """When a year begins and ends in Paris."""
    begins, ends = (datetime(each, 1, 1, tzinfo=PARIS) for each in (year, year + 1))
    return begins.astimezone(UTC), ends.astimezone(UTC)


@dataclass(frozen=True)
class Entry:
    """One row of the register."""

    reference: str
    day: date
    slug: str
    title: str
    measure: str
    """A measure, or PERSON."""
    ground: Ground
    charter_version: int | None
    clause: str
    legal_ref: str
    source: Source
    is_machine_detected: bool
    is_reversed: bool
    appeal: str
    """Empty, « waits », or the outcome."""
    tomb: str
    """The key of the contribution whose neutral trace stands in its place; else empty."""
    consultation_id: int


@dataclass(frozen=True)
class RegisterPage:
    """Some entries, newest first, and where the next ones begin."""

    entries: Sequence[Entry]
    following: str


def register_page(
    consultation: Consultation | None, filters: RegisterFilters, after: str,
    size: int = PAGE_SIZE,
) -> RegisterPage:  # fmt: skip
    """A page of the register of a consultation, or of all that are public."""
    query = _query(consultation, filters).limit(size + 1)
    if after:
        last = select(Decision.id).where(Decision.key == after).scalar_subquery()
        query = query.where(Decision.id < last)
    rows = session.execute(query).all()
    shown = rows[:size]
    appeals = _appeals([row[0].id for row in shown])
    entries = [_entry(row, appeals.get(row[0].id, "")) for row in shown]
    return RegisterPage(entries, shown[-1][0].key if len(rows) > size else "")


def whole_register(consultation: Consultation | None, filters: RegisterFilters) -> Iterator[Entry]:
    """Every entry, read a thousand at a time, up to a hundred thousand: the newest ones."""
    after = ""
    for _chunk in range(FILE_MOST // FILE_CHUNK):
        page = register_page(consultation, filters, after, FILE_CHUNK)
        yield from page.entries
        session.expunge_all()
        if not page.following:
            return
        after = page.following


def _query(consultation: Consultation | None, filters: RegisterFilters) -> Any:
    query: Any = (
        select(Decision, Contribution.key, Contribution.state, Consultation.slug,
               Consultation.title)
        .join(Consultation, Consultation.id == Decision.consultation_id)
        .outerjoin(Contribution, Contribution.id == Decision.contribution_id)
        .where(REAL)
        .order_by(Decision.id.desc())
    )  # fmt: skip
    if consultation is not None:
        query = query.where(Decision.consultation_id == consultation.id)
    else:
        query = query.where(Consultation.phase != Phase.DRAFT)
    return query.where(*_conditions(filters))


def _conditions(filters: RegisterFilters) -> Iterator[ColumnElement[bool]]:
    if filters.measure == PERSON:
        yield Decision.measure.in_(PERSONAL)
    elif filters.measure:
        yield Decision.measure == Measure(filters.measure)
    else:
        yield Decision.measure != Measure.KEEP
    if filters.ground:
        yield Decision.ground == Ground(filters.ground)
    if filters.machine:
        yield Decision.is_machine_detected.is_(filters.machine == "oui")
    if filters.appeal:
        outcome = (
            Appeal.outcome.is_(None)
            if filters.appeal == "waits"
            else Appeal.outcome == AppealOutcome(filters.appeal)
        )
        yield select(Appeal.id).where(Appeal.decision_id == Decision.id, outcome).exists()
    if filters.year:
        begins, ends = bounds(int(filters.year))
        yield Decision.decided_at >= begins
        yield Decision.decided_at < ends


_WEIGHT = {
    "": 0, "waits": 1, AppealOutcome.UPHELD.value: 2, AppealOutcome.PARTLY.value: 3,
    AppealOutcome.REVERSED.value: 4,
}  # fmt: skip


def _appeals(decision_ids: Sequence[int]) -> dict[int, str]:
    """What became of each decision on appeal; of several, what changed it most."""
    found: dict[int, str] = {}
    rows = session.execute(
        select(Appeal.decision_id, Appeal.outcome).where(Appeal.decision_id.in_(decision_ids))
    )
    for decision_id, outcome in rows:
        word = outcome.value if outcome else "waits"
        if _WEIGHT[word] > _WEIGHT[found.get(decision_id, "")]:
            found[decision_id] = word
    return found


def _entry(row: Any, appeal: str) -> Entry:
    decision, key, state, slug, title = row
    is_tomb = state in TOMBS and decision.measure in {Measure.REFUSE, Measure.HIDE}
    return Entry(
        reference=decision.key,
        day=decision.decided_at.astimezone(PARIS).date(),
        slug=slug,
        title=title,
        measure=PERSON if decision.measure in PERSONAL else decision.measure.value,
        ground=decision.ground,
        charter_version=decision.charter_version,
        clause=decision.clause,
        legal_ref=decision.legal_ref,
        source=decision.source,
        is_machine_detected=decision.is_machine_detected,
        is_reversed=decision.reversed_at is not None,
        appeal=appeal,
        tomb=(key or "") if is_tomb else "",
        consultation_id=decision.consultation_id,
    )
