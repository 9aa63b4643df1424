"""What organisers settle by hand: which passages take an old one over, or why it goes."""

from collections.abc import Sequence

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import tidy
from consultation.documents.models import Document, Heading, Version, VersionState
from consultation.documents.queries import Entry, entries_of
from consultation.documents.services.correcting import ChangedMeanwhileError, key_of
from consultation.versions.models import Decision
from consultation.versions.permissions import can_prepare_version

REASON_MAX = 1000


def decide(
    version: Version, seen: int, key: str, successors: Sequence[str], reason: str, *, actor: User
) -> None:
    """Say that the old entry of `key` goes on as the draft's entries `successors` (keys).

    Without successors it is removed, for `reason`, which is asked for. A title goes on as titles,
    a passage as passages.
    """
    with transaction() as current:
        old = _held(version, seen, key, actor)
        reason = tidy(reason).strip()
        new = {key_of(entry): entry for entry in entries_of(version.id)}
        if any(each not in new for each in successors):
            raise NotFoundError(_("Ce passage n’est plus dans le brouillon."))
        if any(
            isinstance(new[each], Heading) is not isinstance(old, Heading) for each in successors
        ):
            raise DomainError(_("Un titre devient un titre, un paragraphe un paragraphe."))
        if not successors and not reason:
            raise DomainError(_("Dites en une phrase pourquoi ce passage disparaît."))
        if len(reason) > REASON_MAX:
            raise DomainError(_("Ce texte tient en %(most)s caractères.", most=REASON_MAX))
        _forget(version, old)
        current.add(
            Decision(
                version_id=version.id,
                paragraph_id=None if isinstance(old, Heading) else old.paragraph_id,
                section_id=old.section_id if isinstance(old, Heading) else None,
                successors=list(dict.fromkeys(successors)),
                reason="" if successors else reason,
            )
        )
        version.edit_count += 1
        journal.record("version.decided", version, actor_id=actor.id, key=key)


def undecide(version: Version, seen: int, key: str, *, actor: User) -> None:
    """Go back to what the computation proposes for the old entry of `key`."""
    with transaction():
        _forget(version, _held(version, seen, key, actor))
        version.edit_count += 1
        journal.record("version.undecided", version, actor_id=actor.id, key=key)


def _held(version: Version, seen: int, key: str, actor: User) -> Entry:
    """The old entry, once the draft is ours and still what the organiser saw."""
    lock(version)
    document = session.get_one(Document, version.document_id)
    require(can_prepare_version(roles_of(actor, document.consultation_id)))
    if version.state is not VersionState.DRAFT:
        raise ConflictError(_("Cette version est publiée : elle ne change plus."))
    if version.edit_count != seen:
        raise ChangedMeanwhileError(
            _("Quelqu’un d’autre vient de corriger ce brouillon : relisez-le d’abord.")
        )
    for entry in entries_of(version.base_id or 0):
        if key_of(entry) == key:
            return entry
    raise NotFoundError(_("Ce passage n’est pas dans la version publiée."))


def _forget(version: Version, old: Entry) -> None:
    same = (
        Decision.section_id == old.section_id
        if isinstance(old, Heading)
        else Decision.paragraph_id == old.paragraph_id
    )
    session.execute(delete(Decision).where(Decision.version_id == version.id, same))
    session.flush()
