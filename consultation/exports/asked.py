"""What an export is of, and the information page that says so. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from consultation.exports.rows import Column, columns_for

SEPARATORS = {"semicolon": ";", "comma": ","}


@dataclass(frozen=True)
class Filters:
    """Which contributions; empty means all. `separator` is of CSV alone, the rest of papers."""

    document: str = ""
    kind: str = ""
    public_only: bool = False
    separator: str = "semicolon"
    with_annex: bool = True
    is_draft: bool = False

    def form(self) -> dict[str, Any]:
        """As the table keeps it."""
        return asdict(self)


def fingerprint_of(*parts: object) -> str:
    """The same parts give the same name."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """All that the file says of itself: the same request of the same day says the same."""

    consultation: str
    address: str
    by: str
    as_of: date
    format: str
    filters: Filters
    has_names: bool
    corpus: str
    versions: Sequence[tuple[str, int, str]]
    """Each text with the number and the hash of its published version."""
    codebook: int
    software: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """Of the table."""
        return columns_for(has_names=self.has_names)

    @property
    def names(self) -> list[str]:
        """Of those columns."""
        return [column.name for column in self.columns]


LICENCE = (
    "Licence Ouverte / Open Licence 2.0 (Etalab) pour les contributions ; ni les personnes ni les "
    "pseudonymes ne se croisent avec d’autres données",
    "Licence Ouverte / Open Licence 2.0 (Etalab) for the contributions; neither people nor "
    "pseudonyms may be matched with other data",
)
WITH_NAMES = (
    "Usage interne : ce fichier contient des données à caractère personnel et ne se publie pas",
    "Internal use: this file holds personal data and is not to be published",
)
HEAD = ("français", "English", "valeur / value")


def information(asked: Asked, count: int, rows_hash: str) -> list[tuple[str, str, str]]:
    """The lines of the information page: French, English, value."""
    licence = WITH_NAMES if asked.has_names else LICENCE
    lines = [
        ("Consultation", "Consultation", asked.consultation),
        ("Adresse", "Address", asked.address),
        ("Demandé par", "Asked by", asked.by),
        ("Date", "Date", asked.as_of.isoformat()),
        ("Format", "Format", asked.format),
        ("Texte (identifiant)", "Text (identifier)", asked.filters.document or "*"),
        ("Nature", "Kind", asked.filters.kind or "*"),
        ("Seulement ce qui est publié", "Only what is published",
         "oui / yes" if asked.filters.public_only else "non / no"),
        ("Noms", "Names", "oui / yes" if asked.has_names else "non / no"),
        ("Lignes", "Rows", str(count)),
        ("Empreinte des lignes (SHA-256)", "Hash of the rows (SHA-256)", rows_hash),
        ("Empreinte du corpus (SHA-256)", "Hash of the corpus (SHA-256)", asked.corpus),
    ]  # fmt: skip
    lines += [
        (f"Texte « {title} »", f"Text “{title}”", f"version {number}, {sha256}")
        for title, number, sha256 in asked.versions
    ]
    lines += [
        ("Grille d’analyse, état", "Codebook, state", str(asked.codebook)),
        ("Logiciel", "Software", asked.software),
        ("Licence", "Licence", " — ".join(licence)),
    ]
    return lines


def dictionary(columns: Iterable[Column]) -> list[tuple[str, str, str, str, str]]:
    """The data dictionary: name, type, French, English, the values that there are."""
    return [
        (each.name, each.kind, each.french, each.english, ", ".join(filter(None, each.words)))
        for each in columns
    ]


DICTIONARY_HEAD = ("colonne / column", "type", "français", "English", "valeurs / values")
