"""Changing what one said: freely at first, later under everybody's eyes."""

from consultation.accounts.models import User
from consultation.consultations.permissions import phase_at
from consultation.contributions import emails
from consultation.contributions.models import Contribution, Revision, Stance
from consultation.contributions.permissions import can_edit, is_edited_freely
from consultation.contributions.queries.addresses import heirs_of
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
from consultation.contributions.services.submitting import require_open
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
    within the first quarter of an hour is kept, and not public.
    """
    phase = phase_at(consultation_of(contribution), now())
    place = place_of(contribution)
    require_open(actor, phase)
    require(can_edit(actor, contribution, phase))
    is_reply = contribution.parent_id is not None
    written = checked(written, place.original, is_reply=is_reply)
    with transaction():
        lock(contribution)
        current = session.get_one(Revision, (contribution.id, contribution.revision))
        if written == _written(current):
            return current
        count_in_document(place.subject, 0)
        require(can_edit(actor, contribution, phase_at(lock(place.consultation), now())))
        if written.kind is not contribution.kind or contribution.revision >= REVISIONS_MAX:
            raise DomainError(_("Cette contribution ne peut plus être modifiée ainsi."))
        if is_edited_freely(contribution, now()):
            current.is_public = False
        else:
            contribution.edited_at = now()
        moved = _move_stance(contribution, written.stance)
        contribution.revision += 1
        revision = new_revision(contribution, place, written, thread_key=_thread_key(contribution))
        session.add(revision)
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


def _written(revision: Revision) -> Written:
    return Written(revision.kind, revision.stance, revision.source, revision.proposed_text)


def _move_stance(contribution: Contribution, stance: Stance) -> Changes:
    """Count the contribution under its new position, no more under the old one."""
    if contribution.stance is stance:
        return {}
    before = shares(contribution.kind, contribution.stance, is_reply=False, by=-1)
    after = shares(contribution.kind, stance, is_reply=False, by=1)
    changes: Changes = {
        name: before.get(name, 0) + after.get(name, 0) for name in {*before, *after}
    }
    contribution.stance = stance
    count_in_discussion(place_of(contribution).subject, changes)
    return changes


def _thread_key(contribution: Contribution) -> str | None:
    if contribution.parent_id is None:
        return None
    return session.get_one(Contribution, contribution.parent_id).key
