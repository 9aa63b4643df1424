"""Citing by keyboard and by drag: the script by itself, on a small page."""

import re

from playwright.sync_api import expect

from tests.support.small_site import Open, fields_of

FOUND = "".join(
    f'<li draggable="true"><input type="checkbox" id="c-{key}" name="coding" value="{key}">'
    f'<label for="c-{key}">Source {key}</label>'
    f'<button name="do" value="quote:{key}">Mot pour mot</button></li>'
    for key in "abc"
)
CITING = f"""
<form method="post" action="/enonce" data-module="citing">
  <input type="hidden" name="caret" value="" data-caret>
  <textarea id="text" name="text" aria-label="Énoncé">Le 😀 temps.</textarea>
  <button name="do" value="insert">Insérer</button>
  <section data-drop><h2>Sources</h2></section>
  <button name="do" value="cite">Citer</button><ul data-results>{FOUND}</ul>
  <p data-keys hidden>
    <button type="button" data-keys-switch data-on="Couper" data-off="Remettre"></button></p>
</form>"""


def test_sources_are_cited_by_keyboard_alone(small_site: Open) -> None:
    page, server = small_site(CITING, **{"POST /enonce": CITING})
    for key in "jxjjx":
        page.keyboard.press(key)
    expect(page.locator("#c-c")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#c-b")).to_be_focused()
    page.keyboard.press("c")
    page.wait_for_url("**/enonce")
    assert fields_of(server.asked[-1][2])["coding"] == ["a", "c"]
    assert fields_of(server.asked[-1][2])["do"] == ["cite"]
    page.keyboard.press("j")
    page.keyboard.press("v")
    page.wait_for_load_state()
    expect(page.locator("#c-a")).not_to_be_focused()
    assert fields_of(server.asked[-1][2])["do"] == ["quote:a"]


def test_the_keys_of_citing_do_nothing_in_a_field_and_can_be_switched_off(small_site: Open) -> None:
    page, server = small_site(CITING, **{"POST /enonce": CITING})
    page.get_by_label("Énoncé").press_sequentially("xcj")
    expect(page.get_by_label("Énoncé")).to_have_value(re.compile("xcj"))
    page.get_by_role("button", name="Couper").click()
    page.get_by_role("button", name="Remettre").press("c")
    page.keyboard.press("j")
    expect(page.get_by_role("button", name="Remettre")).to_be_focused()
    assert not [each for each in server.asked if each[0] == "POST"]


def test_a_source_dropped_on_the_sources_is_cited_and_nothing_else_is(small_site: Open) -> None:
    page, server = small_site(CITING, **{"POST /enonce": CITING})
    row, place = page.locator("[data-results] li").nth(1), page.locator("[data-drop]")
    row.drag_to(page.get_by_role("button", name="Insérer"))
    assert not [each for each in server.asked if each[0] == "POST"]
    row.drag_to(place)
    page.wait_for_url("**/enonce")
    assert fields_of(server.asked[-1][2])["coding"] == ["b"]


def test_a_count_goes_where_the_caret_was_counted_in_characters(small_site: Open) -> None:
    page, server = small_site(CITING, **{"POST /enonce": CITING})
    field = page.get_by_label("Énoncé")
    field.focus()
    page.evaluate("document.querySelector('#text').setSelectionRange(5, 5)")
    field.press("Shift")
    page.get_by_role("button", name="Insérer").click()
    page.wait_for_url("**/enonce")
    assert fields_of(server.asked[-1][2])["caret"] == ["4"], "an emoji is one"
