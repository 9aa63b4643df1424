"""Tabs of a real Chromium, each with a profile of its own, used again once it is emptied.

A new window costs Chromium as much as two pages.
"""

from playwright.sync_api import Browser, CDPSession, Error, Page

from tests.support.chromium import LEAVING


class Tabs:
    """Those of one browser. What is opened knows nothing of who was there before."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[tuple[str, bool], list[Page]] = {}
        self._places: dict[Page, tuple[str, bool]] = {}
        self._storage: dict[Page, CDPSession] = {}

    def open(self, origin: str, *, has_script: bool = True) -> Page:
        """An empty tab, for the pages of that origin."""
        place = (origin, has_script)
        free = self._free.setdefault(place, [])
        return free.pop() if free else self._new(place)

    def _new(self, place: tuple[str, bool]) -> Page:
        origin, has_script = place
        context = self._browser.new_context(
            base_url=origin, java_script_enabled=has_script, locale="fr-FR"
        )
        context.add_init_script(LEAVING)
        page = context.new_page()
        self._places[page] = place
        self._storage[page] = context.new_cdp_session(page)
        return page

    def leave(self, page: Page) -> None:
        """Empty it for who comes next. One that has others beside it, or hangs, is closed."""
        if page not in self._places:
            return
        if page.context.pages != [page]:
            self.close(page)
            return
        try:
            self._empty(page)
        except Error:
            self.close(page)
        else:
            self._free[self._places[page]].append(page)

    def _empty(self, page: Page) -> None:
        origin, _has_script = self._places[page]
        page.unroute_all()
        page.goto("about:blank")
        page.context.clear_cookies()
        self._storage[page].send(
            "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"}
        )

    def close(self, page: Page) -> None:
        """Close it: its clock, say, is not what it was."""
        del self._places[page], self._storage[page]
        page.context.close()
