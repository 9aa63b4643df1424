"""Files made to harm, or broken on their way: a plain refusal, in time, and nothing else."""

import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from consultation.core.i18n import _
from consultation.documents.parsing import Options, ParsedDocument, Refusal, RefusalCode, parse_file
from consultation.documents.parsing.messages import refusal_message
from tests.documents.parsing.making import FIXTURES, docx, everything, odt, pdf, png, word, zipped

LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
DTD = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
HUNDRED_THOUSAND = 100_000


def outcome(content: bytes, name: str, folder: Path) -> ParsedDocument | RefusalCode:
    """What the sandbox makes of a file, within its time."""
    path = folder / "upload"
    path.write_bytes(content)
    start = time.monotonic()
    try:
        return parse_file(path, name, Options())
    except Refusal as refusal:
        return refusal.code
    finally:
        assert time.monotonic() - start < 12


def bomb(size: int) -> bytes:
    """A DOCX whose text is `size` blanks."""
    return docx(f"<w:p><w:r><w:t>{' ' * size}</w:t></w:r></w:p>")


def lying(name: str, declared: int, content: bytes) -> bytes:
    """A package that declares a member smaller than it is."""
    whole = bytearray(zipped({"[Content_Types].xml": "wordprocessingml", name: content}))
    true = struct.pack("<I", len(content))
    return bytes(whole).replace(true, struct.pack("<I", declared))


def many_members(count: int) -> bytes:
    return zipped({f"m{number}": b"" for number in range(count)})


def encrypted_docx() -> bytes:
    """What Word saves under a password: an OLE container with an encrypted package."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return ole + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def encrypted_odt() -> bytes:
    manifest = '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>'
    return odt("<text:p>x</text:p>", parts={"META-INF/manifest.xml": manifest})


def encrypted_zip() -> bytes:
    """A package whose members carry the flag of a password."""
    content = bytearray(docx(word("x")))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(content)):
            content[match.start() + place] |= 1
    return bytes(content)


def renamed(**names: str) -> bytes:
    return zipped({**dict.fromkeys(names.values(), "x"), "word/document.xml": "<x/>"})


def in_bz2() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/document.xml", "x" * 100_000)
    return out.getvalue()


DEEP = "<w:sdt><w:sdtContent>" * 20_000 + word("x") + "</w:sdtContent></w:sdt>" * 20_000
REFUSED: dict[str, tuple[Callable[[], bytes], str, set[RefusalCode]]] = {
    "nothing": (lambda: b"", "a.docx", {RefusalCode.EMPTY}),
    "blanks": (lambda: b" \n" * 5000, "a.md", {RefusalCode.EMPTY}),
    "no text": (lambda: docx("<w:p/>"), "a.docx", {RefusalCode.EMPTY}),
    "21 MB": (lambda: b"x" * 21_000_000, "a.md", {RefusalCode.TOO_LARGE}),
    "a text of 6 MB": (lambda: b"mot " * 1_500_000, "a.md", {RefusalCode.TOO_LARGE}),
    "a bomb of 250 MB": (lambda: bomb(250_000_000), "a.docx", {RefusalCode.TOO_LARGE_UNPACKED}),
    "a bomb of 150 MB": (
        lambda: bomb(150_000_000), "a.docx", {RefusalCode.TOO_MUCH_MEMORY},
    ),
    "a bomb that lies": (
        lambda: lying("word/document.xml", 100, b"<a>" + b" " * 210_000_000 + b"</a>"), "a.docx",
        {RefusalCode.TRUNCATED, RefusalCode.TOO_LARGE_UNPACKED},
    ),
    "6,000 members": (lambda: many_members(6000), "a.odt", {RefusalCode.TOO_MANY_MEMBERS}),
    "200,000 members": (lambda: many_members(200_000), "a.odt", {RefusalCode.TOO_MANY_MEMBERS}),
    "a path out": (lambda: renamed(a="../../etc/x"), "a.docx", {RefusalCode.UNSAFE_NAMES}),
    "an absolute path": (lambda: renamed(a="/etc/x"), "a.docx", {RefusalCode.UNSAFE_NAMES}),
    "a rare compression": (in_bz2, "a.docx", {RefusalCode.UNREADABLE}),
    "laughs": (
        lambda: docx("", parts={"word/document.xml": DTD + "<w>&l9;</w>"}), "a.docx",
        {RefusalCode.DECLARES_ENTITIES},
    ),
    "laughs in UTF-16": (
        lambda: docx("", parts={"word/document.xml": (DTD + "<w>&l9;</w>").encode("utf-16")}),
        "a.docx", {RefusalCode.DECLARES_ENTITIES},
    ),
    "an outside entity": (
        lambda: odt("", parts={"content.xml": XXE + "<w>&e;</w>"}), "a.odt",
        {RefusalCode.DECLARES_ENTITIES},
    ),
    "an entity in the styles": (
        lambda: docx(word("x"), parts={"word/styles.xml": XXE + "<w>&e;</w>"}), "a.docx",
        {RefusalCode.DECLARES_ENTITIES},
    ),
    "an entity in a relation": (
        lambda: docx(word("x"), parts={"word/_rels/document.xml.rels": XXE + "<w>&e;</w>"}),
        "a.docx", {RefusalCode.DECLARES_ENTITIES},
    ),
    "an entity in a page": (
        lambda: b'<!DOCTYPE html [<!ENTITY e SYSTEM "x">]><html>&e;', "a.html",
        {RefusalCode.DECLARES_ENTITIES},
    ),
    "20,000 boxes in boxes": (lambda: docx(DEEP), "a.docx", {RefusalCode.UNREADABLE}),
    "100,000 paragraphs of Markdown": (
        lambda: b"mot\n\n" * HUNDRED_THOUSAND, "a.md", {RefusalCode.TOO_MANY_BLOCKS},
    ),
    "100,000 paragraphs of HTML": (
        lambda: b"<p>mot" * HUNDRED_THOUSAND, "a.html", {RefusalCode.TOO_MANY_BLOCKS},
    ),
    "100,000 paragraphs of DOCX": (
        lambda: docx(word("mot") * HUNDRED_THOUSAND), "a.docx", {RefusalCode.TOO_MANY_BLOCKS},
    ),
    "100,000 paragraphs of ODT": (
        lambda: odt("<text:p>mot</text:p>" * HUNDRED_THOUSAND), "a.odt",
        {RefusalCode.TOO_MANY_BLOCKS},
    ),
    "a password of Word's": (encrypted_docx, "a.docx", {RefusalCode.ENCRYPTED}),
    "a password of LibreOffice's": (encrypted_odt, "a.odt", {RefusalCode.ENCRYPTED}),
    "a password of the zip's": (encrypted_zip, "a.docx", {RefusalCode.ENCRYPTED}),
    "half a DOCX": (
        lambda: (FIXTURES / "charte.docx").read_bytes()[:6000], "a.docx", {RefusalCode.TRUNCATED},
    ),
    "half an ODT": (
        lambda: (FIXTURES / "charte.odt").read_bytes()[:5000], "a.odt", {RefusalCode.TRUNCATED},
    ),
    "the end of a DOCX": (
        lambda: (FIXTURES / "charte.docx").read_bytes()[5000:], "a.docx", {RefusalCode.TRUNCATED},
    ),
    "a DOCX with a wrong byte": (
        lambda: _damaged((FIXTURES / "charte.docx").read_bytes()), "a.docx",
        {RefusalCode.TRUNCATED, RefusalCode.UNREADABLE},
    ),
    "XML cut short": (
        lambda: docx("", parts={"word/document.xml": "<w:document><w:body>"}), "a.docx",
        {RefusalCode.UNREADABLE},
    ),
    "a PDF named DOCX": (lambda: pdf([["mot"]]), "a.docx", {RefusalCode.MISLABELLED}),
    "a DOCX named PDF": (lambda: docx(word("x")), "a.pdf", {RefusalCode.MISLABELLED}),
    "a DOCX named ODT": (lambda: docx(word("x")), "a.odt", {RefusalCode.MISLABELLED}),
    "a DOCX named Markdown": (lambda: docx(word("x")), "a.md", {RefusalCode.MISLABELLED}),
    "an image named Markdown": (png, "a.md", {RefusalCode.MISLABELLED}),
    "an image named DOCX": (png, "a.docx", {RefusalCode.MISLABELLED}),
    "a text named DOCX": (lambda: b"# Un texte", "a.docx", {RefusalCode.MISLABELLED}),
    "RTF named Markdown": (lambda: b"{\\rtf1 x}", "a.md", {RefusalCode.MISLABELLED}),
    "a drawing named HTML": (lambda: b"<svg><script/></svg>", "a.html", {RefusalCode.MISLABELLED}),
    "a spreadsheet named DOCX": (
        lambda: zipped({"[Content_Types].xml": "spreadsheetml", "xl/workbook.xml": "<x/>"}),
        "a.docx", {RefusalCode.MISLABELLED},
    ),
    "a spreadsheet named ODT": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.odt",
        {RefusalCode.MISLABELLED},
    ),
    "an old DOC": (lambda: encrypted_docx()[:512], "a.doc", {RefusalCode.UNKNOWN_FORMAT}),
    "a program": (lambda: b"MZ\x90\x00", "a.exe", {RefusalCode.UNKNOWN_FORMAT}),
    "RTF": (lambda: b"{\\rtf1 x}", "a.rtf", {RefusalCode.UNKNOWN_FORMAT}),
    "a drawing": (lambda: b"<svg/>", "a.svg", {RefusalCode.UNKNOWN_FORMAT}),
    "data": (lambda: b"a;b", "a.csv", {RefusalCode.UNKNOWN_FORMAT}),
}  # fmt: skip


def _damaged(content: bytes) -> bytes:
    """The same file with a byte of its compressed text changed."""
    at = content.index(b"word/document.xml") + 60
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_plainly_and_in_time(case: str, tmp_path: Path) -> None:
    make, name, codes = REFUSED[case]
    found = outcome(make(), name, tmp_path)
    assert found in codes
    assert isinstance(found, RefusalCode)
    assert len(refusal_message(found)) > 30


def test_every_refusal_says_what_to_do() -> None:
    for code in RefusalCode:
        message = refusal_message(code)
        assert message == _(message)
        assert re.search(
            r"(?:recommencez|[Ee]nregistrez|[Cc]oupez|[Rr]éduisez|[Rr]etirez|passez-le)", message
        ), message


def test_a_bomb_of_pixels_is_left_out_and_told(tmp_path: Path) -> None:
    rows = zlib.compress(bytes(30_000 // 8 + 1) * 30_000)
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    image = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )
    body = (
        '<w:p><w:r><w:t>mot</w:t></w:r><w:r><w:pict><v:shape alt="Bombe"><v:imagedata r:id="i"/>'
        "</v:shape></w:pict></w:r></w:p>"
    )
    links = [("i", "image", "media/i.png", False)]
    found = outcome(docx(body, links=links, parts={"word/media/i.png": image}), "a.docx", tmp_path)
    assert isinstance(found, ParsedDocument)
    assert not found.pictures
    assert {each.code.value for each in found.findings} == {"image_unreadable"}


def test_the_same_image_five_hundred_times_is_decoded_once(tmp_path: Path) -> None:
    shape = '<v:shape alt="x"><v:imagedata r:id="i"/></v:shape>'
    shape = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    links = [("i", "image", "media/i.png", False)]
    parts = {"word/media/i.png": png(3000, 2000)}
    found = outcome(docx(shape * 500, links=links, parts=parts), "a.docx", tmp_path)
    assert isinstance(found, ParsedDocument)
    assert (len(found.pictures), len(found.blocks)) == (1, 500)


def test_a_name_with_a_path_is_only_a_name(tmp_path: Path) -> None:
    found = outcome(b"# Titre", "../../etc/passwd.md", tmp_path)
    assert isinstance(found, ParsedDocument)
    assert found.title == "Titre"


def test_two_files_in_one_are_read_as_what_their_name_says(tmp_path: Path) -> None:
    both = pdf([["mot"]]) + docx(word("autre"))
    found = outcome(both, "a.docx", tmp_path)
    assert found is RefusalCode.MISLABELLED


def test_code_in_every_place_comes_out_as_text_or_not_at_all(tmp_path: Path) -> None:
    vectors = (
        "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<math><mtext></form><form><mglyph>",
        "<style>@import 'http://x'</style>", "<p style='background:url(http://x)'>y</p>",
        "<a href='data:text/html,x'>z</a>", "<base href='http://x'>", "<meta http-equiv=refresh>",
        "<b><p title='</b><img src=x onerror=alert(1)>'>",
    )  # fmt: skip
    for vector in vectors:
        found = outcome(f"# Titre\n\n{vector}\n\nUn {vector} mot\n".encode(), "a.md", tmp_path)
        assert isinstance(found, ParsedDocument)
        html = "".join(block.html for block in found.blocks)
        tags = set(re.findall(r"<(\w+)([^>]*)>", html))
        assert {tag for tag, _given in tags} <= {"p", "a", "strong"}, vector
        assert not re.search(r"<[^>]*(?:on\w+=|style=|javascript|data:|src=)", html), vector


def test_nothing_of_a_refused_file_is_kept_beside_it(tmp_path: Path) -> None:
    outcome(bomb(250_000_000), "a.docx", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["upload"]


def test_what_is_said_of_a_file_cannot_break_a_page(tmp_path: Path) -> None:
    found = outcome("# A\u202eB\x00C\ud7ff\n\nmot \ufeff\x07".encode(), "a.txt", tmp_path)
    if isinstance(found, ParsedDocument):
        assert not re.search("[\x00-\x08\u202e\ufeff]", everything(found))
