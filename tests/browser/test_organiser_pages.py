"""Every page of a consultation's preparation, at each width and theme."""

import pytest

from tests.browser.conftest import Looks, OpenPage, check, sign_in

PAGES = (
    "", "/reglages", "/calendrier", "/textes/importer", "/lexique", "/categories",
    "/organisations", "/equipe",
)  # fmt: skip


@pytest.mark.browser
def test_the_pages_of_an_organiser(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "organiser")
    page.goto("/espace")
    check(page, looks)
    base = page.locator(".items h2 a").first.get_attribute("href")
    for rest in PAGES:
        page.goto(f"{base}{rest}")
        check(page, looks)
    page.goto(str(base))
    page.locator("#textes ~ .items a").first.click()
    check(page, looks)


@pytest.mark.browser
def test_what_is_wrong_is_said_accessibly(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "organiser")
    page.goto("/espace/nouvelle-consultation")
    check(page, looks)
    page.get_by_role("button", name="Créer le brouillon").click()
    page.get_by_role("alert").wait_for()
    check(page, looks)
