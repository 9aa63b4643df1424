"""Opinions of committees among the sources of a statement, apart from contributions."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.committees.models.opinion import Opinion, OpinionBlock
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.synthesis.models import OpinionCitation, Statement
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.opinions import citable, refs_of
from consultation.synthesis.services.citing import hold

MOST = 20
"""Of them under one statement."""


def cite_opinions(
    consultation: Consultation, statement: Statement, refs: Sequence[str], *, actor: User
) -> int:
    """The statement rests on these too; how many are new. Those cited already stay so."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        hold(statement)
        known = citable(consultation)
        wanted = [each for each in dict.fromkeys(refs) if each in known]
        if not wanted:
            raise DomainError(_("Choisissez un avis publié, ou l’une de ses recommandations."))
        there = refs_of([statement.id]).get(statement.id, [])
        new = [each for each in wanted if each not in there]
        if len(there) + len(new) > MOST:
            raise DomainError(_("%(most)s avis ou recommandations au plus par énoncé.", most=MOST))
        current.add_all(
            OpinionCitation(statement_id=statement.id, by_id=actor.id, **_rows(each))
            for each in new
        )
    return len(new)


def uncite_opinion(
    consultation: Consultation, statement: Statement, ref: str, *, actor: User
) -> None:
    """It rests on that one no more."""
    require(can_code(roles_of(actor, consultation.id)))
    opinion, _dot, block = ref.partition(".")
    with transaction() as current:
        hold(statement)
        blocks = select(OpinionBlock.id).where(OpinionBlock.key == block).scalar_subquery()
        current.execute(
            delete(OpinionCitation).where(
                OpinionCitation.statement_id == statement.id,
                OpinionCitation.opinion_id.in_(select(Opinion.id).where(Opinion.key == opinion)),
                OpinionCitation.block_id == blocks if block else OpinionCitation.block_id.is_(None),
            )
        )


def _rows(ref: str) -> dict[str, int | None]:
    """The rows that a reference names; it was found among what is published."""
    opinion, _dot, block = ref.partition(".")
    return {
        "opinion_id": session.scalars(select(Opinion.id).where(Opinion.key == opinion)).one(),
        "block_id": session.scalars(
            select(OpinionBlock.id).where(OpinionBlock.key == block)
        ).one()
        if block
        else None,
    }  # fmt: skip
