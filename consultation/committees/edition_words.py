"""A published edition in words, in the language of the page or of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from consultation.committees.ballot_words import turnout_sentence
from consultation.committees.counting import Outcome
from consultation.committees.edition import (
    Archive,
    Names,
    Passage,
    Statement,
    Vote,
    changed_passages,
)
from consultation.committees.models.ballots import Subject
from consultation.committees.models.people import Seat
from consultation.committees.permissions import VOTING
from consultation.committees.result_words import (
    counts_sentence,
    majority_result,
    outcome_tag,
    quorum_result,
)
from consultation.committees.wording import Wording
from consultation.core.clock import PARIS
from consultation.core.i18n import _, _n
from consultation.core.redline import redline_html
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
    """« Signée par 3 membres : Luc B., Amina K., 1 personne non nommée. »"""
    count = len(statement.signers)
    if names.told(statement.signers)[0]:
        said = _n("Signée par %(num)s membre\u00a0:", "Signée par %(num)s membres\u00a0:", count)
        return f"{said} {_people(statement.signers, names)}"
    return _n(
        "Signée par %(num)s membre, qui n’a pas souhaité être nommé en public.",
        "Signée par %(num)s membres, qui n’ont pas souhaité être nommés en public.", count,
    )  # fmt: skip


def recommendations_words(archive: Archive) -> str:
    """« 6 recommandations, dont 1 rejetée. »"""
    count = archive.recommendation_count
    rejected = sum(vote.tally.outcome is Outcome.REJECTED for vote in archive.votes.values())
    if not rejected:
        return _n("%(num)s recommandation.", "%(num)s recommandations.", count)
    said = _n("%(num)s recommandation,", "%(num)s recommandations,", count)
    return f"{said} {_n('dont %(num)s rejetée.', 'dont %(num)s rejetées.', rejected)}"


def vote_tag_words(vote: Vote) -> tuple[str, str]:
    """What became of a recommendation, or of the whole, in one word; and its look."""
    if vote.ballot.subject_type is Subject.RECOMMENDATION:
        agreeing = {
            Outcome.ADOPTED: (_("Adoptée"), "yes"),
            Outcome.REJECTED: (_("Rejetée"), "no"),
        }
        if vote.tally.outcome in agreeing:
            return agreeing[vote.tally.outcome]
    return outcome_tag(vote.tally)


def votes_words(vote: Vote) -> str:
    """The counts; where it was rejected, how many votes it would have taken."""
    counts = counts_sentence(vote.ballot, vote.tally)
    if vote.tally.outcome is not Outcome.REJECTED or vote.tally.needed is None:
        return counts
    took = _n("Il fallait %(num)s voix.", "Il fallait %(num)s voix.", vote.tally.needed)
    return f"{counts} {took}"


def rules_words(vote: Vote) -> str:
    """How it was voted, once it is over: when, in secret or not, turnout, quorum, majority."""
    day = plain_day(vote.closed_at.astimezone(PARIS).date())
    closed = (
        _("Scrutin secret, clos le %(day)s.", day=day)
        if vote.ballot.is_secret
        else _("Scrutin public, clos le %(day)s.", day=day)
    )
    return " ".join(
        (
            closed,
            turnout_sentence(vote.tally.entitled, vote.tally.voted),
            quorum_result(vote.ballot, vote.tally),
            majority_result(vote.ballot, vote.tally),
        )
    )


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
    said = ", ".join(parts)
    return f"{said}." if said and not said.endswith(".") else said


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


@dataclass(frozen=True)
class PassageChange:
    """What became of one passage in a correction."""

    words: str
    """« Modifié : Recommandation 4. Un droit de refuser »."""
    before: str
    after: str

    @property
    def html(self) -> Markup:
        """Both texts in one, safe."""
        return Markup(redline_html(self.before, self.after))  # noqa: S704  # redline_html escapes


def passages_changed(old: Archive, new: Archive) -> list[PassageChange]:
    """Passage by passage, in the order of the text, what a correction added, changed, removed."""
    acts = {
        "added": _("Ajouté\u00a0:"),
        "changed": _("Modifié\u00a0:"),
        "removed": _("Retiré\u00a0:"),
    }
    before = {each.key: each for each in old.passages}
    after = {each.key: each for each in new.passages}
    return [
        PassageChange(
            f"{acts[act]} {each.name()}",
            _whole(before.get(each.key)),
            _whole(after.get(each.key)),
        )
        for act, each in changed_passages(old, new)
    ]


def _whole(passage: Passage | None) -> str:
    if passage is None:
        return ""
    return Wording(passage.form["title"], passage.form["source"]).whole


def day_of(archive: Archive) -> str:
    """The day of its publication, in Paris."""
    return plain_day(archive.published_at.astimezone(PARIS).date())
