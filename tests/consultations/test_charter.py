"""The clauses in force, and those that an older decision names."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consultation.accounts.models import CharterVersion
from consultation.consultations.charter import (
    clause_named,
    clauses_in_force,
    version_in_force,
)
from consultation.consultations.models import ConsultationCharter
from consultation.core.db import session, transaction
from consultation.core.i18n import in_language
from tests.conftest import count_queries
from tests.factories import make_consultation, saved

SINCE = datetime(2026, 12, 1, tzinfo=UTC)


def stored(*titles: str) -> list[dict[str, str]]:
    return [
        {
            "key": f"key{title}", "title_fr": title, "text_fr": f"{title}.",
            "title_en": f"{title} (en)", "text_en": f"{title} (en).",
        }
        for title in titles
    ]  # fmt: skip


def test_a_new_instance_has_the_first_version(database: None) -> None:
    assert version_in_force() == 1
    clauses = clauses_in_force(None)
    assert [each.ref for each in clauses] == [str(number) for number in range(1, 10)]
    assert clauses[4].title == "Ne racontez pas la santé d’une personne reconnaissable"
    assert {each.version for each in clauses} == {1}
    with in_language("en"):
        assert clauses_in_force(None)[0].title == "Speak of the text"


def test_a_consultation_adds_its_own_after_the_instance_s(database: None) -> None:
    row, other = make_consultation(), make_consultation()
    saved(
        ConsultationCharter(
            consultation_id=row.id, number=1, clauses=stored("Un", "Deux"), published_at=SINCE
        )
    )
    saved(ConsultationCharter(consultation_id=row.id, number=2, clauses=stored("Trois")))
    found = clauses_in_force(row.id)
    assert [each.ref for each in found[-3:]] == ["9", "C1", "C2"]
    assert (found[-1].title, found[-1].version) == ("Deux", 1)
    assert len(clauses_in_force(other.id)) == 9
    assert version_in_force("C2", row.id) == 1, "a draft is not in force"
    assert version_in_force("C1", other.id) == 0


def test_a_decision_s_clause_is_told_in_the_words_of_its_version(database: None) -> None:
    row, other = make_consultation(), make_consultation()
    for number, title in ((1, "Avant"), (2, "Après")):
        saved(
            ConsultationCharter(
                consultation_id=row.id, number=number, clauses=stored(title), published_at=SINCE
            )
        )
    saved(CharterVersion(number=2, clauses=stored("Seule"), published_at=SINCE))
    old, new = clause_named("C1", 1, row.id), clause_named("C1", 2, row.id)
    assert old is not None
    assert new is not None
    assert (old.title, new.title) == ("Avant", "Après")
    first, second = clause_named("1", 1, None), clause_named("1", 2, row.id)
    assert first is not None
    assert second is not None
    assert (first.title, second.title) == ("Parlez du texte", "Seule")
    with in_language("en"):
        english = clause_named("1", 2, None)
        assert english is not None
        assert english.text == "Seule (en)."
    assert clause_named("2", 2, None) is None
    assert clause_named("C1", 1, other.id) is None
    assert clause_named("C1", 1, None) is None
    assert clause_named("", 9, row.id) is None


def test_a_version_that_was_read_once_is_never_asked_for_again(database: None) -> None:
    row = make_consultation()
    saved(
        ConsultationCharter(
            consultation_id=row.id, number=1, clauses=stored("Un"), published_at=SINCE
        )
    )
    clause_named("C1", 1, row.id)
    clause_named("5", 1, row.id)
    with count_queries() as queries:
        assert clause_named("C1", 1, row.id)
        assert clause_named("5", 1, row.id)
        assert clause_named("6", 1, row.id)
    assert queries == []


@pytest.mark.parametrize(
    "statement",
    [
        "update charter_version set note_fr = 'x'",
        "update charter_version set clauses = '[]'",
        "update charter_version set published_at = null",
        "delete from charter_version",
        "update consultation_charter set number = 4",
        "delete from consultation_charter",
    ],
)
def test_the_database_refuses_to_change_a_published_version(
    real_app: Flask, statement: str
) -> None:
    with real_app.app_context():
        row = make_consultation()
        saved(
            ConsultationCharter(
                consultation_id=row.id, number=1, clauses=stored("Un"), published_at=SINCE
            )
        )
        with pytest.raises(DBAPIError, match="immutable"), transaction() as current:
            current.execute(text(statement))
        assert len(clauses_in_force(row.id)) == 10


def test_a_draft_changes_and_goes(database: None) -> None:
    draft = saved(CharterVersion(number=2, clauses=stored("Un")))
    draft.note_fr = "Note"
    with transaction() as current:
        current.add(draft)
    with transaction() as current:
        current.delete(draft)
    assert session.query(CharterVersion).count() == 1
