"""Somebody sends a contribution in the very moment in which another version goes out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Discussion, Kind, Stance
from consultation.contributions.queries.listing import SHOWN, heard_in
from consultation.contributions.services import submitting
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.core.keys import new_key
from consultation.documents.models import Page, Paragraph, Version
from consultation.versions.services import publishing
from tests.contributions.steps import Parc, known, say
from tests.factories import heading, make_user, paragraph
from tests.versions.steps import (
    BENCH,
    LATER,
    OPENS,
    TREES,
    begun,
    make_text,
    organiser_of,
    talk_of,
)

PATIENCE = 30
WHILE = 0.5
SPLIT = (
    heading("Le parc"), paragraph(OPENS), paragraph("On y plante des arbres de la région."),
    paragraph("Ils sont choisis avec les écoles du quartier."), paragraph(BENCH),
)  # fmt: skip
MERGED = (heading("Le parc"), paragraph(LATER), paragraph(f"{TREES} {BENCH}"))
Meeting = Callable[[pytest.MonkeyPatch, Event, Event], None]


def stopping(function: Any, happened: Event, go_on: Event) -> Any:
    """The same function, but that its thread waits once it is done."""

    def stopped(*args: Any) -> Any:
        made = function(*args)
        happened.set()
        assert go_on.wait(PATIENCE)
        return made

    return stopped


def sent_as_it_goes_out(patch: pytest.MonkeyPatch, is_sent: Event, is_out: Event) -> None:
    """What was read as today's words is written down once they are yesterday's."""
    patch.setattr(submitting, "_prepared", stopping(submitting._prepared, is_sent, is_out))


def sent_while_it_is_counted(patch: pytest.MonkeyPatch, is_sent: Event, _is_out: Event) -> None:
    """The form comes when all is counted, before the commit: whoever sends waits for it."""
    counted = Event()
    recorded = submitting._record
    pages = publishing.count_pages

    def late(*args: Any) -> Any:
        made = recorded(*args)
        is_sent.set()
        return made

    def slow(version: Version) -> None:
        pages(version)
        counted.set()
        # In vain while the rows are held; the form would be counted by nobody if they were not.
        is_sent.wait(WHILE)

    patch.setattr(publishing, "count_pages", slow)
    patch.setattr(submitting, "_record", late)
    patch.setattr(submitting, "_prepared", stopping(submitting._prepared, Event(), counted))


@pytest.mark.parametrize("meeting", [sent_as_it_goes_out, sent_while_it_is_counted])
def test_what_is_sent_while_a_version_goes_out_is_kept_and_counted_once(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, meeting: Meeting
) -> None:
    with real_app.app_context():
        parc = make_text()
        say(parc, index=1)
        organiser, author = organiser_of(parc), make_user()
        version, author_id = begun(parc, *SPLIT, actor=organiser), author.id
        version_id, organiser_id = version.id, organiser.id
    is_sent, is_out = Event(), Event()
    meeting(monkeypatch, is_sent, is_out)

    def send() -> str:
        with real_app.app_context():
            return say(parc, author=session.get_one(User, author_id), index=1).key

    def publish() -> None:
        if meeting is sent_as_it_goes_out:
            assert is_sent.wait(PATIENCE)
        with real_app.app_context():
            publish_it(version_id, organiser_id)
        is_out.set()

    with ThreadPoolExecutor(2) as pool:
        sending, going_out = pool.submit(send), pool.submit(publish)
        going_out.result()
        key = sending.result()
    with real_app.app_context():
        row = session.scalars(select(Contribution).where(Contribution.key == key)).one()
        assert known(row).version.number == 1
        heirs = parc.paragraph_keys()[1:3]
        assert [talk_of(each).contribution_count for each in heirs] == [2, 2]
        assert_counts_hold(parc, 2)
    page = real_app.test_client().get(f"/contributions/{key}", follow_redirects=True)
    assert page.text.count(f'id="c-{key}"') == 1


def test_a_crowd_that_speaks_while_a_version_goes_out_loses_nothing(real_app: Flask) -> None:
    with real_app.app_context():
        parc = make_text()
        people = [make_user().id for _ in range(12)]
        organiser = organiser_of(parc)
        version_id, organiser_id = begun(parc, *MERGED, actor=organiser).id, organiser.id
    start = Barrier(len(people) + 1, timeout=PATIENCE)

    def send(number: int) -> str:
        with real_app.app_context():
            author = session.get_one(User, people[number])
            place = parc.place(number % 3)
            start.wait()
            written = Written(Kind.COMMENT, Stance.FOR, f"Moi, {number}.")
            return submit(place, Sent(written, new_key(24)), actor=author).key

    def publish() -> None:
        with real_app.app_context():
            start.wait()
            publish_it(version_id, organiser_id)

    with ThreadPoolExecutor(len(people) + 1) as pool:
        going_out = pool.submit(publish)
        keys = set(pool.map(send, range(len(people))))
        going_out.result()
    with real_app.app_context():
        assert set(session.scalars(select(Contribution.key))) == keys
        numbers = session.scalars(select(Contribution.number)).all()
        assert sorted(numbers) == list(range(1, len(people) + 1))
        assert [talk_of(key).contribution_count for key in parc.paragraph_keys()] == [4, 8]
        assert_counts_hold(parc, len(people))


def publish_it(version_id: int, organiser_id: int) -> None:
    version = session.get_one(Version, version_id)
    publishing.publish_next(
        version, version.edit_count, "Ce qui change.", is_same_text=True,
        actor=session.get_one(User, organiser_id),
    )  # fmt: skip


def assert_counts_hold(parc: Parc, said: int) -> None:
    """What pages say is what counting the rows gives."""
    talks = session.scalars(
        select(Discussion)
        .join(Paragraph, Paragraph.id == Discussion.paragraph_id)
        .where(Paragraph.key.in_(parc.paragraph_keys()))
        .execution_options(populate_existing=True)
    ).all()
    for talk in talks:
        heard = select(func.count()).where(heard_in(talk), Contribution.parent_id.is_(None), SHOWN)
        assert talk.contribution_count == session.scalar(heard)
    on_pages = session.scalar(
        select(func.sum(Page.contribution_count)).where(
            Page.version_id == parc.document.current_version_id
        )
    )
    assert on_pages == sum(talk.contribution_count for talk in talks)
    row = session.get_one(Consultation, parc.consultation_id, populate_existing=True)
    assert row.contribution_count == said
