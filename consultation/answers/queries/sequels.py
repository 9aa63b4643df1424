"""What was made of contributions, as the public may know it: one statement a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, and_, cast, null, or_, select, union_all
from sqlalchemy.orm import aliased

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.documents.models import Document, Paragraph, Passage, Version
from consultation.synthesis.models import (
    Coding,
    Edition,
    EditionSource,
    Reading,
    Synthesis,
    Theme,
)
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.versions.models import Origin, OriginContribution, RewordingFate, RewordingState

_Older, _Before = aliased(Version), aliased(Passage)
IS_READ = Contribution.state == ContributionState.PUBLISHED


@dataclass(frozen=True)
class Standing:
    """A contribution in the published synthesis of its consultation."""

    slug: str
    edition_id: int
    """The one that is read: the last."""
    frozen_at: datetime
    """When it came out."""
    state: ReadingState | None
    reason: SetAside | None
    read_at: datetime | None


def standings_of(contribution_ids: Sequence[int]) -> dict[int, Standing]:
    """Those of a consultation whose synthesis is published."""
    rows = session.execute(
        select(
            Contribution.id, Consultation.slug, Edition.id, Edition.published_at, Reading.state,
            Reading.reason, Reading.read_at,
        )
        .join(Consultation, Consultation.id == Contribution.consultation_id)
        .join(Synthesis, Synthesis.consultation_id == Consultation.id)
        .join(
            Edition,
            and_(Edition.synthesis_id == Synthesis.id, Edition.number == Synthesis.edition_count),
        )
        .outerjoin(Reading, Reading.contribution_id == Contribution.id)
        .where(Contribution.id.in_(contribution_ids), IS_READ)
    )  # fmt: skip
    return {row[0]: Standing(*row[1:]) for row in rows}


@dataclass(frozen=True)
class Coded:
    """One coding, and a statement of the edition that is read that rests on it, if any."""

    theme: str
    at: datetime
    stands: bool
    """It was not taken back since; what rested on it when the edition came out still does."""
    statement: str | None
    place: int | None
    """Among the sources of that statement."""


def codings_of(standings: Mapping[int, Standing]) -> dict[int, list[Coded]]:
    """By contribution its codings that stand or are cited, oldest first."""
    rows = session.execute(
        select(
            Coding.contribution_id, Theme.name, Coding.at, Coding.removed_at.is_(None),
            EditionSource.statement_key, EditionSource.place,
        )
        .join(Theme, Theme.id == Coding.theme_id)
        .outerjoin(
            EditionSource,
            and_(
                EditionSource.contribution_id == Coding.contribution_id,
                EditionSource.coding_id == Coding.id,
                EditionSource.edition_id.in_({each.edition_id for each in standings.values()}),
            ),
        )
        .where(
            Coding.contribution_id.in_(standings),
            or_(Coding.removed_at.is_(None), EditionSource.statement_key.is_not(None)),
        )
        .order_by(Coding.id, EditionSource.statement_key)
    )  # fmt: skip
    found: dict[int, list[Coded]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Coded(*row[1:]))
    return found


@dataclass(frozen=True)
class Change:
    """A version of the text that names a contribution, or settles the wording it proposed."""

    slug: str
    document: str
    version: int
    at: datetime
    number: int | None
    """The paragraph that changed, for a contribution that is named as its origin."""
    fate: RewordingState | None
    before: str = ""
    """What the paragraph said in the version before; "" where it was not there."""
    after: str = ""


def changes_of(contribution_ids: Sequence[int]) -> dict[int, list[Change]]:
    """What published versions did after these contributions, oldest first; one statement."""
    place = (Consultation.slug, Document.slug, Version.number, Version.published_at)
    named = (
        select(
            OriginContribution.contribution_id.label("contribution"), *place,
            Passage.number.label("paragraph"), cast(null(), String).label("fate"),
            _Before.text.label("before"), Passage.text.label("after"),
        )
        .join(Origin, Origin.id == OriginContribution.origin_id)
        .join(Version, Version.id == Origin.version_id)
        .join(Document, Document.id == Version.document_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .join(Paragraph, Paragraph.id == Origin.paragraph_id)
        .outerjoin(
            Passage,
            and_(Passage.paragraph_id == Paragraph.id, Passage.version_id == Version.id),
        )
        .outerjoin(
            _Older,
            and_(_Older.document_id == Document.id, _Older.number == Version.number - 1),
        )
        .outerjoin(
            _Before,
            and_(_Before.paragraph_id == Paragraph.id, _Before.version_id == _Older.id),
        )
        .where(OriginContribution.contribution_id.in_(contribution_ids))
    )  # fmt: skip
    settled = (
        select(
            RewordingFate.contribution_id.label("contribution"), *place,
            cast(null(), Integer).label("paragraph"), RewordingFate.state.label("fate"),
            cast(null(), String).label("before"), cast(null(), String).label("after"),
        )
        .join(Version, Version.id == RewordingFate.version_id)
        .join(Document, Document.id == Version.document_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .where(RewordingFate.contribution_id.in_(contribution_ids))
    )  # fmt: skip
    return _changes(union_all(named, settled).subquery())


def _changes(both: Any) -> dict[int, list[Change]]:
    columns = list(both.c)
    rows = session.execute(
        select(*columns)
        .join(Contribution, Contribution.id == columns[0])
        .where(columns[4].is_not(None), IS_READ)
        .order_by(columns[0], columns[4])
    )
    found: dict[int, list[Change]] = {}
    for contribution_id, slug, document, version, at, number, fate, before, after in rows:
        change = Change(
            slug, document, version, at, number, RewordingState(fate) if fate else None,
            before or "", after or "",
        )  # fmt: skip
        found.setdefault(contribution_id, []).append(change)
    return found
