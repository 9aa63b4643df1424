"""An institution's template: its placeholders are filled, its styles are kept, nothing is run."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from consultation.publishing.blocks import Block, Heading, Paragraph, plain
from consultation.publishing.template import Fault, TemplateError, checked, fill
from consultation.publishing.writers import go_on
from tests.publishing.steps import EVERYTHING, document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"titre", "date", "synthese", "annexe"}
PARTS = {"synthese", "annexe"}


def template(
    *lines: str, header: str = "", change: Callable[[object], None] | None = None
) -> bytes:
    """A DOCX with those paragraphs."""
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    if header:
        paper.sections[0].header.paragraphs[0].text = header
    if change:
        change(paper)
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


def with_member(content: bytes, name: str, text: bytes) -> bytes:
    """The same zip with another member, or with that member's text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, text)
    return packed.getvalue()


def filled(
    content: bytes, folder: Path, blocks: Sequence[Block] = EVERYTHING, titre: str = "Le titre"
) -> "docx.document.Document":
    """The filled template, opened again."""
    path = folder / "filled.docx"
    words = {"titre": titre, "date": "27 novembre 2026"}
    fill(content, document(), words, {"synthese": blocks, "annexe": ()}, path, go_on)
    return docx.Document(str(path))


def test_words_and_parts_are_put_in_their_place(tmp_path: Path) -> None:
    content = template("Avant {{ titre }} du {{date}}.", "{{ synthese }}", "Après",
                       header="Objet : {{ titre }}")  # fmt: skip
    assert checked(content, NAMES, PARTS) == ["titre", "date", "synthese"]
    paper = filled(content, tmp_path)
    lines = [each.text for each in paper.paragraphs]
    assert lines[0] == "Avant Le titre du 27 novembre 2026."
    assert lines[-1] == "Après"
    assert "Les horaires" in lines
    assert paper.sections[0].header.paragraphs[0].text == "Objet : Le titre"
    assert len(paper.tables) == 2
    assert "{{" not in "".join(lines)


def test_a_name_that_a_word_processor_has_cut_is_found_and_keeps_its_form(tmp_path: Path) -> None:
    def cut(paper: "docx.document.Document") -> None:
        line = paper.add_paragraph("De ")
        line.add_run("{{ ti").bold = True
        line.add_run("tre }}")
        line.add_run(".")

    paper = filled(template(change=cut), tmp_path)  # type: ignore[arg-type]
    runs = paper.paragraphs[0].runs
    assert paper.paragraphs[0].text == "De Le titre."
    assert [run.text for run in runs if run.bold] == ["Le titre"]


def test_a_templates_own_styles_stay_whatever_their_identifiers(tmp_path: Path) -> None:
    def french(paper: "docx.document.Document") -> None:
        style = paper.styles["Heading 1"]
        style.element.set(f"{W}styleId", "Titre1")
        style.font.name = "Marianne"

    content = template("{{ synthese }}", change=french)  # type: ignore[arg-type]
    paper = filled(content, tmp_path)
    heading = [each for each in paper.paragraphs if each.text == "Les horaires"][-1]
    assert heading.style is not None
    assert (heading.style.style_id, heading.style.font.name) == ("Titre1", "Marianne")


def test_a_part_in_a_cell_leaves_a_cell_that_opens(tmp_path: Path) -> None:
    def table(paper: "docx.document.Document") -> None:
        paper.add_table(1, 1).cell(0, 0).text = "{{ synthese }}"

    paper = filled(template(change=table), tmp_path)  # type: ignore[arg-type]
    assert "Les horaires" in paper.tables[0].cell(0, 0).text
    assert paper.tables[0].cell(0, 0)._tc[-1].tag == f"{W}p"


def test_headings_of_two_parts_follow_one_another(tmp_path: Path) -> None:
    parts = {"synthese": [Heading(1, plain("Un"), "a")], "annexe": [Heading(2, plain("Deux"), "a")]}
    path = tmp_path / "filled.docx"
    content = template("{{ synthese }}", "{{ annexe }}")
    fill(content, document(), {}, parts, path, go_on)
    paper = docx.Document(str(path))
    marks = [each.get(f"{W}name") for each in paper.element.body.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks)) == 2


@pytest.mark.parametrize("text", ["{{ titre.__class__ }}", "{{ 7*7 }}", "{{ config }}", "{{ }}"])
def test_what_is_no_placeholder_is_named(text: str) -> None:
    with pytest.raises(TemplateError) as told:
        checked(template("{{ titre }}", text), NAMES, PARTS)
    assert (told.value.fault, told.value.names) == (Fault.UNKNOWN, (text.strip("{} "),))


@pytest.mark.parametrize("given", [{"lines": "Voici {{ synthese }}"}, {"header": "{{ synthese }}"}])
def test_a_part_stands_alone_in_the_body(given: dict[str, str]) -> None:
    content = template(given.get("lines", "{{ titre }}"), header=given.get("header", ""))
    with pytest.raises(TemplateError) as told:
        checked(content, NAMES, PARTS)
    assert (told.value.fault, told.value.names) == (Fault.MISPLACED, ("synthese",))


BOMB = b"<w:document>" + b" " * (70 << 20) + b"</w:document>"
EXTERNAL = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_DOCX),
        (b"PK\x03\x04nonsense", Fault.NOT_DOCX),
        (template("Rien."), Fault.NONE),
        (with_member(template(), "word/vbaProject.bin", b"x"), Fault.ACTIVE),
        (with_member(template(), "word/embeddings/a.xlsx", b"x"), Fault.ACTIVE),
        (with_member(template(), "word/_rels/settings.xml.rels", EXTERNAL), Fault.ACTIVE),
        (with_member(template(), "word/document.xml",
                     b'<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'), Fault.ACTIVE),
        (with_member(template(), "word/document.xml", b"<w:document"), Fault.NOT_DOCX),
        (with_member(template(), "word/document.xml", BOMB), Fault.TOO_LARGE),
        (b"x" * (11 << 20), Fault.TOO_LARGE),
    ],
    ids=["empty", "torn", "no-placeholder", "macro", "object", "remote", "entity", "not-xml",
         "bomb", "large"],
)  # fmt: skip
def test_a_template_that_is_harmful_or_broken_is_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(TemplateError) as told:
        checked(content, NAMES, PARTS)
    assert told.value.fault is fault


def test_what_people_wrote_is_no_placeholder_and_no_markup(tmp_path: Path) -> None:
    content = template("{{ titre }}", "{{ synthese }}")
    blocks = [Paragraph(plain("Voici {{ date }} et </w:t><w:p/>"))]
    paper = filled(content, tmp_path, blocks, titre="Le {{ date }} \x07<b>")
    lines = [each.text for each in paper.paragraphs]
    assert lines[:2] == ["Le {{ date }} <b>", "Voici {{ date }} et </w:t><w:p/>"]
