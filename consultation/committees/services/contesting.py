"""Minority statements: written, signed by others, signatures withdrawn, until the deadline."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.contesting import MinorityStatement, StatementSignature
from consultation.committees.models.opinion import BlockType, Opinion
from consultation.committees.permissions import can_sign, takes_statements
from consultation.committees.services.text import Hand, hold, standing_line
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.templating import num
from consultation.core.text import is_blank, render_markup, tidy

MAX_STATEMENT = 5_000


def write_statement(
    opinion: Opinion, source: str, *, key: str = "", actor: User
) -> MinorityStatement:
    """Write a minority statement against a recommendation, or against the whole; and sign it."""
    with transaction() as current:
        hand = _hold(opinion, actor)
        block_id = None
        if key:
            line = standing_line(opinion, key)
            if line.block.type is not BlockType.RECOMMENDATION:
                raise NotFoundError
            block_id = line.block.id
        statement = MinorityStatement(
            opinion_id=opinion.id, block_id=block_id, author_id=hand.member.id
        )
        _write(statement, source)
        current.add(statement)
        current.flush()
        current.add(StatementSignature(statement_id=statement.id, member_id=hand.member.id))
        journal.record("minority.written", statement, actor_id=actor.id)
    return statement


def edit_statement(opinion: Opinion, key: str, source: str, *, seen: int, actor: User) -> None:
    """Word it anew, as long as nobody else has signed these words."""
    with transaction():
        hand = _hold(opinion, actor)
        statement = _held(opinion, key)
        require(statement.author_id == hand.member.id)
        if statement.signature_count != 1 or not _is_signed(statement, hand):
            raise ConflictError(
                _("D’autres personnes ont signé ces mots : ils ne changent plus. Écrivez-en "
                  "d’autres dans une nouvelle opinion minoritaire.")
            )  # fmt: skip
        if seen != statement.edit_count:
            raise ConflictError(_("Ce texte vient de changer : relisez-le d’abord."))
        _write(statement, source)
        statement.edit_count += 1
        journal.record("minority.edited", statement, actor_id=actor.id)


def sign_statement(opinion: Opinion, key: str, *, seen: int, actor: User) -> None:
    """Sign it with the others: the very words that one has read."""
    with transaction():
        hand = _hold(opinion, actor)
        statement = _held(opinion, key)
        if seen != statement.edit_count:
            raise ConflictError(_("Ce texte vient de changer : relisez-le avant de le signer."))
        held = session.get(
            StatementSignature, (statement.id, hand.member.id), populate_existing=True
        )
        if held is not None and held.withdrawn_at is None:
            return
        if held is None:
            session.add(StatementSignature(statement_id=statement.id, member_id=hand.member.id))
        else:
            held.withdrawn_at, held.signed_at = None, now()
        statement.signature_count += 1
        journal.record("minority.signed", statement, actor_id=actor.id)


def withdraw_signature(opinion: Opinion, key: str, *, actor: User) -> None:
    """Take one's signature back. Without any, the statement stands no more."""
    with transaction():
        hand = hold(opinion, actor)
        _refuse_late(opinion)
        statement = _held(opinion, key)
        held = session.get(
            StatementSignature, (statement.id, hand.member.id), populate_existing=True
        )
        if held is None or held.withdrawn_at is not None:
            raise ConflictError(_("Votre signature n’y est pas."))
        held.withdrawn_at = now()
        statement.signature_count -= 1
        journal.record("minority.unsigned", statement, actor_id=actor.id)


def _hold(opinion: Opinion, actor: User) -> Hand:
    """The text held, by somebody who may sign, before the deadline."""
    hand = hold(opinion, actor)
    _refuse_late(opinion)
    require(can_sign(hand.standing, opinion, now()))
    return hand


def _refuse_late(opinion: Opinion) -> None:
    if not takes_statements(opinion, now()):
        raise ConflictError(
            _("L’heure est passée : les opinions minoritaires et leurs signatures sont closes.")
        )


def _held(opinion: Opinion, key: str) -> MinorityStatement:
    """A statement that stands, as it is now."""
    statement = session.scalars(
        select(MinorityStatement)
        .where(MinorityStatement.opinion_id == opinion.id, MinorityStatement.key == key)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if statement is None or statement.signature_count < 1:
        raise NotFoundError
    return statement


def _is_signed(statement: MinorityStatement, hand: Hand) -> bool:
    held = session.get(StatementSignature, (statement.id, hand.member.id), populate_existing=True)
    return held is not None and held.withdrawn_at is None


def _write(statement: MinorityStatement, source: str) -> None:
    source = tidy(source)
    if is_blank(source):
        raise DomainError(_("Écrivez ce que vous contestez, et pourquoi"))
    if len(source) > MAX_STATEMENT:
        raise DomainError(
            _("Une opinion minoritaire tient en %(most)s caractères.", most=num(MAX_STATEMENT))
        )
    statement.source, statement.html = source, render_markup(source)
