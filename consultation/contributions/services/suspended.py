"""Whom a moderator suspended for a time reads, and does not write."""

from consultation.consultations.models import Participant
from consultation.consultations.permissions import is_suspended
from consultation.core.clock import now
from consultation.core.errors import NotAllowedError
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
