"""Writing the opinion: its blocks, their words, their order. Nothing is ever overwritten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.models.opinion import (
    BlockType,
    Cause,
    Opinion,
    OpinionBlock,
    OpinionDraft,
    OpinionRevision,
)
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_end_statements, can_lead_opinion
from consultation.committees.queries.opinion import Line, lines_of, opinion_of, revision_of
from consultation.committees.services.text import (
    changed,
    check_wording,
    hand_of,
    hold,
    hold_to_write,
    put_words,
    refuse_if_voted,
    standing_line,
)
from consultation.committees.wording import MAX_TITLE, Merger, Wording, carried, tidied
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, render_markup

MAX_BLOCKS = 300
LEVELS = range(1, 4)
LAST_CALL = timedelta(hours=48)
"""Those who may sign are told so long before the deadline, or at two thirds of the way."""


class WrittenMeanwhileError(ConflictError):
    """Somebody else wrote in the block first. `merger` is both sets of words put together."""

    def __init__(self, line: Line, merger: Merger) -> None:
        super().__init__(
            _(
                "Quelqu’un d’autre a écrit dans ce passage pendant que vous écriviez. Rien n’est "
                "perdu : relisez les deux textes, puis enregistrez."
            )
        )
        self.line = line
        self.merger = merger


def begin_opinion(committee: Committee, title: str, *, actor: User) -> Opinion:
    """Begin the committee's opinion; there is one."""
    hand = hand_of(committee.id, actor)
    require(can_lead_opinion(hand.standing))
    with transaction() as current:
        lock(committee)
        if opinion_of(committee.id) is not None:
            raise ConflictError(_("Le projet d’avis est déjà commencé."))
        opinion = Opinion(
            committee_id=committee.id, title=_title(title), begun_by_id=hand.member.id
        )
        current.add(opinion)
        current.flush()
        journal.record("opinion.begun", opinion, actor_id=actor.id)
    return opinion


def set_opinion(opinion: Opinion, title: str, *, is_open_to_all: bool, actor: User) -> None:
    """What it is called, and who writes in it."""
    with transaction():
        hand = hold(opinion, actor)
        require(can_lead_opinion(hand.standing))
        refuse_if_voted(opinion)
        opinion.title = _title(title)
        opinion.is_open_to_all = is_open_to_all
        changed(opinion)
        journal.record("opinion.edited", opinion, actor_id=actor.id)


def end_statements_at(opinion: Opinion, moment: datetime, *, actor: User) -> None:
    """Set until when minority statements are signed; what is past stays past, it may be later."""
    with transaction():
        hand = hold(opinion, actor)
        require(can_end_statements(hand.standing))
        if moment <= now():
            raise DomainError(_("Choisissez une heure à venir : chacun doit avoir le temps."))
        opinion.statements_until = moment
        opinion.statements_remind_at = moment - min(LAST_CALL, (moment - now()) / 3)
        journal.record(
            "opinion.deadline_set", opinion, actor_id=actor.id, closes_at=moment.isoformat()
        )


def add_block(
    opinion: Opinion, kind: BlockType, title: str, source: str, *, after: str = "",
    level: int = 1, actor: User,
) -> OpinionBlock:  # fmt: skip
    """Add a block after the one of that key; without a key, or if it is gone, at the end."""
    with transaction() as current:
        hand = hold_to_write(opinion, actor)
        refuse_if_voted(opinion)
        if len(lines_of(opinion.id)) >= MAX_BLOCKS:
            raise DomainError(_("L’avis a trois cents passages au plus."))
        block = OpinionBlock(
            opinion_id=opinion.id,
            type=kind,
            position=make_room(opinion, after),
            level=level if kind is BlockType.SECTION and level in LEVELS else 1,
        )
        wording = tidied(kind, title, source)
        check_wording(block, wording)
        current.add(block)
        current.flush()
        current.add(
            OpinionRevision(
                block_id=block.id, number=1, title=wording.title, source=wording.source,
                html=render_markup(wording.source), author_id=hand.member.id,
            )
        )  # fmt: skip
        changed(opinion)
        journal.record("opinion.block_added", block, actor_id=actor.id)
    return block


def write_block(
    opinion: Opinion, key: str, title: str, source: str, *, base: int, is_merged: bool = False,
    actor: User,
) -> bool:  # fmt: skip
    """Put new words into a block; False if they are the words of now.

    Whoever wrote upon an older revision gets both sets of words back, to put together.
    """
    with transaction():
        hand = hold_to_write(opinion, actor)
        line = standing_line(opinion, key)
        wording = tidied(line.block.type, title, source)
        check_wording(line.block, wording)
        refuse_if_voted(opinion, key)
        if base != line.block.revision and wording != line.wording:
            raise WrittenMeanwhileError(line, merger_of(line, base, wording))
        is_new = wording != line.wording
        if is_new:
            cause = Cause.MERGED if is_merged else Cause.WRITTEN
            put_words(opinion, line.block, wording, cause, author_id=hand.member.id, base=base)
            journal.record("opinion.block_written", line.block, actor_id=actor.id)
        forget_draft(line.block.id, hand.member.id)
    return is_new


def merger_of(line: Line, base: int, wording: Wording) -> Merger:
    """What somebody wrote upon revision `base`, and what the block says by now, put together."""
    before = revision_of(line.block.id, base)
    if before is None:
        return carried(Wording(), wording, line.wording)
    return carried(Wording(before.title, before.source), wording, line.wording)


def restore_words(opinion: Opinion, key: str, number: int, *, base: int, actor: User) -> None:
    """Give a block the words of one of its earlier revisions; the ones between stay in history."""
    with transaction():
        hand = hold_to_write(opinion, actor)
        line = standing_line(opinion, key)
        refuse_if_voted(opinion, key)
        earlier = revision_of(line.block.id, number)
        if earlier is None:
            raise NotFoundError
        if base != line.block.revision:
            raise ConflictError(
                _("Ce passage vient de changer : relisez son historique, puis recommencez.")
            )
        wording = Wording(earlier.title, earlier.source)
        if wording == line.wording:
            raise ConflictError(_("Ce sont déjà les mots du texte."))
        put_words(
            opinion, line.block, wording, Cause.RESTORED, author_id=hand.member.id, base=number
        )
        journal.record("opinion.block_restored", line.block, actor_id=actor.id, number=number)


def move_block(opinion: Opinion, key: str, *, is_up: bool, actor: User) -> None:
    """Change places with the block above, or below."""
    with transaction():
        hold_to_write(opinion, actor)
        line = standing_line(opinion, key)
        refuse_if_voted(opinion)
        order = _all_blocks(opinion)
        place = order.index(line.block)
        others = range(place - 1, -1, -1) if is_up else range(place + 1, len(order))
        target = next((each for each in others if order[each].removed_at is None), None)
        if target is None:
            return
        order.insert(target, order.pop(place))
        _number(order)
        changed(opinion)
        journal.record("opinion.block_moved", line.block, actor_id=actor.id)


def set_level(opinion: Opinion, key: str, level: int, *, actor: User) -> None:
    """Raise or lower a heading."""
    with transaction():
        hold_to_write(opinion, actor)
        line = standing_line(opinion, key)
        refuse_if_voted(opinion)
        if line.block.type is not BlockType.SECTION or level not in LEVELS:
            raise DomainError(_("Un titre a trois niveaux : 1, 2 ou 3."))
        if level != line.block.level:
            line.block.level = level
            changed(opinion)
            journal.record("opinion.block_levelled", line.block, actor_id=actor.id, level=level)


def remove_block(opinion: Opinion, key: str, *, actor: User) -> None:
    """Take a block out of the text. It can be put back, with all that was said of it."""
    with transaction():
        hand = hold_to_write(opinion, actor)
        line = standing_line(opinion, key)
        refuse_if_voted(opinion, key)
        line.block.removed_at = now()
        line.block.removed_by_id = hand.member.id
        changed(opinion)
        journal.record("opinion.block_removed", line.block, actor_id=actor.id)


def put_block_back(opinion: Opinion, key: str, *, actor: User) -> None:
    """Undo a removal: the block stands where it stood."""
    with transaction():
        hold_to_write(opinion, actor)
        refuse_if_voted(opinion)
        block = session.scalars(
            select(OpinionBlock).where(
                OpinionBlock.opinion_id == opinion.id, OpinionBlock.key == key
            )
        ).one_or_none()
        if block is None or block.is_proposed:
            raise NotFoundError
        session.refresh(block)
        if block.removed_at is None:
            raise ConflictError(_("Ce passage est déjà dans le texte."))
        block.removed_at = block.removed_by_id = None
        changed(opinion)
        journal.record("opinion.block_put_back", block, actor_id=actor.id)


def forget_draft(block_id: int, member_id: int) -> None:
    """What was typed is in the text, or given up."""
    session.execute(
        delete(OpinionDraft).where(
            OpinionDraft.block_id == block_id, OpinionDraft.member_id == member_id
        )
    )


def _title(title: str) -> str:
    found = one_line(title)
    if is_blank(found):
        raise DomainError(_("Donnez un titre à l’avis"))
    return found[:MAX_TITLE]


def _all_blocks(opinion: Opinion) -> list[OpinionBlock]:
    """Every block in order, those removed too: they keep their place among the others."""
    return list(
        session.scalars(
            select(OpinionBlock)
            .where(OpinionBlock.opinion_id == opinion.id)
            .order_by(OpinionBlock.position, OpinionBlock.id)
            .execution_options(populate_existing=True)
        )
    )


def _number(blocks: list[OpinionBlock]) -> None:
    for position, block in enumerate(blocks, start=1):
        block.position = position


def make_room(opinion: Opinion, after: str) -> int:
    """The position after the block of that key, the others moved on; else the end."""
    blocks = _all_blocks(opinion)
    place = next((n for n, block in enumerate(blocks, start=1) if block.key == after), len(blocks))
    _number(blocks[:place])
    for position, block in enumerate(blocks[place:], start=place + 2):
        block.position = position
    return place + 1
