"""Answers as the page of the synthesis shows them, under what they answer."""

from collections.abc import Mapping, Sequence

from flask import url_for

from consultation.answers.queries.cards import Card
from consultation.answers.queries.statements import cards_under
from consultation.core.i18n import _
from consultation.core.text import plain_text
from consultation.synthesis.replies import Reply

QUOTED = 280
"""Characters of an answer; its own page has the whole."""


def replies_under(
    consultation_id: int, statement_keys: Sequence[str], chapter_keys: Sequence[str]
) -> Mapping[str, Sequence[Reply]]:
    """By the key of a statement or of a chapter about a theme."""
    found = cards_under(consultation_id, statement_keys, chapter_keys)
    return {key: [_reply(card) for card in cards] for key, cards in found.items()}


def _reply(card: Card) -> Reply:
    words = " ".join(plain_text(card.version.html).split())
    return Reply(
        card.version.outcome.value,
        words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + "…",
        url_for("answers.answer", slug=card.slug, key=card.answer.key),
        _changed(card),
    )


def _changed(card: Card) -> tuple[str, str] | None:
    spot = card.changed
    if spot is None or spot.number is None:
        return None
    return _("¶ %(number)s modifié", number=spot.number), url_for(
        "reading.paragraph", slug=card.slug, document=spot.document, key=spot.key
    )
