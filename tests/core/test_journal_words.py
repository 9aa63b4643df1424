"""What is written into the journal: known acts, and identifiers, numbers or words of ours alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultation.core.paths import PACKAGE
from consultation.pages.journal_words import ACTS, SUBJECTS

ACT = re.compile(r"[a-z]+(?:\.[a-z_]+)+")
DETAILS = {
    "actor_id", "subject_key",
    # Keys and ids of rows.
    "ballot", "consultation", "contribution", "decision", "invitation", "key", "lot", "member",
    "organisation", "person", "rule", "term", "volunteer",
    # Numbers; `names` is 1 where an export holds names, else 0.
    "count", "edit", "electors", "hours", "level", "names", "number", "percent", "seed", "size",
    "subjects",
    "version",
    # Hashes and moments.
    "closes_at", "fingerprint", "opens_at", "record", "sha256",
    # Words of ours.
    "code", "fields", "format", "measure", "outcome", "policy", "role", "seat",
}  # fmt: skip
"""Every detail that the sources write. A new one is added here once it is no name and no text."""
SPREAD = {
    ("accounts/services/charter.py", "of"), ("versions/services/publishing.py", "counts"),
}  # fmt: skip
"""Details that are written together, read by hand: ids and numbers."""
SAID = {
    "body", "caption", "definition", "description", "display_name", "email", "facts", "html",
    "label", "legal_ref", "name", "note", "note_en", "note_fr", "proposed_text", "question",
    "reason", "slug", "source", "statement", "subject", "summary", "text", "title", "words",
}  # fmt: skip
"""What holds words of people, wherever it stands."""
CALLS = [
    (path, node)
    for path in sorted(PACKAGE.rglob("*.py"))
    if "journal" in path.read_text()
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.Call)
    and isinstance(node.func, ast.Attribute)
    and node.func.attr == "record"
    and isinstance(node.func.value, ast.Name)
    and node.func.value.id == "journal"
]
IDS = [f"{path.relative_to(PACKAGE)}:{call.lineno}" for path, call in CALLS]


def named(node: ast.AST) -> Iterator[str]:
    """The names and attributes that an expression is made of."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Name):
            yield each.id


def acts(path: Path, call: ast.Call) -> Iterator[str]:
    """The acts that a call may write: its own word, or those of its module."""
    act = call.args[0]
    if isinstance(act, ast.JoinedStr):
        return
    scope = act if not isinstance(act, ast.Name) else ast.parse(path.read_text())
    for each in ast.walk(scope):
        value = each.value if isinstance(each, ast.Constant) else None
        if isinstance(value, str) and ACT.fullmatch(value):
            yield value


def test_the_journal_is_written_in_many_places() -> None:
    assert len(CALLS) > 60


@pytest.mark.parametrize(("path", "call"), CALLS, ids=IDS)
def test_a_detail_is_an_identifier_a_number_or_a_word_of_ours(path: Path, call: ast.Call) -> None:
    name = str(path.relative_to(PACKAGE))
    for detail in call.keywords:
        if detail.arg is None:
            assert (name, *named(detail.value)) in SPREAD
            continue
        assert detail.arg in DETAILS
        assert not SAID & set(named(detail.value)), detail.arg


@pytest.mark.parametrize(("path", "call"), CALLS, ids=IDS)
def test_an_act_has_words(path: Path, call: ast.Call) -> None:
    act = call.args[0]
    if isinstance(act, ast.JoinedStr):
        start = act.values[0]
        assert isinstance(start, ast.Constant)
        assert any(known.startswith(start.value.rstrip(".")) for known in ACTS)
        return
    found = set(acts(path, call))
    assert found
    assert found <= set(ACTS)


def test_the_words_of_enumerations_are_acts_with_words() -> None:
    from consultation.committees.models.people import Ending
    from consultation.consultations.models import Phase
    from consultation.consultations.services.phases import Move
    from consultation.synthesis.models.codebook import ThemeAct
    from consultation.synthesis.models.writing import SynthesisAct

    later = set(Phase) - {Phase.DRAFT, Phase.UPCOMING}
    made = {f"consultation.{each.value}" for each in (*later, *Move)}
    made |= {f"theme.{each.value}" for each in ThemeAct}
    made |= {f"statement.{each.value}" for each in SynthesisAct}
    made |= {f"committee.{each.value}" for each in Ending}
    assert made <= set(ACTS)


def test_the_list_of_acts_is_in_order_and_each_subject_is_a_table() -> None:
    from consultation.core.db import Base

    assert list(ACTS) == sorted(ACTS)
    assert set(SUBJECTS) <= set(Base.metadata.tables)
