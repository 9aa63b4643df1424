"""Second opinions and second readings that wait for somebody."""

from sqlalchemy import bindparam, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution
from consultation.core.db import connection, session
from consultation.moderation.desk import SecondOpinion

_OPINION = select(SecondOpinion.id).where(
    SecondOpinion.contribution_id == bindparam("contribution_id"),
    SecondOpinion.answered_at.is_(None),
)


def open_opinion(contribution_id: int) -> SecondOpinion | None:
    """The second opinion, or the second reading, that this contribution waits for."""
    session.flush()
    asked = {"contribution_id": contribution_id}
    found: int | None = connection().execute(_OPINION, asked).scalar()
    return None if found is None else session.get(SecondOpinion, found)


def samples_for(consultation: Consultation, person: User, limit: int = 20) -> list[SecondOpinion]:
    """Contributions of the sample that `person` may read as the second one, oldest first."""
    own = select(Participant.id).where(
        Participant.user_id == person.id, Participant.consultation_id == consultation.id
    )
    return list(
        session.scalars(
            select(SecondOpinion)
            .join(Contribution, Contribution.id == SecondOpinion.contribution_id)
            .where(
                SecondOpinion.consultation_id == consultation.id,
                SecondOpinion.answered_at.is_(None),
                SecondOpinion.is_sample.is_(True),
                SecondOpinion.first_by_id != person.id,
                Contribution.author_id.not_in(own),
            )
            .order_by(SecondOpinion.id)
            .limit(limit)
        )
    )
