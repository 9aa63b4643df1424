"""Journey 1: a file becomes a published text of an announced consultation, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, check, sign_in

Look = Callable[[Page], None]
FILE = """# Un jardin

Le jardin ouvre à **huit** heures.

Il ferme le soir.

## Les arbres

- des pommiers
- des poiriers
"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_from_a_file_to_an_announced_consultation(
    open_page: OpenPage, tmp_path: Path, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    # axe needs the page's own scripts to run.
    look = check if script else _no_look
    sign_in(page, "organiser")
    title = f"Un jardin vu à {width}"
    _create(page, title, look)
    _import(page, tmp_path, look, has_script=script)
    _correct(page, look)
    page.get_by_role("link", name="Publier ce texte").click()
    look(page)
    page.get_by_role("button", name="Publier la version 1").click()
    page.get_by_role("link", name="Publier la consultation").click()
    look(page)
    page.get_by_role("button", name="Publier la consultation").click()
    page.get_by_role("link", name="Voir comme le public").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="Un jardin", exact=True).click()
    expect(page.get_by_text("Il ferme à la nuit.")).to_be_visible()


def _no_look(_page: Page) -> None:
    pass


def _create(page: Page, title: str, look: Look) -> None:
    page.goto("/espace")
    look(page)
    page.get_by_role("link", name="Préparer une consultation").click()
    page.get_by_role("button", name="Créer le brouillon").click()
    look(page)
    page.get_by_label("Titre", exact=True).fill(title)
    page.get_by_label("Résumé").fill("Que planter ?")
    page.get_by_label("Ouverture").fill("2031-07-01T09:00")
    page.get_by_label("Clôture").fill("2031-09-22T18:00")
    page.get_by_role("button", name="Créer le brouillon").click()
    look(page)


def _import(page: Page, folder: Path, look: Look, *, has_script: bool) -> None:
    path = folder / "jardin.md"
    path.write_text(FILE)
    page.get_by_role("link", name="Importer un texte").first.click()
    page.get_by_label("Fichier", exact=True).set_input_files(path)
    page.get_by_role("button", name="Lire le fichier").click()
    link = page.get_by_role("link", name="Lire le rapport d’import")
    for _time in range(40):
        if has_script or link.is_visible():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Actualiser").click()
    link.click(timeout=20_000)
    look(page)


def _correct(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Corriger le plan").click()
    look(page)
    page.get_by_role("link", name="Il ferme le soir.").click()
    look(page)
    page.get_by_label("Texte", exact=True).fill("Il ferme à la nuit.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Supprimer ¶ 1").click()
    expect(page.get_by_text("huit heures")).to_have_count(0)
    page.get_by_role("button", name="Annuler la dernière correction").click()
    expect(page.get_by_text("huit heures")).to_be_visible()
    page.get_by_role("link", name="Aperçu").click()
    look(page)
    page.get_by_role("link", name="Plan", exact=True).click()
