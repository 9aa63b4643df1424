"""A draw that was begun goes on as it began, however many speak or leave between two pages."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.contributions.models import Contribution, Discussion
from consultation.contributions.queries.listing import heard_in
from consultation.contributions.queries.slices import (
    PAGE_SIZE,
    SORTED_IN_MEMORY,
    STILL_SORTED,
    Order,
    Slice,
    next_slice,
)
from consultation.contributions.ranking import SORTED, Cursor, daily_order
from consultation.core.db import session, transaction
from consultation.documents.models import Section
from tests.contributions.conftest import Speak
from tests.contributions.steps import Parc, make_parc
from tests.factories import make_user

DAY = date(2025, 9, 9)
SPOKEN = 2 * PAGE_SIZE + 5
LONG = SORTED_IN_MEMORY + 1
ENDLESS = STILL_SORTED + 1


@pytest.fixture
def parc(speak: Speak) -> Parc:
    """A discussion of three pages, each contribution by the same person."""
    found, author = make_parc(), make_user()
    for number in range(SPOKEN):
        speak(found, author=author, text=f"Remarque {number} sur les heures.")
    return found


def page(total: int, before: Slice | None = None) -> Slice:
    """What follows `before` while the discussion is said to hold `total` contributions."""
    heard = heard_in(session.scalars(select(Discussion)).one())
    after = Cursor.decode(before.following) if before and before.following else None
    return next_slice(heard, total, Order.DRAWN, DAY, after)


def ids(*slices: Slice) -> list[int]:
    return [line.id for each in slices for line in each.lines]


@pytest.mark.usefixtures("parc")
@pytest.mark.parametrize(
    "totals",
    [
        (SPOKEN, SPOKEN, SPOKEN), (SPOKEN, LONG, LONG), (SPOKEN, SPOKEN, LONG),
        (SPOKEN, LONG, SPOKEN), (SPOKEN, STILL_SORTED, STILL_SORTED), (LONG, LONG, LONG),
        (LONG, SPOKEN, SPOKEN), (LONG, SPOKEN, LONG), (ENDLESS, SPOKEN, LONG),
    ],
)  # fmt: skip
def test_everybody_is_read_once_whatever_the_length_becomes(totals: tuple[int, int, int]) -> None:
    first = page(totals[0])
    second = page(totals[1], first)
    third = page(totals[2], second)
    everybody = session.scalars(select(Contribution.id)).all()
    read = ids(first, second, third)
    assert sorted(read) == sorted(everybody)
    assert third.following is None
    if totals[0] == SPOKEN:
        assert read == daily_order(everybody, DAY)


@pytest.mark.usefixtures("parc")
def test_a_draw_grown_beyond_measure_begins_again_and_loses_nobody() -> None:
    first = page(SPOKEN)
    second = page(ENDLESS, first)
    third = page(ENDLESS, second)
    fourth = page(ENDLESS, third)
    assert ids(second) == ids(page(ENDLESS))
    assert sorted(ids(second, third, fourth)) == sorted(session.scalars(select(Contribution.id)))
    assert fourth.following is None


def test_a_page_asked_by_its_address_goes_on_though_the_count_has_passed_the_mark(
    client: FlaskClient, parc: Parc
) -> None:
    order = daily_order(session.scalars(select(Contribution.id)).all(), DAY)
    after = Cursor(SORTED, order[PAGE_SIZE - 1], DAY).encode()
    with transaction() as current:
        current.execute(update(Discussion).values(contribution_count=LONG))
    section = session.scalars(select(Section.key)).one()
    base = f"/consultations/{parc.consultation.slug}/{parc.document.slug}"
    address = f"{base}/s/{section}?p={parc.paragraph_keys()[0]}&apres={after}"
    html = client.get(address).get_data(as_text=True)
    keys = {row.id: row.key for row in session.scalars(select(Contribution))}
    shown = [number for number in order if f'id="c-{keys[number]}"' in html]
    assert shown == order[PAGE_SIZE : 2 * PAGE_SIZE]
