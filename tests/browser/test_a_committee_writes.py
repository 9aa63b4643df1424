"""Journey 5, its opinion: two members in one passage at once, one with script and one without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, check, sign_in

SPACE = "/comites/comite-citoyen-ia-et-donnees-de-sante/espace"
TEXT = f"{SPACE}/avis"


def add_passage(page: Page, words: str) -> str:
    """Add a paragraph at the end; the address where it is written."""
    page.goto(f"{TEXT}/passages/nouveau")
    page.get_by_text("Paragraphe", exact=True).click()
    page.get_by_label("Texte", exact=True).fill(words)
    page.get_by_role("button", name="Ajouter au texte").click()
    row = page.locator(".draft__row", has_text=words)
    address = row.get_by_role("link", name=re.compile("^Écrire")).get_attribute("href")
    assert address is not None
    return address


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_two_members_write_in_one_passage_at_once_and_no_word_is_lost(
    open_page: OpenPage, width: int, script: bool
) -> None:
    first, second = open_page(width), open_page(width, script=script)
    sign_in(first, "committee")
    sign_in(second, "second member")
    base = f"Le comité {width} se réunit chaque mois."
    address = add_passage(first, base)
    first.goto(address)
    second.goto(address)

    first.get_by_label("Texte", exact=True).fill(f"Le comité {width} se réunit chaque semaine.")
    expect(first.get_by_text("Brouillon gardé")).to_be_visible()
    first.reload()
    expect(first.get_by_text("Voici votre brouillon.")).to_be_visible()
    expect(first.get_by_label("Texte", exact=True)).to_have_value(
        f"Le comité {width} se réunit chaque semaine."
    )
    first.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_text("Le texte est enregistré.")).to_be_visible()

    second.get_by_label("Texte", exact=True).fill(f"Le comité élu {width} se réunit chaque mois.")
    if script:
        expect(second.get_by_text("Quelqu’un d’autre a enregistré ce passage.")).to_be_visible()
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_text("a écrit ici pendant que vous écriviez")).to_be_visible()
    expect(second.locator("ins")).to_contain_text("semaine")
    expect(second.get_by_label("Texte", exact=True)).to_have_value(
        f"Le comité élu {width} se réunit chaque semaine."
    )
    if script:
        check(second)
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_text("Le texte est enregistré.")).to_be_visible()
    second.goto(address.replace("/texte", "/historique"))
    expect(second.get_by_text("Deux rédactions réunies")).to_be_visible()
    if script:
        check(second)

    stranger = open_page(width)
    stranger.goto(address)
    expect(stranger.get_by_text("semaine")).to_have_count(0)
