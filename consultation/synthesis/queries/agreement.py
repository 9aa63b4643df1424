"""How far two people who coded the same things blindly agree, theme by theme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.synthesis.models import DoubleReading, DoubleSample, DoubleSettlement, Theme
from consultation.synthesis.queries.codebook import themes
from consultation.synthesis.reliability import (
    Decisions,
    alpha_intervals,
    krippendorff_alpha,
)

FEWEST = 30
"""Texts read twice below which an alpha says little."""
RELIABLE, TENTATIVE = 0.8, 0.667
SET_ASIDE = 0
"""Stands among the themes for « set aside »."""


class Meaning(StrEnum):
    """How an alpha is read (K. Krippendorff, Content Analysis, 2004, page 241)."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    UNRELIABLE = "unreliable"
    TOO_FEW = "too_few"
    NOTHING = "nothing"


def meaning_of(alpha: float | None, count: int) -> Meaning:
    """From 0.8 on reliable, from 0.667 on for cautious conclusions alone; below, not reliable."""
    if alpha is None:
        return Meaning.NOTHING
    if count < FEWEST:
        return Meaning.TOO_FEW
    if alpha >= RELIABLE:
        return Meaning.RELIABLE
    return Meaning.TENTATIVE if alpha >= TENTATIVE else Meaning.UNRELIABLE


@dataclass(frozen=True)
class Agreement:
    """Of one theme, or of all: alpha over `count` texts; given by both people, or by one alone."""

    name: str
    key: str
    alpha: float | None
    count: int
    both: int
    one: int
    interval: tuple[float, float] | None = None
    """Between which alpha lies in 95 of 100 such samples."""

    @property
    def meaning(self) -> Meaning:
        """How its alpha is read."""
        return meaning_of(self.alpha, self.count)


@dataclass(frozen=True)
class Sample:
    """A drawn sample and how far it is: nobody is told which contributions are in it."""

    size: int
    drawn_from: int
    seed: int
    drawn_at: datetime
    drawn_by: str
    read_twice: int
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Somebody still has to read."""
        return self.ended_at is None and self.read_twice < self.size


@dataclass(frozen=True)
class MethodAnnex:
    """What the synthesis says of its own reliability. All of it may be published.

    `overall.count` is how many contributions two people coded blindly, `differing` on how many they
    differed, `settled` how many of those were decided since.
    """

    samples: Sequence[Sample]
    overall: Agreement
    by_theme: Sequence[Agreement]
    differing: int
    settled: int


Pair = tuple[frozenset[int], frozenset[int]]


def method_annex(consultation: Consultation) -> MethodAnnex:
    """Double coding in numbers, over all samples of a consultation."""
    pairs = pairs_of(consultation.id)
    named = {row.id: row for row in session.scalars(themes(consultation.id))}
    given = sorted({theme for pair in pairs.values() for each in pair for theme in each})
    by_theme = [
        _of_theme(theme_id, named.get(theme_id), list(pairs.values())) for theme_id in given
    ]
    overall = _overall(by_theme, list(pairs.values()), given)
    overall, *by_theme = _with_intervals([overall, *by_theme], list(pairs.values()), given)
    differing = {key for key, (first, second) in pairs.items() if first != second}
    settled = set(
        session.scalars(
            select(DoubleSettlement.contribution_id).where(
                DoubleSettlement.sample_id.in_(_samples(consultation.id))
            )
        )
    )
    return MethodAnnex(
        _drawn(consultation.id), overall,
        sorted(by_theme, key=lambda each: (-(each.both + each.one), each.name)),
        len(differing), len(differing & settled),
    )  # fmt: skip


def _samples(consultation_id: int) -> Sequence[int]:
    return session.scalars(
        select(DoubleSample.id).where(DoubleSample.consultation_id == consultation_id)
    ).all()


def pairs_of(consultation_id: int) -> dict[int, Pair]:
    """What the two people gave each contribution that both have read."""
    read: dict[int, list[frozenset[int]]] = defaultdict(list)
    rows = session.execute(
        select(DoubleReading.contribution_id, DoubleReading.themes, DoubleReading.reason)
        .where(
            DoubleReading.sample_id.in_(_samples(consultation_id)), DoubleReading.at.is_not(None)
        )
        .order_by(DoubleReading.contribution_id, DoubleReading.place)
    )
    into = _merged(consultation_id)
    for contribution_id, kept, reason in rows:
        read[contribution_id].append(_given(kept, reason is not None, into))
    return {key: (each[0], each[1]) for key, each in read.items() if len(each) == 2}


def _given(
    kept: Sequence[Mapping[str, int]], is_aside: bool, into: Mapping[int, int]
) -> frozenset[int]:
    if is_aside:
        return frozenset({SET_ASIDE})
    found = set()
    for each in kept:
        theme = each["theme"]
        while theme in into:
            theme = into[theme]
        found.add(theme)
    return frozenset(found)


def _merged(consultation_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Theme.id, Theme.merged_into_id).where(
            Theme.consultation_id == consultation_id, Theme.merged_into_id.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def _of_theme(theme_id: int, theme: Theme | None, pairs: Sequence[Pair]) -> Agreement:
    units = [(theme_id in first, theme_id in second) for first, second in pairs]
    return Agreement(
        theme.name if theme else "", theme.key if theme else "", krippendorff_alpha(units),
        len(units), sum(1 for each in units if all(each)),
        sum(1 for first, second in units if first != second),
    )  # fmt: skip


def _overall(
    by_theme: Sequence[Agreement], pairs: Sequence[Pair], given: Sequence[int]
) -> Agreement:
    """One alpha over every decision « this theme, or not », of each contribution and theme."""
    units = [(theme in first, theme in second) for first, second in pairs for theme in given]
    return Agreement(
        "", "", krippendorff_alpha(units), len(pairs), sum(each.both for each in by_theme),
        sum(each.one for each in by_theme),
    )  # fmt: skip


def _with_intervals(
    measures: Sequence[Agreement], pairs: Sequence[Pair], given: Sequence[int]
) -> list[Agreement]:
    """All themes together, then each: how far chance in the draw may have moved its alpha."""
    decided = [_decisions(pairs, given), *(_decisions(pairs, [theme]) for theme in given)]
    return [
        replace(each, interval=interval)
        for each, interval in zip(measures, alpha_intervals(decided), strict=True)
    ]


def _decisions(pairs: Sequence[Pair], themes: Sequence[int]) -> list[Decisions]:
    found = []
    for first, second in pairs:
        both = sum(1 for theme in themes if theme in first and theme in second)
        one = sum(1 for theme in themes if (theme in first) != (theme in second))
        found.append((both, one, len(themes) - both - one))
    return found


def _drawn(consultation_id: int) -> list[Sample]:
    spoke = (
        select(DoubleReading.sample_id, DoubleReading.contribution_id)
        .where(DoubleReading.at.is_not(None))
        .group_by(DoubleReading.sample_id, DoubleReading.contribution_id)
        .having(func.count() == 2)
        .subquery()
    )
    twice = (
        select(func.count())
        .select_from(spoke)
        .where(spoke.c.sample_id == DoubleSample.id)
        .correlate(DoubleSample)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            DoubleSample.size, DoubleSample.drawn_from, DoubleSample.seed, DoubleSample.drawn_at,
            User.display_name, twice, DoubleSample.ended_at,
        )
        .join(User, User.id == DoubleSample.drawn_by_id)
        .where(DoubleSample.consultation_id == consultation_id)
        .order_by(DoubleSample.id.desc())
    )  # fmt: skip
    return [Sample(*row) for row in rows]
