"""Published editions, and the sources of each statement as they may be read today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import undefer

from consultation.accounts.models import User
from consultation.committees.queries.linked import editions_named
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import Edition, EditionSource, OpinionGrouping, Synthesis
from consultation.synthesis.queries.sources import PAGE_SIZE, described, told
from consultation.synthesis.sources import Source
from consultation.synthesis.verifying import Known


def edition_of(consultation_id: int, number: int | None = None) -> Edition | None:
    """The edition of that number; without one, the last. Its archive is not read."""
    query = (
        select(Edition)
        .join(Synthesis, Synthesis.id == Edition.synthesis_id)
        .where(Synthesis.consultation_id == consultation_id)
        .order_by(Edition.number.desc())
        .limit(1)
    )
    if number is not None:
        query = query.where(Edition.number == number)
    return session.scalars(query).one_or_none()


def archived(edition: Edition) -> dict[str, Any]:
    """Its whole archive."""
    return (
        session.scalars(
            select(Edition)
            .where(Edition.id == edition.id)
            .options(undefer(Edition.archive))
            .execution_options(populate_existing=True)
        )
        .one()
        .archive
    )


@dataclass(frozen=True)
class EditionLine:
    """One edition in the list of all."""

    number: int
    change_note: str
    published_at: Any


def editions_of(edition: Edition) -> list[EditionLine]:
    """All editions of the same synthesis, the newest first."""
    rows = session.execute(
        select(Edition.number, Edition.change_note, Edition.published_at)
        .where(Edition.synthesis_id == edition.synthesis_id)
        .order_by(Edition.number.desc())
    )
    return [EditionLine(*row) for row in rows]


def gone_from(edition: Edition) -> int:
    """How many of its sources are not public any more."""
    query = (
        select(func.count(func.distinct(EditionSource.contribution_id)))
        .join(Contribution, Contribution.id == EditionSource.contribution_id)
        .where(
            EditionSource.edition_id == edition.id,
            Contribution.state != ContributionState.PUBLISHED,
        )
    )
    return session.scalar(query) or 0


def _sources() -> Select[*tuple[Any, ...]]:
    return described(
        EditionSource, EditionSource.place, EditionSource.revision, EditionSource.field,
        EditionSource.start_at, EditionSource.end_at, EditionSource.stance,
    )  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """Some sources of a statement, after which place the next ones come, and how many of all."""

    sources: Sequence[Source]
    first: int
    count: int
    gone: int
    """Contributions among all of them that are not public any more."""
    following: int | None

    @property
    def last(self) -> int:
        """The place of the last one shown."""
        return self.first + len(self.sources) - 1


def opened_sources(edition: Edition, statement_key: str, after: int) -> Opened:
    """Twenty of the sources of a statement, after that place; one query."""
    its_own = (
        EditionSource.edition_id == edition.id,
        EditionSource.statement_key == statement_key,
        EditionSource.is_verbatim.is_(False),
    )
    rows = session.execute(
        _sources()
        .add_columns(func.count().over().label("left"), _gone(its_own).label("gone"))
        .where(*its_own, EditionSource.place > after)
        .order_by(EditionSource.place)
        .limit(PAGE_SIZE + 1)
    ).all()
    if not rows:
        return Opened((), after + 1, 0, 0, None)
    shown = rows[:PAGE_SIZE]
    following = shown[-1].key if len(rows) > PAGE_SIZE else None
    first = shown[0].key
    return Opened(told(shown), first, first - 1 + rows[0].left, rows[0].gone, following)


def _gone(its_own: tuple[ColumnElement[bool], ...]) -> ScalarSelect[Any]:
    """Places are counted from 1 without a gap: what is not public any more keeps its own."""
    return (
        select(func.count(func.distinct(EditionSource.contribution_id)))
        .join(Contribution, Contribution.id == EditionSource.contribution_id)
        .where(*its_own, Contribution.state != ContributionState.PUBLISHED)
        .correlate(None)
        .scalar_subquery()
    )


def quoted_in(edition: Edition, statement_keys: list[str]) -> dict[str, list[Source]]:
    """The verbatims of some statements, as they may be read today."""
    if not statement_keys:
        return {}
    rows = session.execute(
        _sources()
        .add_columns(EditionSource.statement_key)
        .where(
            EditionSource.edition_id == edition.id,
            EditionSource.is_verbatim,
            EditionSource.statement_key.in_(statement_keys),
        )
        .order_by(EditionSource.place)
    ).all()
    found: dict[str, list[Source]] = {}
    for row, source in zip(rows, told(rows), strict=True):
        found.setdefault(row.statement_key, []).append(source)
    return found


def known_of(consultation: Consultation, edition: Edition) -> Known:
    """What is stored today of the contributions and sources of an edition."""
    fingerprints = session.execute(
        select(Contribution.key, Revision.number, Revision.fingerprint)
        .join(Revision, Revision.contribution_id == Contribution.id)
        .where(Contribution.consultation_id == consultation.id)
    )
    sources: dict[str, list[str]] = {}
    rows = session.execute(
        select(EditionSource.statement_key, Contribution.key)
        .join(Contribution, Contribution.id == EditionSource.contribution_id)
        .where(EditionSource.edition_id == edition.id)
        .order_by(EditionSource.statement_key, EditionSource.place)
    )
    for statement_key, key in rows:
        sources.setdefault(statement_key, []).append(key)
    return Known(
        {(key, number): value for key, number, value in fingerprints}, sources, edition.text,
        dict(
            session.execute(
                select(OpinionGrouping.key, OpinionGrouping.votes_hash).where(
                    OpinionGrouping.consultation_id == consultation.id
                )
            ).all()
        ),
        _opinions_known(edition),
    )  # fmt: skip


def _opinions_known(edition: Edition) -> dict[tuple[str, int], tuple[str, set[str]]]:
    keys = list(edition.text.get("opinions", ()))
    if not keys:
        return {}
    return {
        named: (sha256, {each.key for each in archive.passages if each.is_recommendation})
        for named, (sha256, archive) in editions_named(keys).items()
    }


def publisher_of(edition: Edition) -> str:
    """Who published it: for the team."""
    return session.get_one(User, edition.published_by_id).display_name
