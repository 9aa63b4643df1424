"""Who may do what with the institution's answers. Pure: roles and phase come in from outside."""

from consultation.accounts.models import User
from consultation.answers.models import Answer
from consultation.committees.models.people import Seat
from consultation.committees.permissions import has_vote
from consultation.consultations.models import Phase, Role
from consultation.consultations.permissions import Roles

ANSWERED_IN = frozenset({Phase.OPEN, Phase.CLOSED, Phase.ANSWERED, Phase.ARCHIVED})


def can_read_drafts(roles: Roles) -> bool:
    """See what is being prepared: the team, whatever its roles."""
    return bool(roles)


def can_answer(roles: Roles) -> bool:
    """Write in the institution's name, hand out the work, report progress: the organisers."""
    return Role.ORGANISER in roles


def can_write(person: User, answer: Answer, roles: Roles) -> bool:
    """Change one answer: the organisers, and the colleague of the team that it is given to."""
    return can_answer(roles) or (bool(roles) and answer.assigned_to_id == person.id)


def can_publish(roles: Roles, phase: Phase) -> bool:
    """Give the public what was written: the organisers, once people could contribute."""
    return can_answer(roles) and phase in ANSWERED_IN


def can_remove(answer: Answer, roles: Roles) -> bool:
    """Throw away a draft; what was published stays, and is corrected."""
    return can_answer(roles) and answer.published_version is None


def can_read(answer: Answer, roles: Roles) -> bool:
    """Everybody reads what is published; a draft is the team's."""
    return answer.published_version is not None or can_read_drafts(roles)


def can_follow(person: User | None, phase: Phase) -> bool:
    """Anybody signed in, of any consultation that is public."""
    return person is not None and person.is_confirmed and phase is not Phase.DRAFT


def can_appraise(seat: Seat | None, answer: Answer | None) -> bool:
    """Grade an answer that is published, or the whole (None): members of the committee who vote."""
    is_there = answer is None or answer.published_version is not None
    return seat is not None and has_vote(seat) and is_there
