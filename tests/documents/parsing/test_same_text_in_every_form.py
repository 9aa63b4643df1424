"""One text saved in several formats is one outline, and the same paragraphs."""

from pathlib import Path

import pytest

from consultation.documents.parsing import Options, parse_file
from tests.documents.parsing.making import FIXTURES, shown

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "documents"
GUIDE = "etalab__guide-algorithmes"
FORMS = ("md", "docx", "odt", "html")


def named(folder: Path, name: str, *, split_lists: bool = False) -> list[tuple[str, int, str]]:
    return shown(parse_file(folder / name, name, Options(split_lists)))


@pytest.mark.parametrize("split_lists", [False, True])
@pytest.mark.parametrize("form", FORMS[1:])
def test_a_text_and_its_conversions_read_the_same(form: str, split_lists: bool) -> None:
    """`charte.md` was written by hand; pandoc made the others of it, its front matter left out."""
    original = named(FIXTURES, "charte.md", split_lists=split_lists)
    assert named(FIXTURES, f"charte.{form}", split_lists=split_lists) == original


def test_their_html_is_the_same_too() -> None:
    """But for the description of the image, which the converter lost on its way to ODT."""
    read = {
        form: [
            block.html.replace('alt=""', 'alt="Plan du parc"')
            for block in parse_file(FIXTURES / f"charte.{form}", f"c.{form}", Options()).blocks
        ]
        for form in FORMS
    }
    assert read["docx"] == read["odt"] == read["html"] == read["md"]


@pytest.mark.parametrize("form", FORMS)
def test_title_language_and_image_are_the_same(form: str) -> None:
    parsed = parse_file(FIXTURES / f"charte.{form}", f"charte.{form}", Options())
    assert parsed.title == "La charte du parc : un bien commun"
    assert parsed.language == "fr"
    assert [(picture.width, picture.height) for picture in parsed.pictures] == [(24, 16)]
    assert parsed.pictures[0].name in parsed.blocks[15].html


def test_the_outline_holds_six_levels_and_every_kind() -> None:
    blocks = parse_file(FIXTURES / "charte.md", "charte.md", Options()).blocks
    assert [block.level for block in blocks if block.level] == [1, 2, 3, 4, 5, 6, 2]
    kinds = {block.kind.value for block in blocks}
    assert kinds == {"heading", "paragraph", "list", "table", "quotation", "image"}


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")
@pytest.mark.parametrize("split_lists", [False, True])
def test_the_three_forms_of_the_guide_read_the_same(split_lists: bool) -> None:
    original = named(SAMPLES, f"{GUIDE}.md", split_lists=split_lists)
    assert len(original) == (94 if split_lists else 72)
    for form in ("docx", "odt"):
        assert named(SAMPLES, f"{GUIDE}.{form}", split_lists=split_lists) == original


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")
def test_html_inside_a_sample_is_read_as_lists_and_its_remarks_are_told() -> None:
    name = "IG-doctrine-ci-sis__choix-standard.md"
    parsed = parse_file(SAMPLES / name, name, Options())
    lists = [block for block in parsed.blocks if block.kind.value == "list"]
    assert len(lists) == 3
    assert all("<div" not in block.html for block in parsed.blocks)
    assert "Commentaire IGi" not in "".join(block.text for block in parsed.blocks)
    assert "comment" in {finding.code.value for finding in parsed.findings}


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")
def test_a_policy_with_many_links_keeps_them() -> None:
    name = "politique-de-contribution-open-source__pratique.md"
    parsed = parse_file(SAMPLES / name, name, Options())
    assert parsed.title == "Bonnes pratiques"
    assert sum(block.html.count('<a href="https://') for block in parsed.blocks) > 10
