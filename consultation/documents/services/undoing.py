"""Undoing the last correction of a draft."""

from collections.abc import Sequence
from typing import Any

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, require
from consultation.core.i18n import _
from consultation.documents.models import (
    Document,
    Heading,
    Passage,
    Version,
    VersionState,
)
from consultation.documents.parsing.blocks import BlockKind
from consultation.documents.permissions import can_prepare
from consultation.documents.queries import Entry, entries_of, last_correction

Name = tuple[str, int]
Snapshot = dict[Name, dict[str, Any]]


def name_of(entry: Entry) -> Name:
    """What the entry is of: ("h", section id) or ("p", paragraph id)."""
    return ("h", entry.section_id) if isinstance(entry, Heading) else ("p", entry.paragraph_id)


def snapshot(entries: Sequence[Entry]) -> Snapshot:
    """What each entry says, in the order of the text."""
    return {
        name_of(entry): {
            "level": entry.level if isinstance(entry, Heading) else 0,
            "kind": "" if isinstance(entry, Heading) else entry.kind.value,
            "html": entry.html,
            "text": entry.text,
            "is_open": entry.is_open,
        }
        for entry in entries
    }


def changes_since(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """What it takes to come back to `before`, as `DraftCorrection.before` holds it."""
    return {
        "order": [] if list(before) == list(after) else [list(name) for name in before],
        "entries": [[*name, state] for name, state in before.items() if after.get(name) != state],
    }


def undo(version: Version, seen: int, *, actor: User) -> None:
    """Take back the newest correction; again takes back the one before."""
    with transaction() as current:
        lock(version)
        document = current.get_one(Document, version.document_id)
        require(can_prepare(roles_of(actor, document.consultation_id)))
        last = last_correction(version.id)
        if version.state is not VersionState.DRAFT or last is None:
            raise ConflictError(_("Il n’y a plus rien à annuler."))
        if version.edit_count != seen:
            raise ConflictError(
                _("Quelqu’un d’autre vient de corriger ce brouillon : relisez-le d’abord.")
            )
        _restore(version, last.before)
        current.delete(last)
        version.edit_count += 1
        journal.record("version.correction_undone", version, actor_id=actor.id, number=last.number)


def _restore(version: Version, before: dict[str, Any]) -> None:
    standing = {name_of(entry): entry for entry in entries_of(version.id)}
    order: list[Name] = [(kind, number) for kind, number in before["order"]] or list(standing)
    for kind, number, state in before["entries"]:
        entry = standing.get((kind, number)) or _again(version, kind, number)
        standing[kind, number] = entry
        entry.html, entry.text, entry.is_open = state["html"], state["text"], state["is_open"]
        if isinstance(entry, Heading):
            entry.level = state["level"]
        else:
            entry.kind = BlockKind(state["kind"])
    wanted = set(order)
    for name, entry in standing.items():
        if name not in wanted:
            session.delete(entry)
    for position, name in enumerate(order, start=1):
        standing[name].position = position
        session.add(standing[name])


def _again(version: Version, kind: str, number: int) -> Entry:
    """An entry that was taken out, under the identity that it had."""
    if kind == "h":
        return Heading(version_id=version.id, section_id=number)
    return Passage(version_id=version.id, paragraph_id=number)
