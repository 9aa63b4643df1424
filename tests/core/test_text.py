"""What people write, made safe: the vectors that were tried on others are tried on us."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.core.text import (
    clean_document_html,
    in_order,
    is_blank,
    number_in,
    one_line,
    plain_text,
    render_markup,
    tidy,
)

VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](https://evil.example/pixel.png)",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<p style='position:fixed'>x</p>",
    "<math><mi//xlink:href='data:x,<script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
)
FORBIDDEN = ("<script", "<img", "<svg", "<iframe", "<form", "<base", "<meta", "<style", "<math")


@pytest.mark.parametrize("vector", VECTORS)
def test_what_people_write_never_runs_nor_loads(vector: str) -> None:
    html = render_markup(vector).lower()
    assert not any(f"{tag}" in html for tag in FORBIDDEN)
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="vbscript' not in html


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_imported_never_runs(vector: str) -> None:
    html = clean_document_html(vector).lower()
    assert not any(tag in html for tag in FORBIDDEN if tag != "<img")
    assert "onerror" not in html.replace("&lt;", "")
    assert 'href="javascript' not in html
    assert "style=" not in html


def test_the_small_markup_is_rendered() -> None:
    html = render_markup("Un **mot**, *deux*.\n\n- un\n- deux\n\n> cité\n\nhttps://www.gouv.fr")
    for tag in ("<strong>", "<em>", "<ul>", "<li>", "<blockquote>", "<p>"):
        assert tag in html
    assert '<a href="https://www.gouv.fr" rel="nofollow ugc noopener">' in html


@pytest.mark.parametrize(
    "link",
    ["[mot]()", "[mot](<>)", "[mot](ftp://x.example)", "[mot](/compte)", "[mot](//x.example)"],
)
def test_a_link_to_no_full_address_is_only_its_words(link: str) -> None:
    assert render_markup(f"Un {link}.") == "<p>Un mot.</p>"


def test_template_syntax_is_only_text() -> None:
    assert "{{7+7}} {% raw %} ${7+7}" in render_markup("{{7+7}} {% raw %} ${7+7}")


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing_and_never_fails(source: str) -> None:
    html = clean_document_html(render_markup(tidy(source)))
    assert clean_document_html(html) == html


@given(st.text(max_size=200))
def test_what_is_typed_comes_out_composed_without_hidden_signs(source: str) -> None:
    text = tidy(source)
    assert unicodedata.is_normalized("NFC", text)
    assert tidy(text) == text
    assert not any(0x202A <= ord(char) <= 0x202E for char in text)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\u3164", "\u0301\u0301", "\n\t"])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "é", "¶", "1", "🙂", "—"])
def test_a_single_sign_is_not(text: str) -> None:
    assert not is_blank(text)


def test_words_are_in_the_order_of_a_dictionary() -> None:
    words = ["Évaluation", "été", "zone", "ANAP", "eau", "anap", "réidentification", "robot"]
    assert in_order(words, key=str) == [
        "ANAP", "anap", "eau", "été", "Évaluation", "réidentification", "robot", "zone",
    ]  # fmt: skip


def test_plain_text_has_a_line_for_each_block() -> None:
    html = "<p>Un &amp; deux</p><ul><li>trois</li><li>quatre</li></ul>"
    assert plain_text(html) == "Un & deux\ntrois\nquatre"


def test_the_call_of_a_note_stays_above_the_line() -> None:
    html = "<p>Un mot.<sup>12</sup> Le 1<sup>er</sup> mai.<br><sup>12</sup> Note.</p>"
    assert plain_text(html) == "Un mot.¹² Le 1er mai.\n¹² Note."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Deux\n mots ", "Deux mots"),
        ("Séance\u00a0: le droit", "Séance\u00a0: le droit"),
        ("«\u00a0Oui\u202f!\u00a0»", "«\u00a0Oui\u202f!\u00a0»"),
        ("Jean\u00a0D.", "Jean D."),
        ("mot  \u00a0: suite", "mot : suite"),
    ],
)
def test_a_title_is_one_line_and_keeps_the_spaces_that_never_break(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
    assert one_line(kept) == kept


@pytest.mark.parametrize("said", [None, "", "²", "٣", "-1", "+1", "1_0", " 1", "1.5", "9" * 5000])
def test_only_a_few_plain_digits_make_a_number(said: str | None) -> None:
    assert number_in(said) is None
    assert number_in("0012") == 12
    assert number_in("123", 2) is None
