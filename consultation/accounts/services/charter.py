"""The next version of a charter, from its draft to its publication; who read which.

A charter is the instance's, or what a consultation adds to it: a `Book` says whose, who may write
in it, and what follows when a version is published. The rest is the same for both.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from sqlalchemy import select

from consultation.accounts.charter import (
    CATEGORIES,
    OTHER,
    BilingualClause,
    PublishedCharter,
    all_published,
    clauses_of,
    last_published,
    published,
)
from consultation.accounts.models import CharterColumns, CharterVersion, User
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import Base, insert_missing, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.text import is_blank, tidy

MAX_CLAUSES = 40
MAX_TITLE = 120
MAX_TEXT = 1000
MAX_NOTE = 600


@dataclass(frozen=True)
class ClauseWords:
    """What somebody writes of a clause, in both languages."""

    title_fr: str = ""
    text_fr: str = ""
    title_en: str = ""
    text_en: str = ""
    category: str = OTHER


class Book(ABC):
    """A charter as the people write it who may."""

    table: type[CharterColumns]
    prefix = ""
    """Begins the reference of its clauses."""

    def __init__(self, **of: int) -> None:
        self.of: Mapping[str, int] = of

    @abstractmethod
    def can_write(self, person: User) -> bool:
        """`person` prepares and publishes its versions."""

    @abstractmethod
    def was_published(self, row: CharterColumns, *, is_mailed: bool) -> None:
        """Make it known, in the transaction of its publication."""

    def in_force(self) -> PublishedCharter | None:
        """The version that applies; None where none was published."""
        number = last_published(self.table, **self.of)
        return published(self.table, number, **self.of) if number else None

    def versions(self) -> list[PublishedCharter]:
        """All that were published, newest first."""
        return all_published(self.table, **self.of)

    def draft(self, *, is_held: bool = False) -> CharterColumns | None:
        """The version that is being prepared; held, nobody else changes it meanwhile."""
        query = (
            select(self.table)
            .filter_by(**self.of)
            .where(self.table.published_at.is_(None))
            .execution_options(populate_existing=True)
        )
        return session.scalars(query.with_for_update() if is_held else query).one_or_none()


class InstanceBook(Book):
    """The charter of the instance: administrators write it, every account accepts it."""

    table = CharterVersion

    def can_write(self, person: User) -> bool:
        """Administrators."""
        return person.is_administrator

    def was_published(self, row: CharterColumns, *, is_mailed: bool) -> None:
        """Each person is told at the next visit; and by mail, account after account, if asked."""
        cast(CharterVersion, row).told_up_to = 0 if is_mailed else None


def begin(book: Book, *, actor: User) -> CharterColumns:
    """Prepare the next version from the one in force; the draft that is there, if there is one."""
    require(book.can_write(actor))
    with transaction():
        last = book.in_force()
        made = insert_missing(
            cast(type[Base], book.table),
            **book.of,
            number=last.number + 1 if last else 1,
            clauses=[clause.stored() for clause in last.clauses] if last else [],
        )
        row = book.draft()
        if row is None:
            raise ConflictError(_("La charte vient de changer : rouvrez cette page."))
        if made is not None:
            _record("charter.started", row, actor)
    return row


def write_clause(
    book: Book, key: str, words: ClauseWords, *, seen: int | None, actor: User
) -> None:
    """Change the draft's clause of `key`; without a key, add one at the end."""
    words = ClauseWords(
        **{each.name: tidy(getattr(words, each.name)) for each in fields(ClauseWords)}
    )
    _check(words)
    values = {each.name: getattr(words, each.name) for each in fields(ClauseWords)}
    with _editing(book, actor, seen) as clauses:
        if key:
            at = _place(clauses, key)
            clauses[at] = replace(clauses[at], **values)
            return
        if len(clauses) >= MAX_CLAUSES:
            raise DomainError(_("Une charte compte %(most)s règles au plus.", most=MAX_CLAUSES))
        clauses.append(BilingualClause(key=new_key(), **values))


def move_clause(book: Book, key: str, by: int, *, actor: User) -> None:
    """Move a clause of the draft one place up (`by` -1) or down (1); at the edge it stays."""
    with _editing(book, actor) as clauses:
        at = _place(clauses, key)
        clauses.insert(max(0, at + by), clauses.pop(at))


def drop_clause(book: Book, key: str, *, actor: User) -> None:
    """Take a clause out of the draft; the versions that were published keep it."""
    with _editing(book, actor) as clauses:
        clauses.pop(_place(clauses, key))


def discard(book: Book, *, actor: User) -> None:
    """Give the draft up."""
    require(book.can_write(actor))
    with transaction() as current:
        row = _held(book)
        _record("charter.discarded", row, actor)
        current.delete(row)


def publish(
    book: Book, note_fr: str, note_en: str, *, seen: int | None, is_mailed: bool, actor: User
) -> CharterColumns:
    """Put the draft that `actor` saw in force, and make it known."""
    require(book.can_write(actor))
    with transaction() as current:
        row = _held(book)
        _require_unchanged(row, seen)
        row.note_fr, row.note_en = tidy(note_fr), tidy(note_en)
        missing = what_is_missing(book, row)
        if missing:
            raise DomainError(missing[0])
        if is_blank(row.note_fr) or is_blank(row.note_en):
            raise DomainError(_("Dites ce qui change, en français et en anglais."))
        row.published_at = now()
        row.published_by_id = actor.id
        current.flush()
        _record("charter.published", row, actor)
        book.was_published(row, is_mailed=is_mailed)
    return row


def what_is_missing(book: Book, row: CharterColumns) -> list[str]:
    """What stops the draft from being published, in words."""
    found = []
    clauses = clauses_of(row)
    last = book.in_force()
    if not clauses and (last is None or not book.prefix):
        found.append(_("Écrivez au moins une règle."))
    if last is not None and clauses == last.clauses:
        found.append(_("Rien ne change : modifiez une règle, ou abandonnez le brouillon."))
    for place, clause in enumerate(clauses, start=1):
        if is_blank(clause.title_en) or is_blank(clause.text_en):
            found.append(
                _("La règle %(ref)s n’a pas d’anglais : traduisez-la.", ref=f"{book.prefix}{place}")
            )
    return found


def acknowledge(user: User, number: int) -> None:
    """`user` has read that version of the charter, and goes on under it."""
    with transaction():
        lock(user)
        if user.charter_version < number == last_published(CharterVersion):
            user.charter_version = number
            user.charter_accepted_at = now()


@contextmanager
def _editing(book: Book, actor: User, seen: int | None = None) -> Iterator[list[BilingualClause]]:
    """The draft's clauses, to be changed; then they are written, if they did."""
    require(book.can_write(actor))
    with transaction():
        row = _held(book)
        if seen is not None:
            _require_unchanged(row, seen)
        clauses = list(clauses_of(row))
        before = tuple(clauses)
        yield clauses
        if before == tuple(clauses):
            return
        row.clauses = [clause.stored() for clause in clauses]
        row.edit_count += 1
        _record("charter.edited", row, actor)


def _held(book: Book) -> CharterColumns:
    row = book.draft(is_held=True)
    if row is None:
        raise NotFoundError(_("Ce brouillon n’existe plus : il a été publié ou abandonné."))
    return row


def _require_unchanged(row: CharterColumns, seen: int | None) -> None:
    if seen != row.edit_count:
        raise ConflictError(
            _("Quelqu’un d’autre vient de changer ce brouillon : relisez-le avant de continuer.")
        )


def _record(act: str, row: CharterColumns, actor: User) -> None:
    of: dict[str, Any] = {}
    consultation = getattr(row, "consultation_id", None)
    if consultation is not None:
        of["consultation"] = consultation
    journal.record(
        act, cast(Base, row), actor_id=actor.id, subject_key=str(row.number), edit=row.edit_count,
        **of,
    )  # fmt: skip


def _place(clauses: list[BilingualClause], key: str) -> int:
    for place, clause in enumerate(clauses):
        if clause.key == key:
            return place
    raise NotFoundError(_("Cette règle n’est plus dans le brouillon."))


def _check(words: ClauseWords) -> None:
    if words.category not in CATEGORIES:
        raise DomainError(_("Choisissez ce qu’est un manquement à cette règle."))
    if is_blank(words.title_fr) or is_blank(words.text_fr):
        raise DomainError(_("Écrivez le titre et le texte de la règle en français."))
    if max(len(words.title_fr), len(words.title_en)) > MAX_TITLE:
        raise DomainError(_("Un titre compte %(most)s caractères au plus.", most=MAX_TITLE))
    if max(len(words.text_fr), len(words.text_en)) > MAX_TEXT:
        raise DomainError(_("Une règle compte %(most)s caractères au plus.", most=MAX_TEXT))
