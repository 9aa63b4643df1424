"""Fixtures of the browser tests: a running demo, a Chromium, people in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from consultation.demo.plan import DEMO_PASSWORD, STAFF, StaffAccount
from consultation.demo.setting import totp_secret
from tests.support.chromium import WIDTHS, chromium, describe, too_wide, violations
from tests.support.live import Instance, instance
from tests.support.small_site import small_site  # noqa: F401  # a fixture
from tests.support.tabs import Tabs

OpenPage = Callable[..., Page]
Look = tuple[int, str]
Looks = tuple[Look, ...]
LOOKS: Looks = ((320, "light"), (375, "dark"), (1280, "light"))
EVERY_LOOK: Looks = tuple((width, theme) for width in WIDTHS for theme in ("light", "dark"))
PATIENCE = 8_000
"""How long a page may take, in milliseconds."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`looks` walks once, narrow, and `check` sees each page at every look; `look` walks at each.

    What a page shows once it is loaded follows the width by its style alone, but for the desk of
    moderators: `tests/front/test_assets.py` says so. `--every-state` walks at each width and theme.
    """
    is_all = metafunc.config.getoption("--every-state")
    pairs = EVERY_LOOK if is_all else LOOKS
    names = [f"{width}-{theme}" for width, theme in pairs]
    if "look" in metafunc.fixturenames:
        metafunc.parametrize("look", pairs, ids=names)
    if "looks" in metafunc.fixturenames:
        each = [(pair,) for pair in EVERY_LOOK] if is_all else [LOOKS]
        metafunc.parametrize("looks", each, ids=names if is_all else ["looks"])


@pytest.fixture(scope="session")
def site(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """The demo of this worker; or the one that runs already, of any size (`--site`)."""
    if url := pytestconfig.getoption("--site"):
        yield Instance(url, Path(os.environ["CONSULTATION_VAR"]))
        return
    with instance(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this worker."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """Its tabs."""
    return Tabs(browser)


@pytest.fixture
def open_page(site: Instance, tabs: Tabs) -> Iterator[OpenPage]:
    """Open pages as a new person each time: width, theme, with script or without."""
    opened: list[Page] = []

    def new(width: int = 1280, theme: str = "light", *, script: bool = True) -> Page:
        page = tabs.open(site.url, has_script=script)
        opened.append(page)
        page.set_default_timeout(PATIENCE)
        dress(page, (width, theme))
        return page

    yield new
    for page in opened:
        tabs.leave(page)


def dress(page: Page, look: Look) -> None:
    """Show it at that width and in that theme."""
    width, theme = look
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")


_cookies: dict[str, list[Any]] = {}
"""Of each duty that was signed in already on this worker's site: a code is good once."""


def account_of(duty: str) -> StaffAccount:
    """The first person of that duty; « second moderator » is the other one who judges."""
    if duty == "second moderator":
        return [each for each in STAFF if each.duty == "moderator"][1]
    return next(each for each in STAFF if each.duty == duty)


def sign_in(page: Page, duty: str) -> None:
    """Be a person of the demo, second factor included."""
    if duty not in _cookies:
        _sign_in(page, duty)
        _cookies[duty] = page.context.cookies()
    page.context.add_cookies(_cookies[duty])


def _sign_in(page: Page, duty: str) -> None:
    account = account_of(duty)
    page.goto("/connexion")
    form = page.locator("main")
    form.get_by_label("Adresse électronique").fill(account.email)
    form.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Se connecter").click()
    if account.needs_second_factor:
        code = pyotp.TOTP(totp_secret(account)).now()
        page.get_by_label("Code à 6 chiffres").fill(code)
        page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(lambda url: "connexion" not in url and "second-facteur" not in url)


def check(page: Page, looks: Looks = ()) -> None:
    """The page as it is shown now is accessible, and no wider than the screen: at each look."""
    found = _faults(page)
    for look in looks[1:]:
        dress(page, look)
        found += [f"{look}: {fault}" for fault in _faults(page)]
    if len(looks) > 1:
        dress(page, looks[0])
    assert not found, describe(found, page)


def _faults(page: Page) -> list[str]:
    return violations(page) + (["scrolls sideways"] if too_wide(page) else [])
