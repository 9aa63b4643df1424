"""Publishing an edition of the opinion: its archive is written, hashed, and never changes again.

Every ballot on the text is counted by then and minority statements are closed: what is published
is what the committee decided. A correction is one more edition, which says what changed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from consultation.accounts.models import User
from consultation.committees.edition import FORM, canonical
from consultation.committees.models.ballots import Ballot, Subject
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionEdition,
)
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_publish_opinion, takes_statements
from consultation.committees.queries.contesting import (
    StatementLine,
    Verdict,
    VerdictState,
    statements_of,
    verdicts_of,
)
from consultation.committees.queries.editions import edition_of, frozen_hashes, sessions_held
from consultation.committees.queries.opinion import Line, lines_of, voted_now
from consultation.committees.queries.people import members_of
from consultation.committees.services.putting import block_form
from consultation.committees.services.recording import fingerprint
from consultation.committees.services.text import hand_of
from consultation.core import journal
from consultation.core.clock import PARIS, now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy

MAX_CHANGES = 2_000


def publish_opinion(
    committee: Committee, opinion: Opinion, *, seen: int, changes: str, actor: User
) -> OpinionEdition:
    """Publish the text of revision `seen`, the one that the chair has read."""
    hand = hand_of(committee.id, actor)
    require(can_publish_opinion(hand.standing))
    with transaction() as current:
        lock(committee)
        lock(opinion)
        fault = what_is_missing(committee, opinion)
        if fault:
            raise ConflictError(fault)
        if seen != opinion.revision:
            raise ConflictError(_("Le texte vient de changer : relisez-le avant de le publier."))
        last = edition_of(committee.id)
        changes = tidy(changes)[:MAX_CHANGES] if last is not None else ""
        if last is not None and is_blank(changes):
            raise DomainError(_("Dites ce qui change depuis l’édition précédente"))
        moment = now()
        form = archive_form(committee, opinion, last=last, changes=changes, moment=moment)
        archive = canonical(form)
        edition = OpinionEdition(
            opinion_id=opinion.id,
            number=form["edition"],
            archive=archive,
            sha256=fingerprint(archive),
            published_at=moment,
            published_by_id=hand.member.id,
        )
        current.add(edition)
        current.execute(
            update(OpinionBlock)
            .where(OpinionBlock.opinion_id == opinion.id)
            .values(
                published_revision=case((OpinionBlock.removed_at.is_(None), OpinionBlock.revision))
            )
            .execution_options(synchronize_session=False)
        )
        committee.revision += 1
        current.flush()
        journal.record(
            "opinion.published", opinion, actor_id=actor.id, number=edition.number,
            sha256=edition.sha256,
        )  # fmt: skip
    return edition


def what_is_missing(committee: Committee, opinion: Opinion) -> str:
    """Why it cannot be published yet, and what to do; nothing where it can."""
    if committee.announced_at is None:
        return _("Le comité n’est pas encore public : l’équipe qui le conduit l’annonce d’abord.")
    if opinion.statements_until is None:
        return _("Fixez d’abord jusqu’à quand les opinions minoritaires se signent.")
    if takes_statements(opinion, now()):
        return _("Les opinions minoritaires se signent encore : attendez leur clôture.")
    if not lines_of(opinion.id):
        return _("L’avis est encore vide.")
    keys, is_whole = voted_now(opinion)
    if keys or is_whole:
        return _("Un scrutin sur ce texte est ouvert : attendez sa clôture.")
    if _whole(opinion).state is VerdictState.REJECTED:
        return _(
            "Le comité a rejeté l’ensemble de l’avis. Changez le texte, puis votez de nouveau."
        )
    return ""


def archive_form(
    committee: Committee, opinion: Opinion, *, last: OpinionEdition | None, changes: str,
    moment: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The archive as data: members by their keys, ballots by their counts."""
    lines = lines_of(opinion.id)
    verdicts = _verdicts(opinion, lines)
    whole = _whole(opinion)
    counted = [each for each in (*verdicts.values(), whole) if each.tally is not None]
    hashes = frozen_hashes([each.ballot.id for each in counted if each.ballot is not None])
    keys = {line.block.id: line.block.key for line in lines}
    votes = {key: _vote_form(verdict, hashes) for key, verdict in verdicts.items()}
    return {
        "form": FORM,
        "edition": last.number + 1 if last is not None else 1,
        "previous": last.sha256 if last is not None else None,
        "changes": changes,
        "published_at": moment.isoformat(),
        "opinion": opinion.key,
        "title": opinion.title,
        "language": committee.language,
        "committee": _committee_form(committee),
        "sessions": [
            row.starts_at.astimezone(PARIS).date().isoformat()
            for row in sessions_held(committee.id)
        ],
        "members": [
            {"key": member.key, "seat": member.seat.value}
            for member in session.scalars(members_of(committee.id))
        ],
        "blocks": [block_form(line) for line in lines],
        "votes": {key: form for key, form in votes.items() if form},
        "whole": _vote_form(whole, hashes),
        "statements": [_statement_form(each, keys) for each in statements_of(opinion.id)],
    }


def _verdicts(opinion: Opinion, lines: list[Line]) -> dict[str, Verdict]:
    revisions = {
        line.block.key: line.block.revision
        for line in lines
        if line.block.type is BlockType.RECOMMENDATION
    }
    return verdicts_of(opinion.committee_id, Subject.RECOMMENDATION, revisions)


def _whole(opinion: Opinion) -> Verdict:
    revisions = {opinion.key: opinion.revision}
    return verdicts_of(opinion.committee_id, Subject.OPINION, revisions)[opinion.key]


def _committee_form(committee: Committee) -> dict[str, Any]:
    return {
        "key": committee.key,
        "title": committee.title,
        "charge_html": committee.charge_html,
        "charge_source": committee.charge_source,
        "selection": committee.selection,
        "starts_on": committee.starts_on.isoformat() if committee.starts_on else None,
        "ends_on": committee.ends_on.isoformat() if committee.ends_on else None,
    }


def _vote_form(verdict: Verdict, hashes: dict[int, str]) -> dict[str, Any] | None:
    ballot = verdict.ballot
    if ballot is None or verdict.tally is None:
        return None
    return {
        **_rules_form(ballot),
        "closed_at": ballot.closed_at.isoformat() if ballot.closed_at else None,
        "result": verdict.tally.stored(),
        "is_outdated": verdict.is_outdated,
        "text_sha256": hashes.get(ballot.id),
        "record_sha256": ballot.record_hash,
    }


def _rules_form(ballot: Ballot) -> dict[str, Any]:
    return {
        "key": ballot.key,
        "title": ballot.title,
        "subject": ballot.subject_type.value,
        "method": ballot.method.value,
        "options": ballot.options,
        "is_secret": ballot.is_secret,
        "quorum": ballot.quorum.value,
        "majority": ballot.majority.value,
        "base": ballot.base.value,
        "opened_at": ballot.opened_at.isoformat() if ballot.opened_at else None,
    }


def _statement_form(each: StatementLine, keys: dict[int, str]) -> dict[str, Any]:
    row = each.statement
    return {
        "key": row.key,
        "block": keys.get(row.block_id) if row.block_id is not None else None,
        "source": row.source,
        "html": row.html,
        "signers": [signer.key for signer in each.signers],
    }
