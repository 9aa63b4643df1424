"""The opinions that statements cite, and those that they may come to cite."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, func, select

from consultation.committees.models.opinion import Opinion, OpinionBlock
from consultation.committees.queries.linked import last_editions
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.core.i18n import in_language
from consultation.synthesis.models import OpinionCitation, Statement
from consultation.synthesis.opinions import Asked, asked_in


def citable(consultation: Consultation) -> dict[str, Asked]:
    """By reference, what its committees published: named in the consultation's language."""
    if not consultation.has_committee:
        return {}
    with in_language(consultation.language):
        return asked_in(last_editions(consultation.id))


def refs_of(statement_ids: Sequence[int]) -> dict[int, list[str]]:
    """By statement, the references that it cites, in the order in which it came to."""
    rows = session.execute(
        select(OpinionCitation.statement_id, Opinion.key, OpinionBlock.key)
        .join(Opinion, Opinion.id == OpinionCitation.opinion_id)
        .outerjoin(OpinionBlock, OpinionBlock.id == OpinionCitation.block_id)
        .where(OpinionCitation.statement_id.in_(statement_ids))
        .order_by(OpinionCitation.id)
    )
    found: dict[int, list[str]] = {}
    for statement_id, opinion, block in rows:
        found.setdefault(statement_id, []).append(f"{opinion}.{block}" if block else opinion)
    return found


def opinion_count() -> ScalarSelect[int]:
    """How many opinions and recommendations a statement rests on; its table is the query's."""
    return (
        select(func.count(OpinionCitation.id))
        .where(OpinionCitation.statement_id == Statement.id)
        .correlate(Statement)
        .scalar_subquery()
    )
