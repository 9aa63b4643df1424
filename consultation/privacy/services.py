"""Leaving: the identity is destroyed, what was said stays or goes as the person chose."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from consultation.accounts.models import LoginSession, MailToken, RecoveryCode, User
from consultation.accounts.services.signing_in import end_sessions
from consultation.answers.services.following import forget_following
from consultation.committees.services.seats import forget_seats
from consultation.committees.services.volunteering import forget_volunteering
from consultation.consultations.models import Consultation, Participant, TeamMember
from consultation.contributions.models import Contribution, Draft
from consultation.contributions.permissions import ALIVE
from consultation.contributions.queries.places import with_surroundings
from consultation.contributions.services.withdrawing import withdraw
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import hold, hold_named_lock, lock, transaction
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Document, Page
from consultation.exports.services.forgetting import forget_exports_of
from consultation.moderation.services.retention import forget_reports_of
from consultation.privacy.handing_over import held_alone

LEAVING_LOCK = 7304
"""Two administrators who leave at once do so one after the other."""


def delete_account(user: User, *, withdraws: bool) -> None:
    """Destroy the identity of `user`. Contributions are withdrawn, or stay without a name.

    Votes stay, counted and linked to nobody. Mails already written to the address lose it and
    their words. Who alone organises a consultation, or administers, hands it over first.
    """
    with transaction() as session:
        lock(user)
        if user.is_administrator:
            hold_named_lock(LEAVING_LOCK)
        _hold(user, _alive_by(user) if withdraws else [])
        if held_alone(user):
            raise DomainError(
                _(
                    "Personne d’autre que vous n’organise une consultation, ou n’administre ce "
                    "service. Confiez-le d’abord à quelqu’un. Votre compte n’est pas supprimé."
                )
            )
        # Read again: what was sent meanwhile in another window; while all is held nothing more is.
        for contribution in _alive_by(user) if withdraws else []:
            withdraw(contribution, actor=user)
        forget_seats(user)
        forget_volunteering(user)
        forget_following(user)
        forget_reports_of(user)
        forget_exports_of(user)
        _forget_addresses(user)
        user.email = None
        user.password_hash = None
        user.display_name = ""
        user.totp_secret = None
        user.totp_confirmed_at = None
        user.confirmed_at = None
        user.is_administrator = False
        user.deleted_at = now()
        end_sessions(user)
        for table in (RecoveryCode, MailToken, Draft, TeamMember):
            session.execute(delete(table).where(table.user_id == user.id))
        session.execute(
            update(Participant)
            .where(Participant.user_id == user.id)
            .values(organisation_id=None, organisation_confirmed_at=None)
        )
        _show_it_everywhere(user)
        journal.record("account.deleted", user, actor_id=user.id)


def _hold(user: User, contributions: Sequence[Contribution]) -> None:
    """Lock all that will change in the order of whoever writes, votes or moderates meanwhile.

    Replies come before what begins their thread.
    """
    with transaction() as session:
        replies = {row.id for row in contributions if row.parent_id is not None}
        threads = {row.parent_id or row.id for row in contributions}
        documents = {row.discussion.document_id for row in contributions}
        consultations = session.scalars(
            select(Participant.consultation_id)
            .where(Participant.user_id == user.id)
            .union(select(TeamMember.consultation_id).where(TeamMember.user_id == user.id))
        )
        for table, ids in (
            (Contribution, replies), (Contribution, threads), (Document, documents),
            (Consultation, consultations),
        ):  # fmt: skip
            for row_id in sorted(ids):
                hold(table, row_id)


def _alive_by(user: User) -> list[Contribution]:
    with transaction() as session:
        query = (
            select(Contribution)
            .join(Participant, Participant.id == Contribution.author_id)
            .where(
                Participant.user_id == user.id,
                Contribution.state.in_(ALIVE),
            )
            .order_by(Contribution.id)
        )
        return list(session.scalars(with_surroundings(query)))


def _forget_addresses(user: User) -> None:
    """What waits to be sent is not sent; what was sent to any address of theirs is forgotten."""
    with transaction() as session:
        ones_own = select(MailToken).where(MailToken.user_id == user.id)
        former = {row.details.get("former") for row in session.scalars(ones_own)}
        others = select(User.email).where(User.email.in_(former - {None}), User.id != user.id)
        addresses = ({user.email} | former) - set(session.scalars(others)) - {None}
        session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.to.in_(addresses))
            .values(to="", subject="", text="", html="", calendar="", about=None, done_at=now())
        )
        session.execute(delete(MailToken).where(MailToken.email.in_(addresses)))
        session.execute(
            update(LoginSession).where(LoginSession.user_id == user.id).values(browser="")
        )


def _show_it_everywhere(user: User) -> None:
    """Every page that may show the name is a new page."""
    with transaction() as session:
        mine = select(Participant.consultation_id).where(Participant.user_id == user.id)
        documents = select(Document.current_version_id).where(Document.consultation_id.in_(mine))
        session.execute(
            update(Page)
            .where(Page.version_id.in_(documents))
            .values(revision=Page.revision + 1)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Consultation)
            .where(Consultation.id.in_(mine))
            .values(revision=Consultation.revision + 1)
            .execution_options(synchronize_session=False)
        )
