"""ODT: what is the text, in order."""

from pathlib import Path

from consultation.documents.parsing.blocks import ParsedDocument
from tests.documents.parsing.making import ODT_STYLES, everything, html, odt, png, read, shown, told

HEADING = '<text:h text:outline-level="1">Ici</text:h>'


def parsed(body: str, folder: Path, **given: object) -> ParsedDocument:
    return read(odt(body, automatic=ODT_STYLES, **given), "a.odt", folder)  # type: ignore[arg-type]


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


def found(document: ParsedDocument) -> list[tuple[str, str, str]]:
    return [(each.code.value, each.place, each.detail) for each in document.findings]


def test_headings_titles_quotations_and_code(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="PT">Titre</text:p><text:h text:outline-level="2">Deux</text:h>'
        '<text:h text:outline-level="9">Neuf</text:h><text:p text:style-name="Heading_20_3">Trois'
        '</text:p><text:p text:style-name="PQ">un</text:p>'
        '<text:p text:style-name="PQ">deux</text:p>'
        '<text:p text:style-name="PC">a<text:s text:c="2"/>b</text:p><text:p text:style-name="PC">c'
        "</text:p><text:p/><text:numbered-paragraph><text:p>fin</text:p></text:numbered-paragraph>"
    )
    document = parsed(body, tmp_path)
    assert shown(document) == [
        ("heading", 1, "Titre"),
        ("heading", 2, "Deux"),
        ("heading", 6, "Neuf"),
        ("heading", 3, "Trois"),
        ("quotation", 0, "un\ndeux"),
        ("paragraph", 0, "a b\nc"),
        ("paragraph", 0, "fin"),
    ]
    assert told(document) == {"heading_level"}
    assert "<pre><code>" in html(document)


def test_emphasis_follows_the_styles_of_words_and_of_one_paragraph(tmp_path: Path) -> None:
    spans = "".join(f'<text:span text:style-name="{name}">{name}</text:span>' for name in "BIEDNS")
    body = f'<text:p>{spans}</text:p><text:p text:style-name="P1">tout</text:p>'
    assert html(parsed(body, tmp_path)) == (
        "<p><strong>B</strong><em>I</em><sup>E</sup><sub>D</sub>N<s>S</s></p>\n"
        "<p><strong>tout</strong></p>"
    )


def test_lists_keep_their_numbers_letters_and_order(tmp_path: Path) -> None:
    nested = (
        f"<text:list-item><text:p>b</text:p><text:list>{items('ba')}</text:list></text:list-item>"
    )
    body = (
        f'<text:list xml:id="l" text:style-name="L1">{items("a")}{nested}</text:list>'
        f'<text:p>entre</text:p><text:list text:continue-list="l" text:style-name="L1">{items("c")}'
        f'</text:list><text:p>encore</text:p><text:list text:style-name="L1" '
        f'text:continue-numbering="true"><text:list-item text:start-value="9"><text:p>d</text:p>'
        f"</text:list-item></text:list><text:p>et</text:p>"
        f'<text:list text:style-name="L2">{items("e")}</text:list>'
    )
    document = parsed(body, tmp_path)
    assert [block.html for block in document.blocks if block.kind.value == "list"] == [
        '<ol start="3"><li>a</li><li>b<ol type="a"><li>ba</li></ol></li></ol>',
        '<ol start="5"><li>c</li></ol>',
        '<ol start="9"><li>d</li></ol>',
        "<ul><li>e</li></ul>",
    ]


def test_a_list_in_pieces_is_one_list(tmp_path: Path) -> None:
    goes_on = (
        f'<text:list text:style-name="L2" text:continue-numbering="true">{items("b")}</text:list>'
    )
    body = f'<text:list text:style-name="L2">{items("a")}</text:list>{goes_on}'
    assert shown(parsed(body, tmp_path)) == [("list", 0, "a\nb")]


def test_numbered_headings_inside_lists_are_headings(tmp_path: Path) -> None:
    body = (
        '<text:list><text:list-item><text:list><text:list-item><text:h text:outline-level="2">Un'
        "</text:h><text:p>mot</text:p></text:list-item></text:list></text:list-item></text:list>"
    )
    assert shown(parsed(body, tmp_path)) == [("heading", 2, "Un"), ("paragraph", 0, "mot")]


def test_tables_with_heads_merged_hidden_and_inner_ones(tmp_path: Path) -> None:
    cell = "<table:table-cell {}>{}</table:table-cell>"
    inner = f"<table:table><table:table-row>{cell.format('', '<text:p>in</text:p>')}"
    inner += f"{cell.format('', '<text:p>terne</text:p>')}</table:table-row></table:table>"
    body = (
        HEADING + "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        + cell.format('table:number-columns-spanned="2"', "<text:p>A</text:p>")
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows>"
        '<table:table-row table:visibility="collapse">' + cell.format("", "<text:p>secret</text:p>")
        + "</table:table-row><table:table-row>"
        + cell.format("", "<text:p>b</text:p><text:p>c</text:p>")
        + cell.format("", inner) + "</table:table-row></table:table>"
    )  # fmt: skip
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("table", 0, "A\nb\nc\nin terne")]
    assert document.blocks[1].html.startswith('<table><thead><tr><th colspan="2" scope="col">A')
    assert "secret" not in everything(document)
    assert found(document) == [("hidden_text", "Ici", ""), ("merged_cells", "Ici › A", "")]


def test_words_of_fields_and_rubies_are_kept(tmp_path: Path) -> None:
    body = (
        "<text:p>a<text:tab/>b<text:line-break/>c <text:bookmark-ref>d</text:bookmark-ref> "
        "<text:ruby><text:ruby-base>e</text:ruby-base><text:ruby-text>x</text:ruby-text>"
        '</text:ruby><text:a xlink:href="https://a.example"> lien</text:a>'
        '<text:a xlink:href="../b.odt"> f</text:a>'
        "<text:script>secret</text:script></text:p>"
    )
    document = parsed(body, tmp_path)
    assert shown(document) == [("paragraph", 0, "a b\nc d e lien f")]
    assert '<a href="https://a.example" rel="noopener">lien</a>' in html(document)
    assert found(document) == [("link_dropped", "f", "b.odt")]


def test_notes_follow_their_passage(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>*</text:note-citation><text:note-body><text:p>La "
        '<text:span text:style-name="B">note</text:span></text:p><text:p>suite</text:p>'
        "</text:note-body></text:note>"
    )
    listed = items(f"un{note}", "deux")
    body = f'<text:p>mot{note}.</text:p><text:list text:style-name="L2">{listed}</text:list>'
    assert shown(parsed(body, tmp_path)) == [
        ("paragraph", 0, "mot¹.\n¹ La note\nsuite"),
        ("list", 0, "un²\n² La note\nsuite\ndeux"),
    ]


def test_images_are_kept_with_words_and_legends_or_told(tmp_path: Path) -> None:
    frame = '<draw:frame draw:name="{}">{}{}</draw:frame>'
    image = '<draw:image xlink:href="{}"/>'
    words = "<svg:title>t</svg:title><svg:desc>Un plan</svg:desc>"
    legend = frame.format("F2", image.format("Pictures/i.png"), "")
    box = f"<draw:text-box><text:p>{legend}Plan n° 1</text:p></draw:text-box>"
    body = (
        HEADING + "<text:p>" + frame.format("F1", image.format("Pictures/i.png"), words)
        + "</text:p><text:p>Vu" + frame.format("Cadre", box, "") + "</text:p><text:p>Ici "
        + frame.format("F3", image.format("Pictures/absent.png"), "") + frame.format(
            "F4", image.format("http://127.0.0.1:9/x.png"), words)
        + frame.format("F5", image.format("Pictures/x.svm"), words) + "</text:p>"
    )  # fmt: skip
    parts = {"Pictures/i.png": png(), "Pictures/x.svm": b"VCLMTF"}
    document = parsed(body, tmp_path, parts=parts)
    assert shown(document)[1:] == [
        ("image", 0, ""),
        ("paragraph", 0, "Vu"),
        ("image", 0, "Plan n° 1"),
        ("paragraph", 0, "Ici Un planUn plan"),
    ]
    assert 'alt="Un plan"' in document.blocks[1].html
    assert "<figcaption>Plan n° 1</figcaption>" in document.blocks[3].html
    assert found(document) == [
        ("image_without_alternative", "Ici › Plan n° 1", "F2"),
        ("image_without_alternative", "Ici › Ici Un planUn plan", "F3"),
        ("image_missing", "Ici › Ici Un planUn plan", "F3"),
        ("image_remote", "Ici › Un plan", "http://127.0.0.1:9/x.png"),
        ("image_unreadable", "Ici › Un plan", "F5"),
    ]
