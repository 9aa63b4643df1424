"""The draft of a version that follows the published one."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError
from consultation.core.files import StoredFile
from consultation.core.i18n import _
from consultation.documents.models import Document, Version
from consultation.documents.parsing.blocks import Block, BlockKind
from consultation.documents.queries import draft_of
from consultation.documents.services.creating import add_entries
from consultation.documents.services.publishing import sha256_of
from consultation.documents.titles import headed


def next_version(document: Document) -> Version:
    """An empty draft that follows what the public reads; only one at a time."""
    lock(document)
    if document.current_version_id is None:
        raise DomainError(_("Publiez d’abord la première version de ce texte."))
    if draft_of(document.id) is not None:
        raise ConflictError(
            _("Une version suivante est déjà en préparation : terminez-la, ou abandonnez-la.")
        )
    last = session.scalar(
        select(func.max(Version.number)).where(Version.document_id == document.id)
    )
    version = Version(
        document_id=document.id, number=(last or 0) + 1, base_id=document.current_version_id
    )
    session.add(version)
    session.flush()
    return version


def start_from_blocks(
    document: Document,
    blocks: Sequence[Block],
    *,
    actor_id: int | None,
    original: StoredFile | None = None,
    report: Sequence[object] = (),
) -> Version:
    """A draft with the words of a file; which paragraph is which is computed when it is read."""
    with transaction():
        version = next_version(document)
        version.report = list(report)
        version.original_id = original.id if original else None
        add_entries(document, version, blocks)
        journal.record("version.started", version, actor_id=actor_id, number=version.number)
    return version


def is_what_is_published(document: Document, blocks: Sequence[Block]) -> bool:
    """These blocks are the published text, to the letter."""
    form = [
        ["heading", block.level, block.html]
        if block.kind is BlockKind.HEADING
        else [block.kind.value, 0, block.html]
        for block in headed(document.title, blocks)
    ]
    current = session.get(Version, document.current_version_id)
    return current is not None and current.sha256 == sha256_of(form)
