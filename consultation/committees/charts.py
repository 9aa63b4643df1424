"""The bars of a result. Every bar stands beside its numbers; shares are of the electorate."""

from dataclasses import dataclass

from consultation.committees.ballot_words import grade_words, vote_words
from consultation.committees.counting import GRADES, WORDS, Tally
from consultation.committees.models.ballots import Ballot, Method
from consultation.committees.result_words import grades_sentence
from consultation.core.i18n import _

KINDS = {
    "for": "for", "against": "against", "abstain": "rest", "consent": "for",
    "objection": "against",
}  # fmt: skip
Part = tuple[str, float]


@dataclass(frozen=True)
class Row:
    """One bar, its name and its numbers in words."""

    name: str
    parts: list[Part]
    numbers: str
    is_chosen: bool = False


@dataclass(frozen=True)
class ResultChart:
    """All bars of a result, what their colours stand for, and a mark where one is due."""

    rows: list[Row]
    key: list[tuple[str, str]]
    limit: float | None = None


def result_chart(ballot: Ballot, tally: Tally) -> ResultChart:
    """The bars of a counted ballot."""
    if ballot.method in WORDS:
        return _of_words(ballot, tally)
    if ballot.method is Method.JUDGEMENT:
        return _of_grades(ballot, tally)
    return _of_options(ballot, tally)


def _share(count: int, tally: Tally) -> float:
    return round(100 * count / tally.entitled, 1) if tally.entitled else 0


def _of_words(ballot: Ballot, tally: Tally) -> ResultChart:
    words = WORDS[ballot.method]
    parts = [(KINDS[word], _share(tally.counts[word], tally)) for word in words]
    limit = _share(tally.needed, tally) if tally.needed is not None else None
    return ResultChart(
        [Row("", parts, "")], [(KINDS[word], vote_words(word)) for word in words], limit
    )


def _of_options(ballot: Ballot, tally: Tally) -> ResultChart:
    rows = [
        Row(
            label,
            [("all", _share(tally.counts[str(option)], tally))],
            str(tally.counts[str(option)]),
            option == tally.chosen,
        )
        for option, label in enumerate(ballot.options)
    ]
    return ResultChart(rows, [], _share(tally.needed, tally) if tally.needed is not None else None)


def _of_grades(ballot: Ballot, tally: Tally) -> ResultChart:
    """Two grades a colour, the best first; the middle mark shows where the median lies."""
    graded = tally.voted - tally.blank
    rows = []
    for option, label in enumerate(ballot.options):
        given = tally.counts[str(option)]
        parts: list[Part] = [
            (kind, round(100 * (given[best] + given[best - 1]) / graded, 1) if graded else 0)
            for kind, best in (("for", 5), ("mixed", 3), ("against", 1))
        ]
        numbers = grades_sentence(given)
        if tally.medians:
            grade = grade_words(tally.medians[option])
            numbers = _("mention %(grade)s. %(grades)s", grade=grade, grades=numbers)
        rows.append(Row(label, parts, numbers, option == tally.chosen))
    names = [grade_words(grade) for grade in range(GRADES)]
    key = [
        ("for", f"{names[5]}, {names[4]}"),
        ("mixed", f"{names[3]}, {names[2]}"),
        ("against", f"{names[1]}, {names[0]}"),
    ]
    return ResultChart(rows, key, 50 if graded else None)
