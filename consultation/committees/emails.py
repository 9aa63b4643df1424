"""What committees write to people. Subjects name no person and no result."""

from consultation.committees.models.people import Committee, Seat
from consultation.committees.words import seat_words
from consultation.core import mail
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute


def invitation(committee: Committee, seat: Seat, to: str, language: str, token: str) -> mail.Email:
    """Take a seat in a committee."""
    with in_language(language):
        words = seat_words(seat)
    return mail.write(
        "committees.invitation",
        to,
        language,
        lambda: _("Invitation au comité « %(title)s »", title=committee.title),
        committee=committee,
        seat=words,
        link=absolute("committees.invitation", language, token=token),
    )


def seat_ended(committee: Committee, to: str, language: str) -> mail.Email:
    """The organisers took a seat away."""
    return mail.write(
        "committees.seat_ended",
        to,
        language,
        lambda: _("Votre place au comité « %(title)s » a pris fin", title=committee.title),
        committee=committee,
        link=absolute("committees.committee", language, slug=committee.slug),
    )
