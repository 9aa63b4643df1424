"""Whether a participant speaks for the organisation that they name."""

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations import emails
from consultation.consultations.models import Consultation, Participant
from consultation.consultations.permissions import can_organise
from consultation.consultations.queries import roles_of
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import NotFoundError, require


def decide_organisation(
    consultation: Consultation, participant_key: str, *, is_confirmed: bool, actor: User
) -> None:
    """Show the participant's contributions under the organisation, or as a person's own.

    A refused one, or one taken back, is forgotten. The person is told.
    """
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(consultation)
        participant = current.scalars(
            select(Participant)
            .where(
                Participant.consultation_id == consultation.id,
                Participant.key == participant_key,
                Participant.organisation_id.is_not(None),
            )
            .options(joinedload(Participant.user))
            .with_for_update(of=Participant)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if participant is None:
            raise NotFoundError
        organisation_id = participant.organisation_id or 0
        participant.organisation_confirmed_at = now() if is_confirmed else None
        if not is_confirmed:
            participant.organisation_id = None
        current.execute(
            update(Consultation)
            .where(Consultation.id == consultation.id)
            .values(revision=Consultation.revision + 1)
        )
        person = participant.user
        if person.email and person.deleted_at is None:
            mail.queue(
                emails.organisation_decided(
                    consultation, person.email, person.language, is_confirmed=is_confirmed
                )
            )
        journal.record(
            "organisation.confirmed" if is_confirmed else "organisation.refused",
            participant,
            actor_id=actor.id,
            organisation=organisation_id,
        )
