"""What a consultation's calendar says: how long is left, and which steps are behind."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.consultations.models import Consultation, Phase
from consultation.consultations.permissions import phase_at
from consultation.core.clock import PARIS
from consultation.core.i18n import _, _n


@dataclass(frozen=True)
class Step:
    """One step of the calendar; `state` is done, now or later."""

    title: str
    state: str
    starts_on: date | None = None
    ends_at: datetime | None = None
    is_latest: bool = False
    """The date is a latest one: « au plus tard »."""


def time_left(closes_at: datetime, moment: datetime) -> str:
    """« Il reste 12 jours », then hours in the last two days."""
    left = closes_at - moment
    if left >= timedelta(days=2):
        days = (closes_at.astimezone(PARIS).date() - moment.astimezone(PARIS).date()).days
        return _n("Il reste %(num)s jour.", "Il reste %(num)s jours.", days)
    hours = int(left / timedelta(hours=1))
    if hours >= 1:
        return _n("Il reste %(num)s heure.", "Il reste %(num)s heures.", hours)
    return _("Il reste moins d’une heure.")


def steps(consultation: Consultation, moment: datetime) -> list[Step]:
    """The public calendar, in order."""
    phase = phase_at(consultation, moment)
    order = list(Phase)
    is_closed = order.index(phase) >= order.index(Phase.CLOSED)
    is_answered = order.index(phase) >= order.index(Phase.ANSWERED)
    opened = "done" if is_closed else "now" if phase is Phase.OPEN else "later"
    made = [
        Step(
            _("Consultation ouverte"),
            opened,
            consultation.opens_at.astimezone(PARIS).date() if consultation.opens_at else None,
            consultation.closes_at,
        )
    ]
    if consultation.has_committee and consultation.opinion_due_on:
        made.append(_due(_("Avis du comité"), consultation.opinion_due_on, is_answered))
    if consultation.synthesis_due_on:
        made.append(_due(_("Synthèse publiée"), consultation.synthesis_due_on, is_answered))
    if consultation.answer_due_on:
        made.append(_due(_("Réponse de l’institution"), consultation.answer_due_on, is_answered))
    return made


def _due(title: str, on: date, is_done: bool) -> Step:
    return Step(title, "done" if is_done else "later", starts_on=on, is_latest=True)
