"""Journey 6, from the outline to the published page: each sentence has its sources.

With `--site` the same is walked on a demo of any size.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from consultation.demo.plan import MAIN
from tests.browser.conftest import OpenPage, check, sign_in

Look = Callable[[Page], None]
DESK = f"/espace/{MAIN.slug}/synthese"
CHAPTER = "Travail des soignants"
WORDS = {1280: "Le temps manque au lit du malade", 375: "La peur de se tromper revient"}
"""What each of the two writes: both may be on one site."""
EMPTY = "Rien de tel dans ce qui est lu."


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_from_the_outline_to_a_published_synthesis(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    # axe needs the page's own scripts to run.
    look: Look = check if script else lambda _page: None
    sign_in(page, "moderator")
    page.goto(f"{DESK}/redaction")
    follow_the_themes(page)
    to_chapter(page, CHAPTER)
    page.get_by_label("Une phrase, ou un court paragraphe").fill(f"{WORDS[width]}\u00a0:")
    page.get_by_role("button", name="Ajouter", exact=True).last.click()
    statement = page.url
    expect(page.get_by_text("Aucune source : ne peut pas être publié")).to_be_visible()
    refused_without_source(page)
    page.goto(statement)
    cite_and_quote(page, has_script=script)
    insert_a_count(page)
    look(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(own_line(page, width)).to_contain_text(re.compile(r"\d+ contributions? sur \d+"))
    fill_what_is_missing(page)
    page.get_by_role("link", name=re.compile("^citées")).click()
    expect(page.locator("#liste + *")).to_contain_text("n°")
    publish(page)
    read_in_public(page, width)
    look(page)


def follow_the_themes(page: Page) -> None:
    """The outline by theme, if it does not follow them already."""
    page.get_by_text("Régler le plan", exact=True).click()
    button = page.get_by_role("button", name="Suivre les thèmes")
    if button.count():
        button.click()
        expect(page.get_by_text("Le plan a changé")).to_be_visible()


def to_chapter(page: Page, title: str) -> None:
    """Open a chapter by the outline, which is folded on a phone."""
    outline = page.get_by_role("navigation", name="Plan de la synthèse")
    if not outline.get_by_role("link", name=title).is_visible():
        outline.locator("summary").click()
    outline.get_by_role("link", name=title).click()
    expect(page.locator("#chapitre")).to_have_text(title)


def own_line(page: Page, width: int) -> Locator:
    return page.locator(".statement", has_text=WORDS[width]).last


def refused_without_source(page: Page) -> None:
    """The button is there, disabled, and the page says where a source is missing."""
    page.goto(f"{DESK}/publication")
    expect(page.get_by_role("button", name="Publier la synthèse")).to_be_disabled()
    expect(page.get_by_text(f"« {CHAPTER} » n’a pas de source").first).to_be_visible()


def cite_and_quote(page: Page, *, has_script: bool) -> None:
    """Three by search and box, or by keyboard; one by drag where there is a script; one quoted."""
    page.locator("#theme").select_option(label="Temps")
    page.get_by_role("button", name="Chercher", exact=True).last.click()
    boxes = page.locator("[data-results] input[type=checkbox]")
    if has_script:
        page.locator("#sources").click()
        for key in "jxjxc":
            page.keyboard.press(key)
    else:
        boxes.nth(0).check()
        boxes.nth(1).check()
        page.get_by_role("button", name="Citer les contributions cochées").click()
    expect(page.locator("#cites")).to_have_text("2 sources")
    if has_script:
        page.locator("[data-results] li").first.drag_to(page.locator("[data-drop]"))
        expect(page.locator("#cites")).to_have_text("3 sources")
    page.locator("[data-drop]").get_by_role("button", name="Citer mot pour mot").first.click()
    expect(page.locator("#verbatims ~ * .verbatim")).to_have_count(1)


def insert_a_count(page: Page) -> None:
    page.get_by_text("Insérer un nombre", exact=True).click()
    page.locator("#f_theme").select_option(label="Temps")
    page.get_by_role("button", name="Insérer", exact=True).click()
    expect(page.locator("#text")).to_have_value(
        re.compile(r"\{\{contributions \| thème = Temps\}\}")
    )
    expect(page.locator(".counted").first).to_be_visible()


def fill_what_is_missing(page: Page) -> None:
    """Go where the page of publication leads, until nothing is missing."""
    page.goto(f"{DESK}/publication")
    for _each in range(8):
        missing = page.locator("#manque ~ ul a")
        if not missing.count():
            return
        missing.first.click()
        if page.locator("#note").count():
            page.locator("#note").fill(EMPTY)
            page.get_by_role("button", name="Le dire").click()
            expect(page.get_by_text(EMPTY)).to_be_visible()
        else:
            page.locator("[data-results] input").first.check()
            page.get_by_role("button", name="Citer les contributions cochées").click()
            expect(page.locator("#cites")).to_have_text("1 source")
        page.goto(f"{DESK}/publication")


def publish(page: Page) -> None:
    page.goto(f"{DESK}/publication")
    note = page.get_by_label("Ce qui change depuis l’édition précédente")
    if note.count():
        note.fill("Un énoncé de plus.")
    page.get_by_role("button", name="Publier la synthèse").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publier la synthèse")
    page.get_by_role("button", name="Publier la synthèse").click()
    expect(page.get_by_text("La synthèse est publiée.")).to_be_visible()


def read_in_public(page: Page, width: int) -> None:
    said = page.locator(".report p", has_text=WORDS[width]).last
    said.locator("a.cite").click()
    expect(page.locator(".sources").get_by_role("link", name="n°").first).to_be_visible()
