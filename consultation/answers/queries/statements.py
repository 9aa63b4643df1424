"""The published answers that stand under the statements and the chapters of a synthesis."""

from collections.abc import Sequence

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased

from consultation.answers.models import Answer
from consultation.answers.queries.cards import Card, card_from, card_query
from consultation.answers.queries.reached import IS_PUBLIC, is_read
from consultation.core.db import session
from consultation.synthesis.models import Chapter, Statement

_Theirs = aliased(Chapter)
"""The chapter about the theme that is answered."""


def cards_under(
    consultation_id: int, statement_keys: Sequence[str], chapter_keys: Sequence[str]
) -> dict[str, list[Card]]:
    """By the key of a statement or of a theme's chapter, oldest first; one statement."""
    rows = session.execute(
        card_query(is_read())
        .add_columns(Statement.key, _Theirs.key)
        .outerjoin(
            _Theirs, and_(_Theirs.theme_id == Answer.theme_id, _Theirs.key.in_(chapter_keys))
        )
        .where(
            Answer.consultation_id == consultation_id,
            IS_PUBLIC,
            or_(Statement.key.in_(statement_keys), _Theirs.key.is_not(None)),
        )
        .order_by(Answer.published_at, Answer.id)
    )
    found: dict[str, list[Card]] = {}
    for *row, statement, chapter in rows:
        found.setdefault(statement or chapter, []).append(card_from(*row))
    return found
