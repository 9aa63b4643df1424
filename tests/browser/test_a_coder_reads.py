"""Part of journey 6: somebody codes by keyboard, then a passage chosen in the text."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage, check, sign_in

DESK = "/espace/ia-et-donnees-de-sante/synthese"
SELECT = """() => {
  const text = document.querySelector(".coded[data-field=source]").firstChild;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 12);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  text.parentElement.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
}"""


@pytest.mark.parametrize("width", [375, 1280])
def test_a_coder_codes_and_is_before_the_next_one(open_page: OpenPage, width: int) -> None:
    page = open_page(width, "light")
    sign_in(page, "moderator")
    page.goto(DESK)
    page.get_by_role("button", name="Prendre vingt contributions").click()
    first = page.url
    page.get_by_text("Toute la grille", exact=True).first.click()
    page.keyboard.press("1")
    page.locator("#item").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    expect(page.locator(".notice[role=status]")).to_contain_text("c’est enregistré")
    second = page.url
    page.evaluate(SELECT)
    passage = page.get_by_label("Les mots du passage, exactement")
    expect(passage).to_have_value(re.compile(r"\S"))
    chosen = passage.input_value()
    page.locator("#passage_theme").select_option(index=1)
    page.get_by_role("button", name="Ajouter ce passage").click()
    expect(page.locator("mark").first).to_have_text(chosen)
    check(page)
    page.locator("#item").focus()
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != second)


@pytest.mark.parametrize("width", [375, 1280])
def test_a_campaign_is_coded_once_by_keyboard_alone(open_page: OpenPage, width: int) -> None:
    page = open_page(width, "light")
    sign_in(page, "moderator")

    def press(what: Locator, key: str = "Enter") -> None:
        what.focus()
        expect(what).to_be_focused()
        page.keyboard.press(key)

    told = page.locator(".notice[role=status]")
    page.goto(f"{DESK}/campagnes")
    press(page.locator(".campaigns h2 a").first)
    page.wait_for_url("**/campagnes/*")
    campaign = page.url
    press(page.locator("input[name=give]").first, "Space")
    press(page.locator("form .button--main").last)
    expect(told).to_contain_text("La campagne est codée")
    check(page)
    press(page.get_by_role("link", name="Lire les mots ajoutés"))
    page.wait_for_url("**/mots")
    expect(page.locator("mark").first).to_be_visible()
    check(page)
    press(page.locator("input[name=c]").first, "Space")
    press(page.get_by_role("button", name="Rien à ajouter"))
    expect(told).to_contain_text("1 texte est lu")
    page.goto(campaign)
    press(page.get_by_role("button", name="Reprendre ce codage"))
    expect(told).to_contain_text("est repris")
