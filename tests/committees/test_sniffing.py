"""What a file is, by what it holds; what is nothing that a committee exchanges is refused."""

import io
import zipfile

import pytest

from consultation.committees.models.files import FileKind
from consultation.committees.sniffing import CONTENT_TYPES, kind_of, shown_name

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def office(part: str, *more: str) -> bytes:
    return packed(**dict.fromkeys(("[Content_Types].xml", part, *more), b"<x/>"))


def open_document(kind: str, *more: str) -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed(mimetype=said, **dict.fromkeys(more, b"x"))


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "a.pdf", FileKind.PDF),
        (b"%PDF-1.7 ...", "a.png", FileKind.PDF),
        (PNG, "a.pdf", FileKind.PNG),
        (b"\xff\xd8\xff\xe0...", "a", FileKind.JPEG),
        (b"RIFF1234WEBPVP8 ", "a.webp", FileKind.WEBP),
        (office("word/document.xml"), "a.docx", FileKind.DOCX),
        (office("xl/workbook.xml"), "a.xlsx", FileKind.XLSX),
        (office("ppt/presentation.xml"), "a.txt", FileKind.PPTX),
        (open_document("text"), "a.odt", FileKind.ODT),
        (open_document("spreadsheet"), "a.ods", FileKind.ODS),
        (open_document("presentation"), "a.odp", FileKind.ODP),
        ("Déjà vu".encode(), "a.exe", FileKind.TXT),
        (b"\xef\xbb\xbfa;b", "a.CSV", FileKind.CSV),
        (b"# Un titre", "a.md", FileKind.MD),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(content, name) is kind
    assert kind in CONTENT_TYPES


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b" \n", "a.txt"),
        (b"MZ\x90\x00\x03", "a.pdf"),
        (b"\x7fELF\x02", "a.docx"),
        (b"<!doctype html><script>", "a.txt"),
        (b"  <svg xmlns='x'>", "a.png"),
        (b"<?xml version='1.0'?>", "a.txt"),
        (b"GIF89a\x01\x00", "a.gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc"),
        (b"\xe9t\xe9", "a.txt"),
        (b"PK\x03\x04 broken", "a.docx"),
        (packed(**{"a.txt": b"x"}), "a.docx"),
        (office("word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (office("word/document.xml", "xl/workbook.xml"), "a.docx"),
        (packed(**{"word/document.xml": b"x"}), "a.docx"),
        (open_document("text", "Basic/Standard/Module1.xml"), "a.odt"),
        (open_document("chart"), "a.odt"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.webp"),
    ],
)
def test_what_is_of_no_accepted_type_is_nothing(content: bytes, name: str) -> None:
    assert kind_of(content, name) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("avis.pdf", "avis.pdf"),
        ("avis.exe", "avis.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\dossier\\avis final.docx", "avis final.pdf"),
        ("avis\u202efdp.exe", "avisfdp.pdf"),
        ("", "fichier.pdf"),
        (".pdf", "pdf.pdf"),
        ("a" * 400 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_its_path_and_with_its_true_ending(name: str, shown: str) -> None:
    assert shown_name(name, FileKind.PDF) == shown
