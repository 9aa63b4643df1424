"""Changing what one said: freely at first, later under everybody's eyes."""

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.consultations.permissions import phase_at
from consultation.contributions import emails
from consultation.contributions.models import Contribution, ContributionState, Revision, Stance
from consultation.contributions.permissions import TAKEN_AWAY, can_edit, is_edited_freely
from consultation.contributions.queries.addresses import heirs_of
from consultation.contributions.queries.masked import bears_mask, has_masked_words
from consultation.contributions.queries.places import consultation_of, place_of
from consultation.contributions.services.counting import (
    Changes,
    count_for_heirs,
    count_in_discussion,
    count_in_document,
    raise_page,
    shares,
)
from consultation.contributions.services.revising import new_revision
from consultation.contributions.services.screening import note_hold, risk_of_reports, screened
from consultation.contributions.services.showing import change_state, hold_counts, require_in_place
from consultation.contributions.services.submitting import require_open
from consultation.contributions.services.suspended import require_not_suspended
from consultation.contributions.writing import Written, checked
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _

REVISIONS_MAX = 50


def edit(contribution: Contribution, written: Written, *, actor: User) -> Revision:
    """Put `written` in the place of the current text; the same text again changes nothing.

    A comment stays a comment, a question a question, a rewording a rewording. What is replaced
    within the first quarter of an hour is kept, and not public. What a decision took away, or
    masked, is read again before the public sees it; so is whatever changes where a moderator reads
    first, or what a rule holds. The whole contribution waits then, for its older words were said to
    be its author's no more; the replies that it had stay readable.
    """
    phase = phase_at(consultation_of(contribution), now())
    place = place_of(contribution)
    require_open(actor, phase)
    require(can_edit(actor, contribution, phase))
    require_not_suspended(contribution.author)
    is_reply = contribution.parent_id is not None
    written = checked(written, place.original, is_reply=is_reply)
    found = screened(
        place.consultation, written, place.original, contribution.author, own_id=contribution.id
    )
    with transaction():
        lock(contribution)
        require_in_place(contribution)
        current = session.get_one(Revision, (contribution.id, contribution.revision))
        if written == _written(current):
            return current
        is_official = contribution.is_official
        holds = found.waits and not is_official
        waits = holds or must_be_read_again(contribution, written)
        if waits:
            hold_counts(contribution)
        else:
            count_in_document(place.subject, 0)
        require(can_edit(actor, contribution, phase_at(lock(place.consultation), now())))
        if written.kind is not contribution.kind or contribution.revision >= REVISIONS_MAX:
            raise DomainError(_("Cette contribution ne peut plus être modifiée ainsi."))
        _leave_behind(contribution, current)
        if waits:
            _wait(contribution)
        moved = _move_stance(contribution, written.stance)
        contribution.is_masked = contribution.is_masked and bears_mask(contribution, written)
        contribution.revision += 1
        revision = new_revision(contribution, place, written, thread_key=_thread_key(contribution))
        session.add(revision)
        if not is_official:
            found.write_on(contribution, at_least=risk_of_reports(contribution))
            note_hold(contribution, found)
        raise_page(place.subject)
        count_for_heirs(heirs_of(place.subject, contribution.version_id), moved)
        if actor.email:
            mail.queue_unwritten(
                emails.receipt_to_write(
                    actor, actor.email, place.consultation, contribution.key,
                    contribution.number, revision.number,
                )
            )  # fmt: skip
    return revision


def must_be_read_again(contribution: Contribution, written: Written) -> bool:
    """A moderator reads it before the public does: taken away before, or bringing back a mask's."""
    return contribution.state in TAKEN_AWAY or has_masked_words(
        contribution, written.source, written.proposed_text
    )


def _wait(contribution: Contribution) -> None:
    """Until a moderator has read it; what waits already keeps its place in the queue."""
    if contribution.state is not ContributionState.PENDING or contribution.review_since is None:
        contribution.review_since = now()
    change_state(contribution, ContributionState.PENDING)


def _leave_behind(contribution: Contribution, current: Revision) -> None:
    """What is replaced: public for good, unless it was for a moment, or was taken from the public.

    A text that a decision took away is judged with all that came before it.
    """
    if contribution.state in TAKEN_AWAY:
        session.execute(
            update(Revision)
            .where(Revision.contribution_id == contribution.id)
            .values(is_public=False)
            .execution_options(synchronize_session=False)
        )
    is_public = contribution.state is ContributionState.PUBLISHED
    if not is_public or is_edited_freely(contribution, now()):
        current.is_public = False
    else:
        contribution.edited_at = now()


def _written(revision: Revision) -> Written:
    return Written(revision.kind, revision.stance, revision.source, revision.proposed_text)


def _move_stance(contribution: Contribution, stance: Stance) -> Changes:
    """Count the contribution under its new position, no more under the old one."""
    if contribution.stance is stance:
        return {}
    before = shares(contribution.kind, contribution.stance, is_reply=False, by=-1)
    after = shares(contribution.kind, stance, is_reply=False, by=1)
    contribution.stance = stance
    if contribution.state is not ContributionState.PUBLISHED:
        return {}
    changes: Changes = {
        name: before.get(name, 0) + after.get(name, 0) for name in {*before, *after}
    }
    count_in_discussion(place_of(contribution).subject, changes)
    return changes


def _thread_key(contribution: Contribution) -> str | None:
    if contribution.parent_id is None:
        return None
    return session.get_one(Contribution, contribution.parent_id).key
