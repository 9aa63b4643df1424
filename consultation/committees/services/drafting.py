"""Keeping what a member types in a block before it is saved: theirs alone, with its base."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.opinion import Opinion, OpinionDraft
from consultation.committees.permissions import can_write_opinion
from consultation.committees.queries.opinion import Line, line_named, revision_of
from consultation.committees.services.text import hand_of
from consultation.committees.services.writing import forget_draft
from consultation.committees.wording import MAX_SOURCE, MAX_TITLE, Wording, tidied
from consultation.core.clock import now
from consultation.core.db import insert_missing, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.templating import num


def keep_draft(
    opinion: Opinion, key: str, title: str, source: str, *, base: int, actor: User
) -> Line:
    """Keep what is being typed, as it is typed; words that say nothing new are no draft.

    Not the text's row is locked but the draft's: whoever types waits for nobody.
    """
    hand = hand_of(opinion.committee_id, actor)
    require(can_write_opinion(hand.standing, is_open_to_all=opinion.is_open_to_all))
    if len(title) > MAX_TITLE or len(source) > MAX_SOURCE:
        raise DomainError(
            _("Un passage tient en %(most)s caractères : coupez-le en deux.", most=num(MAX_SOURCE))
        )
    with transaction() as current:
        line = line_named(opinion.id, key)
        before = revision_of(line.block.id, base) if line is not None else None
        if line is None or before is None:
            raise NotFoundError
        wording = tidied(line.block.type, title, source)
        if wording in (Wording(before.title, before.source), line.wording):
            forget_draft(line.block.id, hand.member.id)
            return line
        insert_missing(
            OpinionDraft, block_id=line.block.id, member_id=hand.member.id, base=base,
            title=title, source=source, saved_at=now(),
        )  # fmt: skip
        draft = current.scalars(
            select(OpinionDraft)
            .where(OpinionDraft.block_id == line.block.id, OpinionDraft.member_id == hand.member.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        draft.base, draft.title, draft.source, draft.saved_at = base, title, source, now()
    return line


def drop_draft(opinion: Opinion, key: str, *, actor: User) -> None:
    """Give up what was typed."""
    hand = hand_of(opinion.committee_id, actor)
    with transaction():
        line = line_named(opinion.id, key)
        if line is None:
            raise NotFoundError
        forget_draft(line.block.id, hand.member.id)
