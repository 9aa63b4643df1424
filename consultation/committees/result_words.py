"""A counted ballot in sentences: what the record says, in one language at a time."""

from consultation.committees.ballot_words import (
    grade_words,
    has_majority,
    majority_sentence,
    method_words,
    quorum_sentence,
    rules_of,
    secrecy_sentence,
    turnout_sentence,
)
from consultation.committees.counting import GRADES, Outcome, Tally
from consultation.committees.models.ballots import Ballot, Method, Quorum, Subject
from consultation.core.i18n import _, _n


def counts_sentence(ballot: Ballot, tally: Tally) -> str:
    """« 21 pour, 5 contre, 3 abstentions, sur 30 membres »."""
    parts = {
        Method.FOR_AGAINST: _for_against,
        Method.CONSENT: _consent,
    }.get(ballot.method, _options)(ballot, tally)
    among = _n("sur %(num)s membre", "sur %(num)s membres", tally.entitled)
    return f"{', '.join([*parts, among])}."


def _for_against(_ballot: Ballot, tally: Tally) -> list[str]:
    counts = tally.counts
    return [
        _n("%(num)s pour", "%(num)s pour", counts["for"]),
        _n("%(num)s contre", "%(num)s contre", counts["against"]),
        _n("%(num)s abstention", "%(num)s abstentions", counts["abstain"]),
    ]


def _consent(_ballot: Ballot, tally: Tally) -> list[str]:
    counts = tally.counts
    return [
        _n("%(num)s consentement", "%(num)s consentements", counts["consent"]),
        _n("%(num)s objection", "%(num)s objections", counts["objection"]),
        _n("%(num)s abstention", "%(num)s abstentions", counts["abstain"]),
    ]


def _options(ballot: Ballot, tally: Tally) -> list[str]:
    parts = []
    for option, label in enumerate(ballot.options):
        found = tally.counts[str(option)]
        is_graded = ballot.method is Method.JUDGEMENT
        words = grades_sentence(found) if is_graded else _n("%(num)s voix", "%(num)s voix", found)
        parts.append(_("« %(option)s » : %(votes)s", option=label, votes=words))
    return [*parts, _n("%(num)s vote blanc", "%(num)s votes blancs", tally.blank)]


def grades_sentence(given: list[int]) -> str:
    """How often each grade was given, best first; grades that nobody gave are left out."""
    found = [
        f"{given[grade]}\u00a0{grade_words(grade)}"
        for grade in reversed(range(GRADES))
        if given[grade]
    ]
    return " + ".join(found) or "0"


def quorum_result(ballot: Ballot, tally: Tally) -> str:
    """Whether enough voted."""
    sentence = quorum_sentence(ballot.quorum, tally.entitled)
    if ballot.quorum is Quorum.NONE:
        return sentence
    if tally.voted >= tally.quorum_needed:
        return f"{sentence} {_('Il est atteint.')}"
    return f"{sentence} {_('Il n’est pas atteint.')}"


def majority_result(ballot: Ballot, tally: Tally) -> str:
    """The majority, and how many votes it took."""
    sentence = majority_sentence(rules_of(ballot))
    if not has_majority(ballot.method) or tally.needed is None:
        return sentence
    took = _n("Il fallait %(num)s voix.", "Il fallait %(num)s voix.", tally.needed)
    return f"{sentence} {took}"


def outcome_sentence(ballot: Ballot, tally: Tally) -> str:
    """What is decided."""
    if tally.outcome is Outcome.NO_QUORUM:
        return _("Rien n’est décidé : le quorum n’est pas atteint.")
    if tally.outcome is Outcome.TIED:
        return _("Rien n’est décidé : les premières réponses sont à égalité.")
    if tally.outcome is Outcome.NONE_CHOSEN:
        return _("Rien n’est décidé : aucune réponse n’a assez de voix.")
    if tally.outcome is Outcome.CHOSEN and tally.chosen is not None:
        label = ballot.options[tally.chosen]
        if tally.medians:
            grade = grade_words(tally.medians[tally.chosen])
            return _(
                "Réponse choisie : « %(option)s », mention %(grade)s.", option=label, grade=grade
            )
        return _("Réponse choisie : « %(option)s ».", option=label)
    is_adopted = tally.outcome is Outcome.ADOPTED
    adopted, rejected = {
        Subject.QUESTION: (_("La proposition est adoptée."), _("La proposition est rejetée.")),
        Subject.RECOMMENDATION: (
            _("La recommandation est adoptée."), _("La recommandation est rejetée."),
        ),
        Subject.AMENDMENT: (_("L’amendement est adopté."), _("L’amendement est rejeté.")),
        Subject.OPINION: (_("L’avis est adopté."), _("L’avis est rejeté.")),
    }[ballot.subject_type]  # fmt: skip
    return adopted if is_adopted else rejected


def outcome_tag(tally: Tally) -> tuple[str, str]:
    """The outcome in one word, and its look."""
    return {
        Outcome.ADOPTED: (_("Adopté"), "yes"),
        Outcome.REJECTED: (_("Rejeté"), "no"),
        Outcome.CHOSEN: (_("Réponse choisie"), "yes"),
        Outcome.TIED: (_("Égalité"), "part"),
        Outcome.NONE_CHOSEN: (_("Aucune réponse choisie"), "no"),
        Outcome.NO_QUORUM: (_("Quorum non atteint"), "part"),
    }[tally.outcome]


def sentences(ballot: Ballot, tally: Tally) -> list[str]:
    """The whole result, one idea a sentence."""
    return [
        f"{secrecy_sentence(ballot)} {method_words(ballot.method)}.",
        turnout_sentence(tally.entitled, tally.voted),
        quorum_result(ballot, tally),
        counts_sentence(ballot, tally),
        majority_result(ballot, tally),
        outcome_sentence(ballot, tally),
    ]
