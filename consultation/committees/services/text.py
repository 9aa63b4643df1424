"""What every use case of the opinion's text begins with: the opinion held, the hand that writes.

One row is locked for all of the text: whoever changes a block, its place or what is proposed for it
goes after the one before. A ballot that opens holds it too, and from then its words stand still.
"""

from dataclasses import dataclass

from consultation.accounts.models import User
from consultation.committees.models.opinion import (
    Cause,
    Opinion,
    OpinionBlock,
    OpinionRevision,
)
from consultation.committees.models.people import CommitteeMember
from consultation.committees.permissions import Standing, can_write_opinion
from consultation.committees.queries.opinion import Line, line_named, voted_now
from consultation.committees.queries.people import member_of
from consultation.committees.wording import MAX_SOURCE, MAX_TITLE, Wording, is_empty
from consultation.core.clock import now
from consultation.core.db import lock, session
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.templating import num
from consultation.core.text import render_markup


@dataclass(frozen=True)
class Hand:
    """Who acts, as the committee knows them at this moment."""

    member: CommitteeMember
    standing: Standing


def hand_of(committee_id: int, actor: User) -> Hand:
    """The living seat of `actor`; whoever has none finds nothing."""
    member = member_of(actor, committee_id)
    if member is None:
        raise NotFoundError
    return Hand(member, Standing(member.seat))


def hold(opinion: Opinion, actor: User) -> Hand:
    """Lock the text; inside a transaction."""
    hand = hand_of(opinion.committee_id, actor)
    lock(opinion)
    return hand


def hold_to_write(opinion: Opinion, actor: User) -> Hand:
    """Lock the text for somebody who may write in it."""
    hand = hold(opinion, actor)
    require(
        can_write_opinion(hand.standing, is_open_to_all=opinion.is_open_to_all),
        _("Le texte est tenu par la présidence, le rapport et l’animation : proposez-leur un "
          "amendement."),
    )  # fmt: skip
    return hand


def standing_line(opinion: Opinion, key: str) -> Line:
    """The block of that key in the text, as it is now; one that was removed is in the way."""
    line = line_named(opinion.id, key)
    if line is None:
        raise NotFoundError
    if line.block.removed_at is not None:
        raise ConflictError(_("Ce passage vient d’être retiré du texte. Remettez-le d’abord."))
    return line


def refuse_if_voted(opinion: Opinion, *keys: str) -> None:
    """What is put to the vote stands still until the votes are counted."""
    voted, is_whole = voted_now(opinion)
    if is_whole:
        raise ConflictError(
            _("L’ensemble de l’avis est mis aux voix : son texte ne change pas avant la clôture.")
        )
    if voted.intersection(keys):
        raise ConflictError(
            _("Ce passage est mis aux voix : son texte ne change pas avant la clôture.")
        )


def check_wording(block: OpinionBlock, wording: Wording) -> None:
    """Refuse what is empty or too long, with what to do."""
    if is_empty(block.type, wording):
        raise DomainError(_("Écrivez le texte, et son titre s’il en a un."))
    if len(wording.title) > MAX_TITLE:
        raise DomainError(_("Le titre compte 200 caractères au plus"))
    if len(wording.source) > MAX_SOURCE:
        raise DomainError(
            _("Un passage tient en %(most)s caractères : coupez-le en deux.", most=num(MAX_SOURCE))
        )


def put_words(
    opinion: Opinion, block: OpinionBlock, wording: Wording, cause: Cause, *,
    author_id: int | None, base: int, amendments: tuple[str, ...] = (),
) -> OpinionRevision:  # fmt: skip
    """One more revision of a block: the one that counts from now."""
    block.revision += 1
    revision = OpinionRevision(
        block_id=block.id,
        number=block.revision,
        title=wording.title,
        source=wording.source,
        html=render_markup(wording.source),
        cause=cause,
        base=base,
        amendments=list(amendments),
        author_id=author_id,
    )
    session.add(revision)
    changed(opinion)
    return revision


def changed(opinion: Opinion) -> None:
    """The text is another one now."""
    opinion.revision += 1
    opinion.changed_at = now()
    session.flush()
