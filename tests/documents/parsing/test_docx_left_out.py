"""DOCX: what must not come out, and that it is told."""

from pathlib import Path

import pytest

from consultation.documents.parsing.blocks import FindingCode, ParsedDocument
from tests.documents.parsing.making import docx, everything, read, said, shown, told, word

STYLES = (
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TM0"><w:name w:val="TOC Heading"/>'
    '<w:basedOn w:val="T1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="Caché"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:styleId="PP"><w:name w:val="Fils"/><w:basedOn w:val="P"/></w:style>'
    '<w:style w:type="character" w:styleId="C"><w:name w:val="Masqué"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)
HEADING = word("Ici", style="T1")


def parsed(body: str, folder: Path, **given: object) -> ParsedDocument:
    return read(docx(HEADING + body, styles=STYLES, **given), "a.docx", folder)  # type: ignore[arg-type]


def found(document: ParsedDocument) -> list[tuple[str, str, int]]:
    return [(each.code.value, each.place, each.count) for each in document.findings]


def test_tracked_deletions_go_out_and_insertions_stay(tmp_path: Path) -> None:
    gone = '<w:del w:author="Jeanne Secret"><w:r><w:delText>secret</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:author="Jeanne Secret">{said("secret")}</w:moveFrom>'
    body = (
        f"<w:p>{said('Le texte ')}{gone}<w:ins>{said('neuf')}</w:ins>{moved}"
        f"<w:moveTo>{said(' et déplacé')}</w:moveTo></w:p>"
    )
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Le texte neuf et déplacé")]
    assert "secret" not in everything(document).lower()
    assert found(document) == [
        ("author", "", 1),
        ("tracked_deletion", "Ici › Le texte neuf et déplacé", 2),
    ]
    assert all(finding.is_deliberate for finding in document.findings)


def test_a_deleted_end_of_paragraph_joins_both(tmp_path: Path) -> None:
    mark = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"{mark}{said('Un ')}</w:p>{word('seul')}{mark}<w:del>{said('secret')}</w:del></w:p>"
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Un seul")]


def test_deleted_and_hidden_rows_and_cells_go_out(tmp_path: Path) -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = (
        "<w:tbl>"
        + row.format("<w:del/>", "", word("secret"), word("secret"))
        + row.format("<w:hidden/>", "", word("secret"), word("secret"))
        + row.format("", "<w:cellDel/>", word("secret"), word("vu"))
        + "</w:tbl>"
    )
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("table", 0, "vu")]
    assert "secret" not in everything(document)
    assert told(document) == {"tracked_deletion", "hidden_text"}


@pytest.mark.parametrize(
    "hidden",
    [
        said("secret", "<w:vanish/>"),
        said("secret", '<w:vanish w:val="1"/>'),
        said("secret", '<w:rStyle w:val="C"/>'),
        f"<w:ins>{said('secret', '<w:vanish/>')}</w:ins>",
        f"<w:hyperlink w:anchor='x'>{said('secret', '<w:vanish/>')}</w:hyperlink>",
        f"<w:sdt><w:sdtContent>{said('secret', '<w:vanish/>')}</w:sdtContent></w:sdt>",
    ],
)
def test_hidden_words_go_out_and_name_no_place(hidden: str, tmp_path: Path) -> None:
    document = parsed(f"<w:p>{said('Vu ')}{hidden}{said('bien')}</w:p>", tmp_path)
    assert "secret" not in everything(document)
    assert shown(document)[1:] == [("paragraph", 0, "Vu bien")]
    assert found(document) == [("hidden_text", "Ici › Vu bien", 1)]


def test_paragraphs_of_a_hidden_style_go_out_unless_they_show_themselves(tmp_path: Path) -> None:
    body = word("secret", style="P") + word("secret", style="PP")
    body += word("vu", style="P", run='<w:vanish w:val="0"/>')
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "vu")]
    assert "secret" not in everything(document)


def test_notes_are_cleaned_like_the_text(tmp_path: Path) -> None:
    note = (
        f'<w:footnote w:id="1"><w:p>{said("vue ")}{said("secret", "<w:vanish/>")}'
        f"<w:del>{said('secret')}</w:del></w:p></w:footnote>"
    )
    body = f'<w:p>{said("mot")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    document = parsed(body, tmp_path, footnotes=note)
    assert shown(document)[1:] == [("paragraph", 0, "mot¹\n¹ vue")]
    assert "secret" not in everything(document)
    assert told(document) == {"hidden_text", "tracked_deletion"}


def test_remarks_go_out_with_their_authors(tmp_path: Path) -> None:
    remarks = '<w:comments xmlns:w="x"><w:comment w:author="J">secret</w:comment></w:comments>'
    body = (
        '<w:p><w:commentRangeStart w:id="0"/>' + said("Un mot") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )  # fmt: skip
    document = parsed(
        body, tmp_path, parts={"word/comments.xml": remarks},
        links=[("c", "comments", "comments.xml", False)],
    )  # fmt: skip
    assert "secret" not in everything(document)
    assert found(document) == [("comment", "Ici › Un mot", 1)]


def test_a_text_box_is_told_once_with_its_words(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{word('Encadré utile')}<w:p>{said('secret', '<w:vanish/>')}</w:p>"
    masked = said("secret", '<w:rStyle w:val="C"/>')
    inner += f"<w:p>{masked}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{said('Le paragraphe')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        "<w:drawing><wp:anchor><wp:docPr id='1' name='Zone 1'/><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Le paragraphe")]
    boxes = [each for each in document.findings if each.code is FindingCode.TEXT_BOX]
    assert [(each.place, each.count, each.detail) for each in boxes] == [
        ("Ici › Le paragraphe", 1, "Encadré utile")
    ]
    assert not boxes[0].is_deliberate
    assert "secret" not in everything(document)


def test_equations_charts_and_objects_are_told_with_their_place(tmp_path: Path) -> None:
    math = "<m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>=2</m:t></m:r></m:oMath>"
    chart = (
        "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='Graphique 2' descr='Les dépenses'/>"
        "<a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'>"
        "<c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    thing = "<w:r><w:object><o:OLEObject ProgID='{}'/></w:object></w:r>"
    body = (
        f"<w:p>{said('On pose ')}{math}{said('.')}</w:p><w:p>{chart}</w:p>"
        f"<w:p>{said('Voir')}{thing.format('Excel.Sheet.12')}{thing.format('Equation.3')}</w:p>"
    )
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "On pose ."), ("paragraph", 0, "Voir")]
    assert [(each.code.value, each.place, each.detail) for each in document.findings] == [
        ("equation", "Ici › On pose .", "x=2"),
        ("embedded_object", "Ici", "Les dépenses"),
        ("embedded_object", "Ici › Voir", "Excel.Sheet.12"),
        ("equation", "Ici › Voir", ""),
    ]


def test_a_table_of_contents_goes_out(tmp_path: Path) -> None:
    control = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent>{word('Sommaire')}{word('Ici 3')}</w:sdtContent></w:sdt>"
    )
    for body in (control, word("Sommaire", style="TM0") + word("Ici 3", style="TM1") * 5):
        document = read(docx(body + HEADING + word("mot"), styles=STYLES), "a.docx", tmp_path)
        assert shown(document) == [("heading", 1, "Ici"), ("paragraph", 0, "mot")]
        assert found(document) == [("table_of_contents", "", 1)]


def test_headers_and_footers_go_out(tmp_path: Path) -> None:
    edge = f'<w:hdr xmlns:w="{{}}">{word("secret")}</w:hdr>'
    edge = edge.format("http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    document = parsed(
        word("mot"), tmp_path, parts={"word/header1.xml": edge},
        links=[("h", "header", "header1.xml", False)],
    )  # fmt: skip
    assert "secret" not in everything(document)
    assert told(document) == {"page_furniture"}


def test_macros_authors_and_metadata_are_told_not_kept(tmp_path: Path) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Jeanne</dc:creator>'
        "<cp:lastModifiedBy>Jean</cp:lastModifiedBy></cp:coreProperties>"
    )
    parts = {"docProps/core.xml": core, "word/vbaProject.bin": b"secret"}
    document = parsed(word("mot"), tmp_path, parts=parts)
    assert found(document) == [("macro", "", 1), ("metadata", "", 1), ("author", "", 2)]
    assert "Jean" not in everything(document)


def test_what_would_be_fetched_is_told_and_not_fetched(tmp_path: Path) -> None:
    remote = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="i" descr="Carte"/><a:graphic>'
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:link="i"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    document = parsed(
        remote, tmp_path,
        links=[
            ("i", "image", "http://127.0.0.1:9/i.png", True),
            ("t", "attachedTemplate", "http://127.0.0.1:9/modele.dotm", True),
            ("f", "image", "file:///etc/passwd", True),
        ],
    )  # fmt: skip
    assert shown(document)[1:] == [("paragraph", 0, "Carte")]
    assert [(each.code.value, each.detail) for each in document.findings] == [
        ("external_link", "http://127.0.0.1:9/modele.dotm"),
        ("image_remote", "http://127.0.0.1:9/i.png"),
    ]
    assert not document.pictures


def test_a_hidden_drawing_and_the_words_of_a_watermark_do_not_come_out(tmp_path: Path) -> None:
    hidden = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="secret" hidden="1"/></wp:inline>'
    mark = '<w:r><w:pict><v:shape><v:textpath string="PROJET"/></v:shape></w:pict></w:r>'
    document = parsed(f"<w:p>{said('mot')}{hidden}</w:drawing></w:r>{mark}</w:p>", tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "mot")]
    assert told(document) == {"hidden_text", "text_box"}
