"""Administrators who work on the charter in the same moment."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.charter import charter_in_force
from consultation.accounts.models import CharterVersion, User
from consultation.accounts.services.charter import (
    ClauseWords,
    InstanceBook,
    begin,
    publish,
    write_clause,
)
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from tests.factories import make_user

WORDS = ClauseWords(
    "Citez vos sources", "Un chiffre vient avec.", "Cite", "A figure comes with it."
)


def at_once(app: Flask, act: Callable[[User], object], user_id: int, count: int = 6) -> int:
    """`act` by the same person in `count` threads; how many were refused in our words."""
    barrier = threading.Barrier(count, timeout=20)
    refusals: list[DomainError] = []
    failures: list[BaseException] = []

    def run() -> None:
        with app.app_context(), app.test_request_context():
            person = session.get_one(User, user_id)
            barrier.wait()
            try:
                act(person)
            except DomainError as refusal:
                refusals.append(refusal)
            except BaseException as error:
                failures.append(error)
                raise

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    return len(refusals)


def test_a_draft_begun_published_and_changed_by_several_is_one(real_app: Flask) -> None:
    with real_app.app_context():
        admin_id = make_user(is_administrator=True).id
    book = InstanceBook()

    assert at_once(real_app, lambda person: begin(book, actor=person), admin_id) == 0
    assert (
        at_once(
            real_app, lambda person: write_clause(book, "", WORDS, seen=0, actor=person), admin_id
        )
        == 5
    ), "five had not seen what the first wrote"
    assert (
        at_once(
            real_app,
            lambda person: publish(book, "Note", "Note", seen=1, is_mailed=False, actor=person),
            admin_id,
        )
        == 5
    )

    with real_app.app_context():
        assert session.scalar(select(func.count(CharterVersion.id))) == 2
        assert len(charter_in_force().clauses) == 10
        acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()
        assert acts == ["charter.started", "charter.edited", "charter.published"]
        assert verify().fault is None
