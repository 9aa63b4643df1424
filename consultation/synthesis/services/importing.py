"""Bringing a codebook in from a file, all of it or nothing."""

from dataclasses import asdict, dataclass, replace

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.db import session, transaction
from consultation.synthesis.codebook_files import Entry, from_csv, from_qdc
from consultation.synthesis.models import Theme
from consultation.synthesis.queries.codebook import themes
from consultation.synthesis.services.codebook import add_theme, change_theme
from consultation.synthesis.wording import ThemeWords

XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


@dataclass(frozen=True)
class Imported:
    """How many themes of the file were added, changed, or there already."""

    added: int
    changed: int
    same: int


def import_codebook(consultation: Consultation, content: bytes, *, actor: User) -> Imported:
    """Add what the codebook does not have, change what it has under the same name and parent.

    Nothing is ever taken away by a file. DomainError says what is wrong in it; nothing is written.
    """
    read = from_qdc if content.lstrip()[:4].startswith(XML_STARTS) else from_csv
    entries = read(content)
    counts = {"added": 0, "changed": 0, "same": 0}
    with transaction():
        known = _known(consultation)
        for entry in entries:
            counts[_one(consultation, entry, known, actor)] += 1
    return Imported(**counts)


Known = dict[tuple[str, str], Theme]


def _known(consultation: Consultation) -> Known:
    rows = list(session.scalars(themes(consultation.id).where(Theme.retired_at.is_(None))))
    names = {row.id: row.name.casefold() for row in rows}
    return {(names.get(row.parent_id or 0, ""), row.name.casefold()): row for row in rows}


def _one(consultation: Consultation, entry: Entry, known: Known, actor: User) -> str:
    mark = (entry.parent.casefold(), entry.words.name.casefold())
    found = known.get(mark)
    if found is None:
        parent = known[("", entry.parent.casefold())].key if entry.parent else ""
        known[mark] = add_theme(consultation, entry.words, parent, actor=actor)
        return "added"
    held = ThemeWords(**{name: getattr(found, name) for name in asdict(entry.words)})
    wanted = replace(
        entry.words, name=held.name,
        definition=entry.words.definition or held.definition,
        example=entry.words.example or held.example, colour=entry.words.colour or held.colour,
    )  # fmt: skip
    if wanted == held:
        return "same"
    change_theme(consultation, found.key, wanted, actor=actor)
    return "changed"
