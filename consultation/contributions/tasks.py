"""Work of the contributions: drafts that nobody came back for."""

from sqlalchemy import delete, select

from consultation.contributions.models import Draft
from consultation.core.clock import now
from consultation.core.db import transaction


def drop_next_expired_draft() -> bool:
    """Forget one draft whose seven days are over."""
    with transaction() as session:
        expired = session.scalar(
            select(Draft.id)
            .where(Draft.expires_at <= now())
            .order_by(Draft.expires_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if expired is None:
            return False
        session.execute(delete(Draft).where(Draft.id == expired))
    return True
