"""What is read of ballots. Of a secret one: who has voted, or what was voted; never both in one."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.committees.models.ballots import (
    Ballot,
    BallotState,
    BallotVoter,
    OpenVote,
    SecretPaper,
)
from consultation.committees.models.people import CommitteeMember
from consultation.committees.permissions import Standing, can_prepare_ballot
from consultation.core.clock import now
from consultation.core.db import session


def visible_ballots(committee_id: int, standing: Standing) -> Select[Ballot]:
    """The committee's ballots, newest first; what is still being written, for its writers alone."""
    query = select(Ballot).where(Ballot.committee_id == committee_id).order_by(Ballot.id.desc())
    if can_prepare_ballot(standing):
        return query
    return query.where(Ballot.state != BallotState.DRAFT)


def running_ballots(committee_id: int) -> Select[Ballot]:
    """Ballots in which one can vote now, those that close first at the top."""
    return (
        select(Ballot)
        .where(
            Ballot.committee_id == committee_id,
            Ballot.state == BallotState.OPEN,
            Ballot.closes_at > now(),
        )
        .order_by(Ballot.closes_at, Ballot.id)
    )


def last_results(committee_id: int, most: int) -> Sequence[Ballot]:
    """The ballots that were closed last."""
    return session.scalars(
        select(Ballot)
        .where(Ballot.committee_id == committee_id, Ballot.state == BallotState.CLOSED)
        .order_by(Ballot.closed_at.desc(), Ballot.id.desc())
        .limit(most)
    ).all()


def voter_of(ballot: Ballot, member: CommitteeMember) -> BallotVoter | None:
    """The member's line on the electoral roll."""
    return session.scalars(
        select(BallotVoter).where(
            BallotVoter.ballot_id == ballot.id, BallotVoter.member_id == member.id
        )
    ).one_or_none()


def has_voted_in(member: CommitteeMember, ballot_ids: Sequence[int]) -> dict[int, bool]:
    """Of these ballots: those on whose roll the member is, and whether they have voted."""
    if not ballot_ids:
        return {}
    rows = session.execute(
        select(BallotVoter.ballot_id, BallotVoter.has_voted).where(
            BallotVoter.member_id == member.id, BallotVoter.ballot_id.in_(ballot_ids)
        )
    )
    return dict(rows.all())


def own_vote(ballot: Ballot, member: CommitteeMember) -> OpenVote | None:
    """What the member voted in an open ballot."""
    return session.scalars(
        select(OpenVote).where(OpenVote.ballot_id == ballot.id, OpenVote.member_id == member.id)
    ).one_or_none()


def roll_of(ballot: Ballot) -> Sequence[BallotVoter]:
    """The electoral roll by name."""
    return session.scalars(
        select(BallotVoter)
        .join(CommitteeMember, CommitteeMember.id == BallotVoter.member_id)
        .where(BallotVoter.ballot_id == ballot.id)
        .options(joinedload(BallotVoter.member))
        .order_by(func.lower(CommitteeMember.name), CommitteeMember.key)
    ).all()


def open_votes(ballot: Ballot) -> Sequence[OpenVote]:
    """Who voted what in an open ballot, by name."""
    return session.scalars(
        select(OpenVote)
        .join(CommitteeMember, CommitteeMember.id == OpenVote.member_id)
        .where(OpenVote.ballot_id == ballot.id)
        .options(joinedload(OpenVote.member))
        .order_by(func.lower(CommitteeMember.name), CommitteeMember.key)
    ).all()


def votes_in(ballot: Ballot) -> list[dict[str, object]]:
    """Every vote of a ballot, without its voter."""
    table = SecretPaper if ballot.is_secret else OpenVote
    return list(session.scalars(select(table.choice).where(table.ballot_id == ballot.id)))


def to_tell(ballot: Ballot, *, has_not_voted: bool = False) -> Select[str | None, str]:
    """(address, language) of the living electors who still sit in the committee."""
    query = (
        select(User.email, User.language)
        .join(CommitteeMember, CommitteeMember.user_id == User.id)
        .join(BallotVoter, BallotVoter.member_id == CommitteeMember.id)
        .where(
            BallotVoter.ballot_id == ballot.id,
            CommitteeMember.left_at.is_(None),
            User.email.is_not(None),
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    )
    return query.where(BallotVoter.has_voted.is_(False)) if has_not_voted else query


def due_ballots() -> Select[Ballot]:
    """Ballots that the clock opens, closes or reminds of, the longest due first."""
    moment = now()
    return (
        select(Ballot)
        .where(
            or_(
                and_(Ballot.state == BallotState.SCHEDULED, Ballot.opens_at <= moment),
                and_(Ballot.state == BallotState.OPEN, Ballot.closes_at <= moment),
                and_(
                    Ballot.state == BallotState.OPEN,
                    Ballot.remind_at <= moment,
                    Ballot.reminded_at.is_(None),
                ),
            )
        )
        .order_by(Ballot.id)
    )
