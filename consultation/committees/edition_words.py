"""A published edition in words, in the language of the page or of the file."""

from collections.abc import Sequence

from consultation.committees.edition import (
    Archive,
    Names,
    Passage,
    Statement,
    changed_passages,
)
from consultation.committees.models.people import Seat
from consultation.committees.permissions import VOTING
from consultation.core.clock import PARIS
from consultation.core.i18n import _, _n
from consultation.core.templating import plain_day

SHOWN = (Seat.CHAIR, Seat.RAPPORTEUR, Seat.MEMBER, Seat.FACILITATOR)


def whole_missing() -> str:
    """Said where nobody voted on the whole."""
    return _("Le comité n’a pas voté sur l’ensemble de l’avis.")


def vote_missing() -> str:
    """Said where nobody voted on a recommendation."""
    return _("Le comité n’a pas voté sur cette recommandation.")


def statement_heading(passage: Passage) -> str:
    """What it contests."""
    return _(
        "Opinion minoritaire, jointe à la recommandation %(number)s",
        number=passage.form["number"],
    )


def signers_words(statement: Statement, names: Names) -> str:
    """« Signée par 3 membres : Luc B., Amina K., et 1 personne qui n’est pas nommée. »"""
    count = _n("Signée par %(num)s membre.", "Signée par %(num)s membres.", len(statement.signers))
    return f"{count} {_people(statement.signers, names)}".strip()


def members_words(archive: Archive, names: Names) -> list[str]:
    """Who sat when it was published, seat by seat, by the names that they agree to."""
    titles = {
        Seat.CHAIR: _("Présidence\u00a0:"),
        Seat.RAPPORTEUR: _("Rapport\u00a0:"),
        Seat.MEMBER: _("Membres\u00a0:"),
        Seat.FACILITATOR: _("Animation, sans droit de vote\u00a0:"),
    }
    found = [(seat, archive.members(seat)) for seat in SHOWN]
    return [f"{titles[seat]} {_people(keys, names)}" for seat, keys in found if keys]


def _people(keys: Sequence[str], names: Names) -> str:
    named, others = names.told(keys)
    parts = [", ".join(named)] if named else []
    if others:
        parts.append(_n("%(num)s personne non nommée", "%(num)s personnes non nommées", others))
    return f"{', '.join(parts)}." if parts else ""


def method_lines(archive: Archive) -> list[str]:
    """How the committee was formed, met and voted."""
    electors = sum(len(archive.members(seat)) for seat in VOTING)
    lines = [
        str(archive.committee["selection"]),
        _n("%(num)s membre a le droit de vote.", "%(num)s membres ont le droit de vote.", electors),
        _held(archive),
        _voted(archive),
        _("Chaque scrutin a sa liste électorale, son quorum et sa majorité, fixés à l’ouverture et "
          "dits à côté du résultat."),
        _("Les opinions minoritaires sont publiées à côté de ce qu’elles contestent."),
    ]  # fmt: skip
    return [line for line in lines if line]


def _held(archive: Archive) -> str:
    days = archive.sessions
    if not days:
        return _("Aucune séance n’a été close avant la publication.")
    count = _n("%(num)s séance tenue\u00a0:", "%(num)s séances tenues\u00a0:", len(days))
    return f"{count} {', '.join(plain_day(day) for day in days)}."


def _voted(archive: Archive) -> str:
    votes = [*archive.votes.values(), *([archive.whole] if archive.whole else ())]
    secret = sum(vote.ballot.is_secret for vote in votes)
    count = _n("%(num)s scrutin porte sur cet avis", "%(num)s scrutins portent sur cet avis",
               len(votes))  # fmt: skip
    if not votes:
        return _("Aucun scrutin n’a porté sur cet avis.")
    of_them = _n("dont %(num)s secret", "dont %(num)s secrets", secret)
    return f"{count}, {of_them}." if secret else f"{count}."


def changes_words(old: Archive, new: Archive) -> list[str]:
    """What the chair says of a correction, then what changed, passage by passage."""
    acts = {
        "added": _("Ajouté\u00a0:"),
        "changed": _("Modifié\u00a0:"),
        "removed": _("Retiré\u00a0:"),
    }
    found = [f"{acts[act]} {each.name()}" for act, each in changed_passages(old, new)]
    return [new.changes, *(found or [_("Le texte est le même.")])]


def day_of(archive: Archive) -> str:
    """The day of its publication, in Paris."""
    return plain_day(archive.published_at.astimezone(PARIS).date())
