"""A site of a few answers, without server nor network: for the scripts by themselves."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route

from consultation.core.assets import desk_scripts, scripts, styles
from consultation.screening.health import words_for_the_browser
from tests.support.tabs import Tabs

ORIGIN = "http://front.test"
Answer = str | Callable[[str], str]
Open = Callable[..., tuple[Page, "Server"]]


def document(body: str) -> str:
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Page</title>'
        '<link rel="stylesheet" href="/app.css"><script src="/app.js" defer></script>'
        '<script src="/desk.js" defer></script></head>'
        f'<body><main id="contenu">{body}</main><p id="annonce" role="status"></p></body></html>'
    )


def fields_of(sent: str) -> dict[str, list[str]]:
    """The fields of a form, however the browser packed them."""
    if "form-data; name=" in sent:
        found = re.findall(r'name="([^"]*)"\r\n\r\n(.*?)\r\n--', sent, re.DOTALL)
        return {name: [value] for name, value in found}
    return parse_qs(sent)


class Server:
    """Answers by address; keeps what was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(ORIGIN).split("#")[0]
        if path == "/app.js":
            route.fulfill(body=scripts(), content_type="text/javascript; charset=utf-8")
            return
        if path == "/desk.js":
            route.fulfill(body=desk_scripts(), content_type="text/javascript; charset=utf-8")
            return
        if path == "/app.css":
            route.fulfill(body=styles(), content_type="text/css; charset=utf-8")
            return
        if path == "/health.json":
            route.fulfill(body=words_for_the_browser(), content_type="application/json")
            return
        sent = request.post_data or ""
        self.asked.append((request.method, path, sent))
        answer = self.answers.get(f"{request.method} {path}")
        if answer is None:
            route.fulfill(status=404, body="")
            return
        body = answer if isinstance(answer, str) else answer(sent)
        route.fulfill(body=document(body), content_type="text/html; charset=utf-8")


@pytest.fixture
def small_site(tabs: Tabs) -> Iterator[Open]:
    """Open `/` of a small site, with the policy that ours has."""
    pages: list[Page] = []

    def opened(body: str, **answers: Answer) -> tuple[Page, Server]:
        server = Server({"GET /": body, **answers})
        page = tabs.open(ORIGIN)
        pages.append(page)
        page.set_default_timeout(5000)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.route(f"{ORIGIN}/**", server)
        page.goto(ORIGIN + "/")
        return page, server

    yield opened
    for page in pages:
        tabs.leave(page)
