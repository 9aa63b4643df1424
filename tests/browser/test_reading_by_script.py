"""Discussions opened in place, and the keys, on a small text served by a table of answers."""

from playwright.sync_api import Page, expect

from tests.support.small_site import ORIGIN, Open


def text(opened: int = 0, order: str = "", also: str = "") -> str:
    """Three paragraphs, the discussion of one of them open."""

    def para(number: int) -> str:
        state = " para--open" if number == opened else ""
        link = (
            f'<a class="para__talk" id="talk-k{number}" data-discussion="k{number}"'
            f' href="/?p=k{number}#discussion-k{number}">{number} contributions</a>'
        )
        talk = (
            f'<section class="talk" id="discussion-k{number}"><h2 id="talk-titre" tabindex="-1">'
            f"Discussion du ¶ {number} {order}</h2>"
            f'<a data-discussion-close="k{number}" href="/#p-k{number}">Fermer</a>'
            f'<form class="talk__sort" action="/"><input type="hidden" name="p" value="k{number}">'
            '<select name="tri" aria-label="Ordre"><option value="tirage">Tirage</option>'
            '<option value="recentes">Récentes</option></select><button>Trier</button></form>'
            '<div class="composer"><textarea aria-label="Texte"></textarea></div></section>'
            if number == opened
            else ""
        )
        return (
            f'<section class="para{state}" id="p-k{number}" data-paragraph="{number}">'
            f"<p>Paragraphe {number}</p>{link}</section>{talk}"
        )

    talking = " doc--talking" if opened else ""
    return (
        f'<div class="doc{talking}" data-module="discussion shortcuts"><article><h1>Texte</h1>'
        f"{para(1)}{para(2)}{para(3)}</article>{also}</div>"
    )


ANSWERS = {
    "GET /?p=k2": text(2),
    "GET /?p=k3": text(3),
    "GET /?p=k2&tri=recentes": text(2, "récentes"),
}


def test_a_discussion_opens_sorts_and_closes_in_place(small_site: Open) -> None:
    page, server = small_site(text(), **ANSWERS)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="2 contributions").click()
    heading = page.get_by_role("heading", name="Discussion du ¶ 2")
    expect(heading).to_be_focused()
    assert page.url == f"{ORIGIN}/?p=k2#discussion-k2"
    assert page.locator(".doc--talking").count() == 1

    page.get_by_label("Ordre").select_option("recentes")
    page.get_by_role("button", name="Trier").click()
    expect(page.get_by_role("heading", name="récentes")).to_be_focused()
    assert page.url == f"{ORIGIN}/?p=k2&tri=recentes"

    page.get_by_role("link", name="Fermer").click()
    expect(page.get_by_role("link", name="2 contributions")).to_be_focused()
    assert page.locator(".talk").count() == 0
    assert page.evaluate("window.same") is True
    assert [path for _method, path, _sent in server.asked] == [
        "/", "/?p=k2", "/?p=k2&tri=recentes", "/",
    ]  # fmt: skip


def test_back_and_forward_go_through_the_discussions(small_site: Open) -> None:
    page, _server = small_site(text(), **ANSWERS)
    page.get_by_role("link", name="2 contributions").click()
    expect(page.get_by_role("heading", name="Discussion du ¶ 2")).to_be_visible()
    page.get_by_role("link", name="3 contributions").click()
    expect(page.get_by_role("heading", name="Discussion du ¶ 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Discussion du ¶ 2")).to_be_visible()
    page.go_back()
    expect(page.locator(".talk")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("heading", name="Discussion du ¶ 2")).to_be_visible()


def test_what_cannot_be_fetched_is_opened_as_a_link(small_site: Open) -> None:
    page, server = small_site(text(), **{"GET /?p=k2": "<h1>Close</h1>"})
    page.get_by_role("link", name="2 contributions").click()
    expect(page.get_by_role("heading", name="Close")).to_be_visible()
    assert [path for _method, path, _sent in server.asked].count("/?p=k2") == 2


HELP = (
    '<button type="button" data-shortcuts-open hidden>Raccourcis</button>'
    '<dialog id="raccourcis"><h2>Raccourcis clavier</h2>'
    '<label><input type="checkbox" data-shortcuts-switch> Utiliser</label>'
    '<form method="dialog"><button>Fermer</button></form></dialog>'
)


def focused(page: Page) -> str:
    """The paragraph that has the focus."""
    return str(page.evaluate("document.activeElement.dataset.paragraph || ''"))


def test_keys_walk_the_paragraphs_and_open_a_discussion(small_site: Open) -> None:
    page, _server = small_site(text(also=HELP), **ANSWERS)
    page.keyboard.press("j")
    assert focused(page) == "1"
    page.keyboard.press("j")
    assert focused(page) == "2"
    page.keyboard.press("k")
    assert focused(page) == "1"
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Discussion du ¶ 2")).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_label("Texte")).to_be_focused()
    page.keyboard.type("je")
    expect(page.get_by_label("Texte")).to_have_value("je")


def test_keys_can_be_switched_off_and_stay_so(small_site: Open) -> None:
    page, _server = small_site(text(also=HELP))
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Raccourcis clavier")).to_be_visible()
    page.get_by_label("Utiliser").uncheck()
    page.get_by_role("button", name="Fermer").click()
    page.keyboard.press("j")
    assert focused(page) == ""
    page.reload()
    page.keyboard.press("j")
    assert focused(page) == ""
    page.get_by_role("button", name="Raccourcis").click()
    page.get_by_label("Utiliser").check()
    page.get_by_role("button", name="Fermer").click()
    page.keyboard.press("j")
    assert focused(page) == "1"
