"""The counts that public pages show, kept in the transaction of what they count."""

from typing import Any

from sqlalchemy import update

from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, Discussion, Kind, Stance
from consultation.contributions.queries.places import Subject, page_of
from consultation.contributions.ranking import debate_score, support_score
from consultation.core.db import insert_missing, session
from consultation.documents.models import Document, Page

STANCE_COUNTS = {
    Stance.FOR: "for_count",
    Stance.MIXED: "mixed_count",
    Stance.AGAINST: "against_count",
}
KIND_COUNTS = {Kind.QUESTION: "question_count", Kind.AMENDMENT: "amendment_count"}
Changes = dict[str, int]


def shares(kind: Kind, stance: Stance, *, is_reply: bool, by: int) -> Changes:
    """What one contribution adds (`by` 1) to the counts of its discussion, or takes (-1)."""
    if is_reply:
        return {"reply_count": by}
    changes = {"contribution_count": by}
    for name in (STANCE_COUNTS.get(stance), KIND_COUNTS.get(kind)):
        if name:
            changes[name] = by
    return changes


def count_in_document(subject: Subject, by: int) -> None:
    """Add `by` contributions, replies left out, and show it in the table of contents.

    By 0 the document changes only when the discussion is its own. Comes before anything that holds
    the consultation.
    """
    if by or (subject.paragraph_id is None and subject.section_id is None):
        _add(Document, subject.document_id, {"contribution_count": by, "revision": 1})


def count_in_consultation(consultation_id: int, **changes: int) -> None:
    """Add to the counts of a consultation."""
    if changes:
        _add(Consultation, consultation_id, changes)


def count_for_author(participant_id: int, by: int) -> None:
    """Add `by` contributions or replies to what the participant has published."""
    _add(Participant, participant_id, {"contribution_count": by})


def count_in_discussion(subject: Subject, changes: Changes) -> int:
    """Add to the counts of the discussion of `subject`, made if nobody spoke there; its id."""
    found = _discussion_with(subject, changes)
    if found is None:
        made = insert_missing(
            Discussion,
            document_id=subject.document_id,
            paragraph_id=subject.paragraph_id,
            section_id=subject.section_id,
            **changes,
        )
        found = made.id if made else _discussion_with(subject, changes)
    if found is None:
        raise LookupError("the discussion that was just made is not there")
    return found


def _discussion_with(subject: Subject, changes: Changes) -> int | None:
    found: int | None = session.scalar(
        update(Discussion)
        .where(
            Discussion.document_id == subject.document_id,
            Discussion.paragraph_id.is_(None)
            if subject.paragraph_id is None
            else Discussion.paragraph_id == subject.paragraph_id,
            Discussion.section_id.is_(None)
            if subject.section_id is None
            else Discussion.section_id == subject.section_id,
        )
        .values(_added(Discussion, changes))
        .returning(Discussion.id)
        .execution_options(synchronize_session=False)
    )
    return found


def raise_page(subject: Subject, by: int = 0) -> None:
    """The page that shows `subject` has changed, and holds `by` contributions more.

    A whole document's discussion is on no page: `count_in_document` has said so already.
    """
    page_id = page_of(subject)
    if page_id is None:
        return
    session.execute(
        update(Page)
        .where(Page.id.in_(page_id))
        .values(_added(Page, {"contribution_count": by, "revision": 1}))
        .execution_options(synchronize_session=False)
    )


def score(contribution: Contribution) -> None:
    """Put a contribution where its votes and replies place it in the orders."""
    agree, disagree = contribution.agree_count, contribution.disagree_count
    contribution.support = support_score(agree, disagree)
    contribution.debate = debate_score(agree, disagree, contribution.reply_count)


def _add(table: Any, row_id: int, changes: Changes) -> None:
    session.execute(
        update(table)
        .where(table.id == row_id)
        .values(_added(table, changes))
        .execution_options(synchronize_session=False)
    )


def _added(table: Any, changes: Changes) -> dict[Any, Any]:
    return {getattr(table, name): getattr(table, name) + by for name, by in changes.items() if by}
