"""Many at once: every message has a number of its own, and every word of the notes is kept."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.meetings import Meeting, NotesRevision
from consultation.committees.models.threads import Thread, ThreadMessage
from consultation.committees.services.meetings import call_meeting, prepare_meeting
from consultation.committees.services.messages import Said, post_message
from consultation.committees.services.notes import save_notes
from consultation.committees.services.threads import open_thread
from consultation.core.db import session
from consultation.core.keys import new_key
from tests.committees.gathering import plan
from tests.committees.polls import Room
from tests.factories import fresh

SIZE = 12


def test_each_of_many_messages_sent_twice_at_once_is_there_once(real_app: Flask) -> None:
    with real_app.app_context():
        room = Room(SIZE)
        words = Said("Qui parle ?", new_key(24))
        key = open_thread(fresh(room.committee), "Un fil", words, actor=room.chair).key
        people = [person.id for person in room.electors]

    def act(number: int) -> None:
        with real_app.app_context():
            place = number % SIZE
            thread = session.scalars(select(Thread).where(Thread.key == key)).one()
            person = session.get_one(User, people[place])
            post_message(thread, Said(f"Moi, {place}.", f"{place:024}"), actor=person)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(2 * SIZE)))
    with real_app.app_context():
        thread = session.scalars(select(Thread).where(Thread.key == key)).one()
        numbers = session.scalars(select(ThreadMessage.number).order_by(ThreadMessage.number)).all()
        assert numbers == list(range(1, SIZE + 2))
        assert thread.message_count == SIZE + 1


def test_of_many_who_write_in_the_notes_at_once_no_word_is_lost(real_app: Flask) -> None:
    base = "\n\n".join(f"Point {number}, ouvert." for number in range(SIZE))
    with real_app.app_context():
        room = Room(SIZE)
        meeting = prepare_meeting(fresh(room.committee), plan(), actor=room.chair)
        call_meeting(meeting, actor=room.chair)
        save_notes(meeting, base, seen=0, actor=room.chair)
        key = meeting.key
        people = [person.id for person in room.electors]

    def act(number: int) -> None:
        with real_app.app_context():
            row = session.scalars(select(Meeting).where(Meeting.key == key)).one()
            person = session.get_one(User, people[number])
            mine = base.replace(f"Point {number}, ouvert.", f"Point {number}, tranché.")
            save_notes(row, mine, seen=1, actor=person)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(SIZE)))
    with real_app.app_context():
        row = session.scalars(select(Meeting).where(Meeting.key == key)).one()
        for number in range(SIZE):
            assert f"Point {number}, tranché." in row.notes_source
        kept = session.scalars(select(NotesRevision.number).order_by(NotesRevision.number)).all()
        assert kept == list(range(1, SIZE + 2))
