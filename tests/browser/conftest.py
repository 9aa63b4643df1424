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
from tests.support.chromium import LEAVING, WIDTHS, chromium, describe, too_wide, violations
from tests.support.live import Instance, instance
from tests.support.small_site import small_site  # noqa: F401  # a fixture

OpenPage = Callable[..., Page]
PAIRS = ((1280, "light"), (375, "dark"), (320, "light"))
EVERY_PAIR = tuple((width, theme) for width in WIDTHS for theme in ("light", "dark"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "look" in metafunc.fixturenames:
        pairs = EVERY_PAIR if metafunc.config.getoption("--every-state") else PAIRS
        metafunc.parametrize("look", pairs, ids=lambda pair: f"{pair[0]}-{pair[1]}")


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


@pytest.fixture
def open_page(site: Instance, browser: Browser) -> Iterator[OpenPage]:
    """Open pages as a new person each time: width, theme, with script or without."""
    contexts = []

    def new(width: int = 1280, theme: str = "light", *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=theme,
            java_script_enabled=script,
            locale="fr-FR",
        )
        context.set_default_timeout(8_000)
        context.add_init_script(LEAVING)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


_cookies: dict[str, list[Any]] = {}
"""Of each person that was signed in already, by site and duty: a code is good once."""


def account_of(duty: str) -> StaffAccount:
    """The first person of that duty; « second moderator » is the other one who judges."""
    if duty == "second moderator":
        return [each for each in STAFF if each.duty == "moderator"][1]
    return next(each for each in STAFF if each.duty == duty)


def sign_in(page: Page, duty: str) -> None:
    """Be a person of the demo, second factor included."""
    page.goto("/")
    known = f"{page.url} {duty}"
    if known not in _cookies:
        _sign_in(page, duty)
        _cookies[known] = page.context.cookies()
    page.context.add_cookies(_cookies[known])
    page.goto("/")


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


def check(page: Page) -> None:
    """The page as it is shown now is accessible, and no wider than the screen."""
    found = violations(page)
    assert not found, describe(found, page)
    assert not too_wide(page), f"{page.url} scrolls sideways"
