"""The transparency report: the same numbers in three forms, recounted here from the rows."""

import csv
import io
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.tables import BOM
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.queries.transparency import forget_reports
from consultation.moderation.reports import Appeal, AppealOutcome, Category, Flag, Notice, Outcome
from consultation.moderation.transparency import FLOOR, OTHER, median, merged
from consultation.moderation.words import PERSONAL
from tests.conftest import count_queries
from tests.factories import make_user
from tests.moderation.reporting import (
    answered,
    appealed,
    flagged,
    hidden,
    judged,
    kept,
    noticed,
    say,
    undone,
)
from tests.moderation.steps import add_moderator, make_desk

Key = tuple[str, str, str]
acting_on_rows = pytest.mark.usefixtures("acting")


def figures(client: FlaskClient, address: str) -> dict[Key, Any]:
    """The JSON form: each value by part, item and detail."""
    found = client.get(f"{address}.json").get_json()["figures"]
    return {(each["part"], each["item"], each["detail"]): each["value"] for each in found}


def recounted() -> dict[Key, int]:
    """What the rows say, counted one by one."""
    counts: Counter[Key] = Counter()
    decisions = session.scalars(select(Decision).where(Decision.undone_at.is_(None))).all()
    for decision in decisions:
        measure = "person" if decision.measure in PERSONAL else decision.measure.value
        counts["measures", measure, ""] += 1
        counts["sources", decision.source.value, ""] += 1
        if decision.ground is Ground.CHARTER:
            counts["grounds", f"charter/{decision.charter_version}/{decision.clause}", ""] += 1
        if decision.ground is Ground.LAW:
            counts["grounds", "law", ""] += 1
        counts["automation", "detected", ""] += decision.is_machine_detected
    for appeal in session.scalars(select(Appeal)):
        state = appeal.outcome.value if appeal.outcome else "waits"
        counts["appeals", appeal.side.value, state] += 1
        counts["reversals", "changed", ""] += state in {"reversed", "partly"}
    for part in ("measures", "sources"):
        counts[part, "total", ""] = len(decisions)
    counts["notices", "total", ""] = len(session.scalars(select(Notice.id)).all())
    counts["flags", "total", ""] = len(session.scalars(select(Flag.id)).all())
    counts["appeals", "total", ""] = len(session.scalars(select(Appeal.id)).all())
    return dict(counts)


@pytest.fixture
def busy(acting: None) -> str:
    """The slug of a consultation where much was decided."""
    parc, moderator = make_desk()
    second, author, reader = add_moderator(parc), make_user(), make_user()
    for _each in range(3):
        hidden(parc, moderator, author)
    for _each in range(6):
        row = say(parc)
        flagged(row, reader)
        kept(row, moderator)
    for _each in range(5):
        row = say(parc)
        noticed(row, email=f"{row.key}@example.org")
        judged(
            row, Measure.REFUSE, moderator, ground=Ground.LAW, clause="",
            legal_ref="Code pénal", is_machine_detected=True,
        )  # fmt: skip
    row = say(parc)
    noticed(row, category=Category.FRAUD)
    judged(row, Measure.WARN, moderator)
    undone(hidden(parc, moderator, author)[1], moderator)
    answered(appealed(hidden(parc, moderator, author)[1], author), AppealOutcome.UPHELD, second)
    answered(appealed(hidden(parc, moderator, author)[1], author), AppealOutcome.REVERSED, second)
    appealed(hidden(parc, moderator, author)[1], author)
    return parc.consultation.slug


def test_the_numbers_are_those_of_the_rows(client: FlaskClient, busy: str) -> None:
    found = figures(client, f"/consultations/{busy}/transparence")
    for key, value in recounted().items():
        assert found.get(key, 0) == value, key
    assert found["reversals", "changed_share", ""] == 50.0
    assert found["automation", "alone", ""] == 0


def test_the_three_forms_say_the_same(client: FlaskClient, busy: str) -> None:
    for address in (f"/consultations/{busy}/transparence", f"/transparence/{now().year}"):
        as_json = figures(client, address)
        text = client.get(f"{address}.csv").get_data(as_text=True).removeprefix(BOM)
        as_csv = {
            (line["part"], line["item"], line["detail"]): line["value"]
            for line in csv.DictReader(io.StringIO(text, newline=""))
        }
        assert as_csv == {
            key: "" if value is None else str(value) for key, value in as_json.items()
        }
        page = client.get(address).text.replace("\u202f", "").replace("\u00a0", " ")
        for (part, _item, _detail), value in as_json.items():
            section = page.split(f'id="{part}"')[1].split("</section>")[0]
            shown = "–" if value is None else str(value).replace(".0", "").replace(".", ",")
            assert f">{shown}<" in section or not value, (part, value)


def test_small_counts_that_could_point_at_somebody_are_merged(
    client: FlaskClient, busy: str
) -> None:
    found = figures(client, f"/consultations/{busy}/transparence")
    notices = {key: value for key, value in found.items() if key[0] == "notices"}
    assert ("notices", "fraud", "measure") not in notices
    assert notices["notices", OTHER, ""] >= FLOOR
    assert sum(value for key, value in notices.items() if key[1] != "total") == 6
    assert {key[1] for key in found if key[0] == "people"} == {OTHER, "total"}


def test_an_undone_decision_counts_nowhere(client: FlaskClient, acting: None) -> None:
    parc, moderator = make_desk()
    undone(judged(say(parc), Measure.HIDE, moderator), moderator)
    found = figures(client, f"/consultations/{parc.consultation.slug}/transparence")
    assert found["measures", "total", ""] == 0


def test_median_times_are_from_what_waited_to_its_answer(client: FlaskClient, acting: None) -> None:
    parc, moderator = make_desk()
    at = now()
    for hours in (1, 2, 9):
        with travel(at):
            row = say(parc)
            noticed(row, email=f"{row.key}@example.org")
        with travel(at + timedelta(hours=hours)):
            judged(row, Measure.HIDE, moderator)
    with travel(at + timedelta(hours=10)):
        found = figures(client, f"/consultations/{parc.consultation.slug}/transparence")
    assert found["times", "notices", ""] == 2.0
    assert found["times", "decisions", ""] == 2.0
    assert found["times", "appeals", ""] is None


def test_a_year_holds_its_own_decisions_by_the_clock_of_paris(
    client: FlaskClient, acting: None
) -> None:
    from datetime import UTC, datetime

    parc, moderator = make_desk()
    row = say(parc)
    with travel(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)):
        judged(row, Measure.HIDE, moderator)
    forget_reports()
    assert figures(client, "/transparence/2025")["measures", "total", ""] == 0
    assert figures(client, "/transparence/2026")["measures", "total", ""] == 1
    assert "2026" in client.get("/transparence").text


@pytest.mark.parametrize("year", ["1999", "2100", "9999", "abcd", "20 26", "２０２６", "2999"])
def test_a_year_that_is_none_is_a_page_that_is_not_there(client: FlaskClient, year: str) -> None:
    for form in ("", ".csv", ".json"):
        assert client.get(f"/transparence/{year}{form}").status_code == 404


def test_an_empty_report_says_so(client: FlaskClient, acting: None) -> None:
    parc, _moderator = make_desk()
    page = client.get(f"/consultations/{parc.consultation.slug}/transparence")
    assert "à ce jour" in page.text
    assert "Set-Cookie" not in page.headers
    assert "s-maxage=10" in page.headers["Cache-Control"]


def test_the_report_costs_the_same_however_much_was_decided(client: FlaskClient, busy: str) -> None:
    forget_reports()
    with travel(now()):
        with count_queries() as statements:
            client.get(f"/consultations/{busy}/transparence")
        assert len(statements) <= 14
        with count_queries() as statements:
            client.get(f"/consultations/{busy}/transparence.csv")
        assert len(statements) <= 2


@given(st.dictionaries(st.tuples(st.text(max_size=3), st.text(max_size=3)),
                       st.integers(0, 30), max_size=8))  # fmt: skip
def test_merging_loses_no_count_and_leaves_none_below_five_beside_others(
    counts: dict[tuple[str, str], int],
) -> None:
    counts.pop((OTHER, ""), None)
    result = merged(counts)
    assert sum(result.values()) == sum(counts.values())
    if len(result) > 1:
        assert min(result.values()) >= FLOOR


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle() -> None:
    assert [median([]), median([3]), median([4, 1]), median([9, 1, 2])] == [None, 3, 2.5, 2]
    assert Outcome.KEPT.value == "kept"
