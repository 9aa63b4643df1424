"""What a person sees of what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, null, select, union_all

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.life import Narrower
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Draft,
    Revision,
    Vote,
    VoteValue,
)
from consultation.contributions.queries.drafts import waits_of
from consultation.contributions.queries.places import with_surroundings
from consultation.core.db import session

PAGE_SIZE = 20
ALIVE = (ContributionState.PUBLISHED, ContributionState.PENDING)


class Filter(StrEnum):
    """What part of one's contributions is listed; the value is what the address says."""

    ALL = "toutes"
    ROOTS = "contributions"
    REPLIES = "reponses"
    WITHDRAWN = "retirees"
    ANSWERED = "avec-reponse"


CONDITIONS: dict[Filter, ColumnElement[bool] | None] = {
    Filter.ALL: None,
    Filter.ROOTS: Contribution.parent_id.is_(None),
    Filter.REPLIES: Contribution.parent_id.is_not(None),
    Filter.WITHDRAWN: Contribution.state.not_in(ALIVE),
    Filter.ANSWERED: None,
}


@dataclass(frozen=True)
class Mine:
    """Some of a person's contributions with their current texts, newest first."""

    rows: Sequence[tuple[Contribution, Revision]]
    following: str
    """The key after which the next ones come; empty at the end."""


def contributions_of(
    person: User, wanted: Filter, after: str, answered: Narrower | None = None
) -> Mine:
    """A page of the contributions of `person`; `after` is the key of the last one shown before.

    `answered` keeps those that a published answer concerns, when they are asked for.
    """
    query = (
        with_surroundings(select(Contribution, Revision))
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .where(_own(person))
        .order_by(Contribution.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    condition = CONDITIONS[wanted]
    if condition is not None:
        query = query.where(condition)
    if wanted is Filter.ANSWERED and answered is not None:
        query = query.where(answered(select(Contribution.id).where(_own(person))))
    if after:
        last = select(Contribution.id).where(Contribution.key == after, _own(person))
        query = query.where(Contribution.id < last.scalar_subquery())
    rows = [(contribution, revision) for contribution, revision in session.execute(query)]
    shown = rows[:PAGE_SIZE]
    return Mine(shown, shown[-1][0].key if len(rows) > PAGE_SIZE else "")


@dataclass(frozen=True)
class Counts:
    """How much there is of a person: by filter, in how many consultations, not sent yet."""

    by_filter: Mapping[Filter, int]
    consultations: int
    drafts: int


def counts_of(person: User) -> Counts:
    """All in one statement. What is one's own is little: it is counted."""
    is_reply = Contribution.parent_id.is_not(None)
    where = Contribution.consultation_id
    said = (
        select(Contribution.state, is_reply, where, func.count())
        .where(_own(person))
        .group_by(Contribution.state, is_reply, where)
    )
    unsent = (
        select(null(), false(), null(), func.count()).select_from(Draft).where(waits_of(person))
    )
    rows: Sequence[Any] = session.execute(union_all(said, unsent)).all()
    counts, consultations, drafts = dict.fromkeys(Filter, 0), set(), 0
    for state, replies, consultation, count in rows:
        if consultation is None:
            drafts = count
            continue
        consultations.add(consultation)
        counts[Filter.ALL] += count
        counts[Filter.REPLIES if replies else Filter.ROOTS] += count
        if state not in ALIVE:
            counts[Filter.WITHDRAWN] += count
    return Counts(counts, len(consultations), drafts)


@dataclass(frozen=True)
class Participation:
    """A consultation where a person said something."""

    consultation_id: int
    key: str
    slug: str
    title: str
    is_muted: bool


def participations_of(person: User) -> list[Participation]:
    """Those of `person`, the newest first."""
    rows = session.execute(
        select(
            Consultation.id, Consultation.key, Consultation.slug, Consultation.title,
            Participant.muted_at.is_not(None),
        )
        .join(Participant, Participant.consultation_id == Consultation.id)
        .where(
            Participant.user_id == person.id,
            select(Contribution.id).where(Contribution.author_id == Participant.id).exists(),
        )
        .order_by(Participant.id.desc())
    )  # fmt: skip
    return [Participation(*row) for row in rows]


def _own(person: User) -> ColumnElement[bool]:
    return Contribution.author_id.in_(
        select(Participant.id).where(Participant.user_id == person.id)
    )


def revision_of(contribution: Contribution, number: int = 0) -> Any:
    """The revision of that number, or the current one."""
    return session.get(Revision, (contribution.id, number or contribution.revision))


def public_revisions(contribution: Contribution) -> Sequence[Revision]:
    """The texts that the public was shown for good, oldest first."""
    return session.scalars(
        select(Revision)
        .where(Revision.contribution_id == contribution.id, Revision.is_public.is_(True))
        .order_by(Revision.number)
    ).all()


def all_revisions(contribution_ids: Sequence[int]) -> dict[int, list[Revision]]:
    """Every stored revision of these contributions, oldest first: each has its receipt."""
    found: dict[int, list[Revision]] = {}
    rows = session.scalars(
        select(Revision)
        .where(Revision.contribution_id.in_(contribution_ids))
        .order_by(Revision.contribution_id, Revision.number)
    )
    for revision in rows:
        found.setdefault(revision.contribution_id, []).append(revision)
    return found


def thread_key_of(contribution: Contribution) -> str | None:
    """The key of the contribution that begins the thread of a reply."""
    if contribution.parent_id is None:
        return None
    key: str | None = session.scalar(
        select(Contribution.key).where(Contribution.id == contribution.parent_id)
    )
    return key


def vote_of(person: User, contribution: Contribution) -> VoteValue | None:
    """What `person` voted on the contribution."""
    value: VoteValue | None = session.scalar(
        select(Vote.value)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Participant.user_id == person.id, Vote.contribution_id == contribution.id)
    )
    return value
