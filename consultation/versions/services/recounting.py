"""Counts of a new version: what heirs show besides their own, and what each page holds."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from consultation.contributions.models import Contribution, ContributionState, Discussion
from consultation.contributions.services.counting import Changes, shares
from consultation.core.db import insert_missing, session
from consultation.documents.models import Heading, Page, Passage, Version
from consultation.documents.services.undoing import Name
from consultation.versions.services.identities import Inheritance, heirs_of


def count_inheritances(version: Version, found: Sequence[Inheritance]) -> None:
    """Add to each heir's discussion what was said of its ancestors."""
    for heir, rows in heirs_of(found).items():
        changes: Counter[str] = Counter()
        for each in rows:
            changes.update(_said_of(each, version.document_id))
        discussion = _discussion_of(heir, version.document_id)
        discussion.inherits = True
        for name, by in changes.items():
            setattr(discussion, name, getattr(discussion, name) + by)
    session.flush()


def _said_of(inheritance: Inheritance, document_id: int) -> Changes:
    """The published contributions and replies on the ancestor itself, of older versions."""
    column: Any = (
        Discussion.paragraph_id if inheritance.ancestor[0] == "p" else Discussion.section_id
    )
    rows = session.execute(
        select(Contribution.kind, Contribution.stance, Contribution.parent_id.is_not(None))
        .join(Discussion, Discussion.id == Contribution.discussion_id)
        .join(Version, Version.id == Contribution.version_id)
        .where(
            column == inheritance.ancestor[1],
            Discussion.document_id == document_id,
            Version.number < inheritance.until,
            Version.number >= inheritance.since,
            Contribution.state == ContributionState.PUBLISHED,
        )
    )
    total: Counter[str] = Counter()
    for kind, stance, is_reply in rows:
        total.update(shares(kind, stance, is_reply=bool(is_reply), by=1))
    return dict(total)


def _discussion_of(name: Name, document_id: int) -> Discussion:
    column: Any = Discussion.paragraph_id if name[0] == "p" else Discussion.section_id
    found = session.scalars(select(Discussion).where(column == name[1])).one_or_none()
    if found is not None:
        return found
    insert_missing(
        Discussion,
        document_id=document_id,
        paragraph_id=name[1] if name[0] == "p" else None,
        section_id=name[1] if name[0] == "h" else None,
    )
    return session.scalars(select(Discussion).where(column == name[1])).one()


def count_pages(version: Version) -> None:
    """Each page holds what its discussions show."""
    totals: Counter[int] = Counter()
    for words, own, of in (
        (Passage, Passage.paragraph_id, Discussion.paragraph_id),
        (Heading, Heading.section_id, Discussion.section_id),
    ):
        rows = session.execute(
            select(words.page_id, Discussion.contribution_count)
            .join(Discussion, of == own)
            .where(words.version_id == version.id, words.page_id.is_not(None))
        )
        for page_id, count in rows:
            totals[page_id or 0] += count
    for page_id, count in totals.items():
        session.execute(update(Page).where(Page.id == page_id).values(contribution_count=count))
