"""Each script by itself, in a real Chromium, on a small page that a table of answers serves."""

import pytest
from playwright.sync_api import expect

from tests.support.small_site import ORIGIN, Open, fields_of
from tests.support.tabs import Tabs


def test_the_counter_says_what_is_left_then_what_is_too_much(small_site: Open) -> None:
    page, _server = small_site(
        '<div data-module="counter" data-max="1200"><textarea aria-label="Texte"></textarea>'
        '<p class="field__count" hidden data-left-one="Il reste {n} caractère" '
        'data-left-many="Il reste {n} caractères" data-over-one="{n} de trop" '
        'data-over-many="{n} de trop"></p></div>'
    )
    output = page.locator(".field__count")
    field = page.get_by_label("Texte")
    expect(output).to_have_text("Il reste 1\u202f200 caractères")
    field.fill("é" * 1199)
    expect(output).to_have_text("Il reste 1 caractère")
    field.fill("🙂" * 1202)
    expect(output).to_have_text("2 de trop")
    expect(output).to_have_attribute("aria-live", "polite")


DRAFT = """
<form data-module="draft" data-draft-key="p-12">
  <textarea name="body" aria-label="Texte"></textarea>
  <label><input type="radio" name="stance" value="for"> Favorable</label>
  <label><input type="radio" name="stance" value="against"> Opposé</label>
  <input type="hidden" name="csrf_token" value="secret"><input type="password" name="p" value="x">
</form>"""


def test_what_is_typed_survives_a_reload_and_goes_once_it_is_sent(small_site: Open) -> None:
    page, server = small_site(DRAFT)
    page.get_by_label("Texte").fill("Un avis à moitié dit")
    page.get_by_label("Opposé").check()
    page.reload()
    expect(page.get_by_label("Texte")).to_have_value("Un avis à moitié dit")
    expect(page.get_by_label("Opposé")).to_be_checked()
    kept = page.evaluate("localStorage.getItem('brouillon:p-12')")
    assert "secret" not in kept
    assert '"p"' not in kept

    server.answers["GET /merci"] = f'<p data-draft-clear="p-12">Merci</p>{DRAFT}'
    page.goto(ORIGIN + "/merci")
    assert page.evaluate("localStorage.getItem('brouillon:p-12')") is None


def test_an_old_draft_is_forgotten(small_site: Open) -> None:
    page, _server = small_site(DRAFT)
    page.evaluate(
        "localStorage.setItem('brouillon:p-12', JSON.stringify("
        "{at: Date.now() - 8 * 86400000, values: {body: 'vieux'}}))"
    )
    page.reload()
    expect(page.get_by_label("Texte")).to_have_value("")
    assert page.evaluate("localStorage.getItem('brouillon:p-12')") is None


REWORDING = """
<form data-module="redline"><textarea aria-label="Texte" data-preview="vue"
 data-original="Le parc ouvre à huit heures.">Le parc ouvre à huit heures.</textarea>
 <div hidden><p id="vue" data-del="supprimé : " data-ins="ajouté : "></p></div></form>"""


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("Le parc ouvre à neuf heures.", ["huit"], ["neuf"]),
        ("Le jardin public ouvre à huit heures.", ["parc"], ["jardin public"]),
        ("Le parc ouvre à huit heures, même le lundi.", [], [", même le lundi"]),
        ("Le parc ouvre.", [" à huit heures"], []),
    ],
)
def test_the_redline_follows_the_typing(
    small_site: Open, text: str, gone: list[str], come: list[str]
) -> None:
    page, _server = small_site(REWORDING)
    preview = page.locator("#vue")
    expect(preview).to_be_hidden()
    page.get_by_label("Texte").fill(text)
    expect(preview).to_be_visible()
    words = "nodes => nodes.map(node => node.lastChild.textContent)"
    assert page.locator("#vue del").evaluate_all(words) == gone
    assert page.locator("#vue ins").evaluate_all(words) == come
    new = page.evaluate(
        "[...document.querySelector('#vue').childNodes].filter(n => n.nodeName !== 'DEL')"
        ".map(n => n.nodeType === 3 ? n.data : n.lastChild.textContent).join('')"
    )
    assert new == text
    page.get_by_label("Texte").fill("Le parc ouvre à huit heures.")
    expect(preview).to_be_hidden()


def ballot(pressed: str) -> str:
    def state(value: str) -> str:
        return "true" if value == pressed else "false"

    return (
        '<form id="vote-1" method="post" action="/voter" data-module="vote" '
        'data-said="Vote enregistré :">'
        '<input type="hidden" name="suite" value="/">'
        f'<button name="value" value="agree" aria-pressed="{state("agree")}">D’accord</button>'
        f'<button name="value" value="pass" aria-pressed="{state("pass")}">Passer</button></form>'
    )


def test_a_vote_changes_its_form_alone_and_is_announced(small_site: Open) -> None:
    page, server = small_site(
        '<textarea aria-label="Texte"></textarea>' + ballot(""),
        **{"POST /voter": lambda sent: ballot(fields_of(sent)["value"][0])},
    )
    page.get_by_label("Texte").fill("en cours")
    for name in ("D’accord", "Passer"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name=name)).to_be_focused()
        expect(page.locator("#annonce")).to_have_text(f"Vote enregistré : {name}")
    expect(page.get_by_label("Texte")).to_have_value("en cours")
    assert fields_of(server.asked[-1][2]) == {"suite": ["/"], "value": ["pass"]}


def test_a_vote_that_the_script_cannot_cast_is_sent_by_the_browser(small_site: Open) -> None:
    page, server = small_site(ballot(""), **{"POST /voter": "<h1>Se connecter</h1>"})
    page.get_by_role("button", name="D’accord").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    assert fields_of(server.asked[-1][2])["value"] == ["agree"]


def test_a_definition_opens_and_closes_under_its_word(small_site: Open) -> None:
    page, _server = small_site(
        '<article data-module="disclosure">'
        '<p>Le <a class="term" href="#def-ce">marquage CE</a>.</p>'
        '<aside class="gloss" id="def-ce">un signe</aside></article>'
    )
    word = page.get_by_role("link", name="marquage CE")
    expect(page.get_by_text("un signe")).to_be_hidden()
    word.click()
    expect(page.get_by_text("un signe")).to_be_visible()
    expect(word).to_have_attribute("aria-expanded", "true")
    word.click()
    expect(page.get_by_text("un signe")).to_be_hidden()
    page.goto(ORIGIN + "/#def-ce")
    page.reload()
    expect(page.get_by_text("un signe")).to_be_visible()


def test_long_work_is_watched_until_it_is_over(small_site: Open, tabs: Tabs) -> None:
    running = '<div id="lecture" data-module="progress">{} sur 3</div>'
    left = iter(["2", "3"])

    def next_state(_sent: str) -> str:
        step = next(left, None)
        return running.format(step) if step else '<div id="lecture">Fini</div><h1>Rapport</h1>'

    page, _server = small_site(running.format("1"))
    page.clock.install()
    _server.answers["GET /"] = next_state
    page.reload()
    expect(page.get_by_text("2 sur 3")).to_be_visible()
    page.clock.run_for(2100)
    expect(page.get_by_text("3 sur 3")).to_be_visible()
    page.clock.run_for(2100)
    expect(page.get_by_role("heading", name="Rapport")).to_be_visible()
    tabs.close(page)


def test_a_module_that_fails_leaves_the_others(small_site: Open) -> None:
    page, _server = small_site(
        '<p data-module="counter nowhere vote">sans champ</p>'
        '<p data-module="focus" tabindex="-1" id="f">x</p>'
    )
    expect(page.locator("#f")).to_be_focused()


CODED = """<div class="desk--item" data-module="coding">
<section id="item" tabindex="-1"><h2>n° {}</h2>{}
<form method="post" action="/n{}" data-decide><input name="give" value="t">
<button name="then" value="next">Coder</button></form></section></div>"""


def test_coding_puts_the_next_contribution_in_the_place_of_the_last(small_site: Open) -> None:
    told = '<div class="notice" role="status"><p>n° 1 : c’est enregistré.</p></div>'
    page, server = small_site(
        CODED.format(1, "", 1), **{"POST /n1": told + CODED.format(2, "", 2)}
    )  # fmt: skip
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Coder").click()
    expect(page.locator("#item h2")).to_have_text("n° 2")
    expect(page.locator(".notice[role=status]")).to_contain_text("c’est enregistré")
    expect(page.locator("#item")).to_be_focused()
    assert page.evaluate("window.same"), "the page was not loaded anew"
    assert fields_of(server.asked[-1][2]) == {"give": ["t"], "then": ["next"]}


def test_what_coding_refuses_comes_back_in_its_place_with_the_focus(small_site: Open) -> None:
    wrong = '<div role="alert" tabindex="-1">Choisissez au moins un thème.</div>'
    page, _server = small_site(CODED.format(1, "", 1), **{"POST /n1": CODED.format(1, wrong, 1)})
    page.get_by_role("button", name="Coder").click()
    expect(page.get_by_role("alert")).to_be_focused()
