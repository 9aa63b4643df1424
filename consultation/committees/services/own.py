"""What a member says of themselves: their name in the committee, and their interests."""

from consultation.accounts.models import User
from consultation.committees.models.people import Committee
from consultation.committees.queries.people import member_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import DomainError, NotFoundError
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, tidy

MAX_INTERESTS = 3_000


def declare(
    committee: Committee, name: str, interests: str, *, is_name_public: bool, actor: User
) -> None:
    """Say how one is called, whether everybody may read it, and what interests one has."""
    name = one_line(name)
    if is_blank(name):
        raise DomainError(_("Écrivez votre nom, tel que le comité vous appelle"))
    with transaction():
        lock(committee)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        member.name = name
        member.is_name_public = is_name_public
        interests = tidy(interests)[:MAX_INTERESTS]
        if interests != member.interests or member.interests_declared_at is None:
            member.interests = interests
            member.interests_declared_at = None if is_blank(interests) else now()
        committee.revision += 1
        journal.record("committee.declared", committee, actor_id=actor.id, member=member.key)
