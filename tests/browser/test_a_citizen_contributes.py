"""Journey 2: a citizen reads, comments, votes and keeps the proof, with script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, check, sign_in

MAIN = "/consultations/ia-et-donnees-de-sante"
WAYS = [(375, True), (375, False), (1280, True), (1280, False)]


def open_discussion(page: Page, place: int) -> str:
    """Open the discussion of a paragraph of the second part; its key."""
    page.goto(f"{MAIN}/intelligence-artificielle")
    page.locator("main ol.items a").nth(1).click()
    paragraph = page.locator("section.para").nth(place)
    key = (paragraph.get_attribute("id") or "").removeprefix("p-")
    paragraph.locator(".para__talk").click()
    expect(page.locator(f"#discussion-{key}")).to_be_visible()
    return key


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_somebody_writes_first_and_signs_in_after(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    open_discussion(page, 1)
    page.locator(".talk").get_by_role("link", name="Écrire", exact=True).first.click()
    words = f"Qui vérifie que l’information a été comprise ? ({width}, {script})"
    page.get_by_label("Votre commentaire").fill(words)
    page.get_by_label("Mitigé").check()
    page.get_by_role("button", name="Publier").first.click()
    expect(page.locator("main")).to_contain_text(words)

    page.locator("main").get_by_role(
        "link", name=re.compile("Se connecter|Connectez")
    ).first.click()
    suite = page.url
    assert "suite=" in suite
    sign_in_here(page)
    expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name="Publier").first.click()

    expect(page.locator(".notice").first).to_contain_text("est publiée")
    expect(page.locator(".talk")).to_contain_text(words)
    page.get_by_role("link", name="Voir le reçu").click()
    expect(page.locator("main")).to_contain_text("SHA-256")
    if script:
        check(page)
    page.goto("/mes-contributions")
    expect(page.locator("main")).to_contain_text(words)


def sign_in_here(page: Page) -> None:
    from consultation.demo.plan import DEMO_PASSWORD, STAFF

    account = next(each for each in STAFF if each.duty == "participant")
    form = page.locator("main")
    form.get_by_label("Adresse électronique").fill(account.email)
    form.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Se connecter").click()


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_somebody_votes_changes_and_withdraws_the_vote(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    sign_in(page, "participant")
    open_discussion(page, 2)
    form = page.locator("form.speech__votes:has([value=disagree])").first
    name = form.get_attribute("id")
    form.get_by_role("button", name=re.compile("^D’accord")).click()
    mine = page.locator(f"#{name}")
    expect(mine.locator("[value=agree]")).to_have_attribute("aria-pressed", "true")
    mine.locator("[value=disagree]").click()
    expect(page.locator(f"#{name} [value=disagree]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#{name} [value=agree]")).to_have_attribute("aria-pressed", "false")
    if script:
        check(page)


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_a_phone_number_is_seen_before_it_is_published(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    sign_in(page, "participant")
    open_discussion(page, 3)
    body = page.get_by_label("Votre commentaire")
    body.fill("Appelez-moi au 06 12 34 56 78 pour en parler.")
    page.locator(".composer").get_by_role("button", name="Publier").click()
    expect(page.locator("main").get_by_text("un numéro de téléphone").first).to_be_visible()
    page.get_by_role("button", name="Corriger").click()
    body = page.get_by_label("Votre commentaire")
    expect(body).to_have_value("Appelez-moi au 06 12 34 56 78 pour en parler.")


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_somebody_proposes_another_wording(open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width, script=script)
    sign_in(page, "participant")
    open_discussion(page, 0)
    page.get_by_role("link", name="Proposer une rédaction").first.click()
    field = page.get_by_label("Le paragraphe tel que vous le proposez")
    field.fill(field.input_value() + f" Un bilan en est publié ({width}, {script}).")
    page.get_by_role("button", name="Publier").first.click()
    expect(page.locator(".notice").first).to_contain_text("est publiée")
    added = page.locator(".redline ins", has_text=f"({width}, {script})")
    expect(added.first).to_be_visible()
