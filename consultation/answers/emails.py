"""What answers write to people: one mail about all that came out together."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.answers.queries.cards import Card
from consultation.answers.queries.concerned import Reader
from consultation.answers.words import about_words, outcome_word
from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _n
from consultation.core.links import absolute
from consultation.core.text import plain_text

SHOWN = 8
QUOTED = 500


@dataclass(frozen=True)
class Item:
    """One answer, as a mail shows it."""

    numbers: Sequence[int]
    """Of the person's own contributions that it concerns."""
    about: str
    outcome: str
    words: str
    correction: str
    link: str
    said: str = ""
    """How the first of these contributions begins."""


def answers_published(
    consultation: Consultation, to: str, reader: Reader, cards: Sequence[Card]
) -> mail.Email:
    """Answers to what `reader` wrote; to somebody who follows only, all that came out."""
    language = reader.person.language
    name = consultation.short_title or consultation.title
    own = {number for numbers in reader.numbers.values() for number in numbers}

    def items() -> list[Item]:
        return [_item(reader, card, language) for card in cards[:SHOWN]]

    def subject() -> str:
        if own:
            return _n(
                "L’institution répond à votre contribution : %(name)s",
                "L’institution répond à %(num)s de vos contributions : %(name)s",
                len(own), name=name,
            )  # fmt: skip
        return _n(
            "L’institution publie une réponse : %(name)s",
            "L’institution publie %(num)s réponses : %(name)s", len(cards), name=name,
        )  # fmt: skip

    return mail.write(
        "answers.published",
        to,
        language,
        subject,
        consultation=consultation,
        is_own=bool(own),
        items=items,
        left=max(0, len(cards) - SHOWN),
        mine=absolute("contributions.mine", language),
        messages=absolute("contributions.messages", language),
        all_answers=absolute("answers.published", language, slug=consultation.slug),
    )


def _item(reader: Reader, card: Card, language: str) -> Item:
    words = " ".join(plain_text(card.version.html).split())
    numbers = reader.numbers.get(card.answer.id, ())
    return Item(
        numbers,
        about_words(card.about),
        outcome_word(card.version.outcome),
        words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + "…",
        card.version.change_note,
        absolute("answers.answer", language, slug=card.slug, key=card.answer.key),
        reader.words.get(numbers[0], "") if numbers else "",
    )
