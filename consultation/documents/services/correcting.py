"""Correcting a draft: each act is one transaction that refuses to overwrite somebody else's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape, unescape

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, plain_text
from consultation.documents.markup import from_markup, heading_html, heading_markup, to_markup
from consultation.documents.models import (
    Document,
    DraftCorrection,
    Heading,
    Passage,
    Version,
    VersionState,
)
from consultation.documents.parsing.blocks import MAX_HEADING, Block, BlockKind
from consultation.documents.permissions import can_prepare
from consultation.documents.queries import Entry, entries_of
from consultation.documents.services.creating import new_entry
from consultation.documents.services.undoing import changes_since, snapshot

KEPT_CORRECTIONS = 30
MAX_SOURCE = 60_000
CUT = re.compile(r"^[ \t]*={3,}[ \t]*$", re.MULTILINE)
"""A line of equal signs alone cuts a passage in two."""
_JOINED = re.compile(r'</(p|ul|ol|blockquote)><\1(?: start="\d+")?>')


class ChangedMeanwhileError(ConflictError):
    """Somebody else corrected the draft since this page was shown."""


@dataclass
class DraftText:
    """The draft in hand: its entries in order, to be changed in place."""

    version: Version
    entries: list[Entry]

    def index(self, key: str) -> int:
        """Where the entry of `key` stands."""
        for index, entry in enumerate(self.entries):
            if key_of(entry) == key:
                return index
        raise NotFoundError(_("Ce passage n’est plus dans le brouillon."))

    def replace(self, index: int, *blocks: Block) -> None:
        """Put new entries, with new identities, in the place of one."""
        old = self.entries[index]
        new = [self._made(block, old.is_open) for block in blocks]
        self.entries[index : index + 1] = new
        session.delete(old)

    def insert_after(self, index: int, blocks: list[Block]) -> None:
        """Add new entries after one."""
        old = self.entries[index]
        self.entries[index + 1 : index + 1] = [self._made(block, old.is_open) for block in blocks]

    def _made(self, block: Block, is_open: bool) -> Entry:
        entry = new_entry(self.version.document_id, block)
        entry.version_id = self.version.id
        entry.is_open = is_open
        return entry


def key_of(entry: Entry) -> str:
    """The lasting key of what the entry says."""
    return entry.section.key if isinstance(entry, Heading) else entry.paragraph.key


@contextmanager
def correction(version: Version, seen: int, act: str, actor: User) -> Iterator[DraftText]:
    """Change the draft that the organiser saw (`seen`: its `edit_count`), and keep the way back."""
    with transaction() as current:
        lock(version)
        document = current.get_one(Document, version.document_id)
        require(can_prepare(roles_of(actor, document.consultation_id)))
        if version.state is not VersionState.DRAFT:
            raise ConflictError(_("Cette version est publiée : elle ne change plus."))
        if version.edit_count != seen:
            raise ChangedMeanwhileError(
                _(
                    "Quelqu’un d’autre vient de corriger ce brouillon. Votre correction n’est pas "
                    "enregistrée : le texte ci-dessous est le plus récent."
                )
            )
        text = DraftText(version, entries_of(version.id))
        before = snapshot(text.entries)
        yield text
        if not text.entries or not isinstance(text.entries[0], Heading):
            raise DomainError(_("Le texte commence par un titre : gardez-en un tout en haut."))
        for position, entry in enumerate(text.entries, start=1):
            entry.position = position
            current.add(entry)
        current.flush()
        after = snapshot(text.entries)
        if [*before.items()] == [*after.items()]:
            return
        version.edit_count += 1
        current.add(
            DraftCorrection(
                version_id=version.id,
                number=version.edit_count,
                act=act,
                actor_id=actor.id,
                before=changes_since(before, after),
            )
        )
        current.execute(
            delete(DraftCorrection).where(
                DraftCorrection.version_id == version.id,
                DraftCorrection.number <= version.edit_count - KEPT_CORRECTIONS,
            )
        )
        journal.record(
            f"version.corrected.{act}", version, actor_id=actor.id, number=version.edit_count
        )


def rewrite(version: Version, seen: int, key: str, source: str, *, actor: User) -> None:
    """Other words for a passage or heading; lines of `===` cut a passage into several."""
    if len(source) > MAX_SOURCE:
        raise DomainError(_("Ce texte est trop long pour un seul passage : coupez-le."))
    with correction(version, seen, "rewrite", actor) as text:
        at = text.index(key)
        entry = text.entries[at]
        if isinstance(entry, Heading):
            if source != heading_markup(entry.html):
                _write_heading(entry, source)
            return
        if source.replace("\r\n", "\n").strip() == to_markup(entry.html):
            return
        pieces = [from_markup(piece) for piece in CUT.split(source.replace("\r\n", "\n"))]
        pieces = [piece for piece in pieces if not is_blank(plain_text(piece)) or "<img" in piece]
        if not pieces:
            raise DomainError(_("Écrivez le texte du passage. Pour le retirer, supprimez-le."))
        entry.html, entry.text = pieces[0], plain_text(pieces[0])
        text.insert_after(
            at, [Block(_kind_like(entry.kind), 0, html, plain_text(html)) for html in pieces[1:]]
        )


def describe_image(version: Version, seen: int, key: str, words: str, *, actor: User) -> None:
    """Give the first image of a passage its alternative text."""
    with correction(version, seen, "describe", actor) as text:
        entry = text.entries[text.index(key)]
        words = escape(" ".join(words.split()), quote=True)
        bare = re.sub(r'(<img\b[^>]*?)\s+alt="[^"]*"', r"\1", entry.html, count=1)
        entry.html = re.sub(
            r"<img\b", lambda match: f'{match.group()} alt="{words}"', bare, count=1
        )


def image_words(html: str) -> str:
    """The alternative text of the first image of a passage."""
    found = re.search(r'<img\b[^>]*\balt="([^"]*)"', html)
    return unescape(found.group(1)) if found else ""


def merge_with_next(version: Version, seen: int, key: str, *, actor: User) -> None:
    """Make one passage of two, or one heading of two; the first keeps its identity."""
    with correction(version, seen, "merge", actor) as text:
        at = text.index(key)
        if at + 1 >= len(text.entries):
            raise DomainError(_("Rien ne suit : il n’y a rien à fusionner."))
        first, second = text.entries[at], text.entries[at + 1]
        if isinstance(first, Heading) and isinstance(second, Heading):
            _write_heading_html(first, f"{first.html} {second.html}")
        elif isinstance(first, Passage) and isinstance(second, Passage):
            first.html = _JOINED.sub(_joint, first.html + second.html)
            first.text = plain_text(first.html)
            first.kind = BlockKind.LIST if first.kind is BlockKind.ITEM else first.kind
        else:
            raise DomainError(
                _("Un titre ne se fusionne qu’avec un titre, un passage qu’avec un passage.")
            )
        session.delete(text.entries.pop(at + 1))


def move(version: Version, seen: int, key: str, by: int, *, actor: User) -> None:
    """One place up (`by` -1) or down (1)."""
    with correction(version, seen, "move", actor) as text:
        at = text.index(key)
        if not 0 <= at + by < len(text.entries):
            raise DomainError(_("Ce passage est déjà au bout du texte."))
        text.entries.insert(at + by, text.entries.pop(at))


def move_to(
    version: Version, seen: int, key: str, place: int, *, with_content: bool, actor: User
) -> None:
    """To the `place`-th entry of the text (from 1); a heading may take its section along."""
    with correction(version, seen, "move", actor) as text:
        at = text.index(key)
        end = _section_end(text.entries, at) if with_content else at + 1
        moved = text.entries[at:end]
        del text.entries[at:end]
        target = min(max(place, 1), len(text.entries) + 1) - 1
        text.entries[target:target] = moved


def relevel(version: Version, seen: int, key: str, level: int, *, actor: User) -> None:
    """Another level for a heading, from 1 to 6; the headings under it follow."""
    with correction(version, seen, "level", actor) as text:
        at = text.index(key)
        entry = text.entries[at]
        if not isinstance(entry, Heading) or not 1 <= level <= 6:
            raise DomainError(_("Seul un titre a un niveau, de 1 à 6."))
        by = level - entry.level
        for each in text.entries[at : _section_end(text.entries, at)]:
            if isinstance(each, Heading):
                each.level = min(max(each.level + by, 1), 6)


def turn(version: Version, seen: int, key: str, level: int, *, actor: User) -> None:
    """Make a passage a heading of `level`, or with level 0 a heading a passage."""
    with correction(version, seen, "turn", actor) as text:
        at = text.index(key)
        entry = text.entries[at]
        if isinstance(entry, Heading):
            html = f"<p>{entry.html}</p>"
            text.replace(at, Block(BlockKind.PARAGRAPH, 0, html, entry.text))
            return
        words = " ".join(entry.text.split())
        if is_blank(words) or len(words) > MAX_HEADING:
            raise DomainError(_("Un titre tient en %(most)s caractères.", most=MAX_HEADING))
        level = min(max(level, 1), 6)
        text.replace(at, Block(BlockKind.HEADING, level, escape(words, quote=False), words))


def remove(version: Version, seen: int, key: str, *, actor: User) -> None:
    """Take an entry out of the draft; undoing brings it back."""
    with correction(version, seen, "remove", actor) as text:
        session.delete(text.entries.pop(text.index(key)))


def set_open(
    version: Version, seen: int, key: str, is_open: bool, *, with_content: bool, actor: User
) -> None:
    """Say whether the public may comment on an entry, or on a heading and all under it."""
    with correction(version, seen, "open" if is_open else "shut", actor) as text:
        at = text.index(key)
        end = _section_end(text.entries, at) if with_content else at + 1
        for entry in text.entries[at:end]:
            entry.is_open = is_open


def _section_end(entries: list[Entry], at: int) -> int:
    """One past the last entry under the heading at `at`; a passage has nothing under it."""
    head = entries[at]
    if not isinstance(head, Heading):
        return at + 1
    for index in range(at + 1, len(entries)):
        entry = entries[index]
        if isinstance(entry, Heading) and entry.level <= head.level:
            return index
    return len(entries)


def _write_heading(entry: Heading, source: str) -> None:
    _write_heading_html(entry, heading_html(source))


def _write_heading_html(entry: Heading, html: str) -> None:
    words = plain_text(html)
    if is_blank(words):
        raise DomainError(_("Écrivez le titre. Pour le retirer, supprimez-le."))
    if len(words) > MAX_HEADING:
        raise DomainError(_("Un titre tient en %(most)s caractères.", most=MAX_HEADING))
    entry.html, entry.text = html, words


def _joint(match: re.Match[str]) -> str:
    """Two paragraphs become one line of words, two lists one list."""
    return " " if match.group(1) == "p" else ""


def _kind_like(kind: BlockKind) -> BlockKind:
    """What the second half of a passage is."""
    return BlockKind.PARAGRAPH if kind is BlockKind.IMAGE else kind
