"""Proposing to add a passage to the opinion or to take one out, and doing it once it is adopted.

A passage that is proposed has its block at once, which counts as removed until then: its identity
is the same before and after, as that of any other.
"""

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.committees.models.contesting import Amendment, AmendmentAct
from consultation.committees.models.opinion import (
    BlockType,
    Cause,
    Opinion,
    OpinionBlock,
    OpinionRevision,
)
from consultation.committees.permissions import can_amend
from consultation.committees.queries.contesting import AmendmentLine
from consultation.committees.services.amended import note_amendments
from consultation.committees.services.text import (
    changed,
    check_wording,
    hold,
    put_words,
    standing_line,
)
from consultation.committees.services.writing import make_room
from consultation.committees.wording import Wording, tidied
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, render_markup, tidy

MAX_REASON = 2_000


def propose_addition(
    opinion: Opinion, kind: BlockType, title: str, source: str, *, after: str, reason: str,
    actor: User,
) -> Amendment:  # fmt: skip
    """Propose a passage after the one of that key; without a key, at the end."""
    with transaction() as current:
        hand = hold(opinion, actor)
        require(can_amend(hand.standing))
        note_amendments(opinion)
        block = OpinionBlock(
            opinion_id=opinion.id, type=kind, position=make_room(opinion, after),
            is_proposed=True, removed_at=now(),
        )  # fmt: skip
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
        return _propose(
            opinion, block, wording, AmendmentAct.ADDITION, reason, hand.member.id, actor
        )


def propose_removal(opinion: Opinion, key: str, *, reason: str, actor: User) -> Amendment:
    """Propose to take a passage out of the text."""
    with transaction():
        hand = hold(opinion, actor)
        require(can_amend(hand.standing))
        note_amendments(opinion)
        line = standing_line(opinion, key)
        return _propose(
            opinion, line.block, line.wording, AmendmentAct.REMOVAL, reason, hand.member.id, actor
        )


def _propose(
    opinion: Opinion, block: OpinionBlock, wording: Wording, act: AmendmentAct, reason: str,
    member_id: int, actor: User,
) -> Amendment:  # fmt: skip
    amendment = Amendment(
        opinion_id=opinion.id, block_id=block.id, number=next_number(opinion), act=act,
        base=block.revision, title=wording.title, source=wording.source, author_id=member_id,
        reason=checked_reason(reason),
    )  # fmt: skip
    session.add(amendment)
    session.flush()
    journal.record("amendment.proposed", amendment, actor_id=actor.id)
    return amendment


def next_number(opinion: Opinion) -> int:
    """Of the next amendment. The opinion is locked by then."""
    last = session.scalar(
        select(func.max(Amendment.number)).where(Amendment.opinion_id == opinion.id)
    )
    return (last or 0) + 1


def checked_reason(reason: str) -> str:
    """Why, tidied; the committee judges it too."""
    reason = tidy(reason)
    if is_blank(reason):
        raise DomainError(_("Dites pourquoi\u00a0: le comité juge aussi la raison."))
    return reason[:MAX_REASON]


def carry_out(
    opinion: Opinion, found: AmendmentLine, *, member_id: int | None, actor_id: int | None
) -> None:
    """Add the passage, or take it out. The opinion is locked by then."""
    row, block = found.amendment, found.block
    session.refresh(block)
    if row.act is AmendmentAct.REMOVAL:
        if block.removed_at is None:
            block.removed_at, block.removed_by_id = now(), member_id or row.author_id
            changed(opinion)
            journal.record("opinion.block_removed", block, actor_id=actor_id)
        return
    block.is_proposed, block.removed_at = False, None
    wording = Wording(row.title, row.source)
    if wording == Wording(found.base.title, found.base.source):
        changed(opinion)
    else:
        put_words(
            opinion, block, wording, Cause.AMENDED, author_id=member_id, base=row.base,
            amendments=(row.key,),
        )  # fmt: skip
    journal.record("opinion.block_added", block, actor_id=actor_id)
