"""The same document in four formats: each opened by another library, each with its structure."""

import html
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import html5lib
import page
import pypdf
import pytest

from consultation.publishing.blocks import Contents, Document, Heading, Paragraph, plain
from consultation.publishing.writers import Paper, pdf
from tests.publishing.steps import TITLE, document, said, written, xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)


LENGTHS = "PDFA3A-STREAM-LENGTH-001"
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def faults(path: Path) -> list[Any]:
    """What the validator holds against a PDF, by both standards.

    It takes the last byte of a stream for a line end where that byte is one: lengths are counted
    here.
    """
    reports = [page.validate_pdf(str(path), profile=profile) for profile in PROFILES]
    found = [fault for report in reports for fault in report.failures]
    content = path.read_bytes()
    for stream in _STREAM.finditer(content):
        assert content[stream.end() + int(stream[1]) :][:10] == b"\nendstream"
    return [fault for fault in found if fault.rule_id != LENGTHS]


def words(path: Path) -> str:
    """The text that a reader finds in a PDF."""
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(path).pages)


def test_a_pdf_is_accessible_and_lasts(tmp_path: Path) -> None:
    path = written(document(), Paper.PDF, tmp_path)
    assert faults(path) == []
    reader = pypdf.PdfReader(path)
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE
    assert reader.metadata.author == "Ministère de la Santé"
    assert reader.root_object["/Lang"] == "fr"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    text = words(path)
    for each in ("Sommaire", "Les horaires", "Ouvrez <plus> tôt.", "n° 12, ¶ 4", "La note &"):
        assert each in text


def test_a_docx_has_styles_contents_notes_and_heading_rows(tmp_path: Path) -> None:
    path = written(document(), Paper.DOCX, tmp_path)
    opened = docx.Document(str(path))
    styles = {each.text: each.style.name for each in opened.paragraphs if each.style}
    assert styles[TITLE] == "Title"
    assert styles["Annexe"] == "Heading 1"
    assert styles["Le scrutin"] == "Heading 2"
    assert styles["Ouvrez <plus> tôt.\nMerci."] == "Verbatim"
    assert opened.core_properties.title == TITLE
    assert opened.core_properties.language == "fr-FR"
    body = opened.element.body
    fields = [each.text for each in body.iter(f"{W}instrText")]
    assert any("TOC" in each for each in fields)
    assert {"Les horaires", "Le scrutin", "Annexe"} <= {
        each.text for each in opened.paragraphs if each.style and each.style.name[:3] == "toc"
    } | {
        "".join(text.text or "" for text in link.iter(f"{W}t"))
        for link in body.iter(f"{W}hyperlink")
    }
    notes = xml(path, "word/footnotes.xml")
    [note] = [each for each in notes if each.get(f"{W}id") == "1"]
    assert "La note & son lien" in "".join(each.text or "" for each in note.iter(f"{W}t"))
    assert [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")] == ["1"]
    assert len(opened.tables) == 2
    assert len(list(body.iter(f"{W}tblHeader"))) == 2
    assert opened.tables[1].cell(2, 0).text == "Associations"
    language = opened.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(f"{W}val") == "fr-FR"


def test_a_docx_link_leads_somewhere(tmp_path: Path) -> None:
    path = written(document(), Paper.DOCX, tmp_path)
    root = xml(path, "word/document.xml")
    marks = {each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")}
    anchors = {each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink")} - {None}
    assert "c_12" in anchors
    assert anchors <= marks
    with zipfile.ZipFile(path) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
        noted = package.read("word/_rels/footnotes.xml.rels").decode()
    assert "https://example.org/a?b=1&amp;c=2" in relations
    assert "https://example.org/n" in noted


def test_an_odt_has_styles_contents_notes_and_heading_rows(tmp_path: Path) -> None:
    path = written(document(), Paper.ODT, tmp_path)
    with zipfile.ZipFile(path) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    root = xml(path, "content.xml")
    heads = ["".join(each.itertext()) for each in root.iterfind(".//text:h", ODF)]
    assert heads == ["Les horaires", "Le scrutin", "Annexe"]
    [note] = root.findall(".//text:note", ODF)
    assert "La note & son lien" in "".join(note.itertext())
    assert len(root.findall(".//table:table-header-rows", ODF)) == 2
    [contents] = root.findall(".//text:table-of-content", ODF)
    assert "Le scrutin" in "".join(contents.itertext())
    marks = {
        each.get(f"{{{ODF['text']}}}name") for each in root.iterfind(".//text:bookmark-start", ODF)
    }
    targets = {
        each.get("{http://www.w3.org/1999/xlink}href") for each in root.iterfind(".//text:a", ODF)
    }
    assert {each[1:] for each in targets if each.startswith("#")} <= marks
    styles = xml(path, "styles.xml")
    [notes] = styles.iterfind(".//text:notes-configuration", ODF)
    # « 3 44 contributions » would be read as one number.
    assert notes.get(f"{{{ODF['style']}}}num-suffix") == "."
    default = styles.find(".//style:default-style/style:text-properties", ODF)
    assert default.get(f"{{{ODF['fo']}}}language") == "fr"
    known = {
        each.get(f"{{{ODF['style']}}}name") for each in styles.iter(f"{{{ODF['style']}}}style")
    }
    own = {each.get(f"{{{ODF['style']}}}name") for each in root.iter(f"{{{ODF['style']}}}style")}
    used = {
        value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name == f"{{{ODF['text']}}}style-name" and each.tag != f"{{{ODF['text']}}}list"
    }
    assert used <= known | own
    assert xml(path, "meta.xml").find(".//dc:title", ODF).text == TITLE


def test_an_html_stands_alone_and_is_valid(tmp_path: Path) -> None:
    text = written(document(), Paper.HTML, tmp_path).read_text()
    html5lib.HTMLParser(strict=True).parse(text)
    assert "<script" not in text
    assert "default-src 'none'" in html.unescape(text)
    assert '<html lang="fr">' in text
    assert "Ouvrez &lt;plus&gt; tôt.<br>" in text
    assert not re.search(r'(src|href)="(?!#|https://example\.org/)', text)
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(names)
    levels = [int(each) for each in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert levels.count(1) == 1


@pytest.mark.parametrize("paper", list(Paper))
def test_the_same_document_gives_the_same_bytes(tmp_path: Path, paper: Paper) -> None:
    (tmp_path / "b").mkdir()
    first = written(document(), paper, tmp_path)
    assert first.read_bytes() == written(document(), paper, tmp_path / "b").read_bytes()


HARD = {
    "emoji": "👩‍👩‍👧‍👦 🇫🇷 👍🏽 ❤️",
    "right to left": "שלום, הפארק נפתח — مرحبا بكم",
    "one word": "x" * 5000,
    "control": "a\x00b\x07c\x0b\x1b[0m\ud800\ufffe\u202eretourné\r\nfin",
    "markup": "</style><script>alert(1)</script> #danger[x] $x$ *a* `b` @c <d> & \\ {{ x }} ]]>",
    "typst": '#read("/etc/passwd") #import "@preview/x:1.0.0" #sys.inputs',
    "other scripts": "中文 日本語 한국어 हिन्दी ไทย \ue000 \U000f0000 א\u064e a\u0901",
    "marks": "Z" + "\u0301" * 60,
    "blank": " \u00a0\u200b\n\t ",
    "private and unassigned": "\ufdd0 \u0378 \U0001faff",
}


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", HARD)
def test_whatever_people_write_there_is_a_document(tmp_path: Path, paper: Paper, name: str) -> None:
    path = written(said(HARD[name], title=HARD[name]), paper, tmp_path)
    if paper is Paper.PDF:
        assert faults(path) == []
    elif paper is Paper.DOCX:
        docx.Document(str(path))
        xml(path, "word/footnotes.xml") if name != "blank" else None
    elif paper is Paper.ODT:
        xml(path, "content.xml")
    else:
        text = path.read_text()
        html5lib.HTMLParser(strict=True).parse(text)
        assert "<script" not in text


def test_markup_that_people_write_is_shown_as_they_wrote_it(tmp_path: Path) -> None:
    path = written(said(HARD["typst"]), Paper.PDF, tmp_path)
    assert '#read("/etc/passwd")' in words(path)
    assert "root:" not in words(path)


def test_a_long_word_stays_on_the_page(tmp_path: Path) -> None:
    path = written(document(Paragraph(plain("m" * 5000))), Paper.PDF, tmp_path)
    assert words(path).replace("\u200b", "").replace("\n", "").count("m") >= 5000


def test_a_sign_without_a_drawing_is_named_and_the_others_stay(tmp_path: Path) -> None:
    path = written(document(Paragraph(plain("Le signe 𒀀 de Sumer, é 😀"))), Paper.PDF, tmp_path)
    assert "[U+12000]" in words(path)
    assert "é" in words(path)


def test_chinese_japanese_and_korean_are_drawn(tmp_path: Path) -> None:
    said = "公园, 川辺の公園, 공원"
    path = written(document(Paragraph(plain(f"Le parc se dit {said}."))), Paper.PDF, tmp_path)
    assert said in words(path)
    assert "[U+" not in words(path)


def test_a_long_text_is_set_though_the_process_is_slow_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "BEAT", 0.001)
    monkeypatch.setattr(pdf, "SECONDS", 60.0)
    path = written(document(Paragraph(plain("parc " * 40_000))), Paper.PDF, tmp_path)
    assert "parc" in words(path)


@pytest.mark.parametrize("paper", list(Paper))
def test_an_empty_document_is_a_document(tmp_path: Path, paper: Paper) -> None:
    empty = Document("", "fr", document().day, ())
    assert written(empty, paper, tmp_path).stat().st_size > 500
    if paper is Paper.PDF:
        assert faults(tmp_path / "document.pdf") == []


@pytest.mark.parametrize("paper", list(Paper))
def test_headings_never_jump(tmp_path: Path, paper: Paper) -> None:
    jumps = [Heading(level, plain(f"Titre {level}")) for level in (3, 1, 4, 2, 6, 0, 1)]
    path = written(document(Contents(3), *jumps), paper, tmp_path)
    if paper is Paper.PDF:
        assert faults(path) == []
    if paper is Paper.HTML:
        levels = [int(each) for each in re.findall(r"<h(\d)", path.read_text())][2:]
        assert levels == [2, 2, 3, 3, 4, 2, 2]
