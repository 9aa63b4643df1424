"""What the synthesis writes to people: one mail about everything that they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _, _n
from consultation.core.links import absolute
from consultation.synthesis.models import Edition
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.public import opened_at
from consultation.synthesis.queries.concerned import Concerned, Own
from consultation.synthesis.words import reasons

SHOWN = 8
"""Contributions whose words a mail quotes."""
STATEMENTS = 3
"""Statements that it names under each."""


@dataclass(frozen=True)
class Item:
    """A contribution that is cited, as a mail shows it."""

    number: int
    words: str
    statements: Sequence[tuple[str, str]]
    """What each says, and where it is read."""
    left: int


def synthesis_published(
    consultation: Consultation, edition: Edition, to: str, reader: Concerned
) -> mail.Email:
    """What an edition made of what `reader` said."""
    language = reader.person.language
    name = consultation.short_title or consultation.title
    cited = [each for each in reader.contributions if each.cited]
    sentences = statements_said(edition)

    def subject() -> str:
        if cited:
            return _n(
                "La synthèse cite votre contribution : %(name)s",
                "La synthèse cite %(num)s de vos contributions : %(name)s", len(cited), name=name,
            )  # fmt: skip
        return _("La synthèse est publiée : %(name)s", name=name)

    return mail.write(
        "synthesis.published",
        to,
        language,
        subject,
        consultation=consultation,
        title=edition.text["title"],
        change_note=edition.change_note,
        items=[_item(each, sentences, consultation, language) for each in cited[:SHOWN]],
        left=max(0, len(cited) - SHOWN),
        others=lambda: _others(reader.contributions),
        synthesis=absolute("synthesis.public_synthesis", language, slug=consultation.slug),
        mine=absolute("contributions.mine", language),
        messages=absolute("contributions.messages", language),
    )


def statements_said(edition: Edition) -> dict[str, str]:
    """The words of each statement, by its key."""
    return {
        each["key"]: "".join(words for words, _legend in each["pieces"])
        for chapter in edition.text["chapters"]
        for each in chapter["statements"]
    }


def _item(
    own: Own, sentences: Mapping[str, str], consultation: Consultation, language: str
) -> Item:
    links = [
        (
            sentences.get(each.statement, ""),
            absolute(
                "synthesis.public_synthesis", language, slug=consultation.slug,
                **opened_at(each.statement, each.place),
            ),
        )
        for each in own.cited[:STATEMENTS]
    ]  # fmt: skip
    return Item(own.number, own.words, links, len(own.cited) - len(links))


def _others(contributions: Sequence[Own]) -> list[str]:
    """A sentence for each way of being read without being cited."""
    why = dict(reasons())
    groups: dict[str, list[int]] = {}
    for own in contributions:
        if own.cited:
            continue
        groups.setdefault(_kind(own), []).append(own.number)
    return [_sentence(kind, numbers, why) for kind, numbers in sorted(groups.items())]


def _kind(own: Own) -> str:
    if own.state is ReadingState.SET_ASIDE and own.reason is not None:
        return f"aside:{own.reason.value}"
    return "coded" if own.state is ReadingState.CODED else "unread"


def _sentence(kind: str, numbers: Sequence[int], why: Mapping[str, str]) -> str:
    listed, count = ", ".join(map(str, numbers)), len(numbers)
    if kind == "coded":
        return _n(
            "Votre contribution n° %(numbers)s a été lue et classée : elle compte avec son thème.",
            "Vos contributions n° %(numbers)s ont été lues et classées : elles comptent avec leurs "
            "thèmes.", count, numbers=listed,
        )  # fmt: skip
    if kind == "unread":
        return _n(
            "Votre contribution n° %(numbers)s n’a pas encore été lue : la synthèse le dit.",
            "Vos contributions n° %(numbers)s n’ont pas encore été lues : la synthèse le dit.",
            count, numbers=listed,
        )  # fmt: skip
    return _n(
        "Votre contribution n° %(numbers)s a été lue et mise à part : %(reason)s.",
        "Vos contributions n° %(numbers)s ont été lues et mises à part : %(reason)s.",
        count, numbers=listed, reason=why[kind.removeprefix("aside:")].lower(),
    )  # fmt: skip
