"""The charter's addresses that have something to show."""

from consultation.accounts.models import User
from consultation.accounts.services.charter import (
    Book,
    ClauseWords,
    InstanceBook,
    begin,
    publish,
    write_clause,
)
from consultation.consultations.models import Consultation
from consultation.consultations.services.charter import ConsultationBook


def charter_addresses(
    row: Consultation, organiser: User | None, administrator: User | None, secret: str
) -> dict[str, str]:
    """A clause of the consultation's own, and the next versions in preparation."""
    assert organiser is not None
    assert administrator is not None
    own = ConsultationBook(row)
    begin(own, actor=organiser)
    words = ClauseWords(secret, secret, secret, secret)
    write_clause(own, "", words, seen=0, actor=organiser)
    publish(own, secret, secret, seen=1, is_mailed=False, actor=organiser)
    begin(own, actor=organiser)
    begin(InstanceBook(), actor=administrator)
    return {
        "accounts.admin_clause key": _first_clause(InstanceBook()),
        "consultations.clause key": _first_clause(own),
    }


def _first_clause(book: Book) -> str:
    draft = book.draft()
    assert draft is not None
    return str(draft.clauses[0]["key"])
