"""A member's private calendar: its address is a secret, made anew or taken back at will."""

from sqlalchemy import delete

from consultation.committees.models.meetings import CalendarFeed
from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.keys import new_token, token_hash


def make_feed(member: CommitteeMember) -> str:
    """A new secret, shown once; an older one opens nothing any more."""
    token = new_token()
    with transaction():
        insert_missing(CalendarFeed, member_id=member.id, token_hash=token_hash(new_token()))
        row = lock(session.get_one(CalendarFeed, member.id))
        row.token_hash = token_hash(token)
        row.made_at = now()
    return token


def end_feed(member: CommitteeMember) -> None:
    """Take the secret back."""
    with transaction() as current:
        current.execute(delete(CalendarFeed).where(CalendarFeed.member_id == member.id))
