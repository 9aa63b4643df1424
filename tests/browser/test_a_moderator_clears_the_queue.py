"""Journey 3: a moderator decides two hundred contributions by keyboard, in one request each."""

import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Request, expect

from consultation.screening.signals import Signal, SignalKind, SignalSpan
from tests.browser.conftest import Look, OpenPage, check, sign_in
from tests.support.live import Instance

MAIN = "ia-et-donnees-de-sante"
DESK = f"/espace/{MAIN}/moderation"
SAID = "Ma voisine a reçu un appel au 06 00 00 00 00 sans l’avoir demandé. Ce texte n’y peut rien."
PHONE = "06 00 00 00 00"
COUNT = 200


@pytest.fixture
def queue(site: Instance) -> list[str]:
    """Two hundred and some contributions wait, the first with a phone number; their keys."""
    start = SAID.index(PHONE)
    spans = (SignalSpan("source", start, start + len(PHONE), "phone"),)
    signals = json.dumps([Signal(SignalKind.PERSONAL_DATA, 60, 1, spans).stored()])
    with sqlite3.connect(site.var / "consultation.sqlite", timeout=20) as base:
        rows = base.execute(
            "select c.id, c.key from contribution c join consultation o on o.id = c.consultation_id"
            " where o.slug = ? and c.state = 'published' and c.kind = 'comment'"
            " and c.is_official = 0"
            # What people reported is left to the tests of the reports.
            " and c.id not in (select contribution_id from flag)"
            " and c.id not in (select contribution_id from notice)"
            # Of a campaign one row stands for all: that is left to the tests of campaigns.
            " and c.id not in (select contribution_id from campaign_member)"
            " order by c.id desc limit ?",
            (MAIN, COUNT + 6),
        ).fetchall()
        base.execute("update contribution set review_since = null, risk = 0")
        base.execute("delete from review_claim")
        oldest = datetime.now(UTC) - timedelta(hours=19)
        for place, (row_id, _key) in enumerate(rows):
            since = (oldest + timedelta(minutes=place)).strftime("%Y-%m-%d %H:%M:%S.%f")
            base.execute(
                "update contribution set review_since = ?, risk = ?, signals = ? where id = ?",
                (since, 60 if place == 0 else 0, signals if place == 0 else "[]", row_id),
            )
        base.execute(
            "update revision set source = ?, html = ? where contribution_id = ?",
            (SAID, f"<p>{SAID}</p>", rows[0][0]),
        )
    return [key for _id, key in rows]


def opened(page: Page, key: str) -> None:
    """That contribution is before the moderator, and the answer to the last key has come."""
    expect(page.locator(f'#item[data-key="{key}"]:not([aria-busy])')).to_be_visible()


def test_two_hundred_are_decided_by_keyboard_in_one_request_each(
    open_page: OpenPage, queue: list[str]
) -> None:
    page = open_page(1280)
    sign_in(page, "moderator")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(DESK)
    opened(page, queue[0])
    assert page.url.endswith(DESK)
    waits = page.locator(".subnav [aria-current] .num")
    before = int(re.sub(r"\D", "", waits.inner_text()))

    page.keyboard.press("m")
    expect(page.get_by_label("« 06 00 00 00 00 » devient")).to_be_checked()
    reach(page, "rule")
    down(page, 6)
    reach(page, "facts")
    page.keyboard.type("Le texte donne un numéro, je le masque. jkpxz")
    expect(page.locator("[data-letter]")).to_contain_text("1 passage est masqué")
    expect(page.locator("[data-letter]")).to_contain_text("je le masque. jkpxz")
    page.keyboard.press("Control+Enter")
    opened(page, queue[1])
    expect(page.locator("[data-done]")).to_contain_text("masquée en partie")

    page.keyboard.press("h")
    reach(page, "rule")
    down(page, 3)
    reach(page, "facts")
    page.keyboard.type("Le texte vise une personne.")
    page.keyboard.press("Control+Enter")
    opened(page, queue[2])

    for place in range(2, COUNT):
        page.keyboard.press("p")
        page.keyboard.press("Control+Enter")
        opened(page, queue[place + 1])

    ours = [each for each in asked if "/moderation" in each.url and "reservation" not in each.url]
    decisions = [each for each in ours if each.method == "POST"]
    assert len(decisions) == COUNT
    assert len(ours) - len(decisions) <= 5
    assert sum(each.resource_type == "document" for each in asked) <= 5

    assert int(re.sub(r"\D", "", waits.inner_text())) == before - COUNT
    page.keyboard.press("z")
    opened(page, queue[COUNT - 1])
    assert int(re.sub(r"\D", "", waits.inner_text())) == before - COUNT + 1
    expect(page.locator("[data-done]")).to_contain_text("décision annulée")


def down(page: Page, times: int) -> None:
    """Press the arrow that many times."""
    for _press in range(times):
        page.keyboard.press("ArrowDown")


def reach(page: Page, name: str) -> None:
    """Press Tab until the field of that name has the focus."""
    for _press in range(14):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}")


def test_letters_are_written_in_a_field_and_keys_can_be_switched_off(
    open_page: OpenPage, queue: list[str]
) -> None:
    page = open_page(1280)
    sign_in(page, "moderator")
    page.goto(f"{DESK}/{queue[0]}")
    page.keyboard.press("m")
    page.get_by_label("Les faits").focus()
    page.keyboard.type("jkpxz")
    expect(page.get_by_label("Les faits")).to_have_value("jkpxz")
    opened(page, queue[0])
    page.get_by_role("button", name="Les désactiver").click()
    page.keyboard.press("j")
    page.keyboard.press("r")
    opened(page, queue[0])
    expect(page.locator(".decide [name=measure][value=mask]")).to_be_checked()
    page.reload()
    expect(page.get_by_role("button", name="Les activer")).to_be_visible()


def test_words_selected_in_the_text_are_masked(open_page: OpenPage, queue: list[str]) -> None:
    page = open_page(1280)
    sign_in(page, "moderator")
    page.goto(f"{DESK}/{queue[0]}")
    page.keyboard.press("m")
    page.evaluate(
        "() => { const text = document.querySelector('.said').firstChild;"
        " const range = document.createRange(); range.setStart(text, 0); range.setEnd(text, 10);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.get_by_role("button", name="Masquer ce qui est sélectionné").click()
    expect(page.locator("#words")).to_have_value("Ma voisine")


def test_a_refused_decision_comes_back_with_what_was_typed(
    open_page: OpenPage, queue: list[str]
) -> None:
    page = open_page(1280)
    sign_in(page, "moderator")
    page.goto(f"{DESK}/{queue[0]}")
    page.keyboard.press("r")
    page.get_by_label("Les faits").fill("Des faits, sans règle.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("règle de la charte")
    expect(page.get_by_label("Les faits")).to_have_value("Des faits, sans règle.")
    assert page.locator(f"#q-{queue[0]}").count() == 1
    check(page)


def test_without_script_each_decision_leads_to_the_next_page(
    open_page: OpenPage, queue: list[str]
) -> None:
    page = open_page(375, script=False)
    sign_in(page, "moderator")
    page.goto(DESK)
    page.locator(".pile__link").first.click()
    expect(page.locator(".desk__list")).to_be_hidden()
    page.locator("label", has_text="Garder publiée").first.click()
    page.get_by_role("button", name="Décider et passer à la suivante").click()
    assert page.url.endswith(queue[1])
    page.get_by_role("button", name="Annuler").first.click()
    assert page.url.endswith(queue[0])


def test_the_pages_of_the_desk(open_page: OpenPage, look: Look, queue: list[str]) -> None:
    page = open_page(*look)
    sign_in(page, "moderator")
    page.goto(DESK)
    check(page)
    page.goto(f"{DESK}?motif=links")
    check(page)
    page.goto(f"{DESK}/{queue[0]}")
    for measure in ("mask", "refuse", "second"):
        page.locator(f".decide [name=measure][value={measure}]").check(force=True)
        check(page)
    person = page.get_by_role("link", name="Voir son historique").get_attribute("href")
    for part in ("chiffres", "avertissements", "double-lecture", f"{queue[0]}/public"):
        page.goto(f"{DESK}/{part}")
        check(page)
    page.goto(str(person))
    check(page)
    page.goto(DESK)
    page.locator("[data-queue] input").nth(2).check()
    page.get_by_role("button", name=re.compile("Cacher")).click()
    check(page)
    page.goto(DESK)
    page.locator("[data-queue] input").nth(2).check()
    page.get_by_role("button", name="Confier à…").first.click()
    expect(page.get_by_label("À qui")).to_be_visible()
    check(page)
    page.goto(DESK)
    page.locator("[data-queue] input").nth(3).check()
    page.get_by_role("button", name=re.compile("Publier")).click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", name="Le lot est décidé")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Annuler tout le lot").click()
    expect(page.get_by_role("heading", name="Le lot est annulé")).to_be_visible()
