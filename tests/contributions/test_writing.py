"""What may be written, for any text."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.contributions.models import Kind, Stance
from consultation.contributions.writing import (
    BODY_MAX,
    LINES_MAX,
    MARKS_MAX,
    NESTED_MAX,
    PROPOSED_MAX,
    Written,
    checked,
    fault_of_body,
    fault_of_explanation,
    fault_of_rewording,
    has_piled_marks,
)
from consultation.core.errors import DomainError
from consultation.core.text import is_blank, plain_text, render_markup, tidy
from tests.support.growth import times_as_long

TEXTS = st.text(max_size=300) | st.text("*_`[]()<>&#>-\n 1.!\\\u0301\u200b\u202e", max_size=300)


@settings(deadline=None)
@given(TEXTS)
def test_what_is_accepted_shows_something_and_keeps_to_the_limits(text: str) -> None:
    text = tidy(text)
    if fault_of_body(text):
        return
    html = render_markup(text)
    assert not is_blank(plain_text(html))
    assert len(text) <= BODY_MAX
    assert text.count("\n") < LINES_MAX
    assert not re.search(r"<(?!/?(p|br|em|strong|ul|ol|li|blockquote|a)\b)", html)
    assert not re.search(r'href="(?!https?:|mailto:)', html)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert all(unicodedata.category(c) not in {"Cc", "Cs"} or c in "\n\t" for c in once)


@given(st.integers(0, 40))
def test_marks_pile_up_to_a_limit(count: int) -> None:
    assert has_piled_marks("e" + "\u0323" * count + "x") is (count > MARKS_MAX)


@pytest.mark.parametrize(
    "text",
    [
        "Việt Nam, Ἀθῆναι, हिन्दी, עִבְרִית, ภาษาไทย",
        "\U0001f469\u200d\U0001f467 🇫🇷",
        "- première idée\n- seconde",
        "= 1 + 1",
        "«\u00a0oui\u00a0»",
    ],
)
def test_every_script_may_be_written(text: str) -> None:
    assert fault_of_body(tidy(text)) == ""


@pytest.mark.parametrize("text", ["", " ", "\u200b", "[](x)", "> ", "\u3164"])
def test_nothing_to_see_is_refused_but_an_explanation_may_be_left_out(text: str) -> None:
    assert fault_of_body(text)
    assert bool(fault_of_explanation(text)) is bool(text)


@pytest.mark.parametrize("mark", [">", "> ", "- "])
def test_what_is_quoted_in_quotes_too_deep_is_refused_and_nothing_of_it_is_lost(mark: str) -> None:
    assert fault_of_body(mark * NESTED_MAX + "un avis") == ""
    assert "un avis" in render_markup(mark * NESTED_MAX + "un avis")
    for times in (NESTED_MAX + 1, 30):
        assert "emboîte" in fault_of_body(mark * times + "un avis")


def test_the_limits_are_exact() -> None:
    assert fault_of_body("a" * BODY_MAX) == ""
    assert fault_of_body("a" * (BODY_MAX + 1))
    assert fault_of_body("a\n" * (LINES_MAX - 1) + "a") == ""
    assert fault_of_body("a\n" * LINES_MAX + "a")
    assert fault_of_rewording("a" * PROPOSED_MAX, "b") == ""
    assert fault_of_rewording("a" * (PROPOSED_MAX + 1), "b")
    assert fault_of_rewording("un deux", "un\n deux ")


@pytest.mark.parametrize(
    "written",
    [
        Written(Kind.AMENDMENT, Stance.NONE, "Pour ça.", None),
        Written(Kind.AMENDMENT, Stance.NONE, "a" * 5001, "Autre."),
        Written(Kind.COMMENT, Stance.NONE, ""),
        Written(Kind.AMENDMENT, Stance.NONE, "", "Le texte."),
    ],
)
def test_the_service_refuses_what_the_form_would(written: Written) -> None:
    with pytest.raises(DomainError):
        checked(written, "Le texte.")


def test_a_reply_and_a_question_take_no_position() -> None:
    said = Written(Kind.COMMENT, Stance.FOR, "Oui.")
    assert checked(said, None).stance is Stance.FOR
    assert checked(said, None, is_reply=True).stance is Stance.NONE
    assert checked(Written(Kind.QUESTION, Stance.FOR, "Oui ?"), None).stance is Stance.NONE
    with pytest.raises(DomainError):
        checked(Written(Kind.QUESTION, Stance.NONE, "Oui ?"), None, is_reply=True)


def test_a_rewording_needs_a_paragraph() -> None:
    with pytest.raises(DomainError):
        checked(Written(Kind.AMENDMENT, Stance.NONE, "", "Autre."), None)
    tidied = checked(Written(Kind.AMENDMENT, Stance.NONE, " \u202e", " Autre. "), "Le texte.")
    assert tidied == Written(Kind.AMENDMENT, Stance.NONE, "", "Autre.")


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "*a " * 1666, "> " * 2500, "(" * 5000, "`" * 5000, "a@" * 2500, "![" * 2500,
     "www." * 1250, "<" * 5000, "\\" * 5000, "- " * 2500, "_a_" * 1666, "http://" * 700],
)  # fmt: skip
def test_four_times_the_text_takes_about_four_times_as_long(text: str) -> None:
    def judge(text: str) -> None:
        render_markup.cache_clear()
        fault_of_body(tidy(text))

    growth = times_as_long(lambda: judge(text), lambda: judge(text[: len(text) // 4]))
    assert growth < 10, "a quadratic reader would take sixteen times as long"
