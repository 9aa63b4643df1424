"""What is read of the opinion: its text in order, a block's history, who is writing where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from consultation.committees.models.ballots import Ballot, BallotState, Subject
from consultation.committees.models.contesting import Amendment
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionDraft,
    OpinionEdition,
    OpinionNote,
    OpinionRevision,
)
from consultation.committees.models.people import CommitteeMember
from consultation.committees.wording import Wording
from consultation.core.db import session


@dataclass(frozen=True)
class Line:
    """A block with the words that count. A recommendation that stands has its number."""

    block: OpinionBlock
    words: OpinionRevision
    number: int | None = None

    @property
    def wording(self) -> Wording:
        """Title and text."""
        return Wording(self.words.title, self.words.source)


def opinion_of(committee_id: int) -> Opinion | None:
    """The committee's opinion, once somebody has begun it."""
    return session.scalars(
        select(Opinion).where(Opinion.committee_id == committee_id)
    ).one_or_none()


def _with_words(opinion_id: int) -> Select[OpinionBlock, OpinionRevision]:
    """Blocks and the words that count, as they are now, whatever was read before."""
    return (
        select(OpinionBlock, OpinionRevision)
        .join(
            OpinionRevision,
            and_(
                OpinionRevision.block_id == OpinionBlock.id,
                OpinionRevision.number == OpinionBlock.revision,
            ),
        )
        .where(OpinionBlock.opinion_id == opinion_id)
        .options(joinedload(OpinionRevision.author))
        .order_by(OpinionBlock.position, OpinionBlock.id)
        .execution_options(populate_existing=True)
    )


def lines_of(opinion_id: int) -> list[Line]:
    """The whole text that stands, in order; recommendations numbered."""
    found = []
    number = 0
    rows = session.execute(_with_words(opinion_id).where(OpinionBlock.removed_at.is_(None)))
    for block, words in rows:
        is_numbered = block.type is BlockType.RECOMMENDATION
        number += is_numbered
        found.append(Line(block, words, number if is_numbered else None))
    return found


def removed_lines(opinion_id: int) -> list[Line]:
    """What was taken out of the text and can be put back, last first."""
    rows = session.execute(
        _with_words(opinion_id)
        .where(OpinionBlock.removed_at.is_not(None), OpinionBlock.is_proposed.is_(False))
        .order_by(None)
        .order_by(OpinionBlock.removed_at.desc(), OpinionBlock.id)
    )
    return [Line(block, words) for block, words in rows]


def proposed_lines(opinion_id: int) -> list[Line]:
    """What members propose to add, whatever became of that proposal."""
    rows = session.execute(_with_words(opinion_id).where(OpinionBlock.is_proposed))
    return [Line(block, words) for block, words in rows]


def line_named(opinion_id: int, key: str) -> Line | None:
    """The block of that key, removed or not; a recommendation that stands with its number."""
    row = session.execute(_with_words(opinion_id).where(OpinionBlock.key == key)).one_or_none()
    if row is None:
        return None
    block, words = row
    return Line(block, words, number_of(block))


def number_of(block: OpinionBlock) -> int | None:
    """The place of a recommendation among those that stand."""
    if block.type is not BlockType.RECOMMENDATION or block.removed_at is not None:
        return None
    here = OpinionBlock.position, OpinionBlock.id
    before = and_(here[0] == block.position, here[1] <= block.id) | (here[0] < block.position)
    return session.scalar(
        select(func.count()).where(
            OpinionBlock.opinion_id == block.opinion_id,
            OpinionBlock.type == BlockType.RECOMMENDATION,
            OpinionBlock.removed_at.is_(None),
            before,
        )
    )


def revision_of(block_id: int, number: int) -> OpinionRevision | None:
    """One revision of a block."""
    return session.scalars(
        select(OpinionRevision)
        .where(OpinionRevision.block_id == block_id, OpinionRevision.number == number)
        .options(joinedload(OpinionRevision.author))
    ).one_or_none()


def history_of(block_id: int, before: int, most: int) -> Sequence[OpinionRevision]:
    """The revisions of a block below number `before`, last first."""
    return session.scalars(
        select(OpinionRevision)
        .where(OpinionRevision.block_id == block_id, OpinionRevision.number < before)
        .options(joinedload(OpinionRevision.author))
        .order_by(OpinionRevision.number.desc())
        .limit(most)
    ).all()


def draft_of(block_id: int, member_id: int) -> OpinionDraft | None:
    """What the member was typing there."""
    return session.get(OpinionDraft, (block_id, member_id), populate_existing=True)


def writers_at(opinion_id: int) -> Mapping[int, Sequence[CommitteeMember]]:
    """By block, who has words there that are not in the text yet. Their words are theirs."""
    rows = session.scalars(
        select(OpinionDraft)
        .join(OpinionBlock, OpinionBlock.id == OpinionDraft.block_id)
        .join(CommitteeMember, CommitteeMember.id == OpinionDraft.member_id)
        .where(OpinionBlock.opinion_id == opinion_id, CommitteeMember.left_at.is_(None))
        .options(joinedload(OpinionDraft.member))
        .order_by(OpinionDraft.saved_at)
    )
    found: dict[int, list[CommitteeMember]] = {}
    for row in rows:
        found.setdefault(row.block_id, []).append(row.member)
    return found


def unsettled_notes(opinion_id: int) -> Mapping[int, Sequence[OpinionNote]]:
    """By block, the comments beside the text that nobody has settled, in the order of arrival."""
    rows = session.scalars(
        select(OpinionNote)
        .join(OpinionBlock, OpinionBlock.id == OpinionNote.block_id)
        .where(
            OpinionBlock.opinion_id == opinion_id,
            OpinionNote.settled_at.is_(None),
            OpinionNote.withdrawn_at.is_(None),
        )
        .options(joinedload(OpinionNote.author))
        .order_by(OpinionNote.id)
    )
    found: dict[int, list[OpinionNote]] = {}
    for row in rows:
        found.setdefault(row.block_id, []).append(row)
    return found


def notes_of(block_id: int) -> Sequence[OpinionNote]:
    """Every comment beside a block, settled and withdrawn ones too."""
    return session.scalars(
        select(OpinionNote)
        .where(OpinionNote.block_id == block_id)
        .options(joinedload(OpinionNote.author))
        .order_by(OpinionNote.id)
    ).all()


def voted_now(opinion: Opinion) -> tuple[set[str], bool]:
    """Keys of the blocks whose words an open ballot is about, and whether one is about all.

    Open as stored: what the clock has closed and nobody has counted may still change the text.
    """
    rows = session.execute(
        select(Ballot.subject_type, Ballot.subject_key, OpinionBlock.key)
        .outerjoin(
            Amendment,
            and_(Ballot.subject_type == Subject.AMENDMENT, Amendment.key == Ballot.subject_key),
        )
        .outerjoin(OpinionBlock, OpinionBlock.id == Amendment.block_id)
        .where(
            Ballot.committee_id == opinion.committee_id,
            Ballot.state == BallotState.OPEN,
            Ballot.subject_key != "",
        )
    )
    keys, is_whole = set(), False
    for subject, key, amended in rows:
        is_whole |= subject == Subject.OPINION
        keys.add(amended if subject == Subject.AMENDMENT else key)
    return keys, is_whole


def editions_of(opinion_id: int) -> Sequence[OpinionEdition]:
    """The published editions, last first."""
    return session.scalars(
        select(OpinionEdition)
        .where(OpinionEdition.opinion_id == opinion_id)
        .order_by(OpinionEdition.number.desc())
    ).all()
