"""A published edition of the opinion, read from its archive. Pure: no database.

The archive names members by their keys alone: their names are read when a page is made, as each
agrees at that moment. Ballots are told by their counts and rules, never by who voted what.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from consultation.committees.counting import Tally, tally_of
from consultation.committees.models.ballots import Ballot, Majority, MajorityBase, Method, Quorum
from consultation.committees.models.ballots import Subject as BallotSubject
from consultation.committees.models.opinion import BlockType
from consultation.committees.models.people import Seat
from consultation.committees.opinion_words import block_name

FORM = 1
Form = Mapping[str, Any]


def canonical(form: Form) -> str:
    """The one way to write it down: sorted keys, no spaces, so that its hash can be made again."""
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Vote:
    """How the committee voted on a recommendation, or on the whole."""

    form: Form
    ballot: Ballot
    """Rules and words alone, in no session: what sentences and bars are made of."""
    tally: Tally

    @property
    def is_outdated(self) -> bool:
        """The words changed after this vote."""
        return bool(self.form["is_outdated"])

    @property
    def closed_at(self) -> datetime:
        """When the votes were counted."""
        return datetime.fromisoformat(self.form["closed_at"])


@dataclass(frozen=True)
class Statement:
    """A minority statement with the keys of who signs it."""

    key: str
    block: str | None
    html: str
    signers: Sequence[str]


@dataclass(frozen=True)
class Passage:
    """A block of the published text, how it was voted and what is held against it."""

    form: Form
    depth: int
    vote: Vote | None
    statements: Sequence[Statement]

    @property
    def key(self) -> str:
        """What answers and citations name it by."""
        return str(self.form["key"])

    @property
    def is_recommendation(self) -> bool:
        """It is voted, contested and answered."""
        return bool(self.form["type"] == BlockType.RECOMMENDATION)

    @property
    def is_section(self) -> bool:
        """A heading, without a text."""
        return bool(self.form["type"] == BlockType.SECTION)

    def name(self) -> str:
        """As pages call it, in the language of the page."""
        kind = BlockType(self.form["type"])
        return block_name(kind, self.form["number"], self.form["title"], self.form["source"])


@dataclass(frozen=True)
class Names:
    """What members are called in public by now; those who did not agree, or left us, are absent."""

    by_key: Mapping[str, str] = field(default_factory=dict)

    def told(self, keys: Sequence[str]) -> tuple[list[str], int]:
        """The names of those who agreed, and how many others there are."""
        names = [self.by_key[key] for key in keys if key in self.by_key]
        return names, len(keys) - len(names)


@dataclass(frozen=True)
class Archive:
    """Everything that a reader needs of one edition."""

    form: Form

    @cached_property
    def number(self) -> int:
        """Editions are counted from 1."""
        return int(self.form["edition"])

    @property
    def title(self) -> str:
        """Of the opinion."""
        return str(self.form["title"])

    @property
    def language(self) -> str:
        """Of its words."""
        return str(self.form["language"])

    @property
    def committee(self) -> Form:
        """What it was asked, and how it was chosen."""
        found: Form = self.form["committee"]
        return found

    @property
    def changes(self) -> str:
        """What the chair says of a correction; nothing in the first edition."""
        return str(self.form["changes"])

    @cached_property
    def published_at(self) -> datetime:
        """When; its day is the day of every file."""
        return datetime.fromisoformat(self.form["published_at"])

    @cached_property
    def sessions(self) -> list[date]:
        """The days on which the committee met."""
        return [date.fromisoformat(day) for day in self.form["sessions"]]

    @cached_property
    def votes(self) -> dict[str, Vote]:
        """By the block's key."""
        return {key: _vote(form) for key, form in self.form["votes"].items()}

    @cached_property
    def whole(self) -> Vote | None:
        """The final ballot; None where there was none."""
        form = self.form["whole"]
        return _vote(form) if form else None

    @cached_property
    def statements(self) -> list[Statement]:
        """All of them, in the order in which they were written."""
        return [
            Statement(each["key"], each["block"], each["html"], each["signers"])
            for each in self.form["statements"]
        ]

    @property
    def statements_on_the_whole(self) -> list[Statement]:
        """Those that contest the opinion itself, or a recommendation that is in it no more."""
        known = {block["key"] for block in self.form["blocks"]}
        return [each for each in self.statements if each.block not in known]

    @cached_property
    def passages(self) -> list[Passage]:
        """The text in order: no heading is more than one step below the one above."""
        rows, depth = [], 0
        for block in self.form["blocks"]:
            is_section = block["type"] == BlockType.SECTION
            if is_section:
                depth = min(block["level"], depth + 1)
            against = [each for each in self.statements if each.block == block["key"]]
            rows.append(
                Passage(
                    block, depth if is_section else depth + 1, self.votes.get(block["key"]), against
                )
            )
        return rows

    @property
    def recommendation_count(self) -> int:
        """How many there are, rejected ones too."""
        return sum(each.is_recommendation for each in self.passages)

    def members(self, seat: Seat) -> list[str]:
        """The keys of those who held that seat when it was published."""
        return [each["key"] for each in self.form["members"] if each["seat"] == seat]

    def ballot(self, key: str) -> Vote | None:
        """The ballot of that key, if it belongs to this edition."""
        votes = [*self.votes.values(), *([self.whole] if self.whole else ())]
        return next((vote for vote in votes if vote.ballot.key == key), None)


def archive_of(text: str) -> Archive:
    """The archive as it was kept."""
    return Archive(json.loads(text))


def changed_passages(old: Archive, new: Archive) -> list[tuple[str, Passage]]:
    """What became of the text from one edition to the next: added, changed, removed; in order."""
    before = {each.key: each for each in old.passages}
    after = {each.key for each in new.passages}
    found = [
        ("changed" if each.key in before else "added", each)
        for each in new.passages
        if each.key not in before or _words(each) != _words(before[each.key])
    ]
    return found + [("removed", each) for each in old.passages if each.key not in after]


def _words(passage: Passage) -> tuple[str, str]:
    return passage.form["title"], passage.form["source"]


def _vote(form: Form) -> Vote:
    ballot = Ballot(
        key=form["key"],
        title=form["title"],
        subject_type=BallotSubject(form["subject"]),
        method=Method(form["method"]),
        options=form["options"],
        is_secret=form["is_secret"],
        quorum=Quorum(form["quorum"]),
        majority=Majority(form["majority"]),
        base=MajorityBase(form["base"]),
    )
    return Vote(form, ballot, tally_of(form["result"]))
