"""A codebook goes out and comes back the same, and a wrong file is told plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.core.errors import DomainError
from consultation.synthesis.codebook_files import Entry, from_csv, from_qdc, to_csv, to_qdc
from consultation.synthesis.wording import ThemeWords, checked

GRID = [
    Entry(ThemeWords("Information", "Comment on informe.", "- première idée", "#0b5a66")),
    Entry(ThemeWords("Hors sujet", is_out_of_scope=True)),
    Entry(ThemeWords("Forme ; « mots »", "Deux\nlignes.", "=1+1", "#fff2b8"), "Information"),
    Entry(ThemeWords("'Moment", "@ l’heure 😀 é"), "Information"),
]

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp"))
NAMES = st.text(LETTERS, min_size=1, max_size=20)


@st.composite
def grids(draw: st.DrawFn) -> list[Entry]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=str.casefold))
    made: list[Entry] = []
    for name in names:
        try:
            words = checked(ThemeWords(name, draw(NAMES), draw(NAMES), "", draw(st.booleans())))
        except DomainError:
            continue
        tops = [entry.words.name for entry in made if not entry.parent]
        parent = draw(st.sampled_from(["", *tops]))
        made.append(Entry(words, parent))
    return sorted(made, key=lambda entry: bool(entry.parent))


@pytest.mark.parametrize(
    ("write", "read"), [(to_csv, from_csv), (lambda g: to_qdc(g, "x"), from_qdc)]
)
def test_a_codebook_comes_back_as_it_went(write, read) -> None:  # type: ignore[no-untyped-def]
    assert read(write(GRID)) == GRID


@given(grids())
def test_any_codebook_survives_both_files(grid: list[Entry]) -> None:
    if not grid or any(
        "[hors champ]" in e.words.definition or e.words.definition.startswith("Exemple : ")
        for e in grid
    ):
        return
    folded = [(e.parent.casefold(), e.words.name.casefold()) for e in grid]
    if len(set(folded)) < len(folded):
        return
    assert sorted(map(str, from_csv(to_csv(grid)))) == sorted(map(str, grid))


def test_no_cell_is_a_formula() -> None:
    for line in to_csv(GRID).decode("utf-8-sig").splitlines()[1:]:
        assert not any(cell.strip('"')[:1] in set("=+-@\t") for cell in line.split(";") if cell)


def test_a_theme_keeps_its_guid_from_one_export_to_the_next() -> None:
    entry = Entry(ThemeWords("A"), key="abc")
    assert to_qdc([entry], "x") == to_qdc([entry], "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_spreadsheets_files_are_read(encoding: str, separator: str) -> None:
    text = separator.join(["Thème", "Définition"]) + "\r\n" + separator.join(["Santé", "Été"])
    [entry] = from_csv(text.encode(encoding))
    assert entry.words == ThemeWords("Santé", "Été")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "thème"),
        (b"nom;definition\nA;B", "thème"),
        ("thème;parent\nA;B".encode(), "sous"),
        ("thème\n ;\n".encode(), "aucun thème"),
        ("thème;couleur\nA;rouge".encode(), "Ligne 2"),
        ("thème\nA\na".encode(), "deux fois"),
        ("thème\n".encode() + b"x" * 200, "Ligne 2"),
        (b"x" * (2 * 1024 * 1024 + 1), "2\N{NO-BREAK SPACE}Mo"),
    ],
)
def test_a_wrong_csv_is_told(content: bytes, told: str) -> None:
    with pytest.raises(DomainError, match=told):
        from_csv(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        b"<CodeBook",
        b"<CodeBook><Codes/></CodeBook>",
        b"\x00\xff",
        b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>',
        b'<CodeBook><Codes><Code name=""/></Codes></CodeBook>',
    ],
)
def test_a_wrong_qdc_is_told(content: bytes) -> None:
    with pytest.raises(DomainError):
        from_qdc(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "latin-1"])
def test_case_30_no_encoding_hides_an_entity(encoding: str) -> None:
    declared = f'<!DOCTYPE CodeBook [<!ENTITY a "{"A" * 500}">]>'
    themes = '<CodeBook><Codes><Code name="Bruit">&a;</Code></Codes></CodeBook>'
    name = "utf-16" if encoding.startswith("utf-16") else encoding
    head = f'<?xml version="1.0" encoding="{name}"?>'
    with pytest.raises(DomainError, match="entités"):
        from_qdc((head + declared + themes).encode(encoding))
    assert [each.words.name for each in from_qdc((head + themes.replace("&a;", "")).encode(name))]


def test_deeper_levels_join_the_second() -> None:
    found = from_qdc(
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code name="A"><Code name="B">'
        b'<Code name="C"/></Code></Code></Codes></CodeBook>'
    )
    assert [(entry.words.name, entry.parent) for entry in found] == [
        ("A", ""),
        ("B", "A"),
        ("C", "A"),
    ]


def test_a_file_as_deep_as_it_likes_is_read() -> None:
    deep = b"".join(b'<Code name="%d">' % n for n in range(1, 3000))
    found = from_qdc(b"<CodeBook><Codes>" + deep + b"</Code>" * 2999 + b"</Codes></CodeBook>")
    assert len(found) == 2999
