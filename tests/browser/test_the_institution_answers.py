"""Journey 7: the institution answers, and people read what became of what they said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consultation.demo.plan import CHILD_RECORD, HOME_CARE
from tests.browser.conftest import OpenPage, check, sign_in

Look = Callable[[Page], None]
DESK = f"/espace/{HOME_CARE.slug}/reponses"
PUBLIC = f"/consultations/{HOME_CARE.slug}/reponses"
WORDS = {
    1280: "Chacun dit pourquoi il vient.",
    375: "La plainte est lue par un tiers.",
}
PLACE = {1280: "3", 375: "13"}
"""The paragraph that each of the two answers: both may be written on one site."""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_from_a_paragraph_to_an_answer_that_everybody_reads(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    # axe needs the page's own scripts to run.
    look: Look = check if script else lambda _page: None
    sign_in(page, "organiser")
    page.goto(f"{DESK}?objet=paragraphes")
    look(page)
    page.get_by_label("Paragraphe n°").fill(PLACE[width])
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name="Répondre : ¶").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    page.locator("label", has_text="Retenu en partie").click()
    page.get_by_label("Réponse et raisons").fill(WORDS[width])
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Le brouillon est enregistré.")).to_be_visible()
    page.get_by_label("Ce qui sera fait").fill("Le rappeler à chaque service")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    look(page)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publier cette réponse")
    look(page)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("La réponse est publiée.")).to_be_visible()
    page.get_by_role("link", name="Voir comme le public").click()
    expect(page.get_by_text(WORDS[width])).to_be_visible()
    expect(page.get_by_text("Le rappeler à chaque service")).to_be_visible()
    look(page)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_a_person_reads_what_became_of_what_they_said(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    look: Look = check if script else lambda _page: None
    sign_in(page, "participant")
    page.goto("/mes-contributions")
    expect(page.get_by_text("Réponse reçue").first).to_be_visible()
    look(page)
    answered = page.locator("article", has_text="Réponse reçue").first
    answered.get_by_role("link", name="Ce que tout le monde en voit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ce que devient la contribution")
    look(page)
    page.get_by_role("link", name="Lire la réponse").first.click()
    look(page)
    page.goto(f"/consultations/{CHILD_RECORD.slug}/reponses")
    look(page)
    follow = page.get_by_role("button", name="Suivre les réponses", exact=True)
    if follow.count():
        follow.click()
    expect(page.get_by_role("button", name="Ne plus suivre les réponses")).to_be_visible()
    page.get_by_role("link", name="Non retenu").first.click()
    expect(page.get_by_text("cent bases séparées")).to_be_visible()
    look(page)


@pytest.mark.browser
def test_many_are_answered_at_once_and_taken_back(open_page: OpenPage) -> None:
    page = open_page(1280)
    sign_in(page, "organiser")
    page.goto(f"{DESK}?objet=contributions&nature=question")
    check(page)
    page.get_by_role("button", name="Répondre à tout ce que garde le filtre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une réponse pour")
    check(page)
    page.locator("label", has_text="Non retenu").click()
    page.get_by_label("Réponse et raisons").fill("Nous ne pouvons pas le promettre.")
    page.get_by_role("button", name="Écrire").click()
    check(page)
    page.get_by_role("button", name="Reprendre ces brouillons").click()
    expect(page.get_by_text("repris.")).to_be_visible()
    page.goto(f"{DESK}/modeles")
    check(page)
