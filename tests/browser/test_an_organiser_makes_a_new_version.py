"""Journey 4: a new version of a text that people spoke of, from a file, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consultation.demo.plan import HOME_CARE
from tests.browser.conftest import OpenPage, check, sign_in

Look = Callable[[Page], None]
TEXT = HOME_CARE.documents[0]
BASE = f"/espace/{HOME_CARE.slug}/textes/{TEXT.slug}"
PUBLIC = f"/consultations/{HOME_CARE.slug}/{TEXT.slug}"
GONE = {1280: 3, 375: 4}
"""The paragraph that each of the two versions drops: both may be made on one site."""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_from_a_file_to_a_version_that_lost_nothing(
    open_page: OpenPage, tmp_path: Path, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    # axe needs the page's own scripts to run.
    look = check if script else _no_look
    sign_in(page, "organiser")
    page.goto(BASE)
    page.get_by_role("link", name="Préparer la version suivante").click()
    look(page)
    gone = _upload(page, tmp_path, width, has_script=script)
    page.goto(f"{BASE}/correspondances")
    expect(page.get_by_text("sans destination").first).to_be_visible()
    look(page)
    page.get_by_role("link", name="Les décider").click()
    page.get_by_role("link", name=re.compile("^Décider")).first.click()
    look(page)
    page.get_by_label("Il disparaît, pour la raison que voici").check()
    page.get_by_label("Raison, publiée").fill("Ce point relève maintenant de la loi.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    page.get_by_role("link", name="Propositions de rédaction").click()
    look(page)
    page.goto(f"{BASE}/publier-version")
    look(page)
    page.get_by_label("Ce qui change, pour le public").fill("Un point de moins, un mot de plus.")
    reason = page.get_by_label("Pourquoi les propositions de rédaction sans réponse")
    if reason.count():
        reason.fill("Les mots retenus sont ceux-ci.")
    page.get_by_role("button", name="Publier la version").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ce qui a changé")
    expect(page.get_by_text("Aucune contribution n’est perdue.")).to_be_visible()
    look(page)
    _read_what_was_said(page, gone, look)


def _no_look(_page: Page) -> None:
    pass


def _upload(page: Page, folder: Path, width: int, *, has_script: bool) -> str:
    """Give the text without one paragraph, and with a word more; the address of what is gone."""
    blocks = TEXT.path.read_text(encoding="utf-8").split("\n\n")
    passages = [place for place, block in enumerate(blocks) if block[:1].isalpha()]
    dropped = blocks.pop(passages[GONE[width]])
    blocks[passages[0]] += f" Elle tient en {width} mots."
    path = folder / "suite.md"
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    page.get_by_label("Fichier", exact=True).set_input_files(path)
    page.get_by_role("button", name="Lire le fichier").click()
    link = page.get_by_role("link", name="Lire le rapport d’import")
    for _time in range(40):
        if has_script or link.is_visible():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Actualiser").click()
    link.click(timeout=20_000)
    page.goto(f"{PUBLIC}/texte")
    kept = page.locator(".whole .para", has_text=dropped[:40])
    address = kept.locator("a.para__no").get_attribute("href")
    assert address
    return address


def _read_what_was_said(page: Page, gone: str, look: Look) -> None:
    """Of the paragraph that changed, under its new words; of the one that is gone, where it was."""
    page.goto(f"{PUBLIC}/texte")
    page.locator("a.para__no").first.click()
    expect(page.get_by_text("écrite sur la version").first).to_be_visible()
    look(page)
    page.goto(gone)
    expect(page.get_by_text("Ce point relève maintenant de la loi.")).to_be_visible()
    expect(page.locator(".speech").first).to_be_visible()
    look(page)
