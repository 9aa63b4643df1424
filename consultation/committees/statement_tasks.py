"""The clock of minority statements: members are told that the deadline comes."""

from functools import partial

from sqlalchemy import select

from consultation.committees import emails
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Committee
from consultation.committees.permissions import VOTING, takes_statements
from consultation.committees.queries.people import people_to_tell
from consultation.committees.services.telling import tell_each
from consultation.core.clock import now
from consultation.core.db import lock, transaction


def tell_next_deadline() -> bool:
    """Write once, for each deadline that was set, to everybody who may sign; never after it."""
    with transaction() as current:
        due = select(Opinion).where(Opinion.statements_remind_at <= now())
        found = current.scalars(due.order_by(Opinion.id).limit(1)).one_or_none()
        if found is None:
            return False
        committee = lock(current.get_one(Committee, found.committee_id))
        opinion = lock(found)
        moment = now()
        if opinion.statements_remind_at is None or opinion.statements_remind_at > moment:
            return True
        opinion.statements_remind_at = None
        if takes_statements(opinion, moment):
            people = current.execute(people_to_tell(committee.id, VOTING)).all()
            tell_each(people, partial(emails.statements_close, opinion, committee))
    return True
