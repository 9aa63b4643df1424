"""Many workers at once on a real database: each opening and closing happens once."""

import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from consultation.consultations.models import CalendarChange, Consultation, Phase
from consultation.consultations.tasks import open_or_close_next
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from tests.factories import make_consultation

WORKERS = 50


def test_fifty_workers_open_and_close_each_consultation_once(real_app: Flask) -> None:
    with real_app.app_context():
        for number in range(4):
            row = make_consultation(slug=f"c{number}", phase=Phase.UPCOMING)
            with transaction():
                row.opens_at = now() - timedelta(hours=2)
                row.closes_at = now() - timedelta(hours=1) if number % 2 else None
        session.remove()
    results: list[bool] = []
    errors: list[BaseException] = []
    start = threading.Barrier(WORKERS)

    def work() -> None:
        start.wait()
        try:
            with real_app.app_context():
                while open_or_close_next():
                    results.append(True)
        except BaseException as error:
            errors.append(error)
        finally:
            session.remove()

    threads = [threading.Thread(target=work) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not errors
    assert len(results) == 4
    with real_app.app_context():
        phases = session.scalars(select(Consultation.phase).order_by(Consultation.id)).all()
        assert phases == [Phase.OPEN, Phase.CLOSED, Phase.OPEN, Phase.CLOSED]
        assert session.scalar(select(func.count(CalendarChange.id))) == 4
        assert session.scalar(select(func.count(JournalEntry.id))) == 4
        revisions = session.scalars(select(Consultation.revision)).all()
        assert set(revisions) == {2}
        assert verify().fault is None
