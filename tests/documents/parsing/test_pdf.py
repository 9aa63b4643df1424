"""PDF: words joined into paragraphs, said to be a draft."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from consultation.documents.parsing.blocks import Refusal, RefusalCode
from tests.documents.parsing.making import everything, pdf, read, shown, told

PAGE = [
    "Ville de Rivebelle",
    "1. Le parc",
    "Le parc est ouvert à toutes et à tous, du lever au coucher du soleil, toute l'an-",
    "née, sauf les jours de tempête. La ville y plante des arbres et elle les soigne.",
    "Elle compte dessus.",
    "Autre paragraphe, dont la première ligne est assez longue pour aller jusqu'au bord.",
    "On y trouve :",
    "- des arbres,",
    "- des bancs qui portent chacun le nom d'une personne de la ville, et d'autres qui",
    "n'en portent pas.",
    "1.1 Les horaires",
    "De huit heures à la nuit.",
]


def pages(count: int) -> list[list[str]]:
    return [[*PAGE, f"{number} / {count}"] for number in range(1, count + 1)]


def test_lines_are_joined_into_paragraphs(tmp_path: Path) -> None:
    parsed = read(pdf(pages(1)), "a.pdf", tmp_path)
    assert shown(parsed)[1:] == [
        ("heading", 1, "1. Le parc"),
        (
            "paragraph",
            0,
            "Le parc est ouvert à toutes et à tous, du lever au coucher du soleil, toute l'année, "
            "sauf les jours de tempête. La ville y plante des arbres et elle les soigne. "
            "Elle compte dessus.",
        ),
        (
            "paragraph",
            0,
            "Autre paragraphe, dont la première ligne est assez longue pour aller jusqu'au bord. "
            "On y trouve :",
        ),
        (
            "list",
            0,
            "des arbres,\ndes bancs qui portent chacun le nom d'une personne de la ville, et "
            "d'autres qui n'en portent pas.",
        ),
        ("heading", 2, "1.1 Les horaires"),
        ("paragraph", 0, "De huit heures à la nuit."),
    ]
    assert parsed.language == "fr"


def test_it_is_said_to_be_a_draft_and_its_authors_are_left_out(tmp_path: Path) -> None:
    content = pdf(pages(1), about="/Title(Le parc)/Author(Jeanne)", catalog="/Lang(fr-FR)")
    parsed = read(content, "a.pdf", tmp_path)
    assert told(parsed) == {"pdf_is_a_draft", "metadata", "author"}
    assert parsed.findings[0].code.value == "pdf_is_a_draft"
    assert "Jeanne" not in everything(parsed)


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Le parc de la ville", "Le parc de la ville"),
        ("Le parc, 2. Horaires", "Le parc, 2. Horaires"),
        ("Microsoft Word - parc_v3.docx", ""),
        ("parc_v3.indd", ""),
        ("about:blank", ""),
        ("https://example.org/parc", ""),
        ("Untitled", ""),
    ],
)
def test_a_title_that_a_printing_program_made_up_is_none(
    tmp_path: Path, about: str, title: str
) -> None:
    content = pdf([["Un seul paragraphe, sans aucun titre."]], about=f"/Title({about})")
    assert read(content, "a.pdf", tmp_path).title == title


def test_running_titles_and_page_numbers_go_out(tmp_path: Path) -> None:
    parsed = read(pdf(pages(4)), "a.pdf", tmp_path)
    assert "Rivebelle" not in everything(parsed)
    assert " / 4" not in everything(parsed)


def test_remarks_written_on_a_page_are_told_not_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(pages(1)))))
    writer.add_annotation(0, Text(rect=(10, 10, 20, 20), text="secret"))
    out = io.BytesIO()
    writer.write(out)
    parsed = read(out.getvalue(), "a.pdf", tmp_path)
    assert "comment" in told(parsed)
    assert "secret" not in everything(parsed)


def refused(content: bytes, folder: Path) -> RefusalCode:
    with pytest.raises(Refusal) as caught:
        read(content, "a.pdf", folder)
    return caught.value.code


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    whole = pdf(pages(3))
    assert refused(whole[: len(whole) // 2], tmp_path) is RefusalCode.TRUNCATED
    assert refused(pdf([[]]), tmp_path) is RefusalCode.EMPTY
    assert refused(b"%PDF-1.7\n%%EOF\n", tmp_path) in {
        RefusalCode.TRUNCATED,
        RefusalCode.UNREADABLE,
    }
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole)))
    writer.encrypt("mot de passe", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert refused(out.getvalue(), tmp_path) is RefusalCode.ENCRYPTED
