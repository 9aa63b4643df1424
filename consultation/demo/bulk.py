"""Rows by the hundred thousand: what the demo says, written in batches, counted as it goes.

Nothing is kept in memory but a few numbers a contribution, so that a million fit in 600 MB.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Revision,
    Stance,
    Vote,
    VoteValue,
)
from consultation.contributions.ranking import RANKS, debate_score, support_score
from consultation.contributions.receipts import canonical_fields
from consultation.core.clock import moment_between
from consultation.core.db import transaction
from consultation.core.fingerprint import fingerprint
from consultation.core.keys import ALPHABET
from consultation.core.text import RULES_VERSION
from consultation.demo.crowd import Crowd, Spot, Tally, Text
from consultation.demo.rows import insert_all
from consultation.demo.screener import Screener

BATCH = 10_000
REPLY_SHARE = 0.22
AMENDMENT_SHARE = 0.12
MEAN_VOTES = 2.0
RECENT = 40
WITHDRAWN_SHARE = 0.01
ORDINARY_COUNT = 3_500
"""Contributions for which a campaign has the size that its bank says."""
CAMPAIGN_SHARE_MOST = 0.6
COUNTED = {Stance.FOR: "for_count", Stance.MIXED: "mixed_count", Stance.AGAINST: "against_count"}
KINDS = {Kind.QUESTION: "question_count", Kind.AMENDMENT: "amendment_count"}


class Bulk:
    """Writes the contributions of one consultation, their revisions and their votes."""

    def __init__(
        self, *, rng: Random, consultation_id: int, spots: Sequence[Spot],
        crowd: Crowd, opens_at: datetime, until: datetime, first_id: int, waiting: int = 0,
    ) -> None:  # fmt: skip
        self.rng = rng
        self.consultation_id = consultation_id
        self.spots = spots
        self.crowd = crowd
        self.opens_at = opens_at
        self.until = until
        self.first_id = first_id
        self.waiting = waiting
        """How many of the last are not examined yet."""
        self.tally = Tally()
        self._heard: dict[int, int] = {}
        self._recent: dict[int, list[int]] = {}
        self._keys: dict[int, str] = {}
        self._said: list[Text] = []
        """By each contribution that was written."""
        self._used: set[int] = set()
        """Texts that somebody sent: nobody else does before all of a place were heard."""
        self._exhausted: set[int] = set()
        self._sent: dict[int, int] = {}
        """How many texts of each campaign were sent."""
        self._screener = Screener()
        self._official: set[int] = set()
        """Discussions that the institution has answered in."""

    def write(self, count: int, progress: Callable[[int], None]) -> Tally:
        """Write `count` contributions, a batch a transaction."""
        threads, spot_of = self._plan(count)
        self._share = self._campaign_shares()
        replies = array("l", [0]) * count
        for index in range(count):
            if threads[index] >= 0:
                replies[threads[index]] += 1
        for start in range(0, count, BATCH):
            stop = min(count, start + BATCH)
            self._write_batch(range(start, stop), count, threads, spot_of, replies)
            progress(stop)
        return self.tally

    def _plan(self, count: int) -> tuple["array[int]", "array[int]"]:
        """Who answers whom (-1: nobody) and where: a reply stands in an earlier thread."""
        weights = [spot.weight for spot in self.spots]
        chosen = array("l", self.rng.choices(range(len(self.spots)), weights, k=count))
        threads = array("l", [-1]) * count
        for index in range(count):
            recent = self._recent.setdefault(chosen[index], [])
            if len(recent) > 3 and self.rng.random() < REPLY_SHARE:
                threads[index] = self.rng.choice(recent)
                continue
            recent.append(index)
            if len(recent) > RECENT:
                recent.pop(0)
        self._recent.clear()
        return threads, chosen

    def _write_batch(
        self, indexes: range, count: int, threads: "array[int]", spot_of: "array[int]",
        replies: "array[int]",
    ) -> None:  # fmt: skip
        contributions: list[dict[str, Any]] = []
        revisions: list[dict[str, Any]] = []
        votes: list[dict[str, Any]] = []
        for index in indexes:
            spot = self.spots[spot_of[index]]
            row, revision = self._pair(index, count, spot, threads[index], replies[index])
            votes += self._votes(row)
            contributions.append(row)
            revisions.append(revision)
            self._count(row, spot)
        with transaction() as session:
            for table, rows in (
                (Contribution, contributions),
                (Revision, revisions),
                (Vote, votes),
            ):
                insert_all(session, table, rows)

    def _pair(
        self, index: int, count: int, spot: Spot, thread: int, reply_count: int
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        rng = self.rng
        text = self._reply(spot, thread) if thread >= 0 else self._text(spot)
        self._said.append(text)
        key = "".join(rng.choices(ALPHABET, k=10))
        if reply_count:
            self._keys[index] = key
        author = self.crowd.author(rng, text, index)
        at = moment_between(self.opens_at, self.until, (index + rng.random()) / count)
        is_withdrawn = rng.random() < WITHDRAWN_SHARE
        signals, risk = self._screener.found(text, author not in self.tally.by_author)
        waits = index >= count - self.waiting and not (is_withdrawn or text.is_official)
        row = {
            "id": self.first_id + index,
            "key": key,
            "consultation_id": self.consultation_id,
            "number": index + 1,
            "discussion_id": spot.discussion_id,
            "version_id": spot.version_id,
            "passage_id": spot.passage_id,
            "heading_id": spot.heading_id,
            "parent_id": self.first_id + thread if thread >= 0 else None,
            "author_id": author,
            "kind": text.kind,
            "stance": text.stance,
            "state": ContributionState.WITHDRAWN if is_withdrawn else ContributionState.PUBLISHED,
            "is_official": text.is_official,
            "revision": 1,
            "submitted_at": at,
            "edited_at": None,
            "withdrawn_at": min(at + timedelta(hours=3), self.until) if is_withdrawn else None,
            "form_token": key,
            "rank": rng.randrange(RANKS),
            "reply_count": reply_count,
            "agree_count": 0,
            "disagree_count": 0,
            "pass_count": 0,
            "support": 0.0,
            "debate": float(reply_count),
            "review_since": at if waits else None,
            "risk": risk,
            "signals": signals,
        }
        return row, self._revision(row, text, spot, self._keys.get(thread))

    def _revision(
        self, row: dict[str, Any], text: Text, spot: Spot, thread_key: str | None
    ) -> dict[str, Any]:
        revision = {
            "contribution_id": row["id"],
            "number": 1,
            "source": text.source,
            "html": text.html,
            "rules_version": RULES_VERSION,
            "proposed_text": text.proposed_text,
            "redline_html": text.redline_html,
            "kind": text.kind,
            "stance": text.stance,
            "at": row["submitted_at"],
            "is_public": True,
        }
        fields = canonical_fields(
            SimpleNamespace(key=row["key"]),  # type: ignore[arg-type]  # the same names, no ORM
            SimpleNamespace(**revision),  # type: ignore[arg-type]
            subject=spot.subject,
            version_sha256=spot.version_sha256,
            answers=thread_key,
        )
        return {**revision, "fingerprint": fingerprint(fields)}

    def _reply(self, spot: Spot, thread: int) -> Text:
        """Words that fit under what they answer; the institution speaks once in a discussion."""
        answered = self._said[thread]
        pool = spot.replies[answered.theme, answered.stance]
        text = self.rng.choice(pool)
        while text.is_official and spot.discussion_id in self._official:
            text = self.rng.choice(pool)
        if text.is_official:
            self._official.add(spot.discussion_id)
        return text

    def _campaign_shares(self) -> dict[int, float]:
        """How often each campaign speaks where it is on its subject, so that it has its size."""
        everywhere = sum(spot.weight for spot in self.spots) / (ORDINARY_COUNT * (1 - REPLY_SHARE))
        texts = {id(texts): texts for spot in self.spots for texts in spot.campaigns}
        weight = dict.fromkeys(texts, 0.0)
        for spot in self.spots:
            for campaign in spot.campaigns:
                weight[id(campaign)] += spot.weight
        wanted = {name: len(texts[name]) * everywhere / weight[name] for name in texts}
        return {name: min(CAMPAIGN_SHARE_MOST, share) for name, share in wanted.items()}

    def _campaign_text(self, spot: Spot) -> Text | None:
        for campaign in spot.campaigns:
            if self.rng.random() < self._share[id(campaign)]:
                at = self._sent.get(id(campaign), 0)
                self._sent[id(campaign)] = at + 1
                return campaign[at % len(campaign)]
        return None

    def _text(self, spot: Spot) -> Text:
        if campaign := self._campaign_text(spot):
            return campaign
        if spot.amendments and self.rng.random() < AMENDMENT_SHARE:
            return self.rng.choice(spot.amendments)
        return self._next_text(spot)

    def _next_text(self, spot: Spot) -> Text:
        """The spot’s texts in their order, from a place of its own: neighbours differ."""
        where, count = spot.discussion_id, len(spot.texts)
        start = self._heard.setdefault(where, self.rng.randrange(count))
        places = () if where in self._exhausted else range(start, start + count)
        at = next((at for at in places if id(spot.texts[at % count]) not in self._used), -1)
        if at < 0:
            self._exhausted.add(where)
            at = start
        self._heard[where] = at + 1
        self._used.add(id(spot.texts[at % count]))
        return spot.texts[at % count]

    def _votes(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Votes on one contribution: many on a few, none on many; each person once."""
        if row["parent_id"] is not None or row["state"] is not ContributionState.PUBLISHED:
            return
        rng = self.rng
        mean = MEAN_VOTES / (1 - REPLY_SHARE)
        voters = self.crowd.voters(rng, int(rng.expovariate(1 / mean) + 0.5))
        liking = rng.betavariate(3, 1.5)
        given = {voter: self._value(row, liking) for voter in sorted(voters - {row["author_id"]})}
        given |= self.crowd.camps.votes(row["stance"], row["author_id"])
        for voter, value in sorted(given.items()):
            row[f"{value.value}_count"] += 1
            self.tally.votes += 1
            yield {
                "contribution_id": row["id"],
                "participant_id": voter,
                "value": value,
                "at": min(row["submitted_at"] + timedelta(hours=1), self.until),
            }
        row["support"] = support_score(row["agree_count"], row["disagree_count"])
        row["debate"] = debate_score(row["agree_count"], row["disagree_count"], row["reply_count"])

    def _value(self, row: dict[str, Any], liking: float) -> VoteValue:
        draw = self.rng.random()
        if row["kind"] is Kind.QUESTION or draw < liking * 0.9:
            return VoteValue.AGREE
        return VoteValue.DISAGREE if draw < 0.9 else VoteValue.PASS

    def _count(self, row: dict[str, Any], spot: Spot) -> None:
        tally = self.tally
        tally.last_number = row["number"]
        if row["state"] is not ContributionState.PUBLISHED:
            return
        author = row["author_id"]
        tally.spoke.add(author)
        tally.by_author[author] = tally.by_author.get(author, 0) + 1
        counts = tally.discussions.setdefault(spot.discussion_id, {})
        names: list[str | None] = ["reply_count"]
        if row["parent_id"] is None:
            names = ["contribution_count", COUNTED.get(row["stance"]), KINDS.get(row["kind"])]
            tally.contributions += 1
            tally.amendments += row["kind"] is Kind.AMENDMENT
            tally.documents[spot.document_id] = tally.documents.get(spot.document_id, 0) + 1
            if spot.page_id is not None:
                tally.pages[spot.page_id] = tally.pages.get(spot.page_id, 0) + 1
        for name in filter(None, names):
            counts[name] = counts.get(name, 0) + 1
