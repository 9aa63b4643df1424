"""The clauses that a contribution is held to: the charter, then the consultation's own.

Each of the two has its versions. A clause says of which one it is, and a decision keeps both the
clause and that version, so that `clause_named` finds the words that were applied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultation.accounts.charter import (
    BilingualClause,
    PublishedCharter,
    charter_in_force,
    last_published,
    published,
)
from consultation.accounts.models import CharterVersion
from consultation.consultations.models import ConsultationCharter
from consultation.core.i18n import current_language

OWN = "C"
"""Begins the reference of a consultation's own clause."""


@dataclass(frozen=True)
class Clause:
    """One numbered rule. `ref` is « 5 » for the instance's, « C2 » for the consultation's own.

    `version` is that of the charter that it stands in: the instance's, or the consultation's own.
    """

    ref: str
    title: str
    text: str
    version: int = 1
    category: str = ""
    """What a breach of it is, in the Commission's words."""


def version_in_force(ref: str = "", consultation_id: int | None = None) -> int:
    """The version that applies to what is sent now: of the charter that `ref` stands in.

    Without a reference, the instance's. 0 for a consultation that adds no clause.
    """
    if ref.startswith(OWN):
        if consultation_id is None:
            raise ValueError(f"{ref} is a clause of a consultation: which one?")
        return last_published(ConsultationCharter, consultation_id=consultation_id)
    return last_published(CharterVersion)


def own_charter(consultation_id: int, number: int | None = None) -> PublishedCharter | None:
    """What a consultation adds, today or in an older version; None where it adds nothing."""
    if number is None:
        number = version_in_force(OWN, consultation_id)
    if number == 0:
        return None
    return published(ConsultationCharter, number, consultation_id=consultation_id)


def clauses_in_force(consultation_id: int | None) -> Sequence[Clause]:
    """What applies in that consultation, in the language of the page; without one, everywhere."""
    common = charter_in_force()
    own = own_charter(consultation_id) if consultation_id is not None else None
    return (*in_words(common), *(in_words(own, OWN) if own else ()))


def in_words(charter: PublishedCharter, prefix: str = "") -> Sequence[Clause]:
    """The clauses of a version in the language of the page, each under its reference."""
    return tuple(_numbered(charter.clauses, charter.number, prefix))


def _numbered(clauses: Iterable[BilingualClause], version: int, prefix: str) -> Iterable[Clause]:
    language = current_language()
    for number, clause in enumerate(clauses, start=1):
        yield Clause(
            f"{prefix}{number}",
            clause.title(language),
            clause.text(language),
            version,
            clause.category,
        )


def clause_named(ref: str, version: int, consultation_id: int | None) -> Clause | None:
    """A clause as it was in the version that a decision names, in the language of the page.

    None where there is no such clause. It asks the database nothing once the version was read.
    """
    if ref.startswith(OWN):
        charter = own_charter(consultation_id, version) if consultation_id is not None else None
        prefix = OWN
    else:
        charter, prefix = published(CharterVersion, version), ""
    if charter is None:
        return None
    return next((each for each in in_words(charter, prefix) if each.ref == ref), None)
