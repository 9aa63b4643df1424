"""The public register: every decision, no name, no word, and nobody singled out."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.consultations.models import Consultation, Phase
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.tables import BOM
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.reports import AppealOutcome
from tests.conftest import SignIn, count_queries
from tests.factories import make_user
from tests.moderation.reporting import (
    answered,
    appealed,
    flagged,
    hidden,
    judged,
    kept,
    say,
    undone,
)
from tests.moderation.steps import FACTS, add_moderator, make_desk

pytestmark = pytest.mark.usefixtures("acting")


def rows(page: TestResponse) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    text = page.get_data(as_text=True)
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def entries(client: FlaskClient, address: str) -> Iterator[dict[str, Any]]:
    """Every entry of the JSON form, page by page."""
    while address:
        found = client.get(address).get_json()
        yield from found["decisions"]
        address = found["next"] or ""


def test_each_decision_is_there_with_its_rule_and_day_without_name_or_word(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    author = make_user(name="Aude Lemoine")
    row = say(parc, author=author, text="Des mots que personne ne doit relire.")
    decision = judged(row, Measure.HIDE, moderator)
    slug = parc.consultation.slug
    for address in (f"/consultations/{slug}/registre", "/registre"):
        for form in ("", ".csv", ".json"):
            page = client.get(address + form)
            assert page.status_code == 200
            text = page.get_data(as_text=True)
            for secret in ("Aude", "Lemoine", "mots que personne", FACTS, "Camille"):
                assert secret not in text
            assert decision.key in text
    page = client.get(f"/consultations/{slug}/registre").text
    assert "Retrait de la publication" in page
    assert "règle\u00a05" in page or "règle 5" in page
    assert f'href="/contributions/{row.key}"' in page
    (line,) = rows(client.get(f"/consultations/{slug}/registre.csv"))
    assert (line["measure"], line["ground"], line["clause"], line["machine_detected"]) == (
        "hide", "charter", "5", "no",
    )  # fmt: skip
    assert line["date"] == decision.decided_at.date().isoformat() or line["date"] > "2026"


def test_what_is_done_to_a_person_points_at_nobody(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    judged(row, Measure.WARN, moderator)
    judged(row, Measure.SUSPEND, moderator, until=now() + timedelta(days=7))
    slug = parc.consultation.slug
    page = client.get(f"/consultations/{slug}/registre")
    assert page.text.count("Mesure visant une personne</b>") == 2
    assert "Suspension" not in page.text
    assert row.key not in page.text
    lines = rows(client.get(f"/consultations/{slug}/registre.csv"))
    assert {line["measure"] for line in lines} == {"person"}
    assert {line["trace"] for line in lines} == {""}


def test_what_still_stands_is_not_linked(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    row = say(parc, text="La voisine, à Varennes, le sait.")
    judged(row, Measure.HIDE, moderator)
    judged(row, Measure.RESTORE, moderator)
    reported = say(parc)
    flagged(reported)
    kept(reported, moderator)
    page = client.get(f"/consultations/{parc.consultation.slug}/registre?mesure=keep").text
    assert reported.key not in page
    page = client.get(f"/consultations/{parc.consultation.slug}/registre").text
    assert row.key not in page
    assert "annulée depuis" in page


def test_what_was_kept_is_listed_when_asked_and_undone_is_not_at_all(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    kept_key = judged(row, Measure.KEEP, moderator).key
    undone_key = undone(judged(say(parc), Measure.HIDE, moderator), moderator).key
    base = f"/consultations/{parc.consultation.slug}/registre"
    assert kept_key not in client.get(base).text
    assert kept_key in client.get(f"{base}?mesure=keep").text
    for address in (base, f"{base}?mesure=hide", f"{base}.csv", f"{base}.json"):
        assert undone_key not in client.get(address).get_data(as_text=True)


def test_an_appeal_and_its_outcome_are_shown(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    _row, upheld = hidden(parc, moderator, author)
    _row, waits = hidden(parc, moderator, author)
    _row, reversed_one = hidden(parc, moderator, author)
    answered(appealed(upheld, author), AppealOutcome.UPHELD, second)
    appealed(waits, author)
    answered(appealed(reversed_one, author), AppealOutcome.REVERSED, second)
    slug = parc.consultation.slug
    lines = {line["reference"]: line for line in entries(
        client, f"/consultations/{slug}/registre.json")}  # fmt: skip
    found = {lines[each.key]["appeal"] for each in (upheld, waits, reversed_one)}
    assert found == {"upheld", "waits", "reversed"}
    assert lines[reversed_one.key]["reversed"] == "yes"
    assert [line["source"] for line in lines.values() if line["measure"] == "restore"] == ["appeal"]
    page = client.get(f"/consultations/{slug}/registre?recours=upheld").text
    assert upheld.key in page
    assert waits.key not in page


def test_filters_narrow_and_nonsense_is_no_filter(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    law = judged(
        say(parc), Measure.REFUSE, moderator, ground=Ground.LAW, clause="",
        legal_ref="Code pénal, article 222-17",
    )  # fmt: skip
    rule = judged(say(parc), Measure.HIDE, moderator, is_machine_detected=True)
    base = f"/consultations/{parc.consultation.slug}/registre"
    for query, shown in (
        ("fondement=law", {law.key}), ("fondement=charter", {rule.key}),
        ("mesure=hide", {rule.key}), ("machine=oui", {rule.key}), ("machine=non", {law.key}),
        (f"annee={now().year}", {law.key, rule.key}), ("annee=2001", set()),
        ("annee=9999&mesure=x&fondement=none&machine=1&recours=y", {law.key, rule.key}),
        ("mesure=warn", {law.key, rule.key}), ("apres=nimporte", {}),
    ):  # fmt: skip
        page = client.get(f"{base}?{query}").text
        assert {each.key for each in (law, rule) if each.key in page} == set(shown), query
    assert "Code pénal, article 222-17" in client.get(base).text


def test_a_long_register_is_read_to_its_end_and_costs_the_same_on_every_page(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    first = judged(row, Measure.HIDE, moderator)
    with transaction() as current:
        for number in range(130):
            current.add(
                Decision(
                    key=f"k{number:04}", consultation_id=parc.consultation_id,
                    contribution_id=row.id, participant_id=row.author_id, measure=Measure.HIDE,
                    ground=Ground.CHARTER, clause="3", charter_version=1, details={},
                    decided_by_id=moderator.id,
                )
            )  # fmt: skip
    base = f"/consultations/{parc.consultation.slug}/registre"
    found, address, costs = [], base, []
    while address:
        with count_queries() as statements:
            page = client.get(address).text
        costs.append(len(statements))
        found += re.findall(r'nowrap">Décision\s(\w+)<', page)
        after = page.split('rel="next" href="')
        address = after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    keys = session.scalars(select(Decision.key).order_by(Decision.id.desc())).all()
    assert found == list(keys)
    assert max(costs) <= 6
    assert len(rows(client.get(f"{base}.csv"))) == len(keys)
    assert [each["reference"] for each in entries(client, f"{base}.json")] == list(keys)
    assert first.key in found


def test_the_register_sets_no_cookie_and_may_be_shared(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    page = client.get(f"/consultations/{parc.consultation.slug}/registre")
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text
    assert "s-maxage=10" in page.headers["Cache-Control"]
    assert "n’a retiré ni changé" in page.text


def test_case_3_no_form_of_the_register_shows_a_draft(client: FlaskClient, sign_in: SignIn) -> None:
    parc, moderator = make_desk()
    decision = judged(say(parc), Measure.HIDE, moderator)
    slug = parc.consultation.slug
    with transaction():
        session.get_one(Consultation, parc.consultation_id).phase = Phase.DRAFT
    for form in ("", ".csv", ".json"):
        assert client.get(f"/consultations/{slug}/registre{form}").status_code == 404
        assert client.get(f"/consultations/{slug}/transparence{form}").status_code == 404
        assert decision.key not in client.get(f"/registre{form}").get_data(as_text=True)
    sign_in(moderator)
    assert client.get(f"/consultations/{slug}/registre").status_code == 200


def test_case_9_a_law_that_looks_like_a_formula_is_a_word(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    judged(
        say(parc), Measure.HIDE, moderator, ground=Ground.LAW, clause="",
        legal_ref='=HYPERLINK("https://example.org")',
    )  # fmt: skip
    (line,) = rows(client.get(f"/consultations/{parc.consultation.slug}/registre.csv"))
    assert line["legal_reference"].startswith("'=")
