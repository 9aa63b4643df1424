"""The list of insults: each time it is saved it is a new version, and the old ones stay."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import hold_named_lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import tidy
from consultation.screening.models import InsultList
from consultation.screening.queries import forget_insults, insult_lists

LIST_LOCK = 7319
LETTERS_MAX = 20_000
LINE_MAX = 80


def save_insults(words: str, *, seen: int, actor: User) -> InsultList:
    """Put `words` in force; `seen` is the version that the administrator had before them.

    The same words again make no new version.
    """
    require(actor.is_administrator)
    words = tidy(words)
    _check(words)
    with transaction() as current:
        hold_named_lock(LIST_LOCK)
        last = session.scalars(insult_lists().limit(1)).one_or_none()
        version = last.version if last else 0
        if version != seen:
            raise ConflictError(
                _(
                    "Quelqu’un d’autre vient de changer cette liste. La vôtre n’est pas "
                    "enregistrée : relisez-la, puis enregistrez de nouveau."
                )
            )
        if last is not None and last.words == words:
            return last
        made = InsultList(version=version + 1, words=words, saved_at=now(), saved_by_id=actor.id)
        current.add(made)
        current.flush()
        journal.record("insults.saved", made, actor_id=actor.id, version=made.version)
    forget_insults()
    return made


def _check(words: str) -> None:
    if len(words) > LETTERS_MAX:
        raise DomainError(_("La liste compte 20 000 signes au plus : raccourcissez-la"))
    for number, line in enumerate(words.split("\n"), start=1):
        if len(line) > LINE_MAX:
            raise DomainError(
                _(
                    "La ligne %(number)s compte plus de %(most)s signes : écrivez une expression "
                    "par ligne",
                    number=number,
                    most=LINE_MAX,
                )
            )


def insult_list(version: int) -> InsultList | None:
    """One version of the list, as it was saved."""
    return session.scalars(select(InsultList).where(InsultList.version == version)).one_or_none()
