"""What a ballot says once its votes are counted. Pure: no database, no clock, no language.

A vote is a small dictionary, the same in storage, in the record and here:
`{"vote": "for"}`, `{"option": 2}` (None: blank), `{"options": [0, 2]}` (empty: blank),
`{"grades": [5, 3]}`, one for each option (None: blank).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consultation.committees.models.ballots import Majority, MajorityBase, Method, Quorum

Vote = Mapping[str, Any]
WORDS = {
    Method.FOR_AGAINST: ("for", "against", "abstain"),
    Method.CONSENT: ("consent", "objection", "abstain"),
}
GRADES = 6
"""From 0 « À rejeter », through « Passable », « Assez bien », « Bien », « Très bien », to 5
« Excellent »."""
_SHARES = {
    Quorum.THIRD: (1, 3),
    Quorum.HALF: (1, 2),
    Quorum.TWO_THIRDS: (2, 3),
}


class Outcome(StrEnum):
    """What follows from a count."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    CHOSEN = "chosen"
    TIED = "tied"
    NONE_CHOSEN = "none_chosen"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Rules:
    """How a ballot is decided."""

    method: Method
    quorum: Quorum
    majority: Majority
    base: MajorityBase
    option_count: int = 0


@dataclass(frozen=True)
class Tally:
    """A count and what follows. `counts` are votes by word or by option; for a judgement they are,
    by option, how often each grade was given."""

    outcome: Outcome
    entitled: int
    voted: int
    blank: int
    quorum_needed: int
    counts: dict[str, Any]
    base_count: int | None = None
    needed: int | None = None
    """Votes that were needed; None where no number is: simple majority, consent, judgement."""
    chosen: int | None = None
    medians: tuple[int, ...] = ()
    """The majority grade of each option, in a judgement."""

    def stored(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "outcome": self.outcome.value,
            "entitled": self.entitled,
            "voted": self.voted,
            "blank": self.blank,
            "quorum_needed": self.quorum_needed,
            "counts": self.counts,
            "base_count": self.base_count,
            "needed": self.needed,
            "chosen": self.chosen,
            "medians": list(self.medians),
        }


def tally_of(stored: Mapping[str, Any]) -> Tally:
    """A count as it was stored."""
    values = dict(stored)
    return Tally(
        **{
            **values,
            "outcome": Outcome(values["outcome"]),
            "medians": tuple(values["medians"]),
        }
    )


def is_vote(method: Method, option_count: int, vote: Vote) -> bool:
    """It is one that the ballot offers: nothing else is ever stored."""
    if method in WORDS:
        return set(vote) == {"vote"} and vote["vote"] in WORDS[method]
    if method is Method.SINGLE_CHOICE:
        option = vote.get("option", -1)
        return set(vote) == {"option"} and (option is None or _within(option, option_count))
    if method is Method.APPROVAL:
        return set(vote) == {"options"} and _is_some(vote["options"], option_count)
    grades = vote.get("grades", ())
    return set(vote) == {"grades"} and (grades is None or _are_grades(grades, option_count))


def _within(number: object, most: int) -> bool:
    return type(number) is int and 0 <= number < most


def _is_some(options: object, most: int) -> bool:
    if not isinstance(options, list) or not all(_within(each, most) for each in options):
        return False
    return options == sorted(set(options))


def _are_grades(grades: object, count: int) -> bool:
    is_whole = isinstance(grades, list) and len(grades) == count
    return is_whole and all(_within(each, GRADES) for each in grades)  # type: ignore[attr-defined]


def quorum_needed(quorum: Quorum, entitled: int) -> int:
    """How many must vote: the share of the electorate, rounded up."""
    if quorum is Quorum.NONE:
        return 0
    part, whole = _SHARES[quorum]
    return -(-entitled * part // whole)


def votes_needed(majority: Majority, base_count: int) -> int | None:
    """The smallest number of votes that is enough; None for a simple majority, which compares.

    Absolute is more than half of the base; two thirds and three quarters are at least that share.
    Nothing is ever adopted by no vote at all.
    """
    if majority is Majority.SIMPLE:
        return None
    if majority is Majority.ABSOLUTE:
        return base_count // 2 + 1
    part, whole = (2, 3) if majority is Majority.TWO_THIRDS else (3, 4)
    return max(1, -(-base_count * part // whole))


def count(rules: Rules, votes: Sequence[Vote], entitled: int) -> Tally:
    """Count `votes`, in whatever order they come, of a ballot where `entitled` could vote."""
    counters = {
        Method.FOR_AGAINST: _count_for_against,
        Method.CONSENT: _count_consent,
        Method.SINGLE_CHOICE: _count_options,
        Method.APPROVAL: _count_options,
        Method.JUDGEMENT: _count_grades,
    }
    found = counters[rules.method](rules, votes, entitled)
    if found.voted < found.quorum_needed:
        return Tally(**{**vars(found), "outcome": Outcome.NO_QUORUM, "chosen": None})
    return found


def _count_for_against(rules: Rules, votes: Sequence[Vote], entitled: int) -> Tally:
    given = Counter(vote["vote"] for vote in votes)
    base = {
        MajorityBase.EXPRESSED: given["for"] + given["against"],
        MajorityBase.CAST: len(votes),
        MajorityBase.ENTITLED: entitled,
    }[rules.base]
    needed = votes_needed(rules.majority, base)
    is_enough = given["for"] > given["against"] if needed is None else given["for"] >= needed
    return Tally(
        Outcome.ADOPTED if is_enough else Outcome.REJECTED,
        entitled,
        len(votes),
        given["abstain"],
        quorum_needed(rules.quorum, entitled),
        {word: given[word] for word in WORDS[Method.FOR_AGAINST]},
        base,
        needed,
    )


def _count_consent(rules: Rules, votes: Sequence[Vote], entitled: int) -> Tally:
    """Adopted when somebody consents and nobody objects: one reasoned objection is enough."""
    given = Counter(vote["vote"] for vote in votes)
    is_enough = given["consent"] > 0 and given["objection"] == 0
    return Tally(
        Outcome.ADOPTED if is_enough else Outcome.REJECTED,
        entitled,
        len(votes),
        given["abstain"],
        quorum_needed(rules.quorum, entitled),
        {word: given[word] for word in WORDS[Method.CONSENT]},
    )


def _count_options(rules: Rules, votes: Sequence[Vote], entitled: int) -> Tally:
    """The option with most votes, if no other has as many and the majority is reached."""
    given: Counter[int] = Counter()
    blank = 0
    for vote in votes:
        options = vote["options"] if "options" in vote else [vote["option"]]
        marked = [option for option in options if option is not None]
        given.update(marked)
        blank += not marked
    base = {
        MajorityBase.EXPRESSED: len(votes) - blank,
        MajorityBase.CAST: len(votes),
        MajorityBase.ENTITLED: entitled,
    }[rules.base]
    needed = votes_needed(rules.majority, base)
    best = max(given.values(), default=0)
    first = [option for option in range(rules.option_count) if given[option] == best]
    outcome = _outcome_of_options(best, len(first), needed)
    return Tally(
        outcome,
        entitled,
        len(votes),
        blank,
        quorum_needed(rules.quorum, entitled),
        {str(option): given[option] for option in range(rules.option_count)},
        base,
        needed,
        first[0] if outcome is Outcome.CHOSEN else None,
    )


def _outcome_of_options(best: int, first_count: int, needed: int | None) -> Outcome:
    if best == 0 or (needed is not None and best < needed):
        return Outcome.NONE_CHOSEN
    return Outcome.TIED if first_count > 1 else Outcome.CHOSEN


def _count_grades(rules: Rules, votes: Sequence[Vote], entitled: int) -> Tally:
    graded = [vote["grades"] for vote in votes if vote["grades"] is not None]
    columns = [[grades[option] for grades in graded] for option in range(rules.option_count)]
    values = [majority_value(column) for column in columns]
    first = [option for option, value in enumerate(values) if value == max(values)]
    outcome = Outcome.CHOSEN if len(first) == 1 else Outcome.TIED
    if not graded:
        outcome = Outcome.NONE_CHOSEN
    return Tally(
        outcome,
        entitled,
        len(votes),
        len(votes) - len(graded),
        quorum_needed(rules.quorum, entitled),
        {
            str(option): [column.count(grade) for grade in range(GRADES)]
            for option, column in enumerate(columns)
        },
        chosen=first[0] if outcome is Outcome.CHOSEN else None,
        medians=tuple(value[0] for value in values) if graded else (),
    )


def majority_value(grades: Sequence[int]) -> tuple[int, ...]:
    """The grades of one option in the order in which majority judgement compares them.

    The first is the majority grade: the median, and of two middle grades the lower, since that is
    what a majority agrees is deserved at least. Options that share it are told apart by taking it
    out once from each and looking at the median of what is left, again and again, until they
    differ; two options are tied only if they were given the very same grades. This is the
    majority-ranking of M. Balinski and R. Laraki, « A theory of measuring, electing, and
    ranking », PNAS 104 (21), 2007, pp. 8720-8725, not its later approximations by shares of
    higher and lower grades.
    """
    left = sorted(grades)
    return tuple(left.pop((len(left) - 1) // 2) for _each in range(len(grades)))
