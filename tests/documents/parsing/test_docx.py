"""DOCX: what is the text, whatever styles and parts a word processor put it in."""

from pathlib import Path

import pytest

from consultation.documents.parsing.blocks import ParsedDocument
from tests.documents.parsing.making import (
    NAMESPACES,
    WORD,
    docx,
    html,
    png,
    read,
    relations,
    said,
    shown,
    told,
    word,
    zipped,
)

HEADINGS = "".join(
    f'<w:style w:styleId="Titre{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in range(1, 10)
)
STYLES = HEADINGS + (
    '<w:style w:type="paragraph" w:styleId="Maison"><w:name w:val="Maison"/>'
    '<w:basedOn w:val="Titre2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Plan"><w:name w:val="Plan"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Cit"><w:name w:val="Citation ministère"/>'
    '<w:basedOn w:val="Citation1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Citation1"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="character" w:styleId="lev"><w:name w:val="Strong"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
)
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
  <w:lvl w:ilvl="7"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">
  <w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""


def numbered(text: str, number: int, level: int = 0) -> str:
    given = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return word(text, properties=given)


def parsed(body: str, folder: Path, **given: object) -> ParsedDocument:
    return read(docx(body, **given), "a.docx", folder)  # type: ignore[arg-type]


def test_headings_are_known_by_name_by_inheritance_and_by_level(tmp_path: Path) -> None:
    body = "".join(word(style, style=style) for style in ("Titre1", "Maison", "Plan", "Title"))
    body += word("direct", properties='<w:outlineLvl w:val="3"/>')
    body += word("corps", style="Titre1", properties='<w:outlineLvl w:val="9"/>') + word("fin")
    assert shown(parsed(body, tmp_path, styles=STYLES)) == [
        ("heading", 1, "Titre1"),
        ("heading", 2, "Maison"),
        ("heading", 3, "Plan"),
        ("heading", 1, "Title"),
        ("heading", 4, "direct"),
        ("paragraph", 0, "corps"),
        ("paragraph", 0, "fin"),
    ]


def test_headings_below_the_sixth_level_are_raised_and_told(tmp_path: Path) -> None:
    found = parsed(word("profond", style="Titre8") + word("mot"), tmp_path, styles=STYLES)
    assert shown(found)[0] == ("heading", 6, "profond")
    assert [(each.code.value, each.detail) for each in found.findings] == [("heading_level", "8")]


def test_lists_go_on_with_their_numbers_and_letters(tmp_path: Path) -> None:
    body = numbered("un", 1) + numbered("a", 1, 1) + numbered("b", 1, 1) + numbered("deux", 1)
    body += word("entre") + numbered("trois", 1) + numbered("sept", 3) + numbered("huit", 3)
    found = parsed(body, tmp_path, numbering=NUMBERING)
    assert shown(found) == [
        ("list", 0, "un\na\nb\ndeux"),
        ("paragraph", 0, "entre"),
        ("list", 0, "trois"),
        ("list", 0, "sept\nhuit"),
    ]
    assert '<ol type="a"><li>a</li>' in found.blocks[0].html
    assert found.blocks[2].html.startswith('<ol start="3">')
    assert found.blocks[3].html.startswith('<ol start="7">')


def test_a_paragraph_without_a_mark_belongs_to_the_item_before(tmp_path: Path) -> None:
    body = numbered("un", 2) + numbered("suite", 4) + numbered("deux", 2) + word("hors")
    body += numbered("seul", 4) + numbered("profond", 2, 7) + numbered("sans liste", 99)
    assert shown(parsed(body, tmp_path, numbering=NUMBERING)) == [
        ("list", 0, "un\nsuite\ndeux"),
        ("paragraph", 0, "hors"),
        ("paragraph", 0, "seul"),
        ("list", 0, "profond"),
        ("paragraph", 0, "sans liste"),
    ]


def test_numbers_of_headings_are_said_to_be_left_out(tmp_path: Path) -> None:
    given = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = word("Partie", style="Titre1", properties=given) + word("mot")
    found = parsed(body, tmp_path, styles=STYLES, numbering=NUMBERING)
    assert shown(found)[0] == ("heading", 1, "Partie")
    assert told(found) == {"automatic_number"}


def test_quotations_are_known_through_the_styles_they_stand_on(tmp_path: Path) -> None:
    body = word("un", style="Cit") + word("deux", style="Citation1") + word("fin")
    assert shown(parsed(body, tmp_path, styles=STYLES)) == [
        ("quotation", 0, "un\ndeux"), ("paragraph", 0, "fin"),
    ]  # fmt: skip


def test_emphasis_is_known_directly_and_through_styles(tmp_path: Path) -> None:
    body = (
        "<w:p>" + said("a", "<w:b/>") + said("b", '<w:b w:val="0"/><w:i/>')
        + said("c", "<w:strike/>") + said("d", '<w:vertAlign w:val="superscript"/>')
        + said("e", '<w:rStyle w:val="lev"/>')
        + said("f", '<w:rStyle w:val="lev"/><w:b w:val="false"/>') + "</w:p>"
    )  # fmt: skip
    assert html(parsed(body, tmp_path, styles=STYLES)) == (
        "<p><strong>a</strong><em>b</em><s>c</s><sup>d</sup><strong>e</strong>f</p>"
    )


def test_words_in_fields_controls_and_boxes_of_any_kind_are_kept(tmp_path: Path) -> None:
    body = (
        "<w:p><w:fldSimple w:instr='SEQ Figure'>" + said("1 ") + "</w:fldSimple>"
        "<w:sdt><w:sdtContent>" + said("2 ") + "</w:sdtContent></w:sdt><w:smartTag>" + said("3 ")
        + "</w:smartTag><w:bdo>" + said("4 ") + "</w:bdo><w:ins>" + said("5 ")
        + "</w:ins><w:moveTo>" + said("6 ")
        + "</w:moveTo><w:r><w:ruby><w:rt>" + said("x") + "</w:rt><w:rubyBase>"
        + said("7 ") + "</w:rubyBase></w:ruby></w:r><w:r><w:t>8</w:t><w:cr/><w:t>9</w:t><w:ptab/>"
        "<w:t>10</w:t></w:r><w:inconnu>" + said(" 11") + "</w:inconnu></w:p>"
        "<w:customXml>" + word("12") + "</w:customXml>"
    )  # fmt: skip
    found = parsed(body, tmp_path)
    assert [block.text for block in found.blocks] == ["1 2 3 4 5 6 7 8\n9 10 11", "12"]
    assert [each.detail for each in found.findings] == ["inconnu"]


def test_links_are_kept_as_relations_and_as_fields(tmp_path: Path) -> None:
    body = (
        '<w:p><w:hyperlink r:id="l">' + said("un") + "</w:hyperlink>" + said(", ")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
        '"https://b.example" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + said("deux") + '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink w:anchor="x">'
        + said(", trois") + '</w:hyperlink><w:hyperlink r:id="absent">' + said(", quatre")
        + "</w:hyperlink></w:p>"
    )  # fmt: skip
    found = parsed(body, tmp_path, links=[("l", "hyperlink", "https://a.example", True)])
    assert html(found) == (
        '<p><a href="https://a.example" rel="noopener">un</a>, '
        '<a href="https://b.example" rel="noopener">deux</a>, trois, quatre</p>'
    )


def test_tables_keep_their_head_and_merged_cells_are_told(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    body = word("Horaires", style="Titre1") + (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell.format('<w:gridSpan w:val="2"/>', word("A"))
        + "</w:tr><w:tr>" + cell.format('<w:vMerge w:val="restart"/>', word("b") + word("c"))
        + cell.format('<w:gridSpan w:val="x"/>', word("d")) + "</w:tr><w:tr>"
        + cell.format("<w:vMerge/>", "<w:p/>") + cell.format("", word("e")) + "</w:tr></w:tbl>"
    )  # fmt: skip
    found = parsed(body, tmp_path, styles=STYLES)
    assert found.blocks[1].html == (
        '<table><thead><tr><th colspan="2" scope="col">A</th></tr></thead><tbody><tr>'
        '<td rowspan="2">b<br>c</td><td>d</td></tr><tr><td>e</td></tr></tbody></table>'
    )
    assert [(each.code.value, each.place) for each in found.findings] == [
        ("merged_cells", "Horaires › A"), ("merged_cells", "Horaires › b c"),
    ]  # fmt: skip


def test_notes_follow_their_passage_even_from_a_heading(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    note = '<w:footnote w:id="{}"><w:p>{}</w:p></w:footnote>'
    body = f'<w:p><w:pPr><w:pStyle w:val="Titre1"/></w:pPr>{said("Titre")}{call.format(2)}</w:p>'
    body += f"<w:p>{said('mot')}{call.format(1)}{call.format(77)}{said('.')}</w:p>"
    notes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    notes += note.format(1, said("Une ") + said("note", "<w:i/>")) + note.format(2, said("Deux"))
    found = parsed(body, tmp_path, styles=STYLES, footnotes=notes)
    assert shown(found) == [
        ("heading", 1, "Titre¹"), ("note", 0, "¹ Deux"), ("paragraph", 0, "mot².\n² Une note"),
    ]  # fmt: skip
    assert "<em>note</em>" in html(found)


def drawing(relation: str, *, words: str = "", name: str = "Image 1", more: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{name}" descr="{words}">{more}'
        "</wp:docPr><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def test_images_are_kept_with_their_words_or_told_by_name_and_place(tmp_path: Path) -> None:
    body = word("Le plan", style="Titre1")
    body += f"<w:p>{drawing('i', words='Un &quot;plan&quot; &gt; tout')}</w:p>"
    body += f"<w:p>{said('Voir ')}{drawing('i', name='Image 7')}{said(' ici')}</w:p>"
    body += f"<w:p>{drawing('j', words='Courbe')}</w:p>"
    decorative = '<a:extLst xmlns:d="urn:x"><d:decorative val="1"/></a:extLst>'
    body += f"<w:p>{drawing('i', more=decorative)}</w:p>"
    found = parsed(
        body, tmp_path, styles=STYLES, parts={"word/media/i.png": png(), "word/media/j.emf": b"x"},
        links=[("i", "image", "media/i.png", False), ("j", "image", "/word/media/j.emf", False)],
    )  # fmt: skip
    assert shown(found) == [
        ("heading", 1, "Le plan"),
        ("image", 0, ""),
        ("paragraph", 0, "Voir ici"),
        ("paragraph", 0, "Courbe"),
        ("image", 0, ""),
    ]
    assert 'alt="Un &quot;plan&quot; &gt; tout"' in found.blocks[1].html
    assert [(each.code.value, each.place, each.detail) for each in found.findings] == [
        ("image_without_alternative", "Le plan › Voir ici", "Image 7"),
        ("image_unreadable", "Le plan › Courbe", "Image 1"),
    ]


def test_old_images_are_kept_too(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:pict><v:shape alt="Blason"><v:imagedata r:id="i"/></v:shape></w:pict></w:r>'
        "</w:p>"
    )
    links = [("i", "image", "media/i.png", False)]
    found = parsed(body, tmp_path, links=links, parts={"word/media/i.png": png()})
    assert shown(found) == [("image", 0, "")]
    assert 'alt="Blason"' in html(found)


@pytest.mark.parametrize("is_strict", [False, True])
def test_parts_are_found_by_relation_under_any_name(is_strict: bool, tmp_path: Path) -> None:
    """Word names the text as it likes, and has a strict form of its format."""
    start = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    hidden = f"<w:p>{said('secret', '<w:vanish/>')}</w:p>"
    body = f"<w:body>{word('Titre', style='T')}{word('vu')}{hidden}</w:body>"
    text = f"<w:document {NAMESPACES}>{body}</w:document>"
    other = f"<w:document {NAMESPACES}><w:body>{word('faux')}</w:body></w:document>"
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:styleId="T"><w:name w:val="heading 2"/></w:style>'
        "</w:styles>"
    )
    if is_strict:
        text = text.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        styles = styles.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    usual = relations([("r", "officeDocument", "/autre/texte.xml", False)])
    strict = usual.replace(usual.split('Type="')[1].split('"')[0], start)
    content = zipped(
        {
            "[Content_Types].xml": "<x>wordprocessingml</x>",
            "_rels/.rels": strict if is_strict else usual,
            "autre/texte.xml": text,
            "autre/_rels/texte.xml.rels": relations([("s", "styles", "s2.xml", False)]),
            "autre/s2.xml": styles,
            "word/document.xml": other,
        }
    )
    found = read(content, "a.docx", tmp_path)
    assert shown(found) == [("heading", 2, "Titre"), ("paragraph", 0, "vu")]


def test_the_title_of_a_template_does_not_win_over_the_heading(tmp_path: Path) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Modèle</dc:title>'
        "</cp:coreProperties>"
    )
    parts = {"docProps/core.xml": core}
    body = word("Le vrai titre", style="Titre1") + word("mot")
    assert parsed(body, tmp_path, styles=STYLES, parts=parts).title == "Le vrai titre"
    assert parsed(word("mot"), tmp_path, parts=parts).title == "Modèle"


def test_the_language_of_the_words_wins_over_that_of_the_program(tmp_path: Path) -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
    styles += "</w:docDefaults>"
    french = word("Le parc est à la ville, et les arbres sont dans le parc pour tout le monde.")
    assert parsed(french, tmp_path, styles=styles).language == "fr"
    assert parsed(word("42"), tmp_path, styles=styles).language == "en"
