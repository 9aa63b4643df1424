"""What a consultation promises of moderation, in words that its public pages and mails share."""

from consultation.consultations.models import Consultation, ModerationPolicy
from consultation.core.i18n import _, _n

DAY = 24
HOURS_MAX = 30 * DAY


def delay(hours: int) -> str:
    """« 24 h », « 3 jours »: days from two on, where they are whole."""
    if hours > DAY and hours % DAY == 0:
        return _n("%(num)s jour", "%(num)s jours", hours // DAY)
    return _n("%(num)s h", "%(num)s h", hours)


def promise(consultation: Consultation) -> str:
    """Who reads what is sent, and when."""
    within = delay(consultation.review_hours)
    if consultation.moderation is ModerationPolicy.BEFORE:
        return _(
            "Un modérateur lit chaque contribution avant sa publication, sous %(delay)s.",
            delay=within,
        )
    return _(
        "Chaque contribution est publiée aussitôt, puis lue par un modérateur sous %(delay)s.",
        delay=within,
    )


def waiting(consultation: Consultation) -> str:
    """The state of what was sent and is not public yet."""
    return _(
        "En attente de lecture par un modérateur, sous %(delay)s",
        delay=delay(consultation.review_hours),
    )
