"""What committees write to people. Subjects name no person and no result."""

from collections.abc import Callable, Sequence

from consultation.committees.models.ballots import Ballot
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Committee, Seat
from consultation.committees.opinion_words import amendment_tag
from consultation.committees.queries.contesting import AmendmentLine
from consultation.committees.words import seat_words
from consultation.core import mail
from consultation.core.i18n import _, _n, in_language
from consultation.core.links import absolute

MAIL_SHOWS = 20


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


def lots_drawn(committee: Committee, to: str, language: str) -> mail.Email:
    """To whoever asked for the draw: it is made."""
    return mail.write(
        "committees.lots_drawn",
        to,
        language,
        lambda: _("Le tirage au sort est fait : comité « %(title)s »", title=committee.title),
        committee=committee,
        link=absolute("committees.lots", language, slug=committee.slug),
    )


def lots_lapsed(committee: Committee, language: str) -> mail.Email:
    """To its organisers: a year went by without a draw, the call has lapsed."""
    return mail.write(
        "committees.lots_lapsed",
        "",
        language,
        lambda: _("L’appel à volontaires est caduc : comité « %(title)s »", title=committee.title),
        committee=committee,
        link=absolute("committees.lots", language, slug=committee.slug),
    )


def call_lapsed(committee: Committee, language: str) -> mail.Email:
    """To each volunteer of that call: nobody was drawn, and what they said is deleted."""
    return mail.write(
        "committees.call_lapsed",
        "",
        language,
        lambda: _("Aucun tirage au sort n’a eu lieu : comité « %(title)s »", title=committee.title),
        committee=committee,
        link=absolute("committees.committee", language, slug=committee.slug),
    )


def statements_close(opinion: Opinion, committee: Committee, language: str) -> mail.Email:
    """Once before each deadline, to those who may sign a minority statement."""
    return mail.write(
        "committees.statements_close",
        "",
        language,
        lambda: _(
            "Clôture prochaine des opinions minoritaires : comité « %(title)s »",
            title=committee.title,
        ),
        opinion=opinion,
        committee=committee,
        link=absolute("committees.statements", language, slug=committee.slug),
    )


def ballot_opened(ballot: Ballot, committee: Committee, language: str) -> mail.Email:
    """To the electorate: one can vote. `to` is filled in for each of them."""
    return _of_ballot(
        "committees.ballot_opened",
        ballot,
        committee,
        language,
        lambda: _("Scrutin ouvert : comité « %(title)s »", title=committee.title),
    )


def ballot_reminder(ballot: Ballot, committee: Committee, language: str) -> mail.Email:
    """Once, to those of the electorate who have not voted."""
    return _of_ballot(
        "committees.ballot_reminder",
        ballot,
        committee,
        language,
        lambda: _("Clôture prochaine d’un scrutin : comité « %(title)s »", title=committee.title),
    )


def ballot_result(ballot: Ballot, committee: Committee, language: str) -> mail.Email:
    """To the electorate: the result is known. It is read in the workspace, not in the mail."""
    return _of_ballot(
        "committees.ballot_result",
        ballot,
        committee,
        language,
        lambda: _(
            "Le résultat d’un scrutin est connu : comité « %(title)s »", title=committee.title
        ),
    )


def ballot_cancelled(ballot: Ballot, committee: Committee, language: str) -> mail.Email:
    """To the electorate: the ballot is cancelled, and why."""
    return _of_ballot(
        "committees.ballot_cancelled",
        ballot,
        committee,
        language,
        lambda: _("Scrutin annulé : comité « %(title)s »", title=committee.title),
    )


def amendments(
    committee: Committee, lines: Sequence[AmendmentLine], to: str, language: str
) -> mail.Email:
    """What was proposed and decided of late: which amendments, never their words."""
    return mail.write(
        "committees.amendments",
        to,
        language,
        lambda: _n(
            "%(num)s amendement à lire\u00a0: comité «\u00a0%(title)s\u00a0»",
            "%(num)s amendements à lire\u00a0: comité «\u00a0%(title)s\u00a0»",
            len(lines), title=committee.title,
        ),
        committee=committee,
        items=lambda: [
            (
                each.amendment.number, amendment_tag(each.amendment.state)[0],
                absolute(
                    "committees.amendment", language, slug=committee.slug, key=each.amendment.key
                ),
            )
            for each in lines[:MAIL_SHOWS]
        ],
        left=max(0, len(lines) - MAIL_SHOWS),
        link=absolute("committees.amendments", language, slug=committee.slug),
        choice=absolute("committees.telling", language, slug=committee.slug),
    )  # fmt: skip


def _of_ballot(
    kind: str, ballot: Ballot, committee: Committee, language: str, subject: Callable[[], str]
) -> mail.Email:
    return mail.write(
        kind,
        "",
        language,
        subject,
        ballot=ballot,
        committee=committee,
        link=absolute("committees.ballot", language, slug=committee.slug, key=ballot.key),
    )
