"""Amendments to the opinion: proposed by members, taken together or declined with a reason."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotState, Subject
from consultation.committees.models.contesting import (
    OPEN_STATES,
    Amendment,
    AmendmentAct,
    AmendmentState,
)
from consultation.committees.models.opinion import Cause, Opinion
from consultation.committees.permissions import can_amend, can_lead_opinion
from consultation.committees.queries.contesting import AmendmentLine, amendment_lines
from consultation.committees.queries.opinion import Line, line_named
from consultation.committees.services.amended import note_amendments
from consultation.committees.services.proposing import (
    MAX_REASON,
    carry_out,
    checked_reason,
    next_number,
)
from consultation.committees.services.text import (
    check_wording,
    hand_of,
    hold,
    put_words,
    refuse_if_voted,
    standing_line,
)
from consultation.committees.wording import Gathering, Wording, gathered, tidied
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy


class CollidingError(ConflictError):
    """The amendments, or the text, change the same words otherwise: a person writes the block."""

    def __init__(self, line: Line, gathering: Gathering) -> None:
        super().__init__(
            _("Ces rédactions changent les mêmes mots : écrivez vous-même le passage.")
        )
        self.line = line
        self.gathering = gathering


def propose_amendment(
    opinion: Opinion, key: str, title: str, source: str, *, base: int, reason: str, actor: User
) -> Amendment:
    """Propose other words for a block, and say why."""
    hand = hand_of(opinion.committee_id, actor)
    require(can_amend(hand.standing))
    with transaction() as current:
        hold(opinion, actor)
        note_amendments(opinion)
        line = standing_line(opinion, key)
        amendment = Amendment(
            opinion_id=opinion.id,
            block_id=line.block.id,
            number=next_number(opinion),
            base=base if 0 < base <= line.block.revision else line.block.revision,
            author_id=hand.member.id,
        )
        _write(amendment, line, title, source, reason)
        current.add(amendment)
        current.flush()
        journal.record("amendment.proposed", amendment, actor_id=actor.id)
    return amendment


def edit_amendment(
    opinion: Opinion, key: str, title: str, source: str, *, base: int, reason: str, seen: int,
    actor: User,
) -> None:  # fmt: skip
    """Its author words it anew, perhaps upon the text of now; not while it is voted on."""
    with transaction():
        hand = hold(opinion, actor)
        found = _held(opinion, [key])[0]
        require(found.amendment.author_id == hand.member.id and can_amend(hand.standing))
        line = _line_to_change(opinion, found)
        _refuse_voted_amendments([found])
        if seen != found.amendment.edit_count:
            raise ConflictError(_("Cet amendement vient de changer : relisez-le d’abord."))
        if 0 < base <= line.block.revision:
            found.amendment.base = base
        _write(found.amendment, line, title, source, reason)
        found.amendment.edit_count += 1
        journal.record("amendment.edited", found.amendment, actor_id=actor.id)


def withdraw_amendment(opinion: Opinion, key: str, *, actor: User) -> None:
    """Its author gives it up; it stays among those that are decided."""
    with transaction():
        hand = hold(opinion, actor)
        note_amendments(opinion)
        found = _held(opinion, [key])[0]
        require(found.amendment.author_id == hand.member.id)
        _refuse_voted_amendments([found])
        _decide(found.amendment, AmendmentState.WITHDRAWN, hand.member.id, "")
        journal.record("amendment.withdrawn", found.amendment, actor_id=actor.id)


def decline_amendment(opinion: Opinion, key: str, answer: str, *, actor: User) -> None:
    """Decline it, for a reason that the committee reads."""
    with transaction():
        hand = hold(opinion, actor)
        require(can_lead_opinion(hand.standing))
        note_amendments(opinion)
        found = _held(opinion, [key])[0]
        if found.amendment.state is AmendmentState.TO_WRITE:
            raise ConflictError(_("Le comité a adopté cet amendement : écrivez-le dans le texte."))
        _refuse_voted_amendments([found])
        if is_blank(answer):
            raise DomainError(_("Dites en une phrase pourquoi : le comité la lit."))
        _decide(found.amendment, AmendmentState.DECLINED, hand.member.id, answer)
        journal.record("amendment.declined", found.amendment, actor_id=actor.id)


def adopt_amendments(
    opinion: Opinion, keys: Sequence[str], *, written: Wording | None = None, base: int = 0,
    answer: str = "", actor: User,
) -> None:  # fmt: skip
    """Put amendments of one block into its text together, word by word.

    Where they collide, or collide with the text as it is by now, a person writes the block:
    `written`, upon revision `base`.
    """
    with transaction():
        hand = hold(opinion, actor)
        require(can_lead_opinion(hand.standing))
        note_amendments(opinion)
        found = _held(opinion, keys)
        if len({each.block.id for each in found}) > 1:
            raise DomainError(_("Choisissez des amendements du même passage."))
        if any(each.amendment.act is not AmendmentAct.WORDING for each in found):
            _adopt_alone(opinion, found, answer, hand.member.id, actor)
            return
        line = standing_line(opinion, found[0].block.key)
        refuse_if_voted(opinion, line.block.key)
        _refuse_voted_amendments(found)
        if written is None:
            wording = merged_into(line, found)
        else:
            wording = tidied(line.block.type, written.title, written.source)
            check_wording(line.block, wording)
            if base != line.block.revision:
                raise CollidingError(line, gathering_of(line, found))
        integrate(opinion, line, found, wording, member_id=hand.member.id, answer=answer)
        for each in found:
            journal.record("amendment.adopted", each.amendment, actor_id=actor.id)


def _adopt_alone(
    opinion: Opinion, found: Sequence[AmendmentLine], answer: str, member_id: int, actor: User
) -> None:
    """A passage that is added or taken out: nothing is gathered with it."""
    if len(found) > 1:
        raise DomainError(_("Un ajout ou un retrait se décide seul."))
    [each] = found
    is_addition = each.amendment.act is AmendmentAct.ADDITION
    if is_addition:
        refuse_if_voted(opinion)
    else:
        refuse_if_voted(opinion, standing_line(opinion, each.block.key).block.key)
    _refuse_voted_amendments(found)
    carry_out(opinion, each, member_id=member_id, actor_id=actor.id)
    _decide(each.amendment, AmendmentState.ADOPTED, member_id, answer)
    journal.record("amendment.adopted", each.amendment, actor_id=actor.id)


def _line_to_change(opinion: Opinion, found: AmendmentLine) -> Line:
    """The passage of an amendment that is worded anew; a removal has no words of its own."""
    if found.amendment.act is AmendmentAct.REMOVAL:
        raise DomainError(_("Une proposition de retrait n’a pas de texte à reprendre."))
    if found.amendment.act is AmendmentAct.WORDING:
        return standing_line(opinion, found.block.key)
    line = line_named(opinion.id, found.block.key)
    if line is None:
        raise NotFoundError
    return line


def gathering_of(line: Line, found: Sequence[AmendmentLine]) -> Gathering:
    """What amendments make of a block as it stands."""
    return gathered(
        line.wording,
        [
            (
                Wording(each.base.title, each.base.source),
                Wording(each.amendment.title, each.amendment.source),
            )
            for each in found
        ],
    )


def merged_into(line: Line, found: Sequence[AmendmentLine]) -> Wording:
    """The block with all these amendments; an error where they collide."""
    gathering = gathering_of(line, found)
    if gathering.wording is None:
        raise CollidingError(line, gathering)
    return gathering.wording


def integrate(
    opinion: Opinion, line: Line, found: Sequence[AmendmentLine], wording: Wording, *,
    member_id: int | None, answer: str = "",
) -> None:  # fmt: skip
    """The words that these amendments made, and their fate. The opinion is locked by then."""
    if wording != line.wording:
        put_words(
            opinion, line.block, wording, Cause.AMENDED, author_id=member_id,
            base=line.block.revision, amendments=tuple(each.amendment.key for each in found),
        )  # fmt: skip
    for each in found:
        _decide(each.amendment, AmendmentState.ADOPTED, member_id, answer)


def _write(amendment: Amendment, line: Line, title: str, source: str, reason: str) -> None:
    wording = tidied(line.block.type, title, source)
    check_wording(line.block, wording)
    if wording == line.wording and amendment.act is not AmendmentAct.ADDITION:
        raise DomainError(_("Changez au moins un mot du texte."))
    amendment.reason = checked_reason(reason)
    amendment.title, amendment.source = wording.title, wording.source


def _held(opinion: Opinion, keys: Sequence[str]) -> list[AmendmentLine]:
    """Open amendments of these keys, as they are now."""
    found = amendment_lines(opinion.id, keys=keys)
    if not found or len(found) < len(set(keys)):
        raise NotFoundError
    for each in found:
        session.refresh(each.amendment)
        if each.amendment.state not in OPEN_STATES:
            raise ConflictError(_("Cet amendement est déjà décidé."))
    return found


def _refuse_voted_amendments(found: Sequence[AmendmentLine]) -> None:
    """What is put to the vote is decided by the vote."""
    keys = [each.amendment.key for each in found]
    voted = session.scalar(
        select(Ballot.id)
        .where(
            Ballot.subject_type == Subject.AMENDMENT,
            Ballot.subject_key.in_(keys),
            Ballot.state == BallotState.OPEN,
        )
        .limit(1)
    )
    if voted is not None:
        raise ConflictError(_("Cet amendement est mis aux voix : le vote décide."))


def _decide(
    amendment: Amendment, state: AmendmentState, member_id: int | None, answer: str
) -> None:
    amendment.state = state
    amendment.decided_at = now()
    amendment.decided_by_id = member_id
    amendment.answer = tidy(answer)[:MAX_REASON]
    session.flush()
