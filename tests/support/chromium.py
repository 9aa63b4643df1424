"""A real Chromium, driven by Playwright; and axe-core, which looks at what it shows."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

FEATURES = (
    # The address bar's own pages, in each window, cost five times what a page of ours does.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled",
    # What Playwright leaves out: its switch is replaced by ours.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "AvoidCorsURLLoaderRestartOnRedirect",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades",
    "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints",
    "PaintHolding", "PreconnectToSearch", "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""Of Chromium, left out."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # A tab that goes from nowhere to our site keeps its process: a new one costs two pages.
    "--process-per-site", "--disable-site-isolation-trials",
    f"--disable-features={','.join(FEATURES)}",
)  # fmt: skip
WIDTHS = {320: 700, 375: 812, 1280: 900}
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
LEAVING = """
window.navigation?.addEventListener("navigate", event => {
  if (!event.destination.sameDocument && event.downloadRequest === null) window.isLeaving = true;
});
"""
"""Run first in every page: a click returns before the page that it leads to is there."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def program() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError("no chromium: run .ci/chromium")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(ARGUMENTS))
        yield browser
        browser.close()


def settle(page: Page) -> None:
    """Wait for the page that a click led to, whole."""
    page.wait_for_function("() => !window.isLeaving && document.readyState === 'complete'")


@cache
def _axe() -> str:
    return AXE.read_text() + "\n;0"


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is shown now; nothing when all is well.

    The script is run by the driver, outside the page's content policy.
    """
    settle(page)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_axe())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> bool:
    """The page scrolls sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def describe(faults: Sequence[str], page: Page) -> str:
    """What a failing check prints."""
    return "\n".join([page.url, *faults])
