"""ODT: what must not come out, and that it is told."""

from pathlib import Path

import pytest

from tests.documents.parsing.making import everything, shown, told
from tests.documents.parsing.test_odt import HEADING, found, parsed

HIDDEN = '<text:p text:style-name="PK">secret</text:p>'


def test_boxes_shapes_formulas_and_objects_are_told(tmp_path: Path) -> None:
    box = (
        '<draw:frame><draw:text-box><text:p>Utile <text:span text:style-name="K">secret</text:span>'
        '</text:p><text:p text:style-name="PK">secret</text:p></draw:text-box></draw:frame>'
    )
    shape = (
        "<draw:g><draw:custom-shape><text:p>Bulle</text:p></draw:custom-shape><draw:line/></draw:g>"
    )
    formula = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
    chart = '<draw:frame draw:name="Courbe"><draw:object xlink:href="./Object 2"/></draw:frame>'
    body = f"{HEADING}<text:p>mot{box}{shape}</text:p><text:p>{formula}{chart}</text:p>"
    parts = {
        "Object 1/content.xml": '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi>'
        "<annotation>x = 2</annotation></math>",
        "Object 2/content.xml": "<chart/>",
    }
    document = parsed(body, tmp_path, parts=parts)
    assert shown(document)[1:] == [("paragraph", 0, "mot")]
    assert found(document) == [
        ("hidden_text", "Ici › Utile", ""),
        ("hidden_text", "Ici", ""),
        ("text_box", "Ici › mot", "Utile"),
        ("text_box", "Ici › mot", "Bulle"),
        ("equation", "Ici", "x = 2"),
        ("embedded_object", "Ici", "Courbe"),
    ]
    assert "secret" not in everything(document)


def test_tracked_deletions_go_out_and_insertions_stay(tmp_path: Path) -> None:
    region = '<text:changed-region {}="{}"><text:{}><office:change-info><dc:creator>Jeanne Secret'
    region += "</dc:creator></office:change-info>{}</text:{}></text:changed-region>"
    tracked = region.format("xml:id", "c1", "deletion", "<text:p>secret</text:p>", "deletion")
    tracked += region.format("text:id", "c2", "insertion", "", "insertion")
    body = (
        f"<text:tracked-changes>{tracked}</text:tracked-changes>{HEADING}<text:p>Le "
        '<text:change text:change-id="c1"/>texte <text:change-start text:change-id="c2"/>neuf'
        '<text:change-end text:change-id="c2"/></text:p>'
    )
    document = parsed(body, tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Le texte neuf")]
    assert "secret" not in everything(document).lower()
    assert found(document) == [("author", "", ""), ("tracked_deletion", "Ici › Le texte neuf", "")]


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:span text:style-name="K">secret</text:span>',
        '<text:hidden-text text:condition="x" text:string-value="secret">secret</text:hidden-text>',
        '<text:a xlink:href="x"><text:span text:style-name="K">secret</text:span></text:a>',
    ],
)
def test_hidden_words_go_out(hidden: str, tmp_path: Path) -> None:
    document = parsed(f"{HEADING}<text:p>Vu {hidden}bien</text:p>", tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Vu bien")]
    assert found(document) == [("hidden_text", "Ici › Vu bien", "")]
    assert "secret" not in everything(document)


@pytest.mark.parametrize(
    "hidden",
    [
        HIDDEN,
        '<text:h text:outline-level="2" text:style-name="PK">secret</text:h>',
        '<text:p>secret<text:hidden-paragraph text:is-hidden="true"/></text:p>',
        '<text:section text:display="none"><text:h>secret</text:h></text:section>',
        '<text:section text:is-hidden="true"><text:p>secret</text:p></text:section>',
        f"<text:list><text:list-item>{HIDDEN}</text:list-item></text:list>",
    ],
)
def test_hidden_paragraphs_and_sections_go_out(hidden: str, tmp_path: Path) -> None:
    document = parsed(f"{HEADING}{hidden}<text:p>vu</text:p>", tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "vu")]
    assert found(document) == [("hidden_text", "Ici", "")]
    assert "secret" not in everything(document)


def test_remarks_go_out(tmp_path: Path) -> None:
    remark = "<dc:creator>Jeanne</dc:creator><text:p>secret</text:p>"
    remark = f"<office:annotation>{remark}</office:annotation>"
    document = parsed(f"{HEADING}<text:p>Un {remark}mot</text:p>{remark}", tmp_path)
    assert shown(document)[1:] == [("paragraph", 0, "Un mot")]
    assert found(document) == [
        ("author", "", ""), ("comment", "Ici › Un mot", ""), ("comment", "Ici", ""),
    ]  # fmt: skip
    assert "secret" not in everything(document)
    assert "Jeanne" not in everything(document)


def test_indexes_linked_sections_macros_and_properties_are_told(tmp_path: Path) -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Ici 3</text:p></text:index-body>"
        f'</text:table-of-content>{HEADING}<text:section><text:section-source xlink:href="b.odt"/>'
        "<text:p>lié</text:p></text:section>"
    )
    meta = (
        "<dc:title>Modèle</dc:title><dc:creator>Jeanne</dc:creator><meta:initial-creator>Jean"
        "</meta:initial-creator><dc:language>fr-FR</dc:language>"
    )
    edges = "<style:footer><text:p>Projet secret</text:p></style:footer>"
    document = parsed(body, tmp_path, meta=meta, styles=edges, parts={"Basic/x.xml": b""})
    assert shown(document) == [("heading", 1, "Ici"), ("paragraph", 0, "lié")]
    assert told(document) == {
        "table_of_contents", "external_link", "metadata", "author", "macro", "page_furniture",
    }  # fmt: skip
    assert (document.title, document.language) == ("Ici", "fr")
    assert "Jean" not in everything(document)
