"""Light markup and back: what an organiser does not touch never changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.core.text import clean_document_html, plain_text
from consultation.documents.markup import (
    from_markup,
    heading_html,
    heading_markup,
    squeezed,
    to_markup,
)

SAMPLES = [
    "<p>Le <strong>parc</strong> ouvre à <em>huit</em> heures &amp; ferme.</p>",
    "<p>a <strong>b </strong>c, <strong>(d)</strong>e</p>",
    '<ul><li>un</li><li>deux <a href="https://x.fr/a_b(c)">lien</a></li></ul>',
    '<ol start="3"><li>un</li><li>deux<ul><li>a</li><li>b</li></ul></li></ol>',
    "<ul><li><p>un</p></li><li><p>deux</p><p>suite</p></li></ul>",
    "<blockquote><p>x</p><p>y</p></blockquote>",
    "<p>1. pas une liste</p>", "<p>12) non plus</p>", "<p>- tiret</p>", "<p># dièse</p>",
    "<p>H<sub>2</sub>O et m<sup>2</sup>, <u>souligné</u>, <s>barré</s></p>",
    "<p>a<br>b</p>",
    '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr>'
    '<td colspan="2">x &lt; y<br>z</td></tr></tbody></table>',
    '<figure><img src="/images/a.png" alt="x &quot;y&quot;"></figure>',
    '<p>avant <img src="/images/a.png" alt=""> après</p>',
    "<p>*étoile* _x_ [a] `c` &lt;b&gt; &amp;amp; \\ ~~non~~ !</p>",
    "<pre><code>a\n\n  b &lt;</code></pre>",
    '<p><sup><a id="r1" href="#n1">1</a></sup> x</p>',
    "<p>« l’<em>IA</em> » : 3 482 €</p>",
    "<p>voir https://x.fr. et a@b.fr</p>",
]  # fmt: skip


@pytest.mark.parametrize("html", SAMPLES)
def test_there_and_back_is_the_same(html: str) -> None:
    clean = clean_document_html(html)
    assert from_markup(to_markup(clean)) == squeezed(clean)


@pytest.mark.parametrize("html", SAMPLES)
def test_squeezing_changes_no_word(html: str) -> None:
    assert plain_text(squeezed(html)).split() == plain_text(html).split()


def test_markup_is_light() -> None:
    assert to_markup(SAMPLES[0]) == "Le **parc** ouvre à *huit* heures & ferme."
    assert to_markup("<ul><li>un</li><li>deux</li></ul>") == "- un\n- deux"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_words_survive(words: str) -> None:
    from html import escape

    clean = clean_document_html(f"<p>{escape(words)}</p>")
    assert plain_text(from_markup(to_markup(clean))) == plain_text(clean)


@given(st.text(alphabet="ab *_[]()<>`#-+1.\n\\&;!~=|/\"'", max_size=60))
def test_whatever_is_typed_is_made_safe_and_stays_what_it_became(source: str) -> None:
    once = from_markup(source)
    assert "<script" not in once
    assert from_markup(to_markup(once)) == squeezed(once)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>', "<iframe src=//x></iframe>", "<p style=color:red>x",
        "<svg onload=alert(1)>", "![x](https://elsewhere.example/pixel.png)",
    ],
)  # fmt: skip
def test_nothing_that_acts_gets_in(source: str) -> None:
    html = from_markup(f"avant {source} après")
    for danger in (
        "<script",
        "onerror",
        "onload",
        'href="javascript',
        "<iframe",
        "style=",
        "elsewhere",
    ):
        assert danger not in html.replace("&lt;", "")


def test_headings_are_inline() -> None:
    assert heading_html("Un *beau* titre") == "Un <em>beau</em> titre"
    assert heading_html("- a\n- b") == heading_html("- a - b")
    assert "<" not in heading_html("- liste").replace("&lt;", "")
    assert heading_markup("A &lt; <em>b</em>") == "A \\< *b*"
