"""What accounts have the worker do."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.accounts import emails
from consultation.accounts.models import CharterVersion, User
from consultation.core import mail
from consultation.core.db import transaction
from consultation.core.i18n import LANGUAGES

MAILS_AT_ONCE = 500


def tell_of_charter() -> bool:
    """Write to the next accounts of a charter that was published; how far is kept with it.

    Whoever has read it by then is left in peace.
    """
    with transaction() as session:
        row = session.scalars(
            select(CharterVersion)
            .where(CharterVersion.told_up_to.is_not(None))
            .order_by(CharterVersion.number)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return False
        people = session.scalars(
            select(User)
            .where(User.id > (row.told_up_to or 0))
            .order_by(User.id)
            .limit(MAILS_AT_ONCE)
        ).all()
        _tell(row, people)
        row.told_up_to = people[-1].id if len(people) == MAILS_AT_ONCE else None
    return True


def _tell(row: CharterVersion, people: Sequence[User]) -> None:
    note = {"fr": row.note_fr, "en": row.note_en}
    for language in LANGUAGES:
        to = [
            user.email
            for user in people
            if user.language == language and user.email and _is_told(user, row.number)
        ]
        if to:
            mail.queue_for_each(emails.charter_changed(row.number, note, language), to)


def _is_told(user: User, number: int) -> bool:
    return (
        user.is_confirmed
        and user.deleted_at is None
        and user.suspended_at is None
        and user.charter_version < number
    )
