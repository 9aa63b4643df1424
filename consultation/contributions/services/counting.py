"""The counts that public pages show, kept in the transaction of what they count."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Executable, bindparam, or_, select, update

from consultation.consultations.models import Consultation, Participant
from consultation.consultations.services.participation import count_participant
from consultation.contributions.models import Contribution, Discussion, Kind, Stance, Vote
from consultation.contributions.queries.places import Subject
from consultation.contributions.ranking import debate_score, support_score
from consultation.core.db import connection, insert_missing, session
from consultation.core.rows import add_to_counts, find_and_count
from consultation.documents.models import Document, Heading, Page, Passage

STANCE_COUNTS = {
    Stance.FOR: "for_count",
    Stance.MIXED: "mixed_count",
    Stance.AGAINST: "against_count",
}
KIND_COUNTS = {Kind.QUESTION: "question_count", Kind.AMENDMENT: "amendment_count"}
Changes = dict[str, int]


def shares(kind: Kind, stance: Stance, *, is_reply: bool, by: int) -> Changes:
    """What one contribution adds (`by` 1) to the counts of its discussion, or takes (-1).

    By 0, nothing: it is not public yet.
    """
    if not by:
        return {}
    if is_reply:
        return {"reply_count": by}
    changes = {"contribution_count": by}
    for name in (STANCE_COUNTS.get(stance), KIND_COUNTS.get(kind)):
        if name:
            changes[name] = by
    return changes


def count_for_heirs(heirs: Sequence[Subject], changes: Changes) -> None:
    """Count in their discussions what was said where their words come from, and show it there."""
    for heir in heirs:
        if changes:
            count_in_discussion(heir, changes)
        raise_page(heir, changes.get("contribution_count", 0))


def count_in_document(subject: Subject, by: int) -> None:
    """Add `by` contributions, replies left out, and show it in the table of contents.

    By 0 the document changes only when the discussion is its own. Comes before anything that holds
    the consultation.
    """
    if by or (subject.paragraph_id is None and subject.section_id is None):
        add_to_counts(Document, {"contribution_count": by, "revision": 1}, id=subject.document_id)


def count_in_consultation(consultation_id: int, **changes: int) -> None:
    """Add to the counts of a consultation."""
    if changes:
        add_to_counts(Consultation, changes, id=consultation_id)


def count_for_author(participant_id: int, by: int) -> None:
    """Add `by` contributions or replies to what the participant has published.

    With the first one they are counted among those who take part. The consultation is held.
    """
    given = {"author_id": participant_id, "by_count": by}
    published, is_counted = connection().execute(_AUTHOR, given).one()
    if is_counted != (published > 0):
        count_who_takes_part(participant_id)


_AUTHOR = (
    update(Participant)
    .where(Participant.id == bindparam("author_id"))
    .values(contribution_count=Participant.contribution_count + bindparam("by_count"))
    .returning(Participant.contribution_count, Participant.is_counted)
)


def count_who_takes_part(participant_id: int) -> None:
    """Count the participant on public pages as long as something of theirs is public, no longer.

    That is what they have published, contributions and replies, or a vote; of what waits or was
    refused nobody is to know. Who withdrew all of it is counted no more, though a neutral trace
    stays: it is no longer in `contribution_count` either. The consultation is held.
    """
    session.flush()
    given = {"participant_id": participant_id}
    changed = connection().execute(_TAKES_PART, given).one_or_none()
    if changed is not None:
        is_counted, consultation_id, category_id = changed
        count_participant(consultation_id, category_id, 1 if is_counted else -1)


_IS_PUBLIC = or_(
    Participant.contribution_count > 0,
    select(Vote.participant_id).where(Vote.participant_id == Participant.id).exists(),
)
_TAKES_PART = (
    update(Participant)
    .where(Participant.id == bindparam("participant_id"), Participant.is_counted != _IS_PUBLIC)
    .values(is_counted=_IS_PUBLIC)
    .returning(Participant.is_counted, Participant.consultation_id, Participant.category_id)
)


def count_in_discussion(subject: Subject, changes: Changes) -> int:
    """Add to the counts of the discussion of `subject`, made if nobody spoke there; its id.

    Without `changes` it is only found or made, for what is not public yet.
    """
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
    return find_and_count(
        Discussion,
        changes,
        document_id=subject.document_id,
        paragraph_id=subject.paragraph_id,
        section_id=subject.section_id,
    )


def raise_page(subject: Subject, by: int = 0) -> None:
    """The page that shows `subject` has changed, and holds `by` contributions more.

    A whole document's discussion is on no page: `count_in_document` has said so already.
    """
    if subject.paragraph_id is not None:
        _raise(_PAGE_OF_PARAGRAPH, subject.paragraph_id, by)
    elif subject.section_id is not None:
        _raise(_PAGE_OF_SECTION, subject.section_id, by)


def _raise(statement: Executable, subject_id: int, by: int) -> None:
    connection().execute(statement, {"subject_id": subject_id, "by_count": by})


def _raising(words: type[Passage | Heading], same: ColumnElement[bool]) -> Executable:
    """Raises the page that shows the words of a subject in today's version."""
    page_id = (
        select(words.page_id)
        .join(Document, Document.current_version_id == words.version_id)
        .where(same)
    )
    return (
        update(Page)
        .where(Page.id.in_(page_id))
        .values(
            contribution_count=Page.contribution_count + bindparam("by_count"),
            revision=Page.revision + 1,
        )
    )


_PAGE_OF_PARAGRAPH = _raising(Passage, Passage.paragraph_id == bindparam("subject_id"))
_PAGE_OF_SECTION = _raising(Heading, Heading.section_id == bindparam("subject_id"))


def score(contribution: Contribution) -> None:
    """Put a contribution where its votes and replies place it in the orders."""
    agree, disagree = contribution.agree_count, contribution.disagree_count
    contribution.support = support_score(agree, disagree)
    contribution.debate = debate_score(agree, disagree, contribution.reply_count)
