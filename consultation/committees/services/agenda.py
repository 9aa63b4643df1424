"""The agenda of a session: its points with their documents, the ballots held in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.linking import link_to
from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import (
    AgendaItem,
    ItemFile,
    Meeting,
    MeetingBallot,
)
from consultation.committees.queries.meetings import agenda_of, ballots_to_choose
from consultation.committees.queries.people import member_of
from consultation.committees.services.attaching import Given, attach, empty, limit_files
from consultation.committees.services.meetings import hold
from consultation.committees.services.messages import WrongLinkError
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line

MAX_TITLE = 200
MAX_ITEMS = 40
MAX_MINUTES = 24 * 60


@dataclass(frozen=True)
class Point:
    """What is said of one point: its title, how long it takes, what one reads for it."""

    title: str
    minutes: int
    link: str = ""
    files: Sequence[Given] = ()


def add_item(meeting: Meeting, point: Point, *, actor: User) -> AgendaItem:
    """Add a point at the end."""
    limit_files(point.files, actor=actor)
    with transaction() as current:
        hold(meeting, actor)
        items = agenda_of(meeting)
        if len(items) >= MAX_ITEMS:
            raise DomainError(_("Un ordre du jour compte quarante points au plus"))
        last = max((item.position for item in items), default=0)
        item = AgendaItem(meeting_id=meeting.id, position=last + 1)
        _write(item, point)
        current.add(item)
        current.flush()
        _join(meeting, item, point, actor)
    return item


def edit_item(meeting: Meeting, item: AgendaItem, point: Point, *, actor: User) -> None:
    """Change a point; files that come are joined to those that are there."""
    limit_files(point.files, actor=actor)
    with transaction():
        hold(meeting, actor)
        lock(item)
        _write(item, point)
        _join(meeting, item, point, actor)


def move_item_up(meeting: Meeting, item: AgendaItem, *, actor: User) -> None:
    """Put a point before the one above it."""
    with transaction():
        hold(meeting, actor)
        items = list(agenda_of(meeting))
        place = [each.id for each in items].index(item.id)
        if place:
            above = items[place - 1]
            above.position, items[place].position = items[place].position, above.position


def remove_item(meeting: Meeting, item: AgendaItem, *, actor: User) -> None:
    """Take a point off the agenda, and its files with it."""
    with transaction() as current:
        hold(meeting, actor)
        lock(item)
        rows = current.scalars(
            select(Attachment)
            .join(ItemFile, ItemFile.attachment_id == Attachment.id)
            .where(ItemFile.item_id == item.id, Attachment.removed_at.is_(None))
        ).all()
        current.execute(delete(ItemFile).where(ItemFile.item_id == item.id))
        for row in rows:
            empty(row)
        current.delete(item)


def choose_ballots(meeting: Meeting, keys: Sequence[str], *, actor: User) -> None:
    """Say which ballots were held in the session."""
    with transaction() as current:
        committee = hold(meeting, actor)
        chosen = [row.id for row in ballots_to_choose(committee.id) if row.key in set(keys)]
        current.execute(delete(MeetingBallot).where(MeetingBallot.meeting_id == meeting.id))
        current.add_all(MeetingBallot(meeting_id=meeting.id, ballot_id=each) for each in chosen)


def _write(item: AgendaItem, point: Point) -> None:
    title = one_line(point.title)[:MAX_TITLE]
    if is_blank(title):
        raise DomainError(_("Dites de quoi il s’agit"))
    if not 1 <= point.minutes <= MAX_MINUTES:
        raise DomainError(_("Écrivez une durée entre 1 et 1 440 minutes"))
    try:
        link = link_to(point.link)
    except DomainError as error:
        raise WrongLinkError(str(error)) from error
    item.title, item.minutes = title, point.minutes
    item.link_kind = link.kind if link else None
    item.link_path, item.link_title = (link.path, link.title) if link else ("", "")


def _join(meeting: Meeting, item: AgendaItem, point: Point, actor: User) -> None:
    member = member_of(actor, meeting.committee_id)
    if member is None:
        raise NotFoundError
    made = attach(meeting.committee_id, member, point.files)
    session.add_all(ItemFile(item_id=item.id, attachment_id=each.id) for each in made)
