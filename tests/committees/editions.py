"""Published editions, for the tests."""

from datetime import timedelta
from typing import Any

from consultation.accounts.models import User
from consultation.committees.edition import canonical
from consultation.committees.models.ballots import Ballot, Subject
from consultation.committees.models.opinion import Opinion, OpinionEdition
from consultation.committees.models.people import Committee
from consultation.committees.queries.opinion import lines_of
from consultation.committees.queries.people import member_of
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.preparing import Question, prepare_ballot
from consultation.committees.services.publishing import archive_form, publish_opinion
from consultation.committees.services.recording import fingerprint
from consultation.committees.services.voting import cast_vote
from consultation.committees.services.writing import end_statements_at
from consultation.core.clock import now, travel
from consultation.core.db import session
from tests.committees.texts import Desk
from tests.factories import fresh, saved

VOTE: dict[str, Any] = {
    "key": "voteduparc", "title": "Un banc", "subject": "recommendation", "method": "for_against",
    "options": [], "is_secret": True, "quorum": "none", "majority": "simple", "base": "expressed",
    "opened_at": None, "closed_at": "2025-09-01T10:00:00+00:00", "is_outdated": False,
    "text_sha256": None, "record_sha256": "",
    "result": {
        "outcome": "adopted", "entitled": 3, "voted": 3, "blank": 0, "quorum_needed": 0,
        "counts": {"for": 2, "against": 1, "abstain": 0}, "base_count": 3, "needed": None,
        "chosen": None, "medians": [],
    },
}  # fmt: skip
"""A ballot as an archive tells of it."""


def make_edition(opinion: Opinion, chair: User) -> OpinionEdition:
    """The text as it is, published past every door, with one counted ballot."""
    committee = session.get_one(Committee, opinion.committee_id)
    member = member_of(chair, committee.id)
    assert member is not None
    moment = now()
    form = archive_form(committee, opinion, last=None, changes="", moment=moment)
    form["votes"] = {block["key"]: VOTE for block in form["blocks"][:1]}
    archive = canonical(form)
    for line in lines_of(opinion.id):
        line.block.published_revision = line.block.revision
    return saved(
        OpinionEdition(
            opinion_id=opinion.id, number=1, archive=archive, sha256=fingerprint(archive),
            published_at=moment, published_by_id=member.id,
        )
    )  # fmt: skip


def voted(desk: Desk, subject: Subject, key: str, *words: str, is_secret: bool = False) -> str:
    """A ballot that was held and counted; its key."""
    question = Question(
        title="Le vote", subject_type=subject, subject_key=key,
        closes_at=now() + timedelta(days=2), is_secret=is_secret,
    )  # fmt: skip
    ballot: Ballot = prepare_ballot(fresh(desk.scene.committee), question, actor=desk.chair)
    open_ballot(ballot, actor=desk.chair)
    for person, word in zip((desk.chair, desk.rapporteur, desk.member), words, strict=False):
        cast_vote(ballot, {"vote": word}, actor=person)
    close_ballot(ballot, actor=desk.chair)
    return ballot.key


def close_statements(desk: Desk) -> None:
    """Minority statements were signed until yesterday."""
    with travel(now() - timedelta(days=2)):
        end_statements_at(desk.opinion, now() + timedelta(days=1), actor=desk.chair)


def publish(desk: Desk, changes: str = "") -> OpinionEdition:
    """The chair publishes what there is."""
    return publish_opinion(
        fresh(desk.scene.committee), desk.opinion, seen=desk.opinion.revision, changes=changes,
        actor=desk.chair,
    )  # fmt: skip
