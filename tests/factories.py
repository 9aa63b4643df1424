"""The plainest valid rows: a test states only what matters to it."""

from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from argon2 import PasswordHasher

from consultation.accounts.models import User
from consultation.consultations.categories import default_categories
from consultation.consultations.models import Consultation, Phase, Role, TeamMember
from consultation.core.clock import now
from consultation.core.db import Base, session, transaction
from consultation.documents.models import Document, Version
from consultation.documents.parsing.blocks import Block, BlockKind
from consultation.documents.services import create_document, publish_version

R = TypeVar("R", bound=Base)
PASSWORD = "une phrase assez longue"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def saved(row: R) -> R:
    """Add and commit the row."""
    with transaction() as current:
        current.add(row)
    return row


def fresh(row: R) -> R:
    """The row as it is stored now, whatever request came in between."""
    return session.get_one(type(row), row.id, populate_existing=True)  # type: ignore[attr-defined]


def make_user(
    *, name: str = "Odile M.", email: str = "", is_confirmed: bool = True,
    is_administrator: bool = False, has_second_factor: bool = True,
) -> User:  # fmt: skip
    """Somebody with an account."""
    return saved(
        User(
            email=email or f"{uuid4().hex}@example.org",
            display_name=name,
            password_hash=PASSWORD_HASH,
            confirmed_at=now() if is_confirmed else None,
            is_administrator=is_administrator,
            totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" if has_second_factor else None,
            totp_confirmed_at=now() if has_second_factor else None,
        )
    )


def make_consultation(
    *, slug: str = "", phase: Phase = Phase.OPEN, organiser: User | None = None,
    moderator: User | None = None,
) -> Consultation:  # fmt: skip
    """A consultation of its default categories, open for a month unless told otherwise."""
    row = Consultation(
        slug=slug or uuid4().hex,
        title="Un parc au bord de la rivière",
        summary="Que mettre dans ce parc ?",
        phase=phase,
        opens_at=now() - timedelta(days=30),
        closes_at=now() + timedelta(days=30),
    )
    if phase in {Phase.UPCOMING, Phase.DRAFT}:
        row.opens_at = now() + timedelta(days=10)
    if phase in {Phase.CLOSED, Phase.ANSWERED, Phase.ARCHIVED}:
        row.closes_at = now() - timedelta(days=1)
    saved(row)
    with transaction() as current:
        current.add_all(default_categories(row.id))
        for person, role in ((organiser, Role.ORGANISER), (moderator, Role.MODERATOR)):
            if person is not None:
                current.add(TeamMember(consultation_id=row.id, user_id=person.id, role=role))
    return row


def heading(text: str, level: int = 1) -> Block:
    """A heading block."""
    return Block(BlockKind.HEADING, level, text, text)


def paragraph(text: str) -> Block:
    """A paragraph block."""
    return Block(BlockKind.PARAGRAPH, 0, f"<p>{text}</p>", text)


TEXT = (
    heading("Le parc"),
    paragraph("Le parc ouvre à huit heures."),
    paragraph("On y plante des arbres de la région."),
)


def make_document(
    consultation: Consultation, *, slug: str = "texte", blocks: tuple[Block, ...] = TEXT,
    is_published: bool = True,
) -> Document:  # fmt: skip
    """A text with its first version, published unless told otherwise."""
    document = create_document(
        consultation, slug=slug, title="Le parc", blocks=blocks, actor_id=None
    )
    if is_published:
        version = session.get_one(Version, _version_id(document))
        publish_version(version, actor_id=None)
    return document


def _version_id(document: Document) -> int:
    from sqlalchemy import select

    found = session.scalar(select(Version.id).where(Version.document_id == document.id))
    assert found is not None
    return found
