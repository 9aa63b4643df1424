"""The team of a consultation: invited by mail, joined by the very person, left at once."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from consultation.accounts.attempts import limit
from consultation.accounts.models import MailToken, TokenPurpose, User
from consultation.accounts.names import normal_email
from consultation.accounts.queries import user_by_email
from consultation.accounts.services.signing_up import issue_token, living_token, use_token
from consultation.consultations import emails
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.permissions import can_name
from consultation.consultations.queries import invitations_to, other_organisers, roles_of
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key

INVITATIONS_A_DAY = 50


def invite(
    consultation: Consultation, email: str, role: Role, language: str, *, actor: User
) -> None:
    """Mail an invitation for `role`: one use, for that address alone, for fourteen days.

    A second one for the same address and role takes the place of the first.
    """
    require(can_name(actor, roles_of(actor, consultation.id), role))
    email = normal_email(email)
    limit("invitation", consultation.key, INVITATIONS_A_DAY, timedelta(days=1))
    with transaction():
        lock(consultation)
        known = user_by_email(email)
        if known is not None and role in roles_of(known, consultation.id):
            raise ConflictError(_("Cette personne a déjà ce rôle."))
        for older in _pending(consultation, email, role):
            older.revoked_at = now()
        key = new_key()
        token = issue_token(
            None, TokenPurpose.INVITATION, email, consultation=consultation.key, role=role.value,
            key=key,
        )  # fmt: skip
        mail.queue(emails.invitation(consultation, role, email, language, token))
        journal.record(
            "team.invited", consultation, actor_id=actor.id, role=role.value, invitation=key
        )


def revoke_invitation(consultation: Consultation, key: str, *, actor: User) -> None:
    """Take an invitation back: its link is worth nothing from now on."""
    with transaction():
        row = next(
            (each for each in _pending(consultation) if each.details.get("key") == key), None
        )
        if row is None:
            raise NotFoundError(_("Cette invitation n’attend plus de réponse."))
        require(can_name(actor, roles_of(actor, consultation.id), Role(row.details["role"])))
        lock(row)
        if row.used_at is not None:
            raise ConflictError(_("Cette invitation vient d’être acceptée."))
        row.revoked_at = now()
        journal.record("team.invitation_revoked", consultation, actor_id=actor.id, invitation=key)


def _pending(
    consultation: Consultation, email: str | None = None, role: Role | None = None
) -> Sequence[MailToken]:
    rows = session.scalars(invitations_to(consultation)).all()
    return [
        row
        for row in rows
        if (email is None or row.email == email) and (role is None or row.details["role"] == role)
    ]


def invited_to(token: str) -> tuple[MailToken, Consultation] | None:
    """The invitation of a mailed link and its consultation; None when it is spent."""
    row = living_token(token, TokenPurpose.INVITATION)
    if row is None:
        return None
    consultation = session.scalars(
        select(Consultation).where(Consultation.key == row.details["consultation"])
    ).one_or_none()
    return (row, consultation) if consultation else None


def accept_invitation(token: str, *, actor: User) -> Consultation:
    """Join the team: only the confirmed holder of the invited address, once."""
    with transaction():
        found = invited_to(token)
        if found is None or not use_token(found[0]):
            raise NotFoundError(_("Cette invitation a déjà servi, a été reprise ou a expiré."))
        row, consultation = found
        require(
            actor.is_confirmed and actor.email == row.email,
            _("Cette invitation est pour une autre adresse que celle de votre compte."),
        )
        role = Role(row.details["role"])
        insert_missing(
            TeamMember,
            consultation_id=consultation.id, user_id=actor.id, role=role, since=now(),
        )  # fmt: skip
        journal.record(
            "team.joined", consultation, actor_id=actor.id, role=role.value,
            invitation=str(row.details["key"]),
        )  # fmt: skip
    return consultation


def remove_member(consultation: Consultation, user_key: str, role: Role, *, actor: User) -> None:
    """Take a role away: the person's next request finds the door shut. One organiser remains."""
    require(can_name(actor, roles_of(actor, consultation.id), role))
    with transaction() as current:
        lock(consultation)
        member = current.scalars(
            select(TeamMember)
            .join(User, User.id == TeamMember.user_id)
            .where(
                TeamMember.consultation_id == consultation.id,
                TeamMember.role == role,
                User.key == user_key,
            )
        ).one_or_none()
        if member is None:
            raise NotFoundError(_("Cette personne n’a plus ce rôle."))
        others = other_organisers(consultation.id, member.user_id)
        if role is Role.ORGANISER and current.scalar(others.limit(1)) is None:
            raise DomainError(
                _(
                    "Une consultation garde au moins une personne qui l’organise. "
                    "Invitez d’abord quelqu’un d’autre."
                )
            )
        current.execute(
            delete(TeamMember).where(
                TeamMember.consultation_id == consultation.id,
                TeamMember.user_id == member.user_id,
                TeamMember.role == role,
            )
        )
        journal.record(
            "team.left", consultation, actor_id=actor.id, role=role.value, member=member.user_id
        )
