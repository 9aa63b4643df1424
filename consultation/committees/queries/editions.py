"""What is read of published editions of the opinion, and the names that go with them."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.committees.edition import Names
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.contesting import BallotText
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.models.opinion import Opinion, OpinionEdition
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.core.db import session


def edition_of(committee_id: int, number: int | None = None) -> OpinionEdition | None:
    """The edition of that number, or the last one; one query."""
    query = (
        select(OpinionEdition)
        .join(Opinion, Opinion.id == OpinionEdition.opinion_id)
        .where(Opinion.committee_id == committee_id)
    )
    if number is not None:
        query = query.where(OpinionEdition.number == number)
    return session.scalars(query.order_by(OpinionEdition.number.desc()).limit(1)).one_or_none()


def numbers_of(opinion_id: int) -> Sequence[int]:
    """The numbers of the editions, last first."""
    return session.scalars(
        select(OpinionEdition.number)
        .where(OpinionEdition.opinion_id == opinion_id)
        .order_by(OpinionEdition.number.desc())
    ).all()


def public_names(committee_id: int) -> Names:
    """What everybody may call members, those who left too, as each agrees by now."""
    rows = session.execute(
        select(CommitteeMember.key, CommitteeMember.name).where(
            CommitteeMember.committee_id == committee_id,
            CommitteeMember.is_name_public.is_(True),
            CommitteeMember.name != "",
        )
    )
    return Names(dict(rows.all()))


def sessions_held(committee_id: int) -> Sequence[Meeting]:
    """The sessions that took place."""
    return session.scalars(
        select(Meeting)
        .where(Meeting.committee_id == committee_id, Meeting.state == MeetingState.CLOSED)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def frozen_hashes(ballot_ids: Sequence[int]) -> dict[int, str]:
    """By ballot, the hash of the words that were voted."""
    rows = session.execute(
        select(BallotText.ballot_id, BallotText.sha256).where(BallotText.ballot_id.in_(ballot_ids))
    )
    return dict(rows.all())


def ballots_by_key(keys: Sequence[str]) -> dict[str, Ballot]:
    """The ballots that an edition tells of."""
    rows = session.scalars(select(Ballot).where(Ballot.key.in_(keys)))
    return {row.key: row for row in rows}


def editions_everywhere() -> Sequence[tuple[Committee, OpinionEdition]]:
    """Every edition with its committee, in the order of committees, then of editions."""
    rows = session.execute(
        select(Committee, OpinionEdition)
        .join(Opinion, Opinion.committee_id == Committee.id)
        .join(OpinionEdition, OpinionEdition.opinion_id == Opinion.id)
        .order_by(Committee.id, OpinionEdition.number)
    )
    return [(committee, edition) for committee, edition in rows]


def published_key(committee_id: int) -> str | None:
    """The key of the committee's opinion, once an edition of it is published."""
    return session.scalar(
        select(Opinion.key)
        .join(OpinionEdition, OpinionEdition.opinion_id == Opinion.id)
        .where(Opinion.committee_id == committee_id)
        .limit(1)
    )


def published_committees(committee_ids: Sequence[int]) -> set[int]:
    """Which of these have published their opinion; without any, no question is asked."""
    if not committee_ids:
        return set()
    rows = session.scalars(
        select(Opinion.committee_id)
        .join(OpinionEdition, OpinionEdition.opinion_id == Opinion.id)
        .where(Opinion.committee_id.in_(committee_ids))
    )
    return set(rows)
