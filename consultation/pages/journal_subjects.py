"""Whom and what rows of the journal name, for the page of administrators: names and addresses.

The journal holds identifiers alone; what they name today is looked up when the page is shown, a
query for each kind of subject. A deleted person has no name any more. What the public may not see
keeps its key: an administrator sees no draft here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import PUBLIC_PHASES
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.documents.models import Document, Version, VersionState


@dataclass(frozen=True)
class Named:
    """What an identifier names today. Without an address, there is no page to go to."""

    name: str
    address: str = ""


Place = tuple[str, str]
"""A subject: its kind, its key."""


def actors_of(rows: Iterable[JournalEntry]) -> Mapping[int, Named]:
    """The accounts that acted, by id."""
    ids = {row.actor_id for row in rows if row.actor_id is not None}
    if not ids:
        return {}
    people = session.execute(
        select(User.id, User.display_name, User.email, User.deleted_at).where(User.id.in_(ids))
    )
    return {
        person.id: Named(
            "" if person.deleted_at else person.display_name,
            url_for("accounts.admin_home", q=person.email) if person.email else "",
        )
        for person in people
    }


def subjects_of(rows: Sequence[JournalEntry]) -> Mapping[Place, Named]:
    """What the rows are about, where it is still there and has a page."""
    found: dict[Place, Named] = {}
    for kind, look_up in _LOOK_UPS.items():
        keys = {row.subject_key for row in rows if row.subject_type == kind}
        if keys:
            found |= {(kind, key): named for key, named in look_up(keys)}
    return found


Found = Iterable[tuple[str, Named]]


def _users(keys: set[str]) -> Found:
    rows = session.execute(
        select(User.key, User.display_name, User.email).where(
            User.key.in_(keys), User.deleted_at.is_(None)
        )
    )
    for row in rows:
        yield row.key, Named(row.display_name, url_for("accounts.admin_home", q=row.email))


def _consultations(keys: set[str]) -> Found:
    for row in session.scalars(select(Consultation).where(Consultation.key.in_(keys))):
        if row.phase in PUBLIC_PHASES:
            address = url_for("reading.consultation", slug=row.slug)
            yield row.key, Named(row.short_title or row.title, address)
        else:
            yield row.key, Named(row.key, url_for("consultations.team", slug=row.slug))


def _contributions(keys: set[str]) -> Found:
    for key in keys:
        yield key, Named(key, url_for("contributions.permalink", key=key))


def _documents(keys: set[str]) -> Found:
    rows = session.execute(
        select(Document.key, Document.title, Document.slug, Consultation.slug)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .where(Document.key.in_(keys), Document.current_version_id.is_not(None))
        .where(Consultation.phase.in_(PUBLIC_PHASES))
    )
    for key, title, slug, parent in rows:
        yield key, Named(title, url_for("reading.document", slug=parent, document=slug))


def _versions(keys: set[str]) -> Found:
    rows = session.execute(
        select(Version.key, Version.number, Document.title)
        .join(Document, Document.id == Version.document_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .where(Version.key.in_(keys), Version.state == VersionState.PUBLISHED)
        .where(Consultation.phase.in_(PUBLIC_PHASES))
    )
    for key, number, title in rows:
        yield key, Named(f"{title} ({number})")


def _charters(keys: set[str]) -> Found:
    for key in keys:
        yield key, Named(key, url_for("accounts.admin_charter"))


_LOOK_UPS: Mapping[str, Callable[[set[str]], Found]] = {
    "user": _users,
    "consultation": _consultations,
    "contribution": _contributions,
    "document": _documents,
    "version": _versions,
    "charter_version": _charters,
}
