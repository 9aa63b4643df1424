"""Saying why a paragraph changed: in words, and by the contributions that led to it."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _, _n
from consultation.core.text import tidy
from consultation.documents.models import Document, Passage, Version, VersionState
from consultation.versions.models import Origin, OriginContribution
from consultation.versions.permissions import can_prepare_version
from consultation.versions.services.deciding import REASON_MAX


def explain(
    version: Version, paragraph_id: int, words: str, numbers: Sequence[int], *, actor: User
) -> None:
    """Say why the draft's paragraph changes; `numbers` are of contributions of the consultation."""
    with transaction() as current:
        lock(version)
        document = current.get_one(Document, version.document_id)
        require(can_prepare_version(roles_of(actor, document.consultation_id)))
        if version.state is not VersionState.DRAFT:
            raise ConflictError(_("Cette version est publiée : elle ne change plus."))
        words = tidy(words).strip()
        if len(words) > REASON_MAX:
            raise DomainError(_("Ce texte tient en %(most)s caractères.", most=REASON_MAX))
        if not current.scalar(
            select(Passage.id).where(
                Passage.version_id == version.id, Passage.paragraph_id == paragraph_id
            )
        ):
            raise NotFoundError(_("Ce passage n’est plus dans le brouillon."))
        named = _named(document.consultation_id, numbers)
        _forget(version.id, paragraph_id)
        if words or named:
            origin = Origin(version_id=version.id, paragraph_id=paragraph_id, words=words)
            current.add(origin)
            current.flush()
            current.add_all(
                OriginContribution(origin_id=origin.id, contribution_id=each) for each in named
            )
        journal.record("version.explained", version, actor_id=actor.id, count=len(named))


def _named(consultation_id: int, numbers: Sequence[int]) -> list[int]:
    rows = session.execute(
        select(Contribution.number, Contribution.id).where(
            Contribution.consultation_id == consultation_id,
            Contribution.number.in_(numbers),
            Contribution.state == ContributionState.PUBLISHED,
        )
    )
    found: dict[int, int] = {row.number: row.id for row in rows}
    missing = sorted(set(numbers) - set(found))
    if missing:
        listed = ", ".join(str(number) for number in missing[:10])
        raise DomainError(
            _n(
                "La contribution n° %(listed)s n’existe pas, ou n’est pas publiée.",
                "Les contributions n° %(listed)s n’existent pas, ou ne sont pas publiées.",
                len(missing),
                listed=listed,
            )
        )
    return list(found.values())


def _forget(version_id: int, paragraph_id: int) -> None:
    same = select(Origin.id).where(
        Origin.version_id == version_id, Origin.paragraph_id == paragraph_id
    )
    session.execute(delete(OriginContribution).where(OriginContribution.origin_id.in_(same)))
    session.execute(
        delete(Origin).where(Origin.version_id == version_id, Origin.paragraph_id == paragraph_id)
    )
    session.flush()


def follow_identities(version_id: int, moved: dict[int, int]) -> None:
    """Origins go with their paragraphs: `moved` says which identity each one bears now."""
    rows = session.scalars(select(Origin).where(Origin.version_id == version_id)).all()
    kept = [(row.paragraph_id, row.words, _links(row.id)) for row in rows]
    if not any(paragraph_id in moved for paragraph_id, _words, _ids in kept):
        return
    for row in rows:
        _forget(version_id, row.paragraph_id)
    for paragraph_id, words, contribution_ids in kept:
        origin = Origin(
            version_id=version_id, paragraph_id=moved.get(paragraph_id, paragraph_id), words=words
        )
        session.add(origin)
        session.flush()
        session.add_all(
            OriginContribution(origin_id=origin.id, contribution_id=each)
            for each in contribution_ids
        )
    session.flush()


def _links(origin_id: int) -> list[int]:
    return list(
        session.scalars(
            select(OriginContribution.contribution_id).where(
                OriginContribution.origin_id == origin_id
            )
        )
    )
