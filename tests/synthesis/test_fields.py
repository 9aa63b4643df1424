"""Counts inside a statement: fields typed by name, kept by key, written out with denominators."""

import pytest
from flask import Flask

from consultation.core.errors import DomainError
from consultation.core.i18n import in_language
from consultation.synthesis.counting import Coded, Corpus, Counted, Said, count
from consultation.synthesis.fields import Field, Measure, Vocabulary, fields_of, kept, parsed, typed
from consultation.synthesis.phrasing import in_words, legend, pieces_of
from consultation.synthesis.spelling import spelt

WORDS = Vocabulary(
    {"t1": "Temps des soignants", "t2": "Forme", "t3": "Forme"}, {"2": "Patients et proches"},
    {"p9": "12"}, {"s1": "Le parc"},
)  # fmt: skip
CORPUS = Corpus(
    {
        each.key: each
        for each in (
            Said("a", "ana", "for", "2", "", "p9", "s1"),
            Said("b", "ana", "against", "2", "", "p9", "s1"),
            Said("c", "bob", "against", "1", "camp", "", "s1"),
            Said("d", "cleo", "against", "1", "camp", "", ""),
            Said("e", "dan", "ask", "", "", "", ""),
        )
    },
    {
        each.key: each
        for each in (
            Coded("1", "a", "t1"), Coded("2", "b", "t1", "mixed"), Coded("3", "c", "t2"),
            Coded("4", "d", "t2"), Coded("5", "e", "t2", "for"), Coded("6", "gone", "t2"),
        )
    },
    {"t2": "t1"},
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def in_app(app: Flask) -> object:
    with app.test_request_context():
        yield


def number(token: str, sources: tuple[str, ...] = ()) -> Counted:
    (field,) = fields_of(kept(token, WORDS))
    return count(CORPUS, field, sources)


@pytest.mark.parametrize(
    ("token", "value", "among"),
    [
        ("{{contributions}}", 5, None),
        ("{{personnes}}", 4, None),
        ("{{textes}}", 4, None),
        ("{{contributions | thème = Temps des soignants}}", 5, 5),
        ("{{personnes | thème = t2}}", 3, 4),
        ("{{textes | thème = t2}}", 2, 4),
        ("{{contributions | thème = t1 | position = mitigée}}", 1, 5),
        ("{{contributions | thème = t2 | position = question}}", 1, 3),
        ("{{contributions | thème = t2 | position = favorable}}", 0, 3),
        ("{{contributions | position = opposée | catégorie = Patients et proches}}", 1, 2),
        ("{{personnes | catégorie = 2}}", 1, 4),
        ("{{contributions | paragraphe = ¶ 12}}", 2, 5),
        ("{{contributions | section = le parc | position = opposée}}", 2, 3),
        ("{{Part des personnes | position = opposée}}", 3, 4),
        ("{{contributions | sources}}", 2, 5),
        ("{{contributions | sources | thème = t2}}", 1, 5),
    ],
)  # fmt: skip
def test_a_field_counts_with_its_denominator(token: str, value: int, among: int | None) -> None:
    assert number(token, ("a", "c", "unknown")) == Counted(value, among)


@pytest.mark.parametrize(
    "token",
    ["{{}}", "{{votes}}", "{{personnes | thème = Inconnu}}", "{{personnes | thème = Forme}}x{{",
     "{{personnes | position = dessus}}", "{{personnes | âge = 3}}", "{{part des personnes}}",
     "{{personnes | thème =}}", "a }} b"],
)  # fmt: skip
def test_a_field_that_says_nothing_is_refused_with_the_reason(token: str) -> None:
    with pytest.raises(DomainError):
        kept(token, WORDS)


def test_a_field_is_kept_by_key_and_typed_by_a_name_that_says_one_thing() -> None:
    source = kept(
        "{{ personnes|THÈME = temps des soignants | catégorie=patients et proches }}", WORDS
    )
    assert source == "{{personnes | thème = t1 | catégorie = 2}}"
    assert typed(source, WORDS) == (
        "{{personnes | thème = Temps des soignants | catégorie = Patients et proches}}"
    )
    assert kept(typed(source, WORDS), WORDS) == source
    assert typed("{{textes | thème = t3}}", WORDS) == "{{textes | thème = t3}}", "two are so named"
    renamed = Vocabulary({"t1": "Le temps"}, WORDS.categories)
    assert "thème = Le temps" in typed(source, renamed)
    assert typed("{{textes | thème = gone}}", WORDS) == "{{textes | thème = gone}}"


def test_a_count_is_written_out_and_begins_a_sentence_in_words() -> None:
    field = parsed("contributions | position = opposée")
    said = "Beaucoup le disent : "

    def read(source: str, counted: Counted) -> str:
        made = pieces_of(source, lambda _field: counted, WORDS)
        return "".join(each.words for each in made).replace("\xa0", " ").replace("\u202f", " ")

    assert read(f"{field.token()} le disent.", Counted(17, 131)) == (
        "Dix-sept contributions sur 131 le disent."
    )
    assert read(said + field.token(), Counted(1318, 4612)) == f"{said}1 318 contributions sur 4 612"
    assert read(said + field.token(), Counted(1, 3)) == f"{said}une contribution sur 3"
    assert read(said + field.token(), Counted(0, 3)) == f"{said}aucune contribution sur 3"
    assert read("Fin. {{textes}}", Counted(71, None)) == "Fin. Soixante-et-onze textes différents"


def test_a_share_always_says_of_whom_and_on_what() -> None:
    field = Field(Measure.PERSONS, is_share=True, theme="t1", stance="for")
    words = in_words(field, Counted(52, 100), WORDS, begins=False)
    assert words.replace("\xa0", " ") == (
        "52 % des 100 personnes qui se sont exprimées sur « Temps des soignants »"
    )
    assert "aucune personne" in in_words(field, Counted(0, 0), WORDS, begins=False)
    assert "toutes positions" in legend(field, WORDS)
    with in_language("en"):
        assert "52% of the 100 people" in in_words(field, Counted(52, 100), WORDS, begins=False)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [(0, "zéro", "zero"), (21, "vingt-et-une", "twenty-one"), (80, "quatre-vingts", "eighty"),
     (91, "quatre-vingt-onze", "ninety-one"), (81, "quatre-vingt-une", "eighty-one"),
     (77, "soixante-dix-sept", "seventy-seven"), (70, "soixante-dix", "seventy"),
     (99, "quatre-vingt-dix-neuf", "ninety-nine"), (100, "100", "100"), (1, "une", "one")],
)  # fmt: skip
def test_small_numbers_have_words(value: int, french: str, english: str) -> None:
    assert spelt(value, is_feminine=True) == french
    with in_language("en"):
        assert spelt(value) == english
