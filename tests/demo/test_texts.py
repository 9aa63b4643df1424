"""The texts put to consultation: their size, their typography, what they are tied to."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from consultation.consultations.models import Phase
from consultation.demo.banks import HERE, banks
from consultation.demo.plan import (
    CONSULTATIONS,
    DEMO_PASSWORD,
    MAIN,
    STAFF,
    TEXTS,
    glossary,
    themes_of,
    themes_under,
)
from consultation.documents.glossary import Marker, Term
from consultation.documents.parsing.blocks import BlockKind, Options
from consultation.documents.parsing.markdown import read_markdown

STRATEGY = [document.path for document in MAIN.documents]
ALL_TEXTS = sorted(TEXTS.glob("*.md"))
PLAIN_BEFORE_A_SIGN = re.compile(r"[ \w)”][;!?:»](?=\s|$)|\d %|« |[^\s:]\u00a0[;!?]")
"""A sign that follows a letter or a plain space: the right no-break space is missing."""


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def counted(path: Path) -> list[tuple[BlockKind, str]]:
    parsed = read_markdown(source(path), Options())
    return [(block.kind, block.text) for block in parsed.blocks]


def passages(path: Path) -> list[str]:
    return [text for kind, text in counted(path) if kind is not BlockKind.HEADING]


def test_the_strategy_has_80_to_120_paragraphs() -> None:
    assert 80 <= sum(len(passages(path)) for path in STRATEGY) <= 120


@pytest.mark.parametrize(
    "path", [path for path in ALL_TEXTS if path not in STRATEGY], ids=lambda path: path.stem
)
def test_another_text_has_10_to_25_paragraphs(path: Path) -> None:
    assert 10 <= len(passages(path)) <= 25


@pytest.mark.parametrize("path", STRATEGY, ids=lambda path: path.stem)
def test_each_part_of_the_strategy_has_6_to_20_paragraphs(path: Path) -> None:
    parsed = read_markdown(source(path), Options())
    sizes: Counter[str] = Counter()
    part = ""
    for block in parsed.blocks:
        if block.kind is BlockKind.HEADING:
            part = block.text if block.level <= 2 else part
        else:
            sizes[part] += 1
    assert all(6 <= size <= 20 for size in sizes.values()), sizes


def test_the_strategy_holds_every_kind_of_block() -> None:
    kinds = {kind for path in STRATEGY for kind, _text in counted(path)}
    assert kinds >= {
        BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE,
        BlockKind.QUOTATION,
    }  # fmt: skip
    whole = "\n".join(map(source, STRATEGY))
    assert "[^" in whole
    assert "](https://" in whole


@pytest.mark.parametrize("path", STRATEGY, ids=lambda path: path.stem)
def test_a_paragraph_can_be_read_in_half_a_minute(path: Path) -> None:
    long = [text for kind, text in counted(path) if kind is BlockKind.PARAGRAPH]
    for text in long:
        words = [word for word in text.split("\n")[0].split() if any(map(str.isalnum, word))]
        assert len(words) <= 90, text


@pytest.mark.parametrize("path", ALL_TEXTS, ids=lambda path: path.stem)
def test_typography_is_french(path: Path) -> None:
    text = source(path).split("---\n", 2)[2]
    text = re.sub(r"^\[\^\w+\]:|\]\(\S+\)|\*", "", text, flags=re.MULTILINE)
    assert "'" not in text
    assert '"' not in text
    assert PLAIN_BEFORE_A_SIGN.findall(text) == []


@pytest.mark.parametrize("path", ALL_TEXTS, ids=lambda path: path.stem)
def test_a_text_says_that_it_was_written_for_the_demo(path: Path) -> None:
    assert "démonstration du service" in source(path)


@pytest.mark.parametrize("path", STRATEGY, ids=lambda path: path.stem)
def test_something_is_said_under_each_heading_of_the_strategy(path: Path) -> None:
    headings = {text for kind, text in counted(path) if kind is BlockKind.HEADING}
    told = tomllib.loads((HERE / "outline.toml").read_text(encoding="utf-8"))
    assert set(told[path.name]) == headings
    assert all(themes_under(path.name, heading) for heading in headings)


def test_every_theme_is_talked_about_somewhere() -> None:
    files = [path.name for path in ALL_TEXTS]
    assert {theme for file in files for theme in themes_of(file)} == set(banks())
    assert set(themes_of("charte-domicile.md")) == {"domicile"}
    assert themes_of("plan-aidants.md") == ()


def test_each_word_of_the_glossary_is_in_the_strategy() -> None:
    marker = Marker([Term(term, term, definition) for term, definition in glossary()])
    for path in STRATEGY:
        for _kind, text in counted(path):
            marker.mark(text)
    assert len(glossary()) == 34
    assert set(marker.met) == {term for term, _definition in glossary()}


def test_there_is_a_consultation_in_every_phase() -> None:
    assert {plan.phase for plan in CONSULTATIONS} == set(Phase)
    assert [plan.phase for plan in CONSULTATIONS if plan.calendar is None] == [Phase.DRAFT]
    for plan in CONSULTATIONS:
        assert all(document.path.is_file() for document in plan.documents)
        assert plan.calendar is None or plan.calendar.opens_in < plan.calendar.closes_in


def test_there_is_an_account_for_each_role() -> None:
    assert Counter(account.duty for account in STAFF) == {
        "administrator": 1, "organiser": 1, "moderator": 2, "participant": 1, "committee": 1,
        "second member": 1, "chair": 1,
    }  # fmt: skip
    assert len(DEMO_PASSWORD) >= 12
