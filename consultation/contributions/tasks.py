"""Work of the contributions: receipts to write, drafts that nobody came back for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from consultation.contributions import emails
from consultation.contributions.models import Contribution, Draft, Revision
from consultation.contributions.queries.places import place_of, with_surroundings
from consultation.core.clock import now
from consultation.core.db import transaction
from consultation.core.mail import Email, Writer


def write_receipt(about: Mapping[str, Any]) -> Email | None:
    """The receipt of a revision, as it goes out; None once its author is nobody's account."""
    with transaction() as session:
        contribution = session.scalars(
            with_surroundings(select(Contribution).where(Contribution.key == about["key"]))
        ).one()
        revision = session.get_one(Revision, (contribution.id, about["revision"]))
        person = contribution.author.user
        if not person.email:
            return None
        return emails.receipt(person, person.email, place_of(contribution), contribution, revision)


WRITERS: Mapping[str, Writer] = {emails.RECEIPT: write_receipt}
"""Mails of the contributions that are written when they are sent."""


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
