"""HTML: the text of a page, without what moves, asks or decorates."""

import base64
from pathlib import Path

from consultation.documents.parsing.blocks import ParsedDocument
from tests.documents.parsing.making import everything, html, png, read, shown, told


def page(inner: str, folder: Path, **options: bool) -> ParsedDocument:
    source = f"<!doctype html><html lang='fr'><head><title>Le site</title></head><body>{inner}"
    return read(source.encode(), "a.html", folder, **options)


def test_headings_paragraphs_lists_tables_and_quotations(tmp_path: Path) -> None:
    parsed = page(
        "<h1>Un</h1><p>Mot <b>gras</b> <i>penché</i></p><ul><li>a<li>b</ul>"
        "<table><tr><th>A<td>1</table><blockquote><p>dit<p>redit</blockquote><h2>Deux</h2>suite",
        tmp_path,
    )
    assert shown(parsed) == [
        ("heading", 1, "Un"),
        ("paragraph", 0, "Mot gras penché"),
        ("list", 0, "a\nb"),
        ("table", 0, "A 1"),
        ("quotation", 0, "dit\nredit"),
        ("heading", 2, "Deux"),
        ("paragraph", 0, "suite"),
    ]
    assert "<strong>gras</strong> <em>penché</em>" in html(parsed)
    assert '<th scope="row">A</th>' in html(parsed)
    assert (parsed.title, parsed.language) == ("Un", "fr")


def test_words_too_many_for_a_heading_are_a_paragraph_and_it_is_told(tmp_path: Path) -> None:
    parsed = page(f"<h1>Un</h1><h2>{'a' * 300}</h2><h2>{'b ' * 300}</h2><p>Suite</p>", tmp_path)
    assert [kind for kind, _level, _text in shown(parsed)] == [
        "heading", "heading", "paragraph", "paragraph",
    ]  # fmt: skip
    [finding] = parsed.findings
    assert (finding.code.value, finding.is_deliberate) == ("heading_long", False)
    assert finding.place.startswith("aaa")


def test_programs_styles_and_controls_go_out(tmp_path: Path) -> None:
    parsed = page(
        "<style>p{}</style><p>Un<script>alert('secret')</script> mot</p><p onclick=secret()>deux"
        "<template><p>secret</p></template><noscript>secret</noscript><nav>secret</nav>"
        "<form><label>Nom <input value=secret></label><select><option>secret</select></form>"
        "<button>secret</button><iframe src=secret>secret</iframe><li><svg><text>secret</svg></li>",
        tmp_path,
    )
    assert "secret" not in everything(parsed)
    assert [block.text for block in parsed.blocks] == ["Un mot", "deux", "Nom"]
    assert told(parsed) == {"script", "page_furniture", "embedded_object"}


def test_hidden_text_goes_out_and_is_told_with_its_place(tmp_path: Path) -> None:
    parsed = page(
        "<h2>Ici</h2><p>Vu <span hidden>secret</span><span style='color:red;Display: none'>secret"
        "</span></p><div style='visibility:hidden'>secret</div>",
        tmp_path,
    )
    assert "secret" not in everything(parsed)
    assert [(each.code.value, each.place, each.count) for each in parsed.findings] == [
        ("hidden_text", "Ici › Vu", 2),
        ("hidden_text", "Ici", 1),
    ]


def test_what_stands_around_the_main_part_goes_out(tmp_path: Path) -> None:
    parsed = page(
        "<header><h1>Le texte</h1></header><aside>pub</aside><main><h2>Un</h2><p>mot</p>"
        "<footer>signé</footer></main><footer>mentions</footer>",
        tmp_path,
    )
    assert [block.text for block in parsed.blocks] == ["Le texte", "Un", "mot", "signé"]
    assert told(parsed) == {"page_furniture"}


def test_blocks_inside_items_cells_and_quotations_stay_apart(tmp_path: Path) -> None:
    parsed = page(
        "<ul><li><div>a</div><div>b</div><h3>c</h3></li></ul>"
        "<table><tr><td><p>d</p><div>e</div></td><td>f</td></tr></table>"
        "<blockquote><h3>g</h3><div>h</div>i<ul><li>j</li></ul></blockquote>",
        tmp_path,
    )
    assert shown(parsed) == [
        ("list", 0, "a\nb\nc"), ("table", 0, "d\ne f"), ("quotation", 0, "g\nh\ni\nj"),
    ]  # fmt: skip


def test_nothing_of_an_odd_list_is_lost(tmp_path: Path) -> None:
    source = "<ul>avant<li>a</li><ul><li>b</li></ul>après</ul><ol start='²'><li>un</ol><li>seul"
    for split_lists in (False, True):
        parsed = page(source, tmp_path, split_lists=split_lists)
        words = " ".join(block.text for block in parsed.blocks).split()
        assert words == ["avant", "a", "b", "après", "un", "seul"]


def test_definitions_are_a_list(tmp_path: Path) -> None:
    parsed = page("<dl><dt>ARS</dt><dd>Agence</dd><div><dt>HAS<dd>Autorité</div></dl>", tmp_path)
    assert shown(parsed) == [("list", 0, "ARS\nAgence\nHAS\nAutorité")]
    assert "<strong>ARS</strong>" in html(parsed)


def test_a_frame_of_one_cell_is_its_text(tmp_path: Path) -> None:
    parsed = page("<table><tr><td><h2>Encadré</h2><p>mot</p></td></tr></table>", tmp_path)
    assert shown(parsed) == [("heading", 2, "Encadré"), ("paragraph", 0, "mot")]


def test_merged_cells_are_kept_and_told(tmp_path: Path) -> None:
    parsed = page(
        "<table><caption>Horaires</caption><thead><tr><th colspan=2>Large</th></tr></thead>"
        "<tr><td rowspan='99999999'>a</td><td>b</td></tr></table>",
        tmp_path,
    )
    assert '<th colspan="2" scope="col">' in html(parsed)
    assert "99999999" not in html(parsed)
    assert parsed.blocks[0].text.startswith("Horaires\n")
    assert [each.place for each in parsed.findings] == ["Large", "a"]


def test_an_embedded_image_is_made_anew_and_its_legend_kept(tmp_path: Path) -> None:
    data = base64.b64encode(png()).decode()
    parsed = page(
        f"<figure><img alt='Un plan' src='data:image/png;base64,{data}'><figcaption>Plan <em>n° 1"
        f"</em></figcaption></figure><p>Ici <img src='data:image/png;base64,{data}'> même.</p>",
        tmp_path,
    )
    picture = parsed.pictures[0]
    assert len(parsed.pictures) == 1
    assert picture.content.startswith(b"RIFF")
    assert shown(parsed) == [("image", 0, "Plan n° 1"), ("paragraph", 0, "Ici même.")]
    assert f'src="/images/{picture.name}" alt="Un plan" width="6" height="4"' in html(parsed)
    assert html(parsed).count("<img") == 2
    assert [(each.code.value, each.place) for each in parsed.findings] == [
        ("image_without_alternative", "Ici même.")
    ]


def test_an_image_of_elsewhere_is_never_kept(tmp_path: Path) -> None:
    for address in (
        "https://pisteur.example/a.png", "//pisteur.example/a.png", "/images/autre.webp",
        "file:///etc/passwd", "data:text/html;base64,AAAA", "data:image/png;base64,!!!", "",
    ):  # fmt: skip
        parsed = page(f"<p>Un <img alt='plan' src='{address}'> mot</p>", tmp_path)
        assert "<img" not in html(parsed), address
        assert parsed.blocks[0].text == "Un plan mot"
        assert told(parsed) & {"image_remote", "image_missing", "image_unreadable"}


def test_word_s_own_footnotes_are_known(tmp_path: Path) -> None:
    parsed = page(
        '<p>Un mot<a href="#_ftn1" name="_ftnref1"><span><sup>[1]</sup></span></a>.</p><hr>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> La note.</p></div>',
        tmp_path,
    )
    assert shown(parsed) == [("paragraph", 0, "Un mot¹.\n¹ La note.")]


def test_links_between_headings_and_their_list_are_no_notes(tmp_path: Path) -> None:
    parsed = page(
        '<ul><li><a id="t1" href="#s1">1</a></li></ul><h2 id="s1"><a href="#t1">Un</a></h2><p>mot',
        tmp_path,
    )
    assert shown(parsed) == [("list", 0, "1"), ("heading", 2, "Un"), ("paragraph", 0, "mot")]


def test_identifiers_and_attributes_of_the_page_do_not_come_in(tmp_path: Path) -> None:
    parsed = page("<p id=contenu class=x style='color:red' lang=en>mot<a name=y></a></p>", tmp_path)
    assert html(parsed) == "<p>mot</p>"


def test_broken_markup_is_read_as_browsers_do(tmp_path: Path) -> None:
    parsed = page("<p>a<p>b</b></div><h2>c<h3>d</h3><![if x]>e<![foo[<ul><li>f</ol>", tmp_path)
    assert " ".join(block.text for block in parsed.blocks).split()[:4] == ["a", "b", "c", "d"]


def test_metadata_and_authors_are_told_not_kept(tmp_path: Path) -> None:
    source = "<head><meta name=author content=Jeanne><meta name=generator content=X></head><p>a"
    parsed = read(source.encode(), "a.htm", tmp_path)
    assert told(parsed) == {"author", "metadata"}
    assert "Jeanne" not in everything(parsed)
