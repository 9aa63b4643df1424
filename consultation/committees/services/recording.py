"""The record of a closed ballot: everything that was decided and how, in one text with one hash.

It names members by their keys, so that whoever deletes their account is no longer in it, and the
hash still holds. Of a secret ballot it has the counts and the roll, never a paper.
"""

import hashlib
import json
from typing import Any

from consultation.committees.counting import Tally
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.people import Committee
from consultation.committees.queries.ballots import open_votes, roll_of
from consultation.committees.queries.contesting import text_voted
from consultation.committees.result_words import sentences
from consultation.core.i18n import LANGUAGES, in_language


def record_of(ballot: Ballot, committee: Committee, tally: Tally) -> str:
    """The record as canonical JSON: sorted keys, no spaces."""
    roll = roll_of(ballot)
    form: dict[str, Any] = {
        "ballot": ballot.key,
        "committee": committee.key,
        "subject": [ballot.subject_type.value, ballot.subject_key],
        "title": ballot.title,
        "text": ballot.text_source,
        "method": ballot.method.value,
        "options": ballot.options,
        "is_secret": ballot.is_secret,
        "quorum": ballot.quorum.value,
        "majority": ballot.majority.value,
        "base": ballot.base.value,
        "opened_at": ballot.opened_at.isoformat() if ballot.opened_at else None,
        "closed_at": ballot.closed_at.isoformat() if ballot.closed_at else None,
        "electorate": sorted(voter.member.key for voter in roll),
        "voted": sorted(voter.member.key for voter in roll if voter.has_voted),
        "result": tally.stored(),
        "words": {language: _words(ballot, tally, language) for language in LANGUAGES},
    }
    frozen = text_voted(ballot.id)
    if frozen is not None:
        form["frozen"] = {"sha256": frozen.sha256, "opinion_revision": frozen.opinion_revision}
    if not ballot.is_secret:
        form["votes"] = sorted(
            ([vote.member.key, vote.choice, vote.reason] for vote in open_votes(ballot)),
            key=lambda vote: str(vote[0]),
        )
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(record: str) -> str:
    """SHA-256 of the record's UTF-8 bytes."""
    return hashlib.sha256(record.encode()).hexdigest()


def _words(ballot: Ballot, tally: Tally, language: str) -> list[str]:
    with in_language(language):
        return sentences(ballot, tally)
