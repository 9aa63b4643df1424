"""The coders' queue: twenty at a time, in the order in which contributions came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, null, or_, select, text, union_all

from consultation.accounts.models import User
from consultation.consultations.models import Category, Consultation, Participant
from consultation.contributions.models import (
    IS_GONE,
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Revision,
    Stance,
)
from consultation.core.clock import now
from consultation.core.db import session
from consultation.documents.models import Document, Heading, Page, Passage, Section
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.moderation.campaigns.queries import members_of
from consultation.synthesis.models import Coding, Reading, SavedView, Theme
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.queries.blind import (
    has_read_blindly,
    read_blindly,
    taken_by_two,
)
from consultation.synthesis.queue import (
    ALL,
    MINE,
    NO_THEME,
    ONE_EACH,
    OWN_WORDS,
    Filters,
    Progress,
    Row,
)

PAGE_SIZE = 20
READ = 400
"""Characters of a text that a row's excerpt is made of."""
MOST = 10_000
"""A filter's rows are counted up to here; beyond, « plus de »."""
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class QueuePage:
    """Some rows, and the key after which the next ones come: "" at the end."""

    rows: Sequence[Row]
    following: str


def kept_by(consultation: Consultation, filters: Filters, person: User) -> list[Any]:
    """The conditions on `Reading` and `Contribution`; a word that none knows keeps nothing."""
    wanted: list[ColumnElement[bool]] = [Contribution.state == ContributionState.PUBLISHED]
    wanted += _by_state(filters.state, person)
    wanted += _by_what_it_says(filters)
    if filters.paragraph:
        wanted.append(on_paragraph(filters.paragraph))
    if filters.place:
        wanted.append(at_place(filters.place))
    if filters.category:
        wanted.append(_by_category(consultation.id, filters.category))
    if filters.coder:
        reader = select(User.id).where(User.key == filters.coder).scalar_subquery()
        wanted.append(Reading.read_by_id == reader)
    return wanted


def _by_state(state: str, person: User) -> list[ColumnElement[bool]]:
    """What waits for its second reader is to be read for all but the first, who has read it."""
    if state == ALL:
        return []
    if state == MINE:
        return [Reading.claimed_by_id == person.id, Reading.claimed_until > now()]
    wanted = ReadingState(state or ReadingState.TO_READ)
    if wanted is ReadingState.TO_READ:
        return [Reading.state == wanted, ~has_read_blindly(person), ~taken_by_two(person)]
    return [or_(Reading.state == wanted, has_read_blindly(person, wanted))]


def _by_what_it_says(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.theme:
        wanted.append(_by_theme(filters.theme))
    if filters.campaign:
        wanted.append(_by_campaign(filters.campaign))
    if filters.kind:
        wanted.append(Contribution.kind == Kind(filters.kind))
    if filters.stance:
        wanted.append(Contribution.stance == Stance(filters.stance))
    return wanted


def _by_theme(key: str) -> ColumnElement[bool]:
    coded = exists().where(
        Coding.contribution_id == Contribution.id, Coding.removed_at.is_(None)
    )  # fmt: skip
    if key == NO_THEME:
        return ~coded
    theme = select(Theme.id).where(Theme.key == key).scalar_subquery()
    return Contribution.id.in_(
        select(Coding.contribution_id).where(Coding.theme_id == theme, Coding.removed_at.is_(None))
    )


def _by_campaign(word: str) -> ColumnElement[bool]:
    member = CampaignMember.contribution_id == Contribution.id
    if word == ONE_EACH:
        return ~exists().where(
            member,
            Campaign.id == CampaignMember.campaign_id,
            Campaign.representative_id != Contribution.id,
        )
    if word == OWN_WORDS:
        return exists().where(member, CampaignMember.has_own_words)
    return Contribution.id.in_(members_of(word))


def on_paragraph(number: str) -> ColumnElement[bool]:
    """On the paragraphs of that number, in whatever version."""
    if not number.isascii() or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return false()
    return Passage.number == int(number)


def at_place(key: str) -> ColumnElement[bool]:
    """On a document, or on the page of a section, in whatever version."""
    on_document = select(Discussion.id).join(Document).where(Document.key == key)
    pages = select(Page.id).join(Section, Section.id == Page.section_id).where(Section.key == key)
    return or_(
        Contribution.discussion_id.in_(on_document),
        Contribution.passage_id.in_(select(Passage.id).where(Passage.page_id.in_(pages))),
        Contribution.heading_id.in_(select(Heading.id).where(Heading.page_id.in_(pages))),
    )


def _by_category(consultation_id: int, place: str) -> ColumnElement[bool]:
    if not place.isascii() or not place.isdecimal() or len(place) > LONGEST_NUMBER:
        return false()
    return Contribution.author_id.in_(
        select(Participant.id)
        .join(Category, Category.id == Participant.category_id)
        .where(Category.consultation_id == consultation_id, Category.position == int(place))
    )


def offered(consultation: Consultation, filters: Filters, person: User) -> Any:
    """Ids of what the filter keeps, in order."""
    return (
        select(Reading.contribution_id)
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .where(
            Reading.consultation_id == consultation.id, *kept_by(consultation, filters, person)
        )
        .order_by(Reading.contribution_id)
    )  # fmt: skip


def queue_page(consultation: Consultation, filters: Filters, person: User, after: str) -> QueuePage:
    """Twenty rows after the contribution of that key."""
    ids = offered(consultation, filters, person).limit(PAGE_SIZE + 1)
    if after:
        last = select(Contribution.id).where(Contribution.key == after).scalar_subquery()
        ids = ids.where(Reading.contribution_id > last)
    chosen = ids.subquery()
    query = (
        select(
            Contribution.id, Contribution.key, Contribution.number, Contribution.kind,
            Contribution.stance, Passage.number, Heading.text,
            func.substr(Revision.source, 1, READ), func.substr(Revision.proposed_text, 1, READ),
            Reading.state, Reading.reason, Campaign.member_count, User.display_name,
        )
        .join(chosen, chosen.c.contribution_id == Contribution.id)
        .join(Reading, Reading.contribution_id == Contribution.id)
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
        .outerjoin(Campaign, Campaign.representative_id == Contribution.id)
        .outerjoin(
            User,
            and_(
                User.id == Reading.claimed_by_id,
                Reading.claimed_until > now(),
                User.id != person.id,
            ),
        )
        .order_by(Contribution.id)
    )  # fmt: skip
    rows = [Row(*row) for row in session.execute(query)]
    shown = rows[:PAGE_SIZE]
    return QueuePage(shown, shown[-1].key if len(rows) > PAGE_SIZE else "")


def how_many(consultation: Consultation, filters: Filters, person: User) -> int:
    """How many the filter keeps, up to one more than 10,000."""
    kept = offered(consultation, filters, person).order_by(None).limit(MOST + 1).subquery()
    return session.scalar(select(func.count()).select_from(kept)) or 0


def neighbour(
    consultation: Consultation, filters: Filters, person: User, contribution_id: int, *,
    is_before: bool = False,
) -> str | None:  # fmt: skip
    """The key of what comes next under the filter, or before; what a colleague has is left out."""
    query = offered(consultation, filters, person).with_only_columns(Contribution.key).limit(1)
    free = or_(
        Reading.claimed_by_id.is_(None),
        Reading.claimed_by_id == person.id,
        Reading.claimed_until <= now(),
    )
    if is_before:
        query = query.where(Reading.contribution_id < contribution_id).order_by(None)
        query = query.order_by(Reading.contribution_id.desc())
    else:
        query = query.where(Reading.contribution_id > contribution_id, free)
    found: str | None = session.scalar(query)
    return found


def progress_of(consultation_id: int, person: User) -> Progress:
    """How far the team has come, as `person` may know it; one pass over an index.

    What is public no more is nobody's to read, and is in no number; whoever read it did so.
    """
    by_state: dict[ReadingState, int] = {}
    people: dict[int, tuple[str, int]] = {}
    read = (
        select(Reading.state, Reading.read_by_id, func.count().label("count"))
        .where(Reading.consultation_id == consultation_id)
        .group_by(Reading.state, Reading.read_by_id)
    )
    gone = (
        select(Reading.state, null(), -func.count())
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .where(Contribution.consultation_id == consultation_id, text(f"contribution.{IS_GONE}"))
        .group_by(Reading.state)
    )
    counted = union_all(read, gone, *read_blindly(consultation_id, person)).subquery()
    rows = session.execute(
        select(counted.c.state, User.id, User.display_name, counted.c.count)
        .select_from(counted)
        .outerjoin(User, User.id == counted.c.read_by_id)
    )
    for word, person_id, name, count in rows:
        state = ReadingState(word)
        by_state[state] = by_state.get(state, 0) + count
        if person_id is not None:
            people[person_id] = (name, people.get(person_id, ("", 0))[1] + count)
    return Progress(by_state, sorted(people.values(), key=lambda each: (-each[1], each[0])))


def coders_of(consultation_id: int) -> list[tuple[str, str]]:
    """Key and name of those who read something here."""
    readers = (
        select(Reading.read_by_id)
        .where(Reading.consultation_id == consultation_id, Reading.read_by_id.is_not(None))
        .distinct()
    )
    rows = session.execute(
        select(User.key, User.display_name).where(User.id.in_(readers)).order_by(User.display_name)
    )
    return [(key, name) for key, name in rows]


def saved_views_of(consultation_id: int, person: User) -> Sequence[SavedView]:
    """One's own, and those that colleagues share."""
    return list(
        session.scalars(
            select(SavedView)
            .where(
                SavedView.consultation_id == consultation_id,
                or_(SavedView.owner_id == person.id, SavedView.is_shared),
            )
            .order_by(SavedView.name, SavedView.id)
        )
    )


def key_of(contribution_id: int) -> str:
    """Its public key."""
    return session.scalars(select(Contribution.key).where(Contribution.id == contribution_id)).one()
