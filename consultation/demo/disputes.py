"""What moderators had to decide on: planted through the services, a few days ago, at any size."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.queries.places import Asked, find_contribution, find_place
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.keys import new_key
from consultation.demo.plan import STAFF
from consultation.documents.models import Document, Paragraph, Passage
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.moderation.queries.appeals import appeal_of_key, decision_of_key
from consultation.moderation.reports import Appeal, AppealOutcome, Category
from consultation.moderation.services.appealing import appeal
from consultation.moderation.services.deciding import decide
from consultation.moderation.services.flagging import flag
from consultation.moderation.services.judging_appeals import Verdict, judge, spans_of
from consultation.moderation.services.noticing import Told, notify

BEGAN = timedelta(hours=44)
"""How long ago the first of them was said; the last, a few hours ago."""
STEP = timedelta(hours=3)


@dataclass(frozen=True)
class Dispute:
    """One contribution, what people told of it, what was decided, and what came of that."""

    text: str
    measure: str = ""
    clause: str = ""
    law: str = ""
    facts: str = ""
    passages: Sequence[str] = ()
    is_detected: bool = False
    flags: int | Sequence[str] = 0
    notice: str = ""
    notice_waits: bool = False
    appeal: str = ""
    appeal_of_reporter: str = ""
    judged: str = ""
    reasons: str = field(default="")

    @property
    def flagged(self) -> Sequence[str]:
        """What people wrote when they flagged it."""
        if isinstance(self.flags, int):
            return [self.facts] * self.flags
        return self.flags


def disputes() -> list[Dispute]:
    """Those of `disputes.toml`."""
    told = tomllib.loads(Path(__file__).with_name("disputes.toml").read_text(encoding="utf-8"))
    return [Dispute(**said) for said in told["said"]]


def plant_disputes(row: Consultation, people: dict[str, User], seed: int) -> None:
    """Say, report, decide and contest, each at its hour."""
    rng = Random(f"{seed}/disputes")  # noqa: S311  # no secret depends on it
    staff = [account.email for account in STAFF if account.duty == "moderator"]
    moderators = [people[email] for email in staff]
    crowd = list(crowd_of(row, rng))
    places = places_of(row, rng)
    at = now() - BEGAN
    for number, dispute in enumerate(disputes()):
        needed = 1 + len(dispute.flagged)
        if len(crowd) < needed:
            # A small demo has few people, and nobody quarrels twice.
            return
        author, *reporters = crowd[:needed]
        del crowd[:needed]
        one, other = moderators[number % 2], moderators[(number + 1) % 2]
        _play(_Scene(row, next(places), author, iter(reporters), one, other, at), dispute)
        at += STEP


@dataclass(frozen=True)
class _Scene:
    row: Consultation
    place: Asked
    author: User
    crowd: Iterator[User]
    moderator: User
    second: User
    at: datetime


def _play(scene: _Scene, dispute: Dispute) -> None:
    with travel(scene.at):
        key = _said(scene, dispute.text)
    with travel(scene.at + timedelta(minutes=20)):
        reporters = [_flagged(key, dispute.clause, words, scene) for words in dispute.flagged]
        if dispute.notice:
            _noticed(key, dispute)
    if not dispute.measure:
        return
    with travel(scene.at + timedelta(minutes=50)):
        decision = _decided(key, dispute, scene.moderator)
    with travel(scene.at + timedelta(minutes=90)):
        row = None
        if dispute.appeal:
            row = _contested(decision, dispute.appeal, scene.author)
        elif dispute.appeal_of_reporter:
            row = _contested(decision, dispute.appeal_of_reporter, reporters[0])
    if row is not None and dispute.judged:
        with travel(scene.at + timedelta(minutes=150)):
            _judged(row, dispute, scene.second)


def _said(scene: _Scene, text: str) -> str:
    place = find_place(None, scene.place)
    if place is None:
        raise LookupError("the demo's text has this paragraph")
    written = Written(Kind.COMMENT, Stance.AGAINST, text, None)
    return submit(place, Sent(written, new_key(24)), actor=scene.author).key


def _known(key: str) -> Contribution:
    found = find_contribution(None, key)
    if found is None:
        raise LookupError("it was said a moment ago")
    return found


def _flagged(key: str, clause: str, words: str, scene: _Scene) -> User:
    person = next(scene.crowd)
    flag(_known(key), clause or "4", words, actor=person)
    return person


def _noticed(key: str, dispute: Dispute) -> None:
    explanation = dispute.facts or (
        "L’auteur dit savoir où habite une personne et vouloir s’y rendre à plusieurs : c’est une "
        "menace."
    )
    told = Told(
        Category(dispute.notice), explanation, new_key(24), legal_ref=dispute.law,
        name="Association Parole et Soin", email="veille@demo.invalid", is_in_good_faith=True,
    )  # fmt: skip
    notify(_known(key), told, actor=None, whence="")


def _decided(key: str, dispute: Dispute, moderator: User) -> Decision:
    ground = Ground.LAW if dispute.law else Ground.CHARTER
    if dispute.measure == Measure.KEEP:
        ground = Ground.NONE
    source = Source.NOTICE if dispute.notice else Source.FLAG if dispute.flags else Source.OWN
    judgement = Judgement(
        Measure(dispute.measure),
        ground=ground,
        clause=dispute.clause if ground is Ground.CHARTER else "",
        legal_ref=dispute.law,
        facts=dispute.facts,
        source=source,
        is_machine_detected=dispute.is_detected,
        spans=spans_of("\n".join(dispute.passages), dispute.text, None),
    )
    return decide(_known(key), judgement, actor=moderator)


def _contested(decision: Decision, text: str, person: User) -> Appeal:
    found = decision_of_key(decision.key)
    if found is None:
        raise LookupError("it was decided a moment ago")
    return appeal(found, text, actor=person)


def _judged(row: Appeal, dispute: Dispute, second: User) -> None:
    found = appeal_of_key(row.key)
    if found is not None:
        judge(found, Verdict(AppealOutcome(dispute.judged), dispute.reasons), actor=second)


def crowd_of(row: Consultation, rng: Random) -> Iterator[User]:
    """People of the demo who take part, none twice."""
    query: Any = (
        select(User)
        .join(Participant, Participant.user_id == User.id)
        .where(Participant.consultation_id == row.id, User.email.endswith("@demo.invalid"))
        .order_by(User.id)
        .limit(400)
    )
    found = list(session.scalars(query))
    rng.shuffle(found)
    yield from found


def places_of(row: Consultation, rng: Random) -> Iterator[Asked]:
    """Paragraphs of its texts, none twice."""
    rows = list(
        session.execute(
            select(Document.slug, Paragraph.key)
            .join(Passage, Passage.version_id == Document.current_version_id)
            .join(Paragraph, Paragraph.id == Passage.paragraph_id)
            .where(Document.consultation_id == row.id, Passage.is_open.is_(True))
            .order_by(Document.position, Passage.position)
        )
    )
    rng.shuffle(rows)
    for slug, key in rows:
        yield Asked(row.slug, slug, paragraph=key)
