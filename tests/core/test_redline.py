"""Nothing of either text is lost, and what changed reads well."""

import hashlib
import re
import tracemalloc
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.core import redline as module
from consultation.core.redline import (
    Change,
    ChangeKind,
    abridged,
    redline,
    redline_html,
)
from tests.support.growth import times_as_long

MARKS = {ChangeKind.KEPT: "{}", ChangeKind.REMOVED: "[-{}-]", ChangeKind.ADDED: "{{+{}+}}"}
WORDS = ["le", "la", "patient", "données", "l’accord", "3,5", "rendez-vous", ",", ".", "…", "\n",
         " ", "\u00a0", "<b>", "&", "👩\u200d⚕️", "e\u0301"]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
)  # fmt: skip


def shown(changes: Sequence[Change]) -> str:
    return "".join(MARKS[change.kind].format(change.text) for change in changes)


def without(kind: ChangeKind, changes: Sequence[Change]) -> str:
    return "".join(change.text for change in changes if change.kind is not kind)


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_again(old: str, new: str) -> None:
    changes = redline(old, new)
    assert without(ChangeKind.ADDED, changes) == old
    assert without(ChangeKind.REMOVED, changes) == new


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=60), st.data())
def test_so_they_can_after_a_few_edits(words: list[str], data: st.DataObject) -> None:
    """Texts that are close, as rewordings are."""
    edited = list(words)
    for _time in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(edited)))
        end = data.draw(st.integers(start, min(len(edited), start + 4)))
        edited[start:end] = data.draw(st.lists(st.sampled_from(WORDS), max_size=4))
    old, new = " ".join(words), " ".join(edited)
    changes = redline(old, new)
    assert without(ChangeKind.ADDED, changes) == old
    assert without(ChangeKind.REMOVED, changes) == new


@given(TEXTS, TEXTS)
def test_changes_are_whole_and_in_turn(old: str, new: str) -> None:
    """No empty one, no two of a kind side by side, what goes before what comes."""
    changes = redline(old, new)
    assert all(change.text for change in changes)
    for one, other in pairwise(changes):
        assert one.kind is not other.kind
        assert (one.kind, other.kind) != (ChangeKind.ADDED, ChangeKind.REMOVED)


@given(TEXTS)
def test_a_text_left_as_it_was_shows_no_change(text: str) -> None:
    assert redline(text, text) == ((Change(ChangeKind.KEPT, text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "tout neuf", "{+tout neuf+}"),
        ("tout vieux", "", "[-tout vieux-]"),
        ("un chat", "un beau chat", "un {+beau +}chat"),
        ("un beau chat", "un chat", "un [-beau -]chat"),
        ("fini", "fini demain", "fini{+ demain+}"),
        ("fini.", "fini. Encore.", "fini.{+ Encore.+}"),
        ("la décision.", "la décision, et ses motifs.", "la décision{+, et ses motifs+}."),
        ("pommes, poires", "pommes, prunes, poires", "pommes, {+prunes, +}poires"),
        ("l’avis du comité", "l’accord du comité", "l’[-avis-]{+accord+} du comité"),
        ("l’avis", "d’accord", "[-l’avis-]{+d’accord+}"),
        ("3,5 % en 2025", "3,6 % en 2026", "[-3,5-]{+3,6+} % en [-2025-]{+2026+}"),
        ("1\u00a0000 euros", "1\u00a0500 euros", "[-1\u00a0000-]{+1\u00a0500+} euros"),
        ("un rendez-vous ici", "un rendez-nous ici", "un [-rendez-vous-]{+rendez-nous+} ici"),
        ("avec 👩\u200d⚕️ ici", "avec 👨\u200d⚕️ ici", "avec [-👩\u200d⚕️-]{+👨\u200d⚕️+} ici"),
        ("le chat noir dort", "un chien gris dort", "[-le chat noir-]{+un chien gris+} dort"),
        (
            "le chat noir et la souris", "un chat gris et la souris",
            "[-le-]{+un+} chat [-noir-]{+gris+} et la souris",
        ),
        ("un beau chat", "un chat noir", "un [-beau -]chat{+ noir+}"),
        ("a\nb\nc", "x\ny\nz", "[-a-]{+x+}\n[-b-]{+y+}\n[-c-]{+z+}"),
        (
            "Un mot. Un autre.", "Une phrase. Une autre.",
            "[-Un mot-]{+Une phrase+}. [-Un-]{+Une+} autre.",
        ),
        (
            "Le patient est informé. Le médecin décide.",
            "Le patient est informé. Le pharmacien vérifie. Le médecin décide.",
            "Le patient est informé. {+Le pharmacien vérifie. +}Le médecin décide.",
        ),
        ("le . le", "le . le le . le", "le . {+le le . +}le"),
        (
            "Un. Deux. Trois.", "Un. Trois.", "Un. [-Deux. -]Trois.",
        ),
        (
            "Les données de santé sont conservées vingt ans par l’hébergeur agréé.",
            "Les informations médicales sont gardées dix ans au plus par l’hébergeur certifié.",
            "Les [-données de santé sont conservées vingt ans-]{+informations médicales sont "
            "gardées dix ans au plus+} par l’hébergeur [-agréé-]{+certifié+}.",
        ),
        (
            "informée avant son usage, dans des mots simples. Elle peut demander.",
            "informée avant son usage, à l’oral et par écrit. Elle peut demander, et obtenir.",
            "informée avant son usage, [-dans des mots simples-]{+à l’oral et par écrit+}. "
            "Elle peut demander{+, et obtenir+}.",
        ),
    ],
)  # fmt: skip
def test_a_change_reads_well(old: str, new: str, expected: str) -> None:
    assert shown(redline(old, new)) == expected


def test_one_word_changed_in_a_long_text_is_all_that_is_shown() -> None:
    words = [f"mot{number}" for number in range(3000)]
    changed = [*words[:1500], "autre", *words[1501:]]
    _before, removed, added, _after = redline(" ".join(words), " ".join(changed))
    assert (removed.text, added.text) == ("mot1500", "autre")


ALPHABETS = ["abcdefghij      éà.,;’\n", "ab ", ".,", "a", "\n ", "x a "]


def noise(alphabet: str, length: int, seed: bytes) -> str:
    drawn = hashlib.shake_128(seed).digest(length)
    return "".join(alphabet[byte % len(alphabet)] for byte in drawn)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_four_times_the_noise_takes_about_four_times_as_long(alphabet: str) -> None:
    old, new = noise(alphabet, 5000, b"old"), noise(alphabet, 5000, b"new")
    growth = times_as_long(
        lambda: redline_html(old, new), lambda: redline_html(old[:1250], new[:1250])
    )
    assert growth < 12, "comparing each word with each would take sixteen times as long"


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_fifty_thousand_take_bounded_memory(alphabet: str) -> None:
    old, new = noise(alphabet, 50_000, b"old"), noise(alphabet, 50_000, b"new")
    tracemalloc.start()
    changes = redline(old, new)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert without(ChangeKind.ADDED, changes) == old
    assert peak < 60_000_000


class Reader(HTMLParser):
    """What a browser would make of a redline: its tags, and its text without what is removed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, str(dict(attrs))))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "span" in self.open:
            self.said.append(data)
        elif "del" not in self.open:
            self.text += data


@given(TEXTS, TEXTS)
def test_html_holds_four_tags_and_the_new_text(old: str, new: str) -> None:
    page = Reader(redline_html(old, new))
    assert not page.open
    assert set(page.tags) <= {
        ("ins", "{}"), ("del", "{}"), ("span", "{'class': 'hide'}"), ("br", "{}"),
    }  # fmt: skip
    assert set(page.said) <= {"supprimé\u00a0: ", "ajouté\u00a0: "}
    assert "".join(page.text.split()) == "".join(new.split())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<b> & \"x\" 'y'", "<b> & \"x\" 'y'", "&lt;b&gt; &amp; &quot;x&quot; &#x27;y&#x27;"),
        ("a\nb\r\nc\rd", "a\nb\r\nc\rd", "a<br>b<br>c<br>d"),
        (
            "il dort ici", "il veille ici",
            'il <del><span class="hide">supprimé\u00a0: </span>dort</del> '
            '<ins><span class="hide">ajouté\u00a0: </span>veille</ins> ici',
        ),
        ("un chat", "un <i> chat",
         'un <ins><span class="hide">ajouté\u00a0: </span>&lt;i&gt;</ins> chat'),
        ("fini", "fini\nici", 'fini<br><ins><span class="hide">ajouté\u00a0: </span>ici</ins>'),
        ("mot ; mot", "mot\u00a0; mot", "mot\u00a0; mot"),
        ("mot ,mot", "mot, mot", "mot, mot"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_html_is_escaped_and_blanks_are_not_marked(old: str, new: str, expected: str) -> None:
    assert redline_html(old, new) == expected


def test_its_hidden_words_are_in_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {"supprimé\u00a0: ": "removed: ", "ajouté\u00a0: ": "added: "}
    monkeypatch.setattr(module, "_", english.__getitem__)
    assert Reader(redline_html("ici", "là")).said == ["removed: ", "added: "]


LONG = " ".join(f"m{number}" for number in range(40))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(ChangeKind.KEPT, "un deux trois")], "un deux trois"),
        ([(ChangeKind.KEPT, LONG)], "m0 m1 m2…"),
        ([(ChangeKind.KEPT, LONG + " "), (ChangeKind.ADDED, "x")], "…m37 m38 m39 {+x+}"),
        ([(ChangeKind.REMOVED, "x"), (ChangeKind.KEPT, " " + LONG)], "[-x-] m0 m1 m2…"),
        (
            [(ChangeKind.ADDED, "x"), (ChangeKind.KEPT, f", {LONG}. "), (ChangeKind.ADDED, "y")],
            "{+x+}, m0 m1 m2 … m37 m38 m39. {+y+}",
        ),
        (
            [(ChangeKind.ADDED, "x"), (ChangeKind.KEPT, " a b c d e f "), (ChangeKind.ADDED, "y")],
            "{+x+} a b c d e f {+y+}",
        ),
        ([(ChangeKind.ADDED, LONG)], f"{{+{LONG}+}}"),
        ([], ""),
    ],
)
def test_long_kept_runs_are_abridged(changes: list[tuple[ChangeKind, str]], expected: str) -> None:
    short = abridged([Change(kind, text) for kind, text in changes], context=3)
    assert shown(short) == expected


@given(TEXTS, TEXTS)
def test_what_changed_is_never_abridged(old: str, new: str) -> None:
    changes = redline(old, new)
    short = abridged(changes, context=2)
    assert [one for one in short if one.kind is not ChangeKind.KEPT] == [
        one for one in changes if one.kind is not ChangeKind.KEPT
    ]
    assert all(len(re.findall(r"\w+", one.text)) <= len(re.findall(r"\w+", other.text))
               for one, other in zip(short, changes, strict=True))  # fmt: skip
