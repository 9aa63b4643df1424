"""What answers write to people: one mail about all that came out together, one of what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consultation.accounts.models import User
from consultation.answers.models import Answer, Milestone, MilestoneReport
from consultation.answers.queries.cards import Card
from consultation.answers.queries.concerned import Reader
from consultation.answers.queries.news import NOTHING, EditionOut, News
from consultation.answers.queries.opinions import Recommendation
from consultation.answers.subjects import Kind
from consultation.answers.words import about_words, outcome_word
from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.i18n import _, _n
from consultation.core.links import absolute
from consultation.core.templating import plain_day
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
    link_words: str = ""
    """What is read there, where it is no answer."""


@dataclass(frozen=True)
class Told:
    """What one mail says: answers, then news."""

    cards: Sequence[Card] = ()
    news: News = NOTHING
    reported: Mapping[int, Card] = field(default_factory=dict)
    """The answers whose promises were reported on, by id."""

    @property
    def count(self) -> int:
        """How many things it tells of."""
        return len(self.cards) + len(self.news.editions) + len(self.news.reports)

    def __bool__(self) -> bool:
        return self.count > 0


def answers_published(
    consultation: Consultation, to: str, reader: Reader, told: Told
) -> mail.Email:
    """Answers to what `reader` wrote, and what became of their promises; to who follows, all."""
    language = reader.person.language
    name = consultation.short_title or consultation.title
    own = {number for numbers in reader.numbers.values() for number in numbers}

    def items() -> list[Item]:
        cards = [_item(reader, card, language) for card in told.cards]
        editions = [_edition(each, language) for each in told.news.editions]
        reports = [
            _report(report, milestone, told.reported[milestone.answer_id], reader)
            for report, milestone in told.news.reports
            if milestone.answer_id in told.reported
        ]
        return [*editions, *cards, *reports][:SHOWN]

    return mail.write(
        "answers.published",
        to,
        language,
        lambda: _subject(told, len(own), name),
        consultation=consultation,
        is_own=bool(own) or not reader.follows,
        is_answered=bool(own),
        items=items,
        left=max(0, told.count - SHOWN),
        mine=absolute("contributions.mine", language),
        messages=absolute("contributions.messages", language),
        all_answers=absolute("answers.published", language, slug=consultation.slug),
    )


def _subject(told: Told, own: int, name: str) -> str:
    if own:
        return _n(
            "L’institution répond à votre contribution : %(name)s",
            "L’institution répond à %(num)s de vos contributions : %(name)s", own, name=name,
        )  # fmt: skip
    if told.news.editions:
        edition = told.news.editions[0]
        if edition.number == 1:
            return _("Le comité publie son avis : %(name)s", name=name)
        return _("Le comité corrige son avis : %(name)s", name=name)
    if told.cards:
        return _n(
            "L’institution publie une réponse : %(name)s",
            "L’institution publie %(num)s réponses : %(name)s", len(told.cards), name=name,
        )  # fmt: skip
    return _n(
        "L’institution rend compte d’un engagement : %(name)s",
        "L’institution rend compte de %(num)s engagements : %(name)s",
        len(told.news.reports), name=name,
    )  # fmt: skip


def _edition(each: EditionOut, language: str) -> Item:
    return Item(
        (),
        _("L’avis du comité, « %(title)s »", title=each.title),
        _("Publié") if each.number == 1
        else _("Corrigé, édition %(number)s", number=each.number),
        each.committee,
        "",
        absolute("committees.published_opinion", language, slug=each.slug),
        link_words=_("Lire l’avis"),
    )  # fmt: skip


def _report(report: MilestoneReport, milestone: Milestone, card: Card, reader: Reader) -> Item:
    words = " ".join(report.words.split())
    if report.due_after is not None:
        moved = _("Nouvelle date : %(day)s.", day=plain_day(report.due_after))
        words = f"{words} {moved}"
    return Item(
        reader.reported.get(milestone.answer_id, ()),
        milestone.what,
        _("Engagement tenu") if report.is_done else _("Point d’avancement"),
        words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + "…",
        "",
        absolute("answers.answer", reader.person.language, slug=card.slug, key=card.answer.key),
        link_words=about_words(card.about),
    )


def answers_late(
    consultation: Consultation, to: User, promises: Sequence[tuple[Milestone, Answer]],
    asked: Sequence[Recommendation],
) -> mail.Email:  # fmt: skip
    """To somebody who organises: promises whose date has passed, recommendations that wait."""
    name = consultation.short_title or consultation.title
    language = to.language
    count = len(promises) + len(asked)
    return mail.write(
        "answers.late",
        to.email or "",
        language,
        lambda: _n(
            "%(num)s réponse ou engagement en retard : %(name)s",
            "%(num)s réponses ou engagements en retard : %(name)s", count, name=name,
        ),
        consultation=consultation,
        promises=lambda: [
            (
                milestone.what, plain_day(milestone.due_on) if milestone.due_on else "",
                absolute("answers.write", language, slug=consultation.slug, key=answer.key),
            )
            for milestone, answer in promises[:SHOWN]
        ],
        asked=asked[:SHOWN],
        due_on=lambda: plain_day(consultation.answer_due_on) if consultation.answer_due_on else "",
        left=max(0, len(promises) - SHOWN) + max(0, len(asked) - SHOWN),
        desk=absolute(
            "answers.desk", language, slug=consultation.slug, objet=Kind.RECOMMENDATION.value
        ),
    )  # fmt: skip


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
