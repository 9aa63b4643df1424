"""What the pages of the workspace share: their frame, ballots as lists show them, their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from consultation.committees.ballot_words import (
    choice_words,
    grade_words,
    method_words,
    state_words,
    subject_words,
)
from consultation.committees.counting import Tally, quorum_needed, tally_of
from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.permissions import is_counted, state_at
from consultation.committees.queries.ballots import has_voted_in
from consultation.committees.queries.threads import unread_count
from consultation.committees.result_words import (
    counts_sentence,
    outcome_sentence,
    outcome_tag,
    sentences,
)
from consultation.committees.views.loading import Entered
from consultation.committees.words import seat_words
from consultation.consultations.calendar import time_left
from consultation.core.clock import now


def workspace_page(place: Entered, template: str, **more: object) -> str:
    """A page of the workspace, with what its layout shows."""
    return render_template(
        template,
        committee=place.committee,
        own=place.member,
        standing=place.standing,
        seat_words=seat_words,
        unread=unread_count(place.member),
        **more,
    )


@dataclass(frozen=True)
class BallotLine:
    """One ballot in a list."""

    ballot: Ballot
    state: BallotState
    tally: Tally | None
    has_voted: bool | None
    """Of the reader; None where they are not on the roll."""

    @property
    def awaits_me(self) -> bool:
        """The reader can still vote."""
        return self.state is BallotState.OPEN and self.has_voted is False


def ballot_lines(place: Entered, ballots: Sequence[Ballot]) -> list[BallotLine]:
    """Ballots as lists show them."""
    voted = has_voted_in(place.member, [ballot.id for ballot in ballots])
    moment = now()
    return [
        BallotLine(
            ballot,
            state_at(ballot, moment),
            tally_of(ballot.result) if is_counted(ballot) else None,
            voted.get(ballot.id),
        )
        for ballot in ballots
    ]


BALLOT_WORDS: dict[str, object] = {
    "choice_words": choice_words,
    "counts_sentence": counts_sentence,
    "grade_words": grade_words,
    "method_words": method_words,
    "outcome_sentence": outcome_sentence,
    "outcome_tag": outcome_tag,
    "quorum_needed": quorum_needed,
    "sentences": sentences,
    "state_words": state_words,
    "subject_words": subject_words,
}


def left_of(closes_at: datetime) -> str:
    """« Il reste 4 jours »."""
    return time_left(closes_at, now())
