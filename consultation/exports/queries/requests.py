"""What somebody asked for."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.documents.models import Document
from consultation.exports.models import RUNNING, Export

MOST_SHOWN = 50


def exports_of(person: User, consultation: Consultation) -> Sequence[Export]:
    """One's own, the newest first; older ones are purged since long."""
    return session.scalars(
        select(Export)
        .where(Export.asked_by_id == person.id, Export.consultation_id == consultation.id)
        .order_by(Export.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def find_export(person: User, consultation: Consultation, key: str) -> Export | None:
    """One's own export of that key: for anybody else there is none."""
    return session.scalars(
        select(Export).where(
            Export.key == key,
            Export.asked_by_id == person.id,
            Export.consultation_id == consultation.id,
        )
    ).one_or_none()


def running_count(person: User) -> int:
    """How many of one's own are not over."""
    query = select(func.count(Export.id)).where(
        Export.asked_by_id == person.id, Export.state.in_(RUNNING)
    )
    return session.scalar(query) or 0


def texts_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Key and title of each published text."""
    rows = session.execute(
        select(Document.key, Document.title)
        .where(
            Document.consultation_id == consultation.id,
            Document.current_version_id.is_not(None),
        )
        .order_by(Document.position, Document.id)
    )
    return [(row[0], row[1]) for row in rows]
