"""The home page: every consultation that may be seen, the open ones first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase
from consultation.consultations.permissions import phase_at
from consultation.consultations.queries import visible_consultations
from consultation.core.db import session

FILTERS: dict[str, frozenset[Phase]] = {
    "a-venir": frozenset({Phase.UPCOMING}),
    "ouvertes": frozenset({Phase.OPEN}),
    "closes": frozenset({Phase.CLOSED}),
    "repondues": frozenset({Phase.ANSWERED, Phase.ARCHIVED}),
}
PHASE_ORDER = (
    Phase.OPEN,
    Phase.UPCOMING,
    Phase.CLOSED,
    Phase.ANSWERED,
    Phase.ARCHIVED,
    Phase.DRAFT,
)


@dataclass(frozen=True)
class Card:
    """One consultation and the phase that the clock says."""

    consultation: Consultation
    phase: Phase


@dataclass(frozen=True)
class HomePage:
    """All that the template shows."""

    lead: Card | None
    cards: Sequence[Card]
    counts: dict[str, int]
    chosen: str
    contribution_count: int
    participant_count: int
    vote_count: int
    shown_count: int


def home_page(viewer: User | None, chosen: str, moment: datetime) -> HomePage:
    """Read the home page, narrowed to the phases of `chosen`."""
    rows = session.scalars(visible_consultations(viewer)).all()
    cards = [Card(row, phase_at(row, moment)) for row in rows]
    cards.sort(key=lambda card: (PHASE_ORDER.index(card.phase), -card.consultation.id))
    public = [card for card in cards if card.phase is not Phase.DRAFT]
    shown = [card for card in cards if chosen not in FILTERS or card.phase in FILTERS[chosen]]
    lead = shown[0] if shown and shown[0].phase is Phase.OPEN else None
    return HomePage(
        lead=lead,
        cards=shown[1:] if lead else shown,
        counts={
            "": len(public),
            **{
                name: sum(card.phase in phases for card in public)
                for name, phases in FILTERS.items()
            },
        },
        chosen=chosen if chosen in FILTERS else "",
        contribution_count=sum(card.consultation.contribution_count for card in public),
        participant_count=sum(card.consultation.participant_count for card in public),
        vote_count=sum(card.consultation.vote_count for card in public),
        shown_count=len(public),
    )
