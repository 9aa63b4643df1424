"""One contribution in its context, as whoever judges it sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.contributions.queries.listing import Line, lines, read
from consultation.contributions.queries.places import Place, place_of, with_surroundings
from consultation.core.db import connection, session
from consultation.moderation.desk import Handover, ReviewClaim, SecondOpinion
from consultation.moderation.findings import (
    Explained,
    Piece,
    UnreadableError,
    explained,
    is_found,
    pieces_of,
    signals_in,
    spans_in,
)
from consultation.moderation.models import Decision, Measure
from consultation.moderation.queries.reported import NO_REPORT, REPORTED, Reported
from consultation.moderation.queue import Cursor, log
from consultation.moderation.reports import Appeal
from consultation.screening.signals import Signal, SignalSpan

THREAD_MOST = 30
PAST_MOST = 200


@dataclass(frozen=True)
class Past:
    """A decision about the same person here."""

    contribution_id: int | None
    measure: Measure
    revision: int | None
    at: datetime
    by_id: int
    is_reversed: bool
    appeals: int
    """How often it was contested, by whomever."""


@dataclass(frozen=True)
class Claimed:
    """Who has it open, since when and until when."""

    moderator_id: int
    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Item:
    """Everything about one contribution that its judge wants to know."""

    contribution: Contribution
    revision: Revision | None
    opinion: SecondOpinion | None = None
    """The second opinion, or the second reading, that it waits for."""
    colleague_id: int | None = None
    """Whom it was left to since it waits."""
    colleague: str | None = None
    thread: Sequence[Line] = ()
    past: Sequence[Past] = ()
    judged: Revision | None = None
    """The text that was judged last, when it is not today's."""
    reported: Reported = NO_REPORT

    @property
    def place(self) -> Place:
        """The words that it is about, as they were read."""
        return place_of(self.contribution)

    @property
    def cursor(self) -> Cursor | None:
        """Where it stands in the queue; None once it was examined."""
        row = self.contribution
        return Cursor(row.risk, row.review_since, row.id) if row.review_since else None

    @cached_property
    def signals(self) -> list[Signal] | None:
        """What screening found; None where that cannot be read."""
        try:
            return signals_in(self.contribution.signals)
        except UnreadableError as error:
            log.warning("the signals of %s cannot be read: %s", self.contribution.key, error)
            return None

    @property
    def is_broken(self) -> bool:
        """Its text is missing: nobody can judge it."""
        return self.revision is None

    @property
    def is_detected(self) -> bool:
        """A machine found something in the text; that somebody is new is nothing found."""
        return is_found(self.signals or ())

    @cached_property
    def findings(self) -> list[Explained]:
        """What screening found, in sentences."""
        return explained(self.signals or ())

    def text(self, field: str) -> str:
        """What was written: « source » or « proposed_text »."""
        return getattr(self.revision, field, None) or ""

    def spans(self, field: str) -> list[SignalSpan]:
        """What is marked in it."""
        return spans_in(self.signals or (), field, self.text(field))

    def pieces(self, field: str) -> list[Piece]:
        """The text cut at what is marked."""
        return pieces_of(self.text(field), self.spans(field))

    @cached_property
    def decisions(self) -> list[Past]:
        """Those on this contribution, the last first."""
        return [each for each in self.past if each.contribution_id == self.contribution.id]

    def past_count(self, *measures: Measure) -> int:
        """How many decisions of these measures stand about this person, everywhere here."""
        return sum(each.measure in measures and not each.is_reversed for each in self.past)

    @property
    def appeal_count(self) -> int:
        """How many appeals were formed against decisions about this person."""
        return sum(each.appeals for each in self.past)

    @property
    def is_heard(self) -> bool:
        """The public reads it, or its trace."""
        return self.contribution.state is not ContributionState.PENDING


_AUTHOR = joinedload(Contribution.author)
_SUBJECT: Any = (
    with_surroundings(select(Contribution, Revision), has_consultation=True)
    .outerjoin(
        Revision,
        and_(
            Revision.contribution_id == Contribution.id,
            Revision.number == Contribution.revision,
        ),
    )
    .where(
        Contribution.key == bindparam("key"),
        Contribution.consultation_id == bindparam("consultation_id"),
    )
    .execution_options(populate_existing=True)
)
_COLLEAGUE = aliased(User)
_ITEM: Any = (
    _SUBJECT.add_columns(SecondOpinion, _COLLEAGUE.id, _COLLEAGUE.display_name, *REPORTED)
    .outerjoin(
        SecondOpinion,
        and_(SecondOpinion.contribution_id == Contribution.id, SecondOpinion.answered_at.is_(None)),
    )
    .outerjoin(
        Handover,
        and_(
            Handover.contribution_id == Contribution.id,
            Handover.handed_at >= Contribution.review_since,
        ),
    )
    .outerjoin(_COLLEAGUE, _COLLEAGUE.id == Handover.colleague_id)
    .options(_AUTHOR.joinedload(Participant.category), _AUTHOR.joinedload(Participant.organisation))
)
"""Statements of the desk are built once: a decision with its next one asks many."""


def find_subject(consultation: Consultation, key: str) -> Item | None:
    """The contribution of that key, without context; None when it is not of this consultation."""
    return _read(_SUBJECT, consultation, key)


def _read(statement: Any, consultation: Consultation, key: str) -> Item | None:
    row = session.execute(statement, {"key": key, "consultation_id": consultation.id}).one_or_none()
    return replace(Item(*row[:5]), reported=Reported(*row[5:])) if row else None


def find_item(consultation: Consultation, key: str) -> Item | None:
    """The same with its context: the thread, what was decided about the person, about the text."""
    found = _read(_ITEM, consultation, key)
    if found is None:
        return None
    contribution = found.contribution
    past = _past_of(contribution.author_id)
    return replace(
        found,
        thread=_thread_of(contribution),
        past=past,
        judged=_judged(contribution, past),
    )


def _thread_of(contribution: Contribution) -> list[Line]:
    """The thread that it is part of, itself included; nothing when it is alone."""
    if contribution.parent_id is None and not contribution.reply_count:
        return []
    root = contribution.parent_id or contribution.id
    return read(_THREAD, {"root": root})


_THREAD = (
    lines()
    .where(or_(Contribution.id == bindparam("root"), Contribution.parent_id == bindparam("root")))
    .order_by(Contribution.id)
    .limit(THREAD_MOST)
)


_PAST = (
    select(
        Decision.contribution_id,
        Decision.measure,
        Decision.revision,
        Decision.decided_at,
        Decision.decided_by_id,
        Decision.reversed_at.is_not(None),
        select(func.count())
        .where(Appeal.decision_id == Decision.id)
        .correlate(Decision)
        .scalar_subquery(),
    )
    .where(Decision.participant_id == bindparam("participant_id"), Decision.undone_at.is_(None))
    .order_by(Decision.id.desc())
    .limit(PAST_MOST)
)


def _past_of(participant_id: int) -> list[Past]:
    rows = connection().execute(_PAST, {"participant_id": participant_id})
    return [Past(*row) for row in rows]


def _judged(contribution: Contribution, past: Sequence[Past]) -> Revision | None:
    """The revision of the last decision on this text, when it was another one."""
    number = next(
        (
            each.revision
            for each in past
            if each.contribution_id == contribution.id and each.revision
        ),
        None,
    )
    if number is None or number == contribution.revision:
        return None
    found: Revision | None = session.get(Revision, (contribution.id, number))
    return found


_CLAIM = (
    select(ReviewClaim.moderator_id, User.display_name, ReviewClaim.taken_at, ReviewClaim.until)
    .join(User, User.id == ReviewClaim.moderator_id)
    .where(
        ReviewClaim.contribution_id == bindparam("contribution_id"),
        ReviewClaim.until > bindparam("moment"),
    )
)


def claim_of(contribution_id: int, moment: datetime) -> Claimed | None:
    """Who has it open at `moment`."""
    asked = {"contribution_id": contribution_id, "moment": moment}
    row = connection().execute(_CLAIM, asked).one_or_none()
    return Claimed(*row) if row else None


def last_decision_of(consultation: Consultation, person: User, since: datetime) -> Decision | None:
    """What `person` decided last here, if after `since`, on one contribution by itself."""
    found: Decision | None = session.scalars(
        select(Decision)
        .where(
            Decision.decided_by_id == person.id,
            Decision.decided_at > since,
            Decision.consultation_id == consultation.id,
            Decision.batch_id.is_(None),
            Decision.undone_at.is_(None),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(1)
        .options(joinedload(Decision.contribution))
    ).one_or_none()
    return found
