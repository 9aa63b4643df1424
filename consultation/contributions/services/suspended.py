"""Who may not write any more: whom a moderator suspended for a time, and who has left."""

from datetime import datetime

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.consultations.permissions import is_suspended
from consultation.core.clock import now
from consultation.core.db import connection
from consultation.core.errors import NotAllowedError, require
from consultation.core.i18n import _
from consultation.core.templating import moment


def require_not_suspended(participant: Participant | None) -> None:
    """Stop whom a moderator suspended here, saying until when and why."""
    if participant is None or not is_suspended(participant, now()):
        return
    raise NotAllowedError(
        _(
            "Un modérateur a suspendu votre participation ici jusqu’au %(until)s. Rien n’est "
            "publié. La page «\u00a0Mes contributions\u00a0» dit comment contester. "
            "Motif\u00a0: «\u00a0%(why)s\u00a0»",
            until=moment(participant.suspended_until or now()).striptags(),
            why=participant.suspended_for,
        )
    )


def left(actor: User) -> datetime | None:
    """When `actor` deleted their account, by what is written now."""
    query = select(User.deleted_at).where(User.id == actor.id)
    found: datetime | None = connection().scalar(query)
    return found


def require_account(left_at: datetime | None) -> None:
    """Stop who deleted their account in another window since the request began."""
    require(left_at is None, _("Ce compte a été supprimé entre-temps."))
