"""Seats: given by invitation to the very person, changed, left, taken away, replaced."""

from datetime import timedelta

from sqlalchemy import select, update

from consultation.accounts.attempts import limit
from consultation.accounts.models import MailToken, TokenPurpose, User
from consultation.accounts.names import normal_email
from consultation.accounts.queries import user_by_email
from consultation.accounts.services.signing_up import issue_token, living_token, use_token
from consultation.committees import emails
from consultation.committees.models.people import Committee, CommitteeMember, Ending, Seat
from consultation.committees.permissions import can_run, has_vote
from consultation.committees.queries.people import (
    invitations_to,
    member_of,
    members_of,
    standing_of,
)
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.text import one_line

INVITATIONS_A_DAY = 600
MAX_ORIGIN = 150


def invite(committee: Committee, email: str, seat: Seat, origin: str, *, actor: User) -> None:
    """Mail an invitation: one use, for that address alone, for fourteen days.

    A second one for the same address takes the place of the first.
    """
    require(can_run(standing_of(actor, committee.id)))
    limit("committee-invitation", committee.key, INVITATIONS_A_DAY, timedelta(days=1))
    with transaction():
        lock(committee)
        send_invitation(committee, email, seat, origin, actor=actor)


def send_invitation(
    committee: Committee, email: str, seat: Seat, origin: str, *, actor: User
) -> None:
    """The invitation itself, inside the transaction of whoever sends one or many."""
    email = normal_email(email)
    known = user_by_email(email)
    if known is not None and member_of(known, committee.id) is not None:
        raise ConflictError(_("Cette personne siège déjà au comité."))
    for older in invitations_to(committee):
        if older.email == email:
            older.revoked_at = now()
    key = new_key()
    token = issue_token(
        None, TokenPurpose.COMMITTEE, email, committee=committee.key, seat=seat.value,
        origin=one_line(origin)[:MAX_ORIGIN], key=key,
    )  # fmt: skip
    language = known.language if known else committee.language
    mail.queue(emails.invitation(committee, seat, email, language, token))
    journal.record(
        "committee.invited", committee, actor_id=actor.id, seat=seat.value, invitation=key
    )


def revoke_invitation(committee: Committee, key: str, *, actor: User) -> None:
    """Take an invitation back: its link is worth nothing from now on."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        row = next(
            (each for each in invitations_to(committee) if each.details.get("key") == key), None
        )
        if row is None:
            raise NotFoundError(_("Cette invitation n’attend plus de réponse."))
        lock(row)
        if row.used_at is not None:
            raise ConflictError(_("Cette invitation vient d’être acceptée."))
        row.revoked_at = now()
        journal.record("committee.invitation_revoked", committee, actor_id=actor.id, invitation=key)


def invited_to(token: str) -> tuple[MailToken, Committee] | None:
    """The invitation of a mailed link and its committee; None when it is spent."""
    row = living_token(token, TokenPurpose.COMMITTEE)
    if row is None:
        return None
    committee = session.scalars(
        select(Committee).where(Committee.key == row.details["committee"])
    ).one_or_none()
    return (row, committee) if committee else None


def accept_invitation(token: str, *, actor: User) -> Committee:
    """Take the seat: only the confirmed holder of the invited address, once."""
    spent = _("Cette invitation a déjà servi, a été reprise ou a expiré.")
    found = invited_to(token)
    if found is None:
        raise NotFoundError(spent)
    with transaction() as current:
        row, committee = found
        lock(committee)
        if not use_token(row) or row.expires_at <= now():
            raise NotFoundError(spent)
        require(
            actor.is_confirmed and actor.email == row.email,
            _("Cette invitation est pour une autre adresse que celle de votre compte."),
        )
        if member_of(actor, committee.id) is not None:
            raise ConflictError(_("Vous siégez déjà à ce comité."))
        member = CommitteeMember(
            committee_id=committee.id, user_id=actor.id, seat=Seat(row.details["seat"]),
            origin=str(row.details["origin"]), name=actor.display_name,
        )  # fmt: skip
        current.add(member)
        current.flush()
        _count(committee, member.seat, 1)
        journal.record(
            "committee.joined", committee, actor_id=actor.id, seat=member.seat.value,
            member=member.key, invitation=str(row.details["key"]),
        )  # fmt: skip
    return committee


def change_seat(committee: Committee, member_key: str, seat: Seat, *, actor: User) -> None:
    """Give a member another seat; the electorate of a ballot that is open stays as it was."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        member = _living(committee, member_key)
        if member.seat is seat:
            return
        _count(committee, member.seat, -1)
        _count(committee, seat, 1)
        member.seat = seat
        journal.record(
            "committee.seat_changed", committee, actor_id=actor.id, member=member.key,
            seat=seat.value,
        )  # fmt: skip


def leave(committee: Committee, *, actor: User) -> None:
    """Give one's own seat back."""
    with transaction():
        lock(committee)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError(_("Vous ne siégez plus à ce comité."))
        _end(committee, member, Ending.LEFT, actor)


def remove_member(committee: Committee, member_key: str, *, actor: User) -> None:
    """Take a seat away: the person's next request finds the door shut. They are told."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        member = _living(committee, member_key)
        _end(committee, member, Ending.REMOVED, actor)
        person = current.get_one(User, member.user_id)
        if person.email:
            mail.queue(emails.seat_ended(committee, person.email, person.language))


def _living(committee: Committee, member_key: str) -> CommitteeMember:
    member = session.scalars(
        members_of(committee.id).where(CommitteeMember.key == member_key)
    ).one_or_none()
    if member is None:
        raise NotFoundError(_("Cette personne ne siège plus au comité."))
    return member


def _end(committee: Committee, member: CommitteeMember, ending: Ending, actor: User) -> None:
    member.left_at = now()
    member.ending = ending
    _count(committee, member.seat, -1)
    _unsend(committee, member.user_id)
    journal.record(f"committee.{ending.value}", committee, actor_id=actor.id, member=member.key)


def _count(committee: Committee, seat: Seat, by: int) -> None:
    """The public page says how many sit in the committee."""
    if has_vote(seat):
        committee.member_count += by
    committee.revision += 1


def _unsend(committee: Committee, user_id: int) -> None:
    """What waits to be sent to them about the committee is not sent."""
    email = select(User.email).where(User.id == user_id).scalar_subquery()
    session.execute(
        update(mail.OutgoingMail)
        .where(
            mail.OutgoingMail.to == email,
            mail.OutgoingMail.done_at.is_(None),
            mail.OutgoingMail.kind.startswith("committees."),
            mail.OutgoingMail.text.contains(f"/comites/{committee.slug}/", autoescape=True),
        )
        .values(to="", subject="", text="", html="", calendar="", done_at=now())
        .execution_options(synchronize_session=False)
    )


def forget_seats(user: User) -> None:
    """An account is deleted: its seats end, and nothing of the person stays in any."""
    with transaction():
        rows = session.scalars(
            select(CommitteeMember).where(CommitteeMember.user_id == user.id)
        ).all()
        for member in rows:
            committee = lock(session.get_one(Committee, member.committee_id))
            if member.left_at is None:
                _end(committee, member, Ending.LEFT, user)
            member.name = member.interests = member.origin = ""
            member.is_name_public = False
            committee.revision += 1
