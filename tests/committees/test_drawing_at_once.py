"""Two organisers ask for the draw in one instant, with two values: one draw is made, with one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.lot_tasks import draw_next
from consultation.committees.models.lots import Lot, LotRun
from consultation.committees.models.people import Committee
from consultation.committees.services.lots import ask_draw
from consultation.core.db import session
from consultation.core.errors import ConflictError
from consultation.core.journal import JournalEntry
from tests.committees.lots import make_lot
from tests.committees.steps import make_committee
from tests.factories import make_consultation, make_user


def test_of_two_draws_that_are_asked_in_one_instant_one_is_made(real_app: Flask) -> None:
    with real_app.app_context():
        organiser = make_user()
        committee = make_committee(make_consultation(slug="parc", organiser=organiser))
        make_lot(committee)
        ids = committee.id, organiser.id
    start = Barrier(2)

    def ask(value: str) -> str:
        with real_app.app_context():
            place = session.get_one(Committee, ids[0])
            person = session.get_one(User, ids[1])
            start.wait(10)
            try:
                ask_draw(place, value, actor=person)
            except ConflictError as error:
                session.rollback()
                return str(error)
            return value

    values = ("1 2 3", "4 5 6")
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(ask, values))
    assert sorted(each in values for each in found) == [False, True], found
    assert "déjà en cours" in next(each for each in found if each not in values)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _worker: _draws(real_app), range(2)))
    assert sorted(made) == [False, True]
    with real_app.app_context():
        lot = session.scalars(select(Lot)).one()
        assert lot.value in found
        assert lot.record is not None
        assert lot.record["value"] == lot.value
        assert len(session.scalars(select(LotRun)).all()) == 1
        acts = session.scalars(select(JournalEntry.act)).all()
        assert acts.count("committee.lots_asked") == acts.count("committee.lots_drawn") == 1


def _draws(app: Flask) -> bool:
    """A worker comes by."""
    with app.app_context():
        return draw_next()
