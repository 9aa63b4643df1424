"""Journey 3 to its end: reported, hidden with reasons, contested, given back by somebody else."""

import email
import re
import time
from email import policy
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, check, sign_in
from tests.support.live import Instance

MAIN = "/consultations/ia-et-donnees-de-sante"
DESK = "/espace/ia-et-donnees-de-sante/moderation"
FACTS = "La deuxième phrase vise une personne du village."
WHY = "Je parle d’un personnage du texte, et de personne d’autre."
REASONS = "Le texte nomme un rôle, et non une personne."


@pytest.mark.parametrize("width", [375, 1280])
def test_what_one_moderator_hid_another_gives_back(
    open_page: OpenPage, site: Instance, width: int
) -> None:
    said = f"Le directeur d’un hôpital décide seul, et cela se voit ({width})."
    author, reporter, one, other = (open_page(width) for _each in range(4))
    number, key = publish(author, said)
    flag(reporter, key)

    hide_by_keyboard(one, key)
    letter = mailed(site, "participante@demo.example", f"n° {number}", FACTS)
    assert "Règle appliquée" in letter
    assert "contester" in letter
    assert said not in letter
    reporter.goto(f"/contributions/{key}")
    expect(reporter.locator("main")).to_contain_text("Décision de modération")
    expect(reporter.locator("main")).not_to_contain_text(said)
    check(reporter)

    author.goto(address_in(letter, "/decisions/"))
    expect(author.locator("main")).to_contain_text(FACTS)
    check(author)
    author.get_by_role("link", name="Former un recours").click()
    author.get_by_role("textbox").last.fill(WHY)
    check(author)
    author.get_by_role("button", name="Envoyer le recours").click()
    expect(author.locator("main")).to_contain_text("Votre recours est reçu")

    one.goto(f"{DESK}/recours")
    row = one.locator("main .items li", has_text=f"n° {number}").first
    expect(row).not_to_contain_text("vous")
    reverse_by_keyboard(other, number)
    one.goto(f"/contributions/{key}")
    expect(one.locator("main")).to_contain_text(said)
    author.reload()
    expect(author.locator("main")).to_contain_text(REASONS)
    check(author)
    assert REASONS in mailed(site, "participante@demo.example", f"n° {number}", REASONS)
    assert mailed(site, "second-comite@demo.example", f"n° {number}", "réexaminée")


def publish(page: Page, said: str) -> tuple[str, str]:
    """Write it on a paragraph; its number and its key."""
    sign_in(page, "participant")
    page.goto(f"{MAIN}/donnees-de-sante/ecrire")
    page.get_by_label("Votre commentaire").fill(said)
    page.locator("main form").get_by_role("button", name="Publier").first.click()
    expect(page.locator(".notice").first).to_contain_text("est publiée")
    page.get_by_role("link", name="Voir le reçu").click()
    key = page.url.split("/recus/")[1].split("/")[0]
    number = re.search(r"n°\s(\d+)", page.locator("main").inner_text())
    assert number is not None
    return number.group(1), key


def flag(page: Page, key: str) -> None:
    """Somebody else says that it breaks the charter."""
    sign_in(page, "second member")
    page.goto(f"/contributions/{key}/signaler/charte")
    page.get_by_role("radio").nth(2).check()
    page.get_by_label("Ce qui ne va pas").fill("Une phrase vise une personne.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("Votre signalement est reçu")).to_be_visible()


def hide_by_keyboard(page: Page, key: str) -> None:
    """A moderator opens it, reads the letter that will leave, and decides, without a pointer."""
    sign_in(page, "moderator")
    page.goto(f"{DESK}/{key}")
    page.keyboard.press("h")
    expect(page.locator("[data-press=h]")).to_be_checked()
    page.locator("#rule").focus()
    for _press in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(FACTS)
    expect(page.locator("[data-letter]")).to_contain_text(FACTS)
    check(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-done]")).to_contain_text("cachée")


def reverse_by_keyboard(page: Page, number: str) -> None:
    """A second moderator finds the appeal among those that wait, and gives it back."""
    sign_in(page, "second moderator")
    page.goto(f"{DESK}/recours")
    row = page.locator("main .items li", has_text=f"n° {number}").first
    row.get_by_role("link").first.press("Enter")
    expect(page.locator("main")).to_contain_text(WHY)
    check(page)
    page.get_by_label("L’annuler", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Vos raisons").focus()
    page.keyboard.type(REASONS)
    page.get_by_role("button", name="Juger ce recours").press("Enter")
    expect(page.locator("main")).to_contain_text("Le recours est jugé")


def mailed(site: Instance, to: str, *words: str) -> str:
    """The text of the letter that says so, once the worker has sent it."""
    for _look in range(60):
        for path in (site.var / "mail").glob("*.eml"):
            reader, flat = opened(path.read_bytes())
            if to in reader and all(each in flat for each in words):
                return flat
        time.sleep(0.2)
    raise AssertionError(f"no letter to {to} says {words}")


@cache
def opened(letter: bytes) -> tuple[str, str]:
    """To whom it goes, and its words; the hundreds that the demo sent are opened once."""
    message = email.message_from_bytes(letter, policy=policy.default)
    part = message.get_body(("plain",))
    text = f"{message['subject']}\n{part.get_content() if part else ''}"
    return str(message["to"]), " ".join(text.split())


def address_in(letter: str, part: str) -> str:
    """The link of the letter that goes there."""
    found = re.search(rf"https?://[^\s]*{part}\w+", letter)
    assert found is not None
    return found.group()
