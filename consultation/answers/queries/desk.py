"""What the pages of those who answer need beside the answers themselves."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import AnswerFollower, ReplyTemplate
from consultation.consultations.models import Consultation, TeamMember
from consultation.core.db import session
from consultation.core.text import in_order
from consultation.documents.models import Document, Paragraph, Passage
from consultation.documents.queries import published_documents
from consultation.synthesis.queries.codebook import tree_of


def texts_of(consultation: Consultation) -> list[Document]:
    """The texts whose paragraphs an answer may change."""
    return list(session.scalars(published_documents(consultation.id)))


def paragraph_key(consultation: Consultation, document_key: str, number: str) -> str:
    """The key of the paragraph of that number in today's text; "" when there is none.

    Without a document, that of the only text, or of the first that has it.
    """
    if not number.isascii() or not number.isdecimal() or len(number) > 8:
        return ""
    query = (
        select(Paragraph.key)
        .join(Passage, Passage.paragraph_id == Paragraph.id)
        .join(Document, Document.current_version_id == Passage.version_id)
        .where(Document.consultation_id == consultation.id, Passage.number == int(number))
        .order_by(Document.position, Document.id)
        .limit(1)
    )
    if document_key:
        query = query.where(Document.key == document_key)
    return session.scalar(query) or ""


def templates_of(consultation: Consultation) -> list[ReplyTemplate]:
    """The team's templates, by name."""
    rows = session.scalars(
        select(ReplyTemplate).where(ReplyTemplate.consultation_id == consultation.id)
    )
    return in_order(rows, lambda each: each.name)


def colleagues_of(consultation: Consultation) -> Sequence[tuple[int, str, str]]:
    """Id, key and name of everybody in the team, each once."""
    rows = session.execute(
        select(User.id, User.key, User.display_name)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == consultation.id)
        .distinct()
        .order_by(User.display_name, User.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def theme_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """Key and name of each theme, those of the second level under theirs."""
    return [
        (each.key, each.name if each is branch.theme else f"{branch.theme.name} › {each.name}")
        for branch in tree_of(consultation.id)
        for each in (branch.theme, *branch.under)
    ]


def is_following(person: User | None, consultation: Consultation) -> bool:
    """`person` is told of each answer here."""
    if person is None:
        return False
    return session.get(AnswerFollower, (consultation.id, person.id)) is not None
