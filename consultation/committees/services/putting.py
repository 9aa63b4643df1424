"""Putting the opinion's words to the vote: frozen when the ballot opens, settled when it closes.

Committee and ballot are locked by then; the opinion is locked here.
"""

import hashlib
import json
from typing import Any

from consultation.committees.counting import Outcome, Tally
from consultation.committees.models.ballots import Ballot, BallotState, Subject
from consultation.committees.models.contesting import AmendmentAct, AmendmentState, BallotText
from consultation.committees.models.opinion import Opinion, OpinionRevision
from consultation.committees.queries.contesting import (
    AmendmentLine,
    amendment_lines,
    ballots_on,
    text_voted,
)
from consultation.committees.queries.opinion import Line, line_named, lines_of, opinion_of
from consultation.committees.services.amended import note_amendments
from consultation.committees.services.amending import (
    CollidingError,
    integrate,
    merged_into,
)
from consultation.committees.services.proposing import carry_out
from consultation.committees.services.text import standing_line
from consultation.committees.wording import Wording, carried
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session
from consultation.core.errors import DomainError, NotFoundError
from consultation.core.i18n import _
from consultation.core.text import render_markup


def freeze_subject(ballot: Ballot) -> None:
    """Keep the words that are put to the vote, as they stand now."""
    if ballot.subject_type is Subject.QUESTION or not ballot.subject_key:
        return
    opinion = opinion_of(ballot.committee_id)
    if opinion is None:
        raise DomainError(_("Le projet d’avis n’est pas commencé."))
    lock(opinion)
    _refuse_twice(ballot)
    if ballot.subject_type is Subject.OPINION:
        lines = lines_of(opinion.id)
        if not lines:
            raise DomainError(_("L’avis est encore vide : il n’y a rien à voter."))
        _keep(ballot, opinion, [block_form(line) for line in lines])
        return
    if ballot.subject_type is Subject.RECOMMENDATION:
        line = _line(opinion, ballot.subject_key)
        _keep(ballot, opinion, [block_form(line)])
        _show(ballot, line.wording)
        return
    found = _amendment(opinion, ballot.subject_key)
    if found.amendment.act is not AmendmentAct.WORDING:
        _freeze_whole(ballot, opinion, found)
        return
    line = _line(opinion, found.block.key)
    try:
        wording = merged_into(line, [found])
    except CollidingError as error:
        raise DomainError(
            _("Cet amendement ne s’accorde plus avec le texte : il doit d’abord être repris.")
        ) from error
    after = {**block_form(line), **_words(wording)}
    _keep(ballot, opinion, [after], before=block_form(line))
    _show(ballot, wording)


def _freeze_whole(ballot: Ballot, opinion: Opinion, found: AmendmentLine) -> None:
    """A passage that would be added, or taken out: all of its words, and none."""
    if found.amendment.act is AmendmentAct.REMOVAL:
        line = _line(opinion, found.block.key)
        form = block_form(line)
        _keep(ballot, opinion, [{**form, **_words(Wording())}], before=form)
        _show(ballot, line.wording)
        return
    line = _proposed(opinion, found)
    form, wording = block_form(line), Wording(found.amendment.title, found.amendment.source)
    before = {**form, **_words(Wording())}
    _keep(ballot, opinion, [{**form, **_words(wording)}], before=before)
    _show(ballot, wording)


def _proposed(opinion: Opinion, found: AmendmentLine) -> Line:
    line = line_named(opinion.id, found.block.key)
    if line is None:
        raise DomainError(_("Le passage mis aux voix n’est plus dans l’avis."))
    return line


def settle_subject(ballot: Ballot, tally: Tally) -> None:
    """An amendment that was voted goes into the text, or is declined. Else nothing changes."""
    if ballot.subject_type is not Subject.AMENDMENT or not ballot.subject_key:
        return
    opinion = opinion_of(ballot.committee_id)
    text = text_voted(ballot.id)
    if opinion is None or text is None or text.before is None:
        return
    lock(opinion)
    found = next(iter(amendment_lines(opinion.id, keys=[ballot.subject_key])), None)
    if found is None or found.amendment.state is not AmendmentState.PROPOSED:
        return
    if tally.outcome in {Outcome.REJECTED, Outcome.ADOPTED}:
        note_amendments(opinion)
    if tally.outcome is Outcome.REJECTED:
        _mark(found, AmendmentState.DECLINED)
        journal.record("amendment.declined", found.amendment, actor_id=None, ballot=ballot.key)
    elif tally.outcome is Outcome.ADOPTED:
        _adopt(opinion, found, text, ballot)


def _adopt(opinion: Opinion, found: AmendmentLine, text: BallotText, ballot: Ballot) -> None:
    """The words that were voted, put into the text as it is by now; by hand where they collide."""
    if found.amendment.act is not AmendmentAct.WORDING:
        carry_out(opinion, found, member_id=None, actor_id=None)
        _mark(found, AmendmentState.ADOPTED)
        journal.record("amendment.adopted", found.amendment, actor_id=None, ballot=ballot.key)
        return
    line = line_named(opinion.id, found.block.key)
    before = text.before
    if line is None or before is None:
        return
    voted = text.blocks[0]
    merger = carried(
        Wording(before["title"], before["source"]),
        Wording(voted["title"], voted["source"]),
        line.wording,
    )
    if merger.wording is None or line.block.removed_at is not None:
        _mark(found, AmendmentState.TO_WRITE)
    else:
        integrate(opinion, line, [found], merger.wording, member_id=None)
    journal.record("amendment.adopted", found.amendment, actor_id=None, ballot=ballot.key)


def _mark(found: AmendmentLine, state: AmendmentState) -> None:
    found.amendment.state = state
    found.amendment.decided_at = now()
    found.amendment.decided_by_id = None
    session.flush()


def block_form(line: Line) -> dict[str, Any]:
    """A block as a ballot keeps it, and as an edition may."""
    return {
        "key": line.block.key,
        "type": line.block.type.value,
        "number": line.number,
        "level": line.block.level,
        "revision": line.block.revision,
        **_words(line.wording, line.words),
    }


def _words(wording: Wording, stored: OpinionRevision | None = None) -> dict[str, str]:
    html = stored.html if stored is not None else render_markup(wording.source)
    return {"title": wording.title, "source": wording.source, "html": html}


def _keep(
    ballot: Ballot, opinion: Opinion, blocks: list[dict[str, Any]],
    before: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    form = json.dumps(blocks, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    session.add(
        BallotText(
            ballot_id=ballot.id,
            opinion_revision=opinion.revision,
            blocks=blocks,
            before=before,
            sha256=hashlib.sha256(form.encode()).hexdigest(),
        )
    )
    session.flush()


def _show(ballot: Ballot, wording: Wording) -> None:
    """The text put to the vote is the words themselves, not what was typed for them."""
    title = f"**{wording.title}**" if wording.title and wording.source else wording.title
    ballot.text_source = "\n\n".join(part for part in (title, wording.source) if part)
    ballot.text_html = render_markup(ballot.text_source)


def _line(opinion: Opinion, key: str) -> Line:
    try:
        return standing_line(opinion, key)
    except NotFoundError:
        raise DomainError(_("Le passage mis aux voix n’est plus dans l’avis.")) from None


def _amendment(opinion: Opinion, key: str) -> AmendmentLine:
    found = next(iter(amendment_lines(opinion.id, keys=[key], is_open=True)), None)
    if found is None or found.amendment.state is not AmendmentState.PROPOSED:
        raise DomainError(_("Cet amendement est déjà décidé."))
    return found


def _refuse_twice(ballot: Ballot) -> None:
    """One ballot at a time on the same words."""
    same = ballots_on(ballot.subject_type, ballot.subject_key)
    if any(
        other.id != ballot.id and other.state is BallotState.OPEN for other in session.scalars(same)
    ):
        raise DomainError(_("Un scrutin est déjà ouvert sur ce texte."))
