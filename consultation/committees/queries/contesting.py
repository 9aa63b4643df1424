"""What is read of amendments, of minority statements, and of what ballots say of the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from consultation.committees.counting import Outcome, Tally, tally_of
from consultation.committees.models.ballots import Ballot, BallotState, Subject
from consultation.committees.models.contesting import (
    OPEN_STATES,
    Amendment,
    BallotText,
    MinorityStatement,
    StatementSignature,
)
from consultation.committees.models.opinion import OpinionBlock, OpinionRevision
from consultation.committees.models.people import CommitteeMember
from consultation.committees.permissions import is_counted
from consultation.core.db import session


class VerdictState(StrEnum):
    """Where a recommendation, an amendment or the whole stands before the committee's votes."""

    DRAFT = "draft"
    VOTING = "voting"
    ADOPTED = "adopted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Verdict:
    """What the last ballot on some words says of them; a draft where none does.

    `is_outdated`: it was decided on other words than those of now, and counts no more.
    """

    state: VerdictState = VerdictState.DRAFT
    ballot: Ballot | None = None
    tally: Tally | None = None
    is_outdated: bool = False


def verdicts_of(
    committee_id: int, subject: Subject, revisions: Mapping[str, int]
) -> dict[str, Verdict]:
    """By key, what ballots say of these recommendations (key: revision that counts), or of the
    opinion (its key: its revision). One query; subjects without a ballot are drafts."""
    rows = session.execute(
        select(Ballot, BallotText)
        .outerjoin(BallotText, BallotText.ballot_id == Ballot.id)
        .where(
            Ballot.committee_id == committee_id,
            Ballot.subject_type == subject,
            Ballot.subject_key.in_(revisions),
            Ballot.state.in_([BallotState.OPEN, BallotState.CLOSED]),
        )
        .order_by(Ballot.opened_at, Ballot.id)
    )
    found = {key: Verdict() for key in revisions}
    for ballot, text in rows:
        voted = _voted_revision(subject, text)
        found[ballot.subject_key] = _verdict(ballot, voted, revisions[ballot.subject_key])
    return found


def _voted_revision(subject: Subject, text: BallotText | None) -> int | None:
    if text is None:
        return None
    if subject is Subject.OPINION:
        return text.opinion_revision
    return int(text.blocks[0]["revision"])


def _verdict(ballot: Ballot, voted: int | None, current: int) -> Verdict:
    if not is_counted(ballot):
        return Verdict(VerdictState.VOTING, ballot)
    tally = tally_of(ballot.result)
    state = {
        Outcome.ADOPTED: VerdictState.ADOPTED,
        Outcome.REJECTED: VerdictState.REJECTED,
    }.get(tally.outcome, VerdictState.DRAFT)
    if voted != current:
        return Verdict(VerdictState.DRAFT, ballot, tally, state is not VerdictState.DRAFT)
    return Verdict(state, ballot, tally)


def ballots_on(subject: Subject, key: str) -> Select[Ballot]:
    """Every ballot on it that was not given up, last first."""
    return (
        select(Ballot)
        .where(
            Ballot.subject_type == subject,
            Ballot.subject_key == key,
            Ballot.state != BallotState.CANCELLED,
        )
        .order_by(Ballot.id.desc())
    )


def text_voted(ballot_id: int) -> BallotText | None:
    """The words of a ballot as they stood when it opened."""
    return session.get(BallotText, ballot_id)


@dataclass(frozen=True)
class AmendmentLine:
    """An amendment with the block that it changes and the words that it was written upon."""

    amendment: Amendment
    block: OpinionBlock
    base: OpinionRevision


def amendments_in(opinion_id: int) -> Select[Amendment, OpinionBlock, OpinionRevision]:
    """Every amendment, in the order of the text, then of arrival."""
    return (
        select(Amendment, OpinionBlock, OpinionRevision)
        .join(OpinionBlock, OpinionBlock.id == Amendment.block_id)
        .join(
            OpinionRevision,
            and_(
                OpinionRevision.block_id == Amendment.block_id,
                OpinionRevision.number == Amendment.base,
            ),
        )
        .where(Amendment.opinion_id == opinion_id)
        .options(joinedload(Amendment.author))
        .order_by(OpinionBlock.position, OpinionBlock.id, Amendment.number)
    )


def amendment_lines(
    opinion_id: int, *, block_id: int | None = None, is_open: bool | None = None,
    keys: Sequence[str] | None = None, start: int = 0, most: int = 500,
) -> list[AmendmentLine]:  # fmt: skip
    """Amendments of the opinion, or of one block; open ones, decided ones, or those named."""
    query = amendments_in(opinion_id)
    if block_id is not None:
        query = query.where(Amendment.block_id == block_id)
    if is_open is not None:
        states = Amendment.state.in_(OPEN_STATES)
        query = query.where(states if is_open else ~states)
    if keys is not None:
        query = query.where(Amendment.key.in_(keys))
    rows = session.execute(query.offset(start).limit(most))
    return [AmendmentLine(*row) for row in rows]


def open_amendment_counts(opinion_id: int) -> dict[int, int]:
    """By block, how many amendments wait for a decision."""
    rows = session.execute(
        select(Amendment.block_id, func.count())
        .where(Amendment.opinion_id == opinion_id, Amendment.state.in_(OPEN_STATES))
        .group_by(Amendment.block_id)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class StatementLine:
    """A minority statement that stands, with who signs it, in the order in which they signed."""

    statement: MinorityStatement
    signers: Sequence[CommitteeMember]

    def is_signed_by(self, member: CommitteeMember) -> bool:
        """`member` is one of them."""
        return any(signer.id == member.id for signer in self.signers)


def statements_of(opinion_id: int, key: str = "") -> list[StatementLine]:
    """The minority statements that stand, or the one of that key; two queries."""
    query = select(MinorityStatement).where(
        MinorityStatement.opinion_id == opinion_id, MinorityStatement.signature_count > 0
    )
    if key:
        query = query.where(MinorityStatement.key == key)
    rows = session.scalars(query.order_by(MinorityStatement.id)).all()
    signatures = session.scalars(
        select(StatementSignature)
        .where(
            StatementSignature.statement_id.in_([row.id for row in rows]),
            StatementSignature.withdrawn_at.is_(None),
        )
        .options(joinedload(StatementSignature.member))
        .order_by(StatementSignature.signed_at, StatementSignature.member_id)
    )
    signers: dict[int, list[CommitteeMember]] = {}
    for signature in signatures:
        signers.setdefault(signature.statement_id, []).append(signature.member)
    return [StatementLine(row, signers.get(row.id, ())) for row in rows]
