"""Where two people who coded blindly differ, and what was decided of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import DoubleReading, DoubleSample, DoubleSettlement, Theme
from consultation.synthesis.models.coding import SetAside
from consultation.synthesis.queries.agreement import SET_ASIDE, pairs_of
from consultation.synthesis.queries.codebook import themes

PAGE_SIZE = 20


def open_sample(consultation_id: int) -> DoubleSample | None:
    """The sample that is being read."""
    return session.scalars(
        select(DoubleSample)
        .where(
            DoubleSample.consultation_id == consultation_id,
            DoubleSample.ended_at.is_(None),
            select(DoubleReading.id)
            .where(DoubleReading.sample_id == DoubleSample.id, DoubleReading.is_open)
            .exists(),
        )
        .limit(1)
    ).one_or_none()


def pair_of(contribution_id: int, sample_id: int | None = None) -> Sequence[DoubleReading]:
    """Both readings of a contribution, those of its latest sample unless another is named."""
    query = select(DoubleReading).where(DoubleReading.contribution_id == contribution_id)
    if sample_id is not None:
        query = query.where(DoubleReading.sample_id == sample_id)
    return session.scalars(
        query.order_by(DoubleReading.sample_id.desc(), DoubleReading.place).limit(2)
    ).all()


@dataclass(frozen=True)
class Difference:
    """A contribution that two people coded differently: themes by name, and what was decided."""

    key: str
    number: int
    source: str
    first: Sequence[str]
    second: Sequence[str]
    settled: Sequence[str] | None

    @property
    def excerpt(self) -> str:
        """Its first words."""
        line = " ".join(self.source.split())
        return line if len(line) <= 140 else line[:140].rsplit(" ", 1)[0] + "…"


def differences(
    consultation: Consultation, after: str, aside: str
) -> tuple[list[Difference], str]:  # fmt: skip
    """Twenty of them, oldest first, and the key to go on from. `aside` names « set aside ».

    What is public no more is not shown.
    """
    pairs = pairs_of(consultation.id)
    ids = sorted(key for key, (first, second) in pairs.items() if first != second)
    query = (
        select(Contribution.id, Contribution.key, Contribution.number, Revision.source)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(Contribution.id.in_(ids), Contribution.state == ContributionState.PUBLISHED)
        .order_by(Contribution.id)
        .limit(PAGE_SIZE + 1)
    )
    if after:
        last = select(Contribution.id).where(Contribution.key == after).scalar_subquery()
        query = query.where(Contribution.id > last)
    rows = session.execute(query).all()
    named = {row.id: row.name for row in session.scalars(themes(consultation.id))}
    named[SET_ASIDE] = aside
    settled = _settled([row.id for row in rows])
    shown = []
    for row in rows[:PAGE_SIZE]:
        first, second = ([named[each] for each in sorted(side)] for side in pairs[row.id])
        decided = settled.get(row.id)
        said = None if decided is None else [named[each] for each in decided] or [aside]
        shown.append(Difference(row.key, row.number, row.source, first, second, said))
    return shown, shown[-1].key if len(rows) > PAGE_SIZE else ""


def _settled(ids: Sequence[int]) -> dict[int, list[int]]:
    """What was decided last, as ids of themes."""
    rows = session.execute(
        select(DoubleSettlement.contribution_id, DoubleSettlement.themes)
        .where(DoubleSettlement.contribution_id.in_(ids))
        .order_by(DoubleSettlement.id)
    )
    return {row[0]: row[1] for row in rows}


def history_of(contribution_id: int) -> list[tuple[DoubleSettlement, str]]:
    """Every decision about it with its author's name, the latest first."""
    rows = session.execute(
        select(DoubleSettlement, User.display_name)
        .join(User, User.id == DoubleSettlement.by_id)
        .where(DoubleSettlement.contribution_id == contribution_id)
        .order_by(DoubleSettlement.id.desc())
    )
    return [(row, name) for row, name in rows]


@dataclass(frozen=True)
class Side:
    """What one of the two people said: themes by key and name, or why it was set aside."""

    coder: str
    themes: Sequence[tuple[str, str]]
    reason: SetAside | None

    @property
    def keys(self) -> set[str]:
        """Of its themes."""
        return {key for key, _name in self.themes}


@dataclass(frozen=True)
class Decided:
    """One decision about it."""

    who: str
    at: datetime
    themes: Sequence[str]
    note: str


@dataclass(frozen=True)
class Dispute:
    """Both sides, and every decision since, the latest first."""

    sides: Sequence[Side]
    history: Sequence[Decided]
    last: Sequence[tuple[str, str]] | None
    meanings: Mapping[str, str]
    """What each theme of the two sides means, by key."""

    @property
    def themes(self) -> list[tuple[str, str]]:
        """Every theme that one of the two gave."""
        return sorted({each for side in self.sides for each in side.themes}, key=lambda one: one[1])

    @property
    def start(self) -> Sequence[tuple[str, str]]:
        """What is ticked to begin with: the last decision, or what both gave."""
        if self.last is not None:
            return self.last
        return [each for each in self.themes if all(each[0] in side.keys for side in self.sides)]


def disputed(contribution_id: int) -> Dispute | None:
    """What two people made of it, once both are done; None before."""
    pair = pair_of(contribution_id)
    if len(pair) < 2 or any(each.at is None or each.is_open for each in pair):
        return None
    became = _became(pair[0].sample_id)
    named = {row_id: (row.key, row.name) for row_id, row in became.items()}
    people = {
        row.id: row.display_name
        for row in session.scalars(select(User).where(User.id.in_([e.coder_id for e in pair])))
    }
    sides = [
        Side(
            people.get(each.coder_id or 0, ""),
            list(dict.fromkeys(named[kept["theme"]] for kept in each.themes)), each.reason,
        )
        for each in pair
    ]  # fmt: skip
    rows = history_of(contribution_id)
    history = [
        Decided(who, row.at, [named[each][1] for each in row.themes], row.note) for row, who in rows
    ]
    last = [named[each] for each in rows[0][0].themes] if rows else None
    return Dispute(sides, history, last, {row.key: row.definition for row in became.values()})


def _became(sample_id: int) -> dict[int, Theme]:
    """Each theme by id; a merged one is what it became."""
    rows = {
        row.id: row
        for row in session.scalars(
            select(Theme)
            .join(DoubleSample, DoubleSample.consultation_id == Theme.consultation_id)
            .where(DoubleSample.id == sample_id)
        )
    }
    found = {}
    for row_id, row in rows.items():
        while row.merged_into_id:
            row = rows[row.merged_into_id]
        found[row_id] = row
    return found
