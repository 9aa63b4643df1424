"""Markdown: CommonMark with front matter, tables, footnotes and HTML inside."""

from pathlib import Path

import pytest

from tests.documents.parsing.making import everything, html, read, shown, told


def test_front_matter_is_left_out_and_gives_title_and_language(tmp_path: Path) -> None:
    source = "---\ntitle: 'Le plan'\nlang: fr-FR\nmenu:\n  title: Autre\n---\n\n# Partie\n\nMot.\n"
    parsed = read(source.replace("\n", "\r\n").encode(), "a.md", tmp_path)
    assert (parsed.title, parsed.language) == ("Le plan", "fr")
    assert shown(parsed) == [("heading", 1, "Partie"), ("paragraph", 0, "Mot.")]
    assert told(parsed) == {"metadata"}


def test_a_rule_at_the_head_is_no_front_matter(tmp_path: Path) -> None:
    parsed = read(b"---\n\nUn texte sans nom.\n\n---\n\nDeux.\n", "a.md", tmp_path)
    assert [words for _kind, _level, words in shown(parsed)] == ["Un texte sans nom.", "Deux."]


def test_the_front_matter_of_other_tools_is_known(tmp_path: Path) -> None:
    parsed = read(b'+++\ntitle = "Le plan"\n+++\nMot.\n', "a.md", tmp_path)
    assert parsed.title == "Le plan"
    assert shown(parsed) == [("paragraph", 0, "Mot.")]


def test_a_list_right_after_a_line_is_a_list(tmp_path: Path) -> None:
    parsed = read(b"On demande :\n- un\n- deux\n", "a.md", tmp_path)
    assert shown(parsed) == [("paragraph", 0, "On demande :"), ("list", 0, "un\ndeux")]


def test_each_item_is_a_paragraph_where_the_organiser_says_so(tmp_path: Path) -> None:
    source = "3. trois\n4. quatre\n   - dessous\n\n   suite\n"
    parsed = read(source.encode(), "a.md", tmp_path, split_lists=True)
    assert shown(parsed) == [("item", 0, "trois"), ("item", 0, "quatre\ndessous\nsuite")]
    assert parsed.blocks[1].html.startswith('<ol start="4"><li>')


def test_words_of_nested_lists_stay_apart(tmp_path: Path) -> None:
    parsed = read(b"- a\n  - b\n    - c\n- d\n", "a.md", tmp_path)
    assert parsed.blocks[0].text == "a\nb\nc\nd"


def test_headings_are_kept_as_they_are_even_when_they_jump(tmp_path: Path) -> None:
    parsed = read(b"# Un\n\n### Trois\n\n###### Six\n\n## Deux\n\nmot\n", "a.md", tmp_path)
    assert [block.level for block in parsed.blocks] == [1, 3, 6, 2, 0]


def test_notes_follow_the_passage_that_calls_them(tmp_path: Path) -> None:
    source = "## Titre[^t]\n\nUn mot[^a] et un autre[^b].\n\n- item[^a]\n  - dessous\n\n"
    source += "[^a]: La *première*.\n[^b]: La [seconde](https://b.example).\n\n    Suite.\n"
    source += "[^t]: Du titre.\n"
    parsed = read(source.encode(), "a.md", tmp_path)
    assert shown(parsed) == [
        ("heading", 2, "Titre¹"),
        ("note", 0, "¹ Du titre."),
        ("paragraph", 0, "Un mot² et un autre³.\n² La première.\n³ La seconde.\nSuite."),
        ("list", 0, "item²\n² La première.\ndessous"),
    ]
    assert '</p><p><sup>3</sup> La <a href="https://b.example"' in html(parsed)
    assert "item<sup>2</sup><p><sup>2</sup> La <em>première</em>.</p><ul>" in html(parsed)
    assert "#fn" not in html(parsed)


def test_notes_of_items_and_cells_are_paragraphs_below_their_words(tmp_path: Path) -> None:
    source = "- un[^a] et deux[^b]\n\n  suite[^a]\n\n  fin\n\n"
    source += "| A | B |\n|---|---|\n| c[^a] | d[^b] |\n\n[^a]: La première.\n[^b]: La seconde.\n"
    parsed = read(source.encode(), "a.md", tmp_path)
    assert shown(parsed) == [
        ("list", 0, "un¹ et deux²\n¹ La première.\n² La seconde.\nsuite¹\n¹ La première.\nfin"),
        ("table", 0, "A B\nc¹\n¹ La première.\nd²\n² La seconde."),
    ]
    assert "<td>c<sup>1</sup><p><sup>1</sup> La première.</p></td>" in html(parsed)
    assert "<br>" not in html(parsed)


def test_html_inside_is_read_as_html(tmp_path: Path) -> None:
    source = "<div>\n  <ul>\n    <li>Un</li>\n  </ul>\n</div>\n\n<details><summary>Plus</summary>\n"
    source += "\nCaché ?\n\n</details>\n"
    parsed = read(source.encode(), "a.md", tmp_path)
    assert shown(parsed) == [
        ("list", 0, "Un"), ("paragraph", 0, "Plus"), ("paragraph", 0, "Caché ?"),
    ]  # fmt: skip


def test_code_keeps_its_lines(tmp_path: Path) -> None:
    parsed = read(b"```sh\nls  -l\n  cd <x>\n```\n", "a.md", tmp_path)
    assert parsed.blocks[0].html == "<pre><code>ls  -l\n  cd &lt;x&gt;</code></pre>"


def test_a_table_names_its_columns(tmp_path: Path) -> None:
    parsed = read(b"| A | B |\n|---|---|\n| 1 | **2** |\n", "a.md", tmp_path)
    assert '<th scope="col">A</th>' in parsed.blocks[0].html
    assert "<td><strong>2</strong></td>" in parsed.blocks[0].html


def test_links_that_lead_nowhere_keep_their_words_and_are_told(tmp_path: Path) -> None:
    source = "## Ici\n\n[fiche](./fiche.md), [haut](#ici), [site](https://a.example), "
    source += "[mail](mailto:a@a.example), [mal](javascript:alert(1)), [nu](www.b.example)\n"
    parsed = read(source.encode(), "a.md", tmp_path)
    assert parsed.blocks[1].text == "fiche, haut, site, mail, [mal](javascript:alert(1)), nu"
    assert html(parsed).count("<a ") == 3
    assert [
        (each.place, each.detail) for each in parsed.findings if each.code.value == "link_dropped"
    ] == [("Ici › fiche", "./fiche.md")]


def test_a_missing_image_leaves_its_words_and_is_told_with_its_place(tmp_path: Path) -> None:
    source = (
        "## Le plan\n\n![Plan](plan.png)\n\nVoir ![](a.png) ici et ![b](https://b.example/b).\n"
    )
    parsed = read(source.encode(), "a.md", tmp_path)
    assert [words for _kind, _level, words in shown(parsed)] == [
        "Le plan", "Plan", "Voir ici et b.",
    ]  # fmt: skip
    assert "<img" not in html(parsed)
    assert [(each.code.value, each.place, each.detail) for each in parsed.findings] == [
        ("image_missing", "Le plan › Plan", "plan.png"),
        ("image_without_alternative", "Le plan › Voir ici et b.", "a.png"),
        ("image_missing", "Le plan › Voir ici et b.", "a.png"),
        ("image_remote", "Le plan › b", "https://b.example/b"),
    ]


def test_remarks_in_comments_are_left_out_and_told(tmp_path: Path) -> None:
    parsed = read(b"## Ici\n\nUn <!-- secret --> mot.\n\n<!-- secret -->\n", "a.md", tmp_path)
    assert "secret" not in everything(parsed)
    assert parsed.blocks[1].text == "Un mot."
    assert sum(each.count for each in parsed.findings if each.code.value == "comment") == 2


@pytest.mark.parametrize(
    "content",
    [
        "Été à Nîmes".encode(),
        b"\xef\xbb\xbf" + "Été à Nîmes".encode(),
        "Été à Nîmes".encode("utf-16"),
        b"\xfe\xff" + "Été à Nîmes".encode("utf-16-be"),
        "Été à Nîmes".encode("cp1252"),
        "E\u0301te\u0301 a\u0300 Ni\u0302mes".encode(),
    ],
    ids=["utf-8", "with its mark", "utf-16", "big-endian", "cp1252", "decomposed"],
)
def test_accents_survive_whatever_the_encoding(content: bytes, tmp_path: Path) -> None:
    assert read(content, "a.md", tmp_path).blocks[0].text == "Été à Nîmes"


def test_what_no_page_can_bear_is_taken_out(tmp_path: Path) -> None:
    source = "Un mot \u202eretourné\u202c, caché\u00ad ici\u200b.\n\n&#0;&#xD800; \u0007 bip\n"
    parsed = read(source.encode(), "a.md", tmp_path)
    words = [block.text for block in parsed.blocks]
    assert words == ["Un mot retourné, caché ici.", "\ufffd\ufffd bip"]


def test_a_typed_text_is_read_without_code(tmp_path: Path) -> None:
    parsed = read(b"    Une ligne en retrait.\n\nDeux.\n", "a.txt", tmp_path)
    assert shown(parsed) == [
        ("paragraph", 0, "Une ligne en retrait."), ("paragraph", 0, "Deux."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("Le parc est dans la ville et les arbres sont à tout le monde.", "fr"),
        ("The park is in the city and the trees are for all of us.", "en"),
        ("Mot.", None),
    ],
)
def test_the_language_is_heard_where_nobody_says_it(
    source: str, language: str | None, tmp_path: Path
) -> None:
    assert read(source.encode(), "a.md", tmp_path).language == language
