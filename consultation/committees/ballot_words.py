"""Rules and results of ballots in words, in the language of the page, the mail or the record."""

from collections.abc import Mapping
from typing import Any

from consultation.committees.counting import Rules, quorum_needed
from consultation.committees.models.ballots import (
    Ballot,
    BallotState,
    Majority,
    MajorityBase,
    Method,
    Quorum,
    Subject,
)
from consultation.core.i18n import _, _n

FEW = 8
"""Below so many votes, a result may say what somebody voted."""


def rules_of(ballot: Ballot) -> Rules:
    """How the ballot is decided."""
    return Rules(ballot.method, ballot.quorum, ballot.majority, ballot.base, len(ballot.options))


def has_majority(method: Method) -> bool:
    """Consent and judgement have rules of their own."""
    return method not in {Method.CONSENT, Method.JUDGEMENT}


def method_words(method: Method) -> str:
    """How one votes."""
    return {
        Method.FOR_AGAINST: _("Pour, contre ou abstention"),
        Method.CONSENT: _("Consentement, avec objections motivées"),
        Method.SINGLE_CHOICE: _("Une réponse parmi plusieurs"),
        Method.APPROVAL: _("Autant de réponses que l’on veut"),
        Method.JUDGEMENT: _("Jugement majoritaire, six mentions"),
    }[method]


def subject_words(subject: Subject) -> str:
    """What is voted on."""
    return {
        Subject.QUESTION: _("Une question"),
        Subject.RECOMMENDATION: _("Une recommandation"),
        Subject.AMENDMENT: _("Un amendement"),
        Subject.OPINION: _("L’ensemble de l’avis"),
    }[subject]


def state_words(state: BallotState) -> str:
    """Where a ballot stands."""
    return {
        BallotState.DRAFT: _("En préparation"),
        BallotState.SCHEDULED: _("Programmé"),
        BallotState.OPEN: _("Scrutin en cours"),
        BallotState.CLOSED: _("Clos"),
        BallotState.CANCELLED: _("Annulé"),
    }[state]


def vote_words(word: str) -> str:
    """One of the words that a method has."""
    return {
        "for": _("Pour"),
        "against": _("Contre"),
        "abstain": _("Abstention"),
        "consent": _("Je consens"),
        "objection": _("J’ai une objection"),
    }[word]


def grade_words(grade: int) -> str:
    """One of the six grades."""
    return (
        _("À rejeter"), _("Passable"), _("Assez bien"), _("Bien"), _("Très bien"), _("Excellent"),
    )[grade]  # fmt: skip


def choice_words(ballot: Ballot, choice: Mapping[str, Any]) -> str:
    """A vote in words, as it is asked about before it falls, and as an open ballot lists it."""
    if "vote" in choice:
        return vote_words(choice["vote"])
    if choice.get("grades"):
        graded = zip(ballot.options, choice["grades"], strict=True)
        return ", ".join(f"{label}\u00a0: {grade_words(grade)}" for label, grade in graded)
    options = choice.get("options", [choice.get("option")])
    labels = [ballot.options[option] for option in options or () if option is not None]
    return ", ".join(labels) or _("Vote blanc")


def quorum_choice(quorum: Quorum) -> str:
    """A quorum, as one chooses it."""
    return {
        Quorum.NONE: _("Aucun"),
        Quorum.THIRD: _("Un tiers de la liste électorale"),
        Quorum.HALF: _("La moitié de la liste électorale"),
        Quorum.TWO_THIRDS: _("Deux tiers de la liste électorale"),
    }[quorum]


def majority_choice(majority: Majority) -> str:
    """A majority, as one chooses it."""
    return {
        Majority.SIMPLE: _("Simple : plus de voix pour que contre, ou le plus de voix"),
        Majority.ABSOLUTE: _("Absolue : plus de la moitié"),
        Majority.TWO_THIRDS: _("Deux tiers"),
        Majority.THREE_QUARTERS: _("Trois quarts"),
    }[majority]


def base_choice(base: MajorityBase) -> str:
    """What a majority is counted of, as one chooses it."""
    return {
        MajorityBase.EXPRESSED: _("Des voix exprimées, sans les abstentions ni les votes blancs"),
        MajorityBase.CAST: _("Des votes, abstentions et votes blancs compris"),
        MajorityBase.ENTITLED: _("De la liste électorale entière"),
    }[base]


def secrecy_sentence(ballot: Ballot) -> str:
    """Open or secret."""
    if ballot.is_secret:
        return _("Scrutin secret.")
    return _("Scrutin public : le comité lira qui a voté quoi.")


def quorum_sentence(quorum: Quorum, entitled: int) -> str:
    """The quorum of an electorate, in words."""
    if quorum is Quorum.NONE:
        return _("Aucun quorum n’est requis.")
    shares = {
        Quorum.THIRD: _("un tiers"),
        Quorum.HALF: _("la moitié"),
        Quorum.TWO_THIRDS: _("deux tiers"),
    }
    return _n(
        "Quorum : %(share)s de la liste électorale, soit %(num)s votant.",
        "Quorum : %(share)s de la liste électorale, soit %(num)s votants.",
        quorum_needed(quorum, entitled),
        share=shares[quorum],
    )


def majority_sentence(rules: Rules) -> str:
    """The majority and what it is counted of, in words."""
    if rules.method is Method.CONSENT:
        return _("Adopté si personne n’objecte : une seule objection motivée suffit à rejeter.")
    if rules.method is Method.JUDGEMENT:
        return _(
            "Chaque réponse reçoit sa mention médiane. La meilleure l’emporte ; à mention égale, "
            "on retire cette mention une fois à chacune, et l’on compare de nouveau."
        )
    if rules.majority is Majority.SIMPLE:
        if rules.method is Method.FOR_AGAINST:
            return _("Majorité simple : plus de voix pour que contre.")
        return _("Majorité simple : la réponse qui a le plus de voix.")
    share = {
        Majority.ABSOLUTE: _("plus de la moitié"),
        Majority.TWO_THIRDS: _("au moins deux tiers"),
        Majority.THREE_QUARTERS: _("au moins trois quarts"),
    }[rules.majority]
    base = {
        MajorityBase.EXPRESSED: _("des voix exprimées, sans les abstentions ni les votes blancs"),
        MajorityBase.CAST: _("des votes, abstentions et votes blancs compris"),
        MajorityBase.ENTITLED: _("de la liste électorale entière"),
    }[rules.base]
    return _("Majorité requise : %(share)s %(base)s.", share=share, base=base)


def turnout_sentence(entitled: int, voted: int) -> str:
    """How many could vote, and how many did."""
    could = _n("%(num)s membre pouvait voter", "%(num)s membres pouvaient voter", entitled)
    did = _n("%(num)s a voté", "%(num)s ont voté", voted)
    return f"{could}, {did}."
