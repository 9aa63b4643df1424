"""Saying something: contribution, first revision, counts and receipt, all of them or none."""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant, Phase
from consultation.consultations.permissions import (
    belongs_to_audience,
    phase_at,
    phase_by_clock,
)
from consultation.consultations.queries import membership_of, roles_of
from consultation.consultations.services.participation import participant_for
from consultation.contributions import emails
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Revision,
    Stance,
)
from consultation.contributions.permissions import (
    can_contribute,
    can_reply,
    can_speak_officially,
)
from consultation.contributions.queries.addresses import heirs_of
from consultation.contributions.queries.places import Place
from consultation.contributions.ranking import RANKS
from consultation.contributions.services.counting import (
    count_for_author,
    count_for_heirs,
    count_in_discussion,
    count_in_document,
    raise_page,
    score,
    shares,
)
from consultation.contributions.services.drafts import settle_draft
from consultation.contributions.services.revising import new_revision
from consultation.contributions.services.screening import Screened, note_hold, screened
from consultation.contributions.services.showing import require_in_place
from consultation.contributions.services.suspended import (
    left,
    require_account,
    require_not_suspended,
)
from consultation.contributions.writing import Written, checked
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import connection, lock, session, transaction
from consultation.core.errors import ConflictError, NotAllowedError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.rows import insert_alone

KEY_LENGTH = 10


class ClosedError(NotAllowedError):
    """The consultation is not open, by the server's clock."""


class AlreadySentError(ConflictError):
    """The form made a contribution before, and comes back with another text."""

    def __init__(self, message: str, contribution: Contribution) -> None:
        super().__init__(message)
        self.contribution = contribution


@dataclass(frozen=True)
class Sent:
    """What a form asks us to record. `form_token` makes it count once."""

    written: Written
    form_token: str
    is_official: bool = False
    category_id: int | None = None
    has_draft: bool = False
    """A draft was kept under the form's token."""
    seconds: int | None = None
    """How long the form was before somebody's eyes; None where nobody knows."""


def submit(place: Place, sent: Sent, *, actor: User) -> Contribution:
    """Record what `actor` says at `place`, publish it, and mail the receipt.

    Sent twice, it is the same contribution. With `place.answered` it is a reply, and lands in the
    thread of what it answers. Where a moderator reads first, or a rule holds it, it is counted
    nowhere until then; what the institution says itself waits for nobody.
    """
    require_open(actor, phase_at(place.consultation, now()))
    require(
        place.answered is None or can_reply(actor, place.answered, Phase.OPEN),
        _("Cette contribution n’est plus publiée : on ne peut plus y répondre."),
    )
    require(place.is_open, _("Ce passage n’est pas ouvert aux contributions."))
    if sent.is_official:
        require(can_speak_officially(roles_of(actor, place.consultation.id)))
    written = checked(sent.written, place.original, is_reply=place.answered is not None)
    prepared = _prepared(place, replace(sent, written=written), actor)
    try:
        with transaction():
            return _record(place, prepared, actor)
    except IntegrityError:
        earlier = _sent_before(place.consultation, sent.form_token, actor)
        if earlier is None:
            raise
        return _same_or_refuse(earlier, prepared.sent.written)


def require_open(actor: User, phase: Phase) -> None:
    """Stop unless `actor` may contribute in `phase`, saying why not."""
    if can_contribute(actor, phase):
        return
    if phase is not Phase.OPEN:
        raise ClosedError(_("La consultation n’est pas ouverte aux contributions."))
    raise NotAllowedError(
        _("Confirmez d’abord votre adresse : un message vous a été envoyé à l’inscription.")
    )


@dataclass(frozen=True)
class Prepared:
    """All that can be made before one's turn to write; the number comes last."""

    sent: Sent
    author: Participant | None
    thread: Contribution | None
    contribution: Contribution
    revision: Revision
    found: Screened | None


def _prepared(place: Place, sent: Sent, actor: User) -> Prepared:
    written = sent.written
    contribution = Contribution(
        key=new_key(KEY_LENGTH),
        consultation_id=place.consultation.id,
        version_id=place.version.id,
        passage_id=place.passage.id if place.passage else None,
        heading_id=place.heading.id if place.heading else None,
        kind=written.kind,
        stance=written.stance,
        state=ContributionState.PUBLISHED,
        is_official=sent.is_official,
        revision=1,
        form_token=sent.form_token,
        rank=secrets.randbelow(RANKS),
        submitted_at=now(),
    )
    thread = place.answered
    if thread and thread.parent_id is not None:
        thread = session.get_one(Contribution, thread.parent_id)
    thread_key = thread.key if thread else None
    revision = new_revision(contribution, place, written, thread_key=thread_key)
    author = place.participant or membership_of(actor.id, place.consultation.id)
    require_not_suspended(author)
    found = None
    if not sent.is_official:
        found = screened(place.consultation, written, place.original, author, seconds=sent.seconds)
        found.write_on(contribution)
        contribution.state = found.state
    return Prepared(sent, author, thread, contribution, revision, found)


def _record(place: Place, prepared: Prepared, actor: User) -> Contribution:
    sent, contribution = prepared.sent, prepared.contribution
    by = int(contribution.state is ContributionState.PUBLISHED)
    by_roots = by if place.answered is None else 0
    thread = prepared.thread
    if place.answered and thread:
        _count_reply(place.answered, thread, actor, by)
    if by:
        count_in_document(place.subject, by_roots)
    read_at = place.consultation.revision
    number, revision = _take_number(place.consultation, prepared, actor, by_roots)
    contribution.number = number
    author = _author(place.consultation, prepared, actor)
    is_reply, kind = place.answered is not None, contribution.kind
    changes = shares(kind, contribution.stance, is_reply=is_reply, by=by)
    contribution.discussion_id = count_in_discussion(place.subject, changes)
    contribution.parent_id = thread.id if thread else None
    contribution.author_id = author.id
    insert_alone(contribution)
    prepared.revision.contribution_id = contribution.id
    insert_alone(prepared.revision)
    if by:
        count_for_author(author.id, 1)
        raise_page(place.subject, by_roots)
        # Words that are still today's, and were when the number was taken, have no heirs.
        if not place.is_current or revision != read_at:
            count_for_heirs(heirs_of(place.subject, place.version.id), changes)
    if prepared.found:
        note_hold(contribution, prepared.found)
    if sent.has_draft:
        settle_draft(contribution, actor=actor)
    if actor.email:
        mail.queue_unwritten(
            emails.receipt_to_write(
                actor, actor.email, place.consultation, contribution.key, number
            )
        )
    return contribution


def _author(consultation: Consultation, prepared: Prepared, actor: User) -> Participant:
    """The participant; somebody who was one before and says nothing new of it is not read again."""
    author, category_id = prepared.author, prepared.sent.category_id
    is_same = author is not None and category_id in {None, author.category_id}
    if author and is_same and belongs_to_audience(consultation, author):
        return author
    is_public = prepared.contribution.state is ContributionState.PUBLISHED
    return participant_for(
        actor, consultation, category_id=category_id, is_new=author is None, is_counted=is_public
    )


def _count_reply(answered: Contribution, thread: Contribution, actor: User, by: int) -> None:
    """One reply more in the thread (`by` 0: none yet), if what is answered still stands."""
    require(
        can_reply(actor, lock(answered), Phase.OPEN),
        _("Cette contribution n’est plus publiée : on ne peut plus y répondre."),
    )
    require_in_place(answered)
    if thread is not answered:
        lock(thread)
    require(thread.thread_closed_at is None, _("Ce fil est fermé : on n’y répond plus."))
    if by:
        thread.reply_count += by
        score(thread)


def _take_number(
    consultation: Consultation, prepared: Prepared, actor: User, by_roots: int
) -> tuple[int, int]:
    """The next number of the consultation, and its revision; closed meanwhile, none.

    Its row is held from then on. `by_roots` is 1 for what begins a thread that is public at once.
    """
    given = {
        "consultation_id": consultation.id,
        "by_contributions": by_roots,
        "by_amendments": by_roots if prepared.contribution.kind is Kind.AMENDMENT else 0,
        "actor_id": actor.id,
    }
    row = connection().execute(_NUMBER, given).one()
    number, revision, phase, opens_at, closes_at, left_at = row
    require_open(actor, phase_by_clock(phase, opens_at, closes_at, now()))
    # Who leaves raises the consultation: whoever waited for it looks again.
    require_account(left_at if revision == consultation.revision else left(actor))
    return int(number), int(revision)


_NUMBER = (
    update(Consultation)
    .where(Consultation.id == bindparam("consultation_id"))
    .values(
        last_number=Consultation.last_number + 1,
        contribution_count=Consultation.contribution_count + bindparam("by_contributions"),
        amendment_count=Consultation.amendment_count + bindparam("by_amendments"),
    )
    .returning(
        Consultation.last_number,
        Consultation.revision,
        Consultation.phase,
        Consultation.opens_at,
        Consultation.closes_at,
        select(User.deleted_at).where(User.id == bindparam("actor_id")).scalar_subquery(),
    )
)


def _sent_before(consultation: Consultation, form_token: str, actor: User) -> Contribution | None:
    return session.scalars(
        select(Contribution)
        .join(Participant, Participant.id == Contribution.author_id)
        .where(
            Participant.user_id == actor.id,
            Participant.consultation_id == consultation.id,
            Contribution.form_token == form_token,
        )
    ).one_or_none()


def _same_or_refuse(earlier: Contribution, written: Written) -> Contribution:
    """A replay is the first one again; another text under the same form is not thrown away."""
    first = session.get_one(Revision, (earlier.id, 1))
    if Written(first.kind, Stance(first.stance), first.source, first.proposed_text) == written:
        return earlier
    raise AlreadySentError(
        _("Ce formulaire a déjà été publié, avec un autre texte. Rien n’a été changé."), earlier
    )
