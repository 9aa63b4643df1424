"""A decision in the words of the Commission's transparency database."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consultation.accounts.charter import CATEGORIES, OTHER, clauses_of
from consultation.accounts.services.charter import (
    ClauseWords,
    InstanceBook,
    begin,
    move_clause,
    publish,
    write_clause,
)
from consultation.consultations.charter import Clause, clauses_in_force
from consultation.contributions.models import Contribution
from consultation.moderation.article17 import statement_fields, without_people
from consultation.moderation.models import Automation, Decision, Ground, Measure, Source
from tests.conftest import SignIn
from tests.contributions.steps import say
from tests.factories import make_user
from tests.moderation.steps import FACTS, judged, make_desk

AT = datetime(2025, 9, 9, 23, 30, tzinfo=UTC)
PRIVACY = "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
SENT = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)


def decision(measure: Measure, **given: Any) -> Decision:
    return Decision(
        **{
            "key": "2345", "measure": measure, "ground": Ground.CHARTER, "charter_version": 1,
            "clause": "5", "legal_ref": "", "facts": "Un nom.", "source": Source.OWN,
            "is_machine_detected": False, "automation": Automation.NONE, "decided_at": AT,
            **given,
        }
    )  # fmt: skip


def fields(measure: Measure, category: str = PRIVACY, **given: Any) -> dict[str, Any]:
    clause = Clause("5", "La santé", "Ni la vôtre, ni celle d’un proche.", 1, category)
    return statement_fields(decision(measure, **given), Contribution(submitted_at=SENT), clause)


def test_hiding_on_the_charter_word_for_word() -> None:
    assert fields(Measure.HIDE) == {
        "puid": "2345",
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        "end_date_visibility_restriction": None,
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "5 La santé",
        "incompatible_content_explanation": "Un nom.",
        "incompatible_content_illegal": "No",
        "decision_facts": "Un nom.",
        "category": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": "2025-09-01",
        "application_date": "2025-09-10",
        "territorial_scope": [],
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }


@pytest.mark.parametrize(
    ("measure", "visibility"),
    [
        (Measure.REFUSE, "DECISION_VISIBILITY_CONTENT_REMOVED"),
        (Measure.HIDE, "DECISION_VISIBILITY_CONTENT_DISABLED"),
        (Measure.CLOSE_THREAD, "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED"),
        (Measure.MASK, "DECISION_VISIBILITY_OTHER"),
        (Measure.MOVE, "DECISION_VISIBILITY_OTHER"),
    ],
)
def test_each_restriction_of_a_text_has_its_word(measure: Measure, visibility: str) -> None:
    found = fields(measure)
    assert found["decision_visibility"] == [visibility]
    assert ("decision_visibility_other" in found) == (visibility == "DECISION_VISIBILITY_OTHER")


def test_a_suspension_is_of_the_service_and_ends() -> None:
    found = fields(Measure.SUSPEND, ends_at=datetime(2025, 10, 1, tzinfo=UTC))
    assert found["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert found["end_date_service_restriction"] == "2025-10-01"
    assert "decision_visibility" not in found


def test_what_was_given_back_says_when() -> None:
    found = fields(Measure.HIDE, reversed_at=datetime(2025, 9, 20, tzinfo=UTC))
    assert found["end_date_visibility_restriction"] == "2025-09-20"


def test_the_law_is_named_with_why() -> None:
    found = fields(
        Measure.HIDE, ground=Ground.LAW, legal_ref="Article 29 de la loi de 1881",
        charter_version=None, clause="",
    )  # fmt: skip
    assert found["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert found["illegal_content_legal_ground"] == "Article 29 de la loi de 1881"
    assert found["illegal_content_explanation"] == "Un nom."
    assert found["category"] == "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    assert not any(name.startswith("incompatible") for name in found)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (Source.OWN, "SOURCE_VOLUNTARY"),
        (Source.NOTICE, "SOURCE_ARTICLE_16"),
        (Source.FLAG, "SOURCE_TYPE_OTHER_NOTIFICATION"),
        (Source.APPEAL, "SOURCE_TYPE_OTHER_NOTIFICATION"),
        (Source.AUTHORITY, "SOURCE_TYPE_OTHER_NOTIFICATION"),
    ],
)
def test_each_source_has_its_word(source: Source, word: str) -> None:
    assert fields(Measure.HIDE, source=source)["source_type"] == word


def test_what_a_machine_found_or_decided_is_said() -> None:
    found = fields(Measure.HIDE, is_machine_detected=True, automation=Automation.PARTIAL)
    assert found["automated_detection"] == "Yes"
    assert found["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_category_is_that_of_the_clause(category: str) -> None:
    found = fields(Measure.HIDE, category, clause="12", charter_version=7)
    assert found["category"] == f"STATEMENT_CATEGORY_{category}"


def test_the_clauses_of_the_first_charter_keep_theirs_whatever_their_number(app: Flask) -> None:
    with app.app_context():
        first = {each.ref: each.category for each in clauses_in_force(None)}
        assert (first["3"], first["5"], first["1"]) == ("CYBER_VIOLENCE", PRIVACY, OTHER)
        administrator = make_user(is_administrator=True)
        book = InstanceBook()
        begin(book, actor=administrator)
        draft = book.draft()
        assert draft is not None
        key = clauses_of(draft)[4].key
        move_clause(book, key, -1, actor=administrator)
        words = ClauseWords("Payez", "Payez ici.", "Pay", "Pay here.", "SCAMS_AND_FRAUD")
        write_clause(book, "", words, seen=None, actor=administrator)
        publish(book, "Un ordre.", "An order.", seen=2, is_mailed=False, actor=administrator)
        now_in_force = clauses_in_force(None)
    assert now_in_force[3].category == PRIVACY
    assert now_in_force[-1].category == "SCAMS_AND_FRAUD"


@pytest.mark.parametrize(
    "measure",
    [
        Measure.KEEP, Measure.RESTORE, Measure.WARN, Measure.REOPEN_THREAD,
        Measure.LIFT_SUSPENSION,
    ],
)  # fmt: skip
def test_what_restricts_nobody_has_no_statement(measure: Measure) -> None:
    assert fields(measure) == {}


def test_the_public_s_copy_holds_no_word_of_a_moderator() -> None:
    assert "Un nom." not in str(without_people(fields(Measure.HIDE)))


def test_its_author_and_the_team_have_the_statement_as_a_file(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    with client.application.app_context():
        hiding = judged(say(parc, author=author), Measure.HIDE, moderator)
        keeping = judged(say(parc, author=author), Measure.KEEP, moderator)
        address = f"/decisions/{hiding.key}/expose.json"
        none = f"/decisions/{keeping.key}/expose.json"
    for person in (author, moderator):
        sign_in(person)
        found = client.get(address).get_json()
        assert found["puid"] == hiding.key
        assert found["category"] == f"STATEMENT_CATEGORY_{PRIVACY}"
        assert found["decision_facts"] == FACTS
        assert client.get(none).status_code == 404
    assert address in client.get(f"/decisions/{hiding.key}").text
    sign_in(make_user())
    assert client.get(address).status_code == 404
