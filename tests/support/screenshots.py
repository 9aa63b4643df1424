"""The README's pictures, taken from a running demo: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.support.chromium import chromium
from tests.support.live import instance

FOLDER = Path(".readme")
MAIN = "/consultations/ia-et-donnees-de-sante"


def home(page: Page) -> None:
    """What one sees first."""
    page.goto("/")


def discussion(page: Page) -> None:
    """A section with one discussion open."""
    page.goto(f"{MAIN}/intelligence-artificielle")
    page.locator("main ol.items a").nth(1).click()
    page.locator("section.para .para__talk").nth(1).click()
    page.wait_for_selector(".talk")


def phone(page: Page) -> None:
    """The same section on a phone."""
    page.set_viewport_size({"width": 375, "height": 812})
    discussion(page)
    page.locator(".talk").scroll_into_view_if_needed()


def main() -> None:
    """Take the three pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        instance(Path(folder), 3500) as site,
        chromium() as browser,
    ):
        for shot in (home, discussion, phone):
            context = browser.new_context(
                base_url=site.url, viewport={"width": 1280, "height": 900}, locale="fr-FR"
            )
            page = context.new_page()
            shot(page)
            page.screenshot(path=FOLDER / f"{shot.__name__}.png")
            context.close()
    sys.stdout.write(f"Three pictures are in {FOLDER}.\n")


if __name__ == "__main__":
    main()
