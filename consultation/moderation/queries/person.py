"""What one participant said in a consultation, for those who moderate it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import with_surroundings
from consultation.core.db import session

PAGE_SIZE = 20


@dataclass(frozen=True)
class Said:
    """Some contributions with their texts, newest first; `following` is the key to go on from."""

    rows: Sequence[tuple[Contribution, Revision | None]]
    following: str


def participant_named(consultation: Consultation, key: str) -> Participant | None:
    """The participant of that key in this consultation."""
    found: Participant | None = session.scalars(
        select(Participant)
        .where(Participant.key == key, Participant.consultation_id == consultation.id)
        .options(joinedload(Participant.user), joinedload(Participant.category))
    ).one_or_none()
    return found


def said_by(participant: Participant, after: str) -> Said:
    """A page of what a participant said here, whatever became of it."""
    own = Contribution.author_id == participant.id
    query = (
        with_surroundings(select(Contribution, Revision))
        .outerjoin(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .where(own)
        .order_by(Contribution.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if after:
        last = select(Contribution.id).where(Contribution.key == after, own).scalar_subquery()
        query = query.where(Contribution.id < last)
    rows = [(contribution, revision) for contribution, revision in session.execute(query)]
    shown = rows[:PAGE_SIZE]
    return Said(shown, shown[-1][0].key if len(rows) > PAGE_SIZE else "")
