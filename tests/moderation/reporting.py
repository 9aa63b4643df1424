"""What the tests of reports, appeals and the register do over and over.

Each act is a request's: it has a context of its own, unless the test opened one.
"""

import html
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.core.keys import new_key
from consultation.moderation import following
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.queries.appeals import appeal_of_key, decision_of_key
from consultation.moderation.reports import Appeal, AppealOutcome, Category, Flag, Notice
from consultation.moderation.services.appealing import appeal
from consultation.moderation.services.dismissing import dismiss
from consultation.moderation.services.flagging import flag
from consultation.moderation.services.judging_appeals import Verdict, judge
from consultation.moderation.services.noticing import Told, notify
from consultation.moderation.services.undoing import undo
from tests.contributions import steps as said_steps
from tests.contributions.steps import Parc, known
from tests.factories import fresh, make_user
from tests.moderation import steps as decided_steps

P = ParamSpec("P")
T = TypeVar("T")
_apps: list[Flask] = []


@pytest.fixture
def acting(app: Flask) -> None:
    """The application that the acts of this module are acts of."""
    _apps[:] = [app]


def in_app(act: Callable[P, T]) -> Callable[P, T]:
    """`act`, in a context of its own."""

    @wraps(act)
    def acted(*args: P.args, **kwargs: P.kwargs) -> T:
        if has_app_context():
            return act(*args, **kwargs)
        with _apps[0].app_context():
            return act(*args, **kwargs)

    return acted


say = in_app(said_steps.say)
judged = in_app(decided_steps.judged)
token_of = in_app(following.token_of)
key_in = in_app(following.key_in)

WORDS = "La deuxième phrase vise une personne que tout le village reconnaît."
REASONS = "La phrase vise une règle, et non une personne."
WHY = "Je n’ai nommé personne : c’est un personnage du texte."
ILLEGAL = "Le texte menace de mort une personne nommée, ce que le code pénal punit."
NAME, EMAIL = "Maud Serin", "maud@example.org"
VECTORS = (
    '<img src=x onerror="alert(1)">',
    "</textarea><script>alert(2)</script>",
    '"><svg onload=alert(3)>',
    "{{7*7}}",
    "=HYPERLINK(1)",
)
"""Words that a page, a mail or a spreadsheet might take for its own."""


@in_app
def flagged(contribution: Contribution, by: User | None = None, **given: Any) -> Flag:
    """Somebody says that it breaks rule 3."""
    said = {"clause": "3", "words": WORDS, **given}
    return flag(known(contribution), said["clause"], said["words"], actor=by or make_user())


def told(**given: Any) -> Told:
    """What a plain notice says."""
    return Told(
        **{
            "category": Category.VIOLENCE, "explanation": ILLEGAL, "form_token": new_key(24),
            "legal_ref": "Code pénal, article 222-17", "name": NAME, "email": EMAIL,
            "is_in_good_faith": True, **given,
        }
    )  # fmt: skip


@in_app
def noticed(contribution: Contribution, by: User | None = None, **given: Any) -> Notice:
    """Somebody says that it is illegal."""
    return notify(known(contribution), told(**given), actor=by, whence="192.0.2.7")


@in_app
def kept(contribution: Contribution, moderator: User, **given: Any) -> Decision:
    """A moderator leaves it in place, with reasons."""
    said = {"source": Source.FLAG, **given}
    reasons = said.pop("reasons", "La phrase critique une règle, et ne vise personne.")
    return dismiss(known(contribution), reasons, actor=moderator, **said)


@in_app
def undone(decision: Decision, moderator: User) -> Decision:
    """Its moderator takes it back at once."""
    return undo(fresh(decision), actor=moderator)


@in_app
def appealed(decision: Decision, by: User, text: str = "Ce n’est pas ce que j’ai écrit.") -> Appeal:
    """Somebody contests it."""
    found = decision_of_key(decision.key)
    assert found is not None
    return appeal(found, text, actor=by)


@in_app
def answered(appeal: Appeal, outcome: AppealOutcome, by: User, **instead: object) -> Appeal:
    """A second moderator judges it; `instead` is what is decided in its place."""
    found = appeal_of_key(appeal.key)
    assert found is not None
    judgement = Judgement(**instead) if instead else None  # type: ignore[arg-type]
    return judge(found, Verdict(outcome, REASONS, judgement), actor=by)


def hidden(parc: Parc, moderator: User, author: User) -> tuple[Contribution, Decision]:
    """What somebody said, and the decision that hid it."""
    row = say(parc, author=author)
    return row, judged(row, Measure.HIDE, moderator)


def fields(page: TestResponse, action: str = "") -> dict[str, str]:
    """What a browser would send back from the first form that posts (to `action`)."""
    text = page.get_data(as_text=True)
    forms = re.findall(r"<form([^>]*)>(.*?)</form>", text, re.S)
    body = next(
        body for head, body in forms if 'method="post"' in head and (not action or action in head)
    )
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "value"))
        is_choice = re.search(r'type="(radio|checkbox)"', tag)
        if name and (not is_choice or " checked" in tag):
            values[name.group(1)] = html.unescape(value.group(1)) if value else "y"
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(?:\r?\n)?(.*?)</textarea>', body, re.S
    ):
        values[name] = html.unescape(text)
    return values


def send(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Open the form at `address`, type, and send it."""
    page = client.get(address)
    assert page.status_code == 200, page.status
    return client.post(address, data={**fields(page), **typed})


def notice_typed(**given: str) -> dict[str, str]:
    """What somebody types in the form of a notice."""
    return {
        "category": "violence", "explanation": ILLEGAL, "legal_ref": "Code pénal, article 222-17",
        "name": NAME, "email": EMAIL, "good_faith": "y", **given,
    }  # fmt: skip
