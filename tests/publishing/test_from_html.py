"""The HTML that the instance keeps becomes blocks: nothing of what was said is lost."""

from pathlib import Path

import pytest

from consultation.core.text import clean_document_html, render_markup
from consultation.publishing.blocks import (
    Bullets,
    Change,
    Paragraph,
    Quotation,
    Run,
    Table,
    Words,
    plain,
    text_of,
)
from consultation.publishing.from_html import blocks_of, words_of
from consultation.publishing.writers import Paper
from tests.publishing.steps import document, written


def lines(html: str) -> list[Words]:
    """The words of the paragraphs."""
    return [each.words for each in blocks_of(html) if isinstance(each, Paragraph)]


def test_what_a_person_wrote_keeps_its_marks() -> None:
    html = render_markup("Ouvrez **plus** *tôt*,\nvoir https://example.org/a.\n\n- un\n- deux\n")
    first, items = blocks_of(html)
    assert isinstance(first, Paragraph)
    assert text_of(first.words) == "Ouvrez plus tôt,\nvoir https://example.org/a."
    assert Run("plus", is_bold=True) in first.words
    assert Run("tôt", is_italic=True) in first.words
    assert Run("https://example.org/a", href="https://example.org/a") in first.words
    assert items == Bullets(((Paragraph(plain("un")),), (Paragraph(plain("deux")),)))


def test_lists_and_quotes_stand_inside_one_another() -> None:
    html = clean_document_html(
        "<blockquote><p>Cité.</p><ul><li>dedans</li></ul></blockquote>"
        '<ol start="3"><li>trois<ul><li>sous</li></ul></li></ol>'
    )
    quote, items = blocks_of(html)
    assert isinstance(quote, Quotation)
    assert quote.blocks == (
        Paragraph(plain("Cité.")), Bullets(((Paragraph(plain("dedans")),),)),
    )  # fmt: skip
    assert isinstance(items, Bullets)
    assert (items.is_numbered, items.start) == (True, 3)
    assert items.items[0][1] == Bullets(((Paragraph(plain("sous")),),))


def test_a_table_keeps_its_rows_and_its_caption() -> None:
    html = clean_document_html(
        "<table><caption>Les <em>prix</em></caption><tr><th>Âge</th><th>Prix</th></tr>"
        "<tr><td>6 ans</td><td><p>deux</p><p>euros</p></td></tr><tr><td>reste</td></tr></table>"
    )
    [table] = blocks_of(html)
    assert table == Table(
        "Les prix", ("Âge", "Prix"),
        ((plain("6 ans"), (*plain("deux"), Run("\n"), *plain("euros"))), (plain("reste"), ())),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("1<sup>er</sup> juillet", (Run("1"), Run("er", is_raised=True), Run(" juillet"))),
        ("<del>ôté</del><ins>mis</ins>",
         (Run("ôté", change=Change.REMOVED), Run("mis", change=Change.ADDED))),
        ("a\n  b&nbsp;: c &amp; d", plain("a b\u00a0: c & d")),
        ('<a href="/ici">ici</a>', plain("ici")),
        ('<img src="/images/x" alt="Un plan">', plain("[Un plan]")),
        ("a <strong> b </strong> c", (Run("a "), Run("b ", is_bold=True), Run("c"))),
        ("", ()),
    ],
)  # fmt: skip
def test_words_of_a_line(html: str, words: Words) -> None:
    assert words_of(html) == words


def test_quotes_within_quotes_end(tmp_path: Path) -> None:
    blocks = blocks_of("<blockquote>" * 500 + "fond" + "</blockquote>" * 500)
    assert "fond" in str(blocks)
    for paper in Paper:
        assert written(document(*blocks), paper, tmp_path).exists()
