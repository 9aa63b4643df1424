"""Writing statements: each version is kept, and nobody writes over somebody else's words."""

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy
from consultation.synthesis.fields import kept
from consultation.synthesis.models import Chapter, Statement, StatementVersion, SynthesisChange
from consultation.synthesis.models.writing import ChapterKind, SynthesisAct
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.corpus import vocabulary_of
from consultation.synthesis.queries.outline import text_of
from consultation.synthesis.services.opening import held_synthesis

MAX_STATEMENT = 3_000
MOST = 2_000
"""Statements of one synthesis."""


class WrittenMeanwhileError(ConflictError):
    """A colleague wrote a version since this one was opened: `number` is the newest."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


def add_statement(
    consultation: Consultation, chapter: Chapter, text: str, *, actor: User,
    section_id: int | None = None,
) -> Statement:  # fmt: skip
    """A new statement at the end of a chapter; among the objections, that of a section."""
    require(can_code(roles_of(actor, consultation.id)))
    source = checked_text(consultation, text)
    with transaction() as current:
        synthesis = held_synthesis(consultation)
        if chapter.synthesis_id != synthesis.id:
            raise NotFoundError(_("Ce chapitre n’est pas de cette synthèse."))
        count, last = session.execute(
            select(func.count(), func.max(Statement.position))
            .join(Chapter, Chapter.id == Statement.chapter_id)
            .where(Chapter.synthesis_id == synthesis.id)
        ).one()
        if count >= MOST:
            raise DomainError(_("Une synthèse compte %(most)s énoncés au plus.", most=MOST))
        statement = Statement(
            chapter_id=chapter.id, position=(last if last is not None else -1) + 1,
            section_id=section_id if chapter.kind is ChapterKind.OBJECTIONS else None,
        )  # fmt: skip
        current.add(statement)
        current.flush()
        _add_version(statement, source, actor)
        current.add(
            SynthesisChange(
                synthesis_id=synthesis.id, act=SynthesisAct.ADDED, statement_id=statement.id,
                by_id=actor.id,
            )
        )  # fmt: skip
        journal.record("statement.added", statement, actor_id=actor.id)
    return statement


def write(
    consultation: Consultation, statement: Statement, text: str, *, actor: User, base: int
) -> None:
    """Another version of a statement; `base` is the one that the writer had before them.

    Whoever had an older one gets the newer text and merges: nothing is written over.
    """
    require(can_code(roles_of(actor, consultation.id)))
    source = checked_text(consultation, text)
    with transaction():
        _held(statement)
        if source == text_of(statement):
            return
        if statement.version != base:
            raise WrittenMeanwhileError(
                _("Une autre personne vient de récrire cet énoncé : réunissez les deux textes."),
                statement.version,
            )
        statement.version = number = base + 1
        _add_version(statement, source, actor)
        journal.record("statement.written", statement, actor_id=actor.id, number=number)


def restore(
    consultation: Consultation, statement: Statement, number: int, *, actor: User, base: int
) -> None:
    """Say again what an older version said; as a new version, so that nothing goes."""
    require(can_code(roles_of(actor, consultation.id)))
    found = session.get(StatementVersion, (statement.id, number))
    if found is None:
        raise NotFoundError(_("Cette version n’existe pas."))
    write(consultation, statement, found.source, actor=actor, base=base)


def _held(statement: Statement) -> None:
    lock(statement)
    if statement.removed_at is not None:
        raise NotFoundError(_("Cet énoncé a été retiré : annulez son retrait pour l’écrire."))


def _add_version(statement: Statement, source: str, actor: User) -> None:
    session.add(
        StatementVersion(
            statement_id=statement.id, number=statement.version, source=source, by_id=actor.id,
            at=now(),
        )
    )  # fmt: skip
    session.flush()


def checked_text(consultation: Consultation, text: str) -> str:
    """As it is kept. DomainError where it says nothing, too much, or has a field that none knows.

    Fields that are kept already stay understood, whatever became of their theme.
    """
    text = tidy(text).strip()
    if is_blank(text):
        raise DomainError(_("Écrivez l’énoncé."))
    if len(text) > MAX_STATEMENT:
        raise DomainError(_("Un énoncé tient en %(most)s caractères.", most=MAX_STATEMENT))
    return kept(text, vocabulary_of(consultation.id))
