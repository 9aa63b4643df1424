"""The demo's committee of families: drawn, met, voted, and its opinion published.

What the institution answered, and what the committee thinks of that, is in `families_answered`.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from consultation.accounts.models import User
from consultation.committees.models.ballots import Majority, Subject
from consultation.committees.models.opinion import BlockType, Opinion
from consultation.committees.models.people import Committee, Seat
from consultation.committees.services.amending import adopt_amendments, propose_amendment
from consultation.committees.services.contesting import sign_statement, write_statement
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.meetings import (
    Plan,
    call_meeting,
    close_meeting,
    prepare_meeting,
)
from consultation.committees.services.preparing import Question, prepare_ballot
from consultation.committees.services.publishing import publish_opinion
from consultation.committees.services.running import (
    Charge,
    announce_committee,
    create_committee,
)
from consultation.committees.services.voting import cast_vote
from consultation.committees.services.writing import add_block, begin_opinion, end_statements_at
from consultation.consultations.models import Consultation
from consultation.core.clock import PARIS, now, today, travel
from consultation.core.db import transaction
from consultation.demo.committee_setting import CLOSES, OPENS, WORDS, person, seat_people

CREATED_IN, WRITTEN_IN, STATEMENTS_IN, PUBLISHED_IN = -325, -280, -244, -242
"""Days from today: the committee, its draft, the end of minority statements, its opinion."""
DRAWN = "Tirage au sort parmi 140 volontaires"


@cache
def told() -> dict[str, Any]:
    """All that the committee wrote, voted and was answered."""
    path = Path(__file__).with_name("families.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Families:
    """The committee, in the order in which its members took their seats."""

    committee: Committee
    people: list[User]
    day: date
    """Today, whatever day the demo plays."""

    @property
    def chair(self) -> User:
        """Who opens ballots and publishes."""
        return self.people[0]

    def at(self, days: int, hour: time) -> datetime:
        """A moment of another day, as the clocks of Paris show it."""
        return datetime.combine(self.day + timedelta(days=days), hour, PARIS)


def publish_opinion_of_families(row: Consultation, staff: dict[str, User]) -> list[User]:
    """From the call to the published opinion; who sits, in order."""
    families = _found(row, staff)
    *before, last = told()["sessions"]
    for each in before:
        _meet(families, each)
    opinion, keys = _write(families)
    _meet(families, last)
    for block in told()["blocks"]:
        if "votes" in block:
            _vote(families, Subject.RECOMMENDATION, keys[block["title"]], block)
    _vote(families, Subject.OPINION, opinion.key, told()["whole"])
    _contest(families, opinion, keys)
    with travel(families.at(PUBLISHED_IN, OPENS)):
        publish_opinion(
            families.committee, opinion, seen=opinion.revision, changes="", actor=families.chair
        )
    return families.people


def _found(row: Consultation, staff: dict[str, User]) -> Families:
    """The committee is made, seated and announced."""
    day = today()
    with travel(now() + timedelta(days=CREATED_IN)), transaction():
        organiser = staff["organisation@demo.example"]
        charge = Charge(
            title=told()["title"],
            charge_source=told()["charge"].strip(),
            selection=told()["selection"],
            starts_on=day + timedelta(days=CREATED_IN),
            opinion_due_on=day + timedelta(days=PUBLISHED_IN),
            ends_on=day + timedelta(days=200),
        )
        committee = create_committee(row, charge, actor=organiser)
        people = [
            staff["presidence@demo.example"],
            *(person(f"famille-{n}", name) for n, name in enumerate(told()["names"])),
            staff["comite@demo.example"],
        ]
        seats = [Seat.CHAIR, Seat.RAPPORTEUR, *[Seat.MEMBER] * (len(people) - 2)]
        seat_people(
            committee,
            [(each, seat, DRAWN) for each, seat in zip(people, seats, strict=True)],
            unnamed=frozenset(told()["unnamed"]),
        )
        announce_committee(committee, actor=organiser)
    return Families(committee, people, day)


def _meet(families: Families, told_of: dict[str, Any]) -> None:
    """A session, called a week ahead and closed with its report the day after."""
    starts_at = families.at(told_of["in"], time(14))
    plan = Plan(
        title=told_of["title"], starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
        place="Maison des familles, grande salle",
    )  # fmt: skip
    with travel(starts_at - timedelta(days=7)):
        meeting = prepare_meeting(families.committee, plan, actor=families.chair)
        call_meeting(meeting, actor=families.chair)
    with travel(starts_at + timedelta(days=1)):
        close_meeting(meeting, told_of["report"].strip(), actor=families.chair)


def _write(families: Families) -> tuple[Opinion, dict[str, str]]:
    """The whole text, one amendment taken; keys of its blocks by their titles."""
    rapporteur, keys = families.people[1], {}
    with travel(families.at(WRITTEN_IN, OPENS)), transaction():
        opinion = begin_opinion(families.committee, told()["opinion"], actor=rapporteur)
        for each in told()["blocks"]:
            title, words = each.get("title", ""), each.get("words", "")
            kind = BlockType(each["type"])
            block = add_block(opinion, kind, title, each.get("first", words), actor=rapporteur)
            if title:
                keys[title] = block.key
            if "first" in each:
                amendment = propose_amendment(
                    opinion, block.key, title, words, base=1, reason=each["reason"],
                    actor=families.people[4],
                )  # fmt: skip
                adopt_amendments(opinion, [amendment.key], actor=rapporteur)
    return opinion, keys


def _vote(families: Families, subject: Subject, key: str, held: dict[str, Any]) -> None:
    """A ballot on a recommendation, or on the whole, from its opening to its count."""
    opens_at = families.at(held["held_in"], OPENS)
    closes_at = families.at(held["held_in"], CLOSES)
    question = Question(
        title=held.get("title", told()["opinion"]), subject_type=subject, subject_key=key,
        is_secret=held.get("is_secret", False), majority=Majority(held.get("majority", "simple")),
        closes_at=closes_at,
    )  # fmt: skip
    with travel(opens_at), transaction():
        ballot = prepare_ballot(families.committee, question, actor=families.chair)
        open_ballot(ballot, actor=families.chair)
        for each, letter in zip(families.people, held["votes"], strict=True):
            cast_vote(ballot, {"vote": WORDS[letter]}, actor=each)
        close_ballot(ballot, actor=families.chair)


def _contest(families: Families, opinion: Opinion, keys: dict[str, str]) -> None:
    """Some members sign what they hold against a recommendation, or against the whole."""
    with travel(families.at(STATEMENTS_IN, OPENS)), transaction():
        end_statements_at(opinion, families.at(STATEMENTS_IN, CLOSES), actor=families.chair)
        for each in told()["minority"]:
            first, *others = (families.people[place] for place in each["signers"])
            statement = write_statement(
                opinion, each["words"].strip(), key=keys.get(each["title"], ""), actor=first
            )
            for other in others:
                sign_statement(opinion, statement.key, seen=1, actor=other)
