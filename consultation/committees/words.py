"""The words for seats, as pages and mails say them, and as a file may say them."""

import unicodedata

from consultation.committees.models.people import Seat
from consultation.core.i18n import _


def seat_words(seat: Seat) -> str:
    """What somebody is in the committee, in words for all genders."""
    return {
        Seat.CHAIR: _("Présidence"),
        Seat.RAPPORTEUR: _("Rapport et rédaction"),
        Seat.FACILITATOR: _("Animation, sans droit de vote"),
        Seat.MEMBER: _("Membre"),
        Seat.OBSERVER: _("Observation, sans droit de vote"),
    }[seat]


_TYPED = {
    Seat.CHAIR: "chair presidence president presidente",
    Seat.RAPPORTEUR: "rapporteur rapporteuse rapport",
    Seat.FACILITATOR: "facilitator animation animateur animatrice",
    Seat.MEMBER: "member membre",
    Seat.OBSERVER: "observer observation observateur observatrice",
}
_SEATS = {word: seat for seat, words in _TYPED.items() for word in words.split()}


def seat_of_word(typed: str) -> Seat | None:
    """The seat that a word of a file names, in either language; an empty cell is a member."""
    plain = unicodedata.normalize("NFKD", typed.strip().casefold())
    word = "".join(char for char in plain if not unicodedata.combining(char))
    return _SEATS.get(word) if word else Seat.MEMBER
