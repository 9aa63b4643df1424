"""The names that are proposed after « @ », in a real Chromium on a small page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check
from tests.support.small_site import Open

NAMES = ("Aïcha M.", "Luc B.", "Lucie P.", "Rose-Marie D.")
FORM = f"""
<h1>Écrire</h1><form method="post" action="/dire"><div class="names" data-module="names">
<label for="body">Votre message</label><textarea id="body" name="body"></textarea>
<datalist>{"".join(f'<option value="{name}"></option>' for name in NAMES)}</datalist>
<ul class="names__list" id="noms" role="listbox" aria-label="Membres à nommer" data-names-list
 hidden></ul>
<p class="hide" role="status" data-names-said data-one="Un membre" data-many="{{n}} membres"></p>
</div><button>Envoyer</button></form>"""


def type_into(page: Page, words: str) -> None:
    page.get_by_label("Votre message").press_sequentially(words)


def test_a_name_is_chosen_by_keyboard_and_written_into_the_message(small_site: Open) -> None:
    page, server = small_site(FORM, **{"POST /dire": "<h1>Dit</h1>"})
    field, options = page.get_by_label("Votre message"), page.get_by_role("option")
    type_into(page, "Bonjour @lu")
    expect(options).to_have_text(["Luc B.", "Lucie P."])
    expect(page.get_by_role("status").first).to_have_text("2 membres")
    check(page)
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Bonjour @Lucie P. ")
    expect(options).to_have_count(0)
    type_into(page, "et @aicha")
    expect(options).to_have_text(["Aïcha M."])
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Bonjour @Lucie P. et @aicha\n")
    assert server.asked == [("GET", "/", "")]


@pytest.mark.parametrize("words", ["luc@exemple", "@Zoé", "luc", "@@luc", "@Luc B. et puis"])
def test_nothing_is_proposed_where_nobody_is_named(small_site: Open, words: str) -> None:
    page, _server = small_site(FORM)
    type_into(page, words)
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_name_is_chosen_by_a_tap_and_a_part_of_it_is_enough(small_site: Open) -> None:
    page, _server = small_site(FORM)
    type_into(page, "@mar")
    page.get_by_role("option", name="Rose-Marie D.").click()
    expect(page.get_by_label("Votre message")).to_have_value("@Rose-Marie D. ")
    expect(page.get_by_label("Votre message")).to_be_focused()


def test_tab_leaves_the_field_as_ever(small_site: Open) -> None:
    page, _server = small_site(FORM)
    type_into(page, "@")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Envoyer")).to_be_focused()
    expect(page.get_by_label("Votre message")).to_have_value("@")
