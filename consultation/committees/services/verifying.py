"""Checking published editions against what is held: hash, counts, the words that were voted."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from consultation.committees.ballot_words import rules_of
from consultation.committees.counting import count
from consultation.committees.edition import Archive, Vote, archive_of, canonical
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.opinion import OpinionEdition
from consultation.committees.queries.ballots import votes_in
from consultation.committees.queries.contesting import text_voted
from consultation.committees.queries.editions import ballots_by_key
from consultation.committees.services.recording import fingerprint


@dataclass(frozen=True)
class Difference:
    """Something that is not as it was published."""

    what: str
    published: object
    found: object


def differences(edition: OpinionEdition) -> list[Difference]:
    """What differs; nothing where the edition holds."""
    found = fingerprint(edition.archive)
    hashed = [] if found == edition.sha256 else [Difference("hash", edition.sha256, found)]
    archive = archive_of(edition.archive)
    if canonical(archive.form) != edition.archive:
        hashed.append(Difference("archive", "canonical JSON", "another way of writing"))
    return [*hashed, *_of_ballots(archive)]


def ballot_count(edition: OpinionEdition) -> int:
    """How many ballots it tells of."""
    return len(_votes(archive_of(edition.archive)))


def _votes(archive: Archive) -> list[Vote]:
    return [*archive.votes.values(), *([archive.whole] if archive.whole else [])]


def _of_ballots(archive: Archive) -> Iterator[Difference]:
    votes = _votes(archive)
    ballots = ballots_by_key([vote.ballot.key for vote in votes])
    for vote in votes:
        ballot = ballots.get(vote.ballot.key)
        name = f"ballot {vote.ballot.key}"
        if ballot is None:
            yield Difference(name, "held", "missing")
        else:
            yield from _of_ballot(name, vote, ballot)


def _of_ballot(name: str, vote: Vote, ballot: Ballot) -> Iterator[Difference]:
    counted = count(rules_of(ballot), votes_in(ballot), ballot.elector_count).stored()
    for what, published in vote.form["result"].items():
        if counted.get(what) != published:
            yield Difference(f"{name}, {what}", published, counted.get(what))
    record = fingerprint(ballot.record)
    if record != vote.form["record_sha256"]:
        yield Difference(f"{name}, record", vote.form["record_sha256"], record)
    text = text_voted(ballot.id)
    words = None if text is None else _hash_of(text.blocks)
    if words != vote.form["text_sha256"]:
        yield Difference(f"{name}, words voted", vote.form["text_sha256"], words)


def _hash_of(blocks: list[object]) -> str:
    form = json.dumps(blocks, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(form.encode()).hexdigest()
