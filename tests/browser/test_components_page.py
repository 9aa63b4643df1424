"""The living page of the components shows what people without script get too."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_nothing_is_hidden_from_those_without_script(open_page: OpenPage) -> None:
    page = open_page(320, "dark", script=False)
    page.goto("/en/composants")
    expect(page.locator("#def-ce")).to_be_visible()
    expect(page.locator(".field__count").first).to_be_hidden()
    expect(page.locator(".toc summary")).to_be_visible()
