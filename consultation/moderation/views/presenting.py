"""A contribution as the desk shows it: with the form that decides, and what was just done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup

from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.consultations.models import Consultation
from consultation.consultations.services.participation import capacity
from consultation.contributions.permissions import is_own
from consultation.contributions.views.public import whole_text
from consultation.core.clock import now
from consultation.core.redline import redline_html
from consultation.moderation.durations import in_words
from consultation.moderation.forms.deciding import Typed
from consultation.moderation.permissions import UNDO_WITHIN, can_moderate
from consultation.moderation.queries.item import Claimed, Item, last_decision_of
from consultation.moderation.queries.queue import queue_page
from consultation.moderation.services.claiming import held_words
from consultation.moderation.views.loading import (
    Desk,
    cursor_asked,
    filters_asked,
    has_rules,
    wants_fragment,
)
from consultation.moderation.views.showing import Letter, done_words, offered_measures


@dataclass(frozen=True)
class Done:
    """What the person did last: said above the next contribution, with how to take it back."""

    words: str
    decision_key: str = ""
    step: int = 0
    """By how much the count of what waits has changed."""


def last_done(consultation: Consultation, person: User) -> Done | None:
    """What `person` decided here within the time in which it can be undone."""
    decision = last_decision_of(consultation, person, now() - UNDO_WITHIN)
    if decision is None or decision.contribution is None:
        return None
    return Done(done_words(decision.measure, decision.contribution.number), decision.key)


def address_of(desk: Desk, key: str) -> str:
    """Of a contribution on the desk, or of the queue without one; the filters stay."""
    values: dict[str, Any] = {"slug": desk.consultation.slug, **filters_asked().arguments()}
    if not key:
        return url_for("moderation.desk", **values)
    return url_for("moderation.item", key=key, **values)


def answer(
    person: User, desk: Desk, found: Item, held: Claimed | None, done: Done | None,
    typed: Typed | None = None, error: str = "",
) -> str:  # fmt: skip
    """A contribution before its judge: a page with the queue beside it, or the part that changes.

    `held` is who has it open, `done` what the person did just before; `typed` what was refused.
    """
    moment = now()
    contribution = found.contribution
    can_judge = can_moderate(person, desk.roles, contribution)
    opinion = found.opinion if contribution.review_since else None
    keeps_rules = has_rules() and typed is None
    shown = {
        "desk": desk,
        "consultation": desk.consultation,
        "item": found,
        "contribution": contribution,
        "place": found.place,
        "revision": found.revision,
        "measures": offered_measures(contribution) if can_judge and not found.is_broken else (),
        "is_own": is_own(person, contribution),
        "is_left_to_me": found.colleague_id == person.id,
        "capacity": capacity(contribution.author),
        "held": held_words(held) if held else "",
        "held_until": held.until if held else None,
        "is_second": opinion is not None and opinion.first_by_id != person.id,
        "asked_by_me": opinion is not None and opinion.first_by_id == person.id,
        "clauses": () if keeps_rules else clauses_in_force(desk.consultation.id),
        "keeps_rules": keeps_rules,
        "letter": Letter(contribution, found.reported.source, found.is_detected),
        "typed": typed or Typed(),
        "error": error,
        "done": done,
        "filters": filters_asked(),
        "changes": _changes(found),
        "ago": lambda since: in_words(moment - since),
        "address": address_of(desk, contribution.key),
        "is_taken": request.method == "POST",
    }
    if wants_fragment():
        return render_template("moderation/_item.html", **shown, tail=_tail(person, desk, moment))
    page = queue_page(desk.consultation, person, filters_asked(), None, moment)
    return render_template("moderation/item.html", **shown, page=page)


def _tail(person: User, desk: Desk, moment: datetime) -> object:
    """The row that comes into the list's end while one leaves it."""
    cursor = cursor_asked("queue")
    if cursor is None:
        return None
    rows = queue_page(desk.consultation, person, filters_asked(), cursor, moment, size=1).rows
    return rows[0] if rows else None


def _changes(found: Item) -> Markup | None:
    """From the text that was judged last to today's."""
    if found.judged is None or found.revision is None:
        return None
    return Markup(  # noqa: S704  # the redline escapes what people wrote
        redline_html(whole_text(found.judged), whole_text(found.revision))
    )
