"""What became of contributions, as everybody may read it: coded, cited, answered, acted upon.

Nothing of it is told of a contribution that is not published, and no link leads to what is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from flask import url_for

from consultation.answers.models import Milestone
from consultation.answers.queries.cards import Card, cards_for
from consultation.answers.queries.sequels import (
    Change,
    Coded,
    Standing,
    changes_of,
    codings_of,
    standings_of,
)
from consultation.answers.words import about_words, milestone_word, outcome_word
from consultation.contributions.life import Reply, Sequel, Step
from consultation.core.clock import today
from consultation.core.i18n import _, _n
from consultation.core.redline import abridged, redline
from consultation.core.templating import plain_day
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.public import opened_at
from consultation.synthesis.words import reasons
from consultation.versions.states import fate_word

MOST_LINKS = 4
"""Statements that a timeline leads to; the page of the synthesis has the others."""


def sequels_of(contribution_ids: Sequence[int]) -> Mapping[int, Sequel]:
    """By contribution what was made of it; five statements whatever their number."""
    standings = standings_of(contribution_ids)
    codings = codings_of(standings) if standings else {}
    cards, changes = cards_for(contribution_ids), changes_of(contribution_ids)
    return {
        each: _sequel(
            standings.get(each), codings.get(each, ()), cards.get(each, ()), changes.get(each, ())
        )
        for each in {*standings, *cards, *changes}
    }


def _sequel(
    standing: Standing | None, codings: Sequence[Coded], cards: Sequence[Card],
    changes: Sequence[Change],
) -> Sequel:  # fmt: skip
    steps: list[Step] = []
    if standing is not None:
        steps += _read(standing, codings)
    dated = [*_answered(cards), *(_changed(each) for each in changes)]
    steps += sorted(dated, key=lambda step: step.at or datetime.max.replace(tzinfo=UTC))
    steps += [_promised(card, each.milestone) for card in cards for each in card.promises]
    return Sequel(
        steps,
        [
            Reply(card.version.outcome.value, card.version.html, about_words(card.about),
                  _address(card))
            for card in cards
        ],
        is_synthesised=standing is not None,
    )  # fmt: skip


def _read(standing: Standing, codings: Sequence[Coded]) -> Iterator[Step]:
    """How it was read, once the synthesis says so to everybody."""
    held = [each for each in codings if each.stands]
    names = list(dict.fromkeys(each.theme for each in held))
    if standing.state is ReadingState.SET_ASIDE and standing.reason is not None:
        why = dict(reasons())[standing.reason.value]
        yield Step(_("Lue, sans être codée"), "done", standing.read_at, words=f"{why}.")
    elif names:
        yield Step(
            _n("Classée dans un thème", "Classée dans %(num)s thèmes", len(names)), "done",
            max(each.at for each in held), words=_sentence(names),
        )  # fmt: skip
    else:
        yield Step(_("Pas encore codée"), "later", words=_("La synthèse le dit aussi."))
    places = {each.statement: each.place for each in reversed(codings) if each.statement}
    if places:
        yield Step(
            _n("Citée dans la synthèse", "Citée par %(num)s énoncés de la synthèse", len(places)),
            "done", standing.frozen_at, links=list(_statements(standing, places)),
        )  # fmt: skip
    elif names:
        yield Step(
            _("Pas citée dans la synthèse"), "later", words=_("Elle y compte avec son thème.")
        )


def _sentence(names: Sequence[str]) -> str:
    return ", ".join(_("« %(name)s »", name=name) for name in names) + "."


def _statements(standing: Standing, places: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """Each leads to the statement, its sources open where this one stands among them."""
    first = list(places.items())[:MOST_LINKS]
    for number, (statement, place) in enumerate(first, 1):
        words = (
            _("Lire l’énoncé") if len(places) == 1 else _("Lire l’énoncé %(number)s", number=number)
        )
        yield (
            words,
            url_for(
                "synthesis.public_synthesis", slug=standing.slug, **opened_at(statement, place or 1)
            ),
        )


def _answered(cards: Sequence[Card]) -> Iterator[Step]:
    for card in cards:
        outcome = outcome_word(card.version.outcome)
        yield Step(
            _("Réponse reçue") if card.version.number == 1 else _("Réponse corrigée"), "done",
            card.answer.published_at, words=f"{outcome}. {about_words(card.about)}.",
            links=[(_("Lire la réponse"), _address(card))],
        )  # fmt: skip


def _changed(change: Change) -> Step:
    link = (
        _("version %(number)s", number=change.version),
        url_for(
            "versions.comparison", slug=change.slug, document=change.document,
            old=change.version - 1, new=change.version,
        ),
    )  # fmt: skip
    if change.fate is not None:
        title, words = _("Rédaction proposée : réponse"), f"{fate_word(change.fate)}."
    else:
        title = _("Paragraphe modifié")
        words = _("¶ %(number)s.", number=change.number) if change.number else ""
    return Step(
        title, "done", change.at, words=words, links=[link] if change.version > 1 else (),
        redline=_redline(change),
    )  # fmt: skip


def _redline(change: Change) -> Sequence[tuple[str, str]]:
    """How the paragraph changed; a long one only around what changed."""
    if not change.before or not change.after or change.before == change.after:
        return ()
    found = abridged(redline(change.before, change.after))
    return [(each.kind.value, each.text) for each in found]


def _promised(card: Card, milestone: Milestone) -> Step:
    is_done = milestone.done_on is not None
    return Step(
        _("Engagement tenu") if is_done else _("Engagement"),
        "done" if is_done else "now" if milestone.progress else "later",
        words=_promise_words(milestone),
        due_on=None if is_done else milestone.due_on,
        links=[(_("En suivre l’avancement"), _address(card))],
    )


def _promise_words(milestone: Milestone) -> str:
    if milestone.done_on is not None:
        return _("%(what)s, le %(day)s.", what=milestone.what, day=plain_day(milestone.done_on))
    standing = milestone_word(milestone, today())
    return _("%(what)s (%(state)s).", what=milestone.what, state=standing.lower())


def _address(card: Card) -> str:
    return url_for("answers.answer", slug=card.slug, key=card.answer.key)
