"""Journey 5, its ballots: chair, two members, organiser and stranger, each in a browser."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from consultation.consultations.paris import to_paris
from consultation.core.clock import now
from tests.browser.conftest import OpenPage, check, sign_in

COMMITTEE = "/comites/comite-citoyen-ia-et-donnees-de-sante"
SPACE = f"{COMMITTEE}/espace"
BALLOTS = f"{SPACE}/scrutins"


def prepare(page: Page, title: str) -> str:
    """The chair writes a secret ballot and opens it; its address."""
    page.goto(f"{BALLOTS}/nouveau")
    page.get_by_label("On vote sur").select_option("Une question")
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Texte mis aux voix").fill("Le comité entend la Cnil en **séance publique**.")
    page.get_by_label("Secret : rien ne relie").check()
    page.get_by_label("Aucun", exact=True).check()
    closing = to_paris(now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("Clôture").fill(closing)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("En préparation")).to_be_visible()
    address = page.url
    page.get_by_role("button", name="Ouvrir le scrutin").click()
    page.get_by_role("button", name="Ouvrir le scrutin").click()
    expect(page.get_by_text("Scrutin en cours")).to_be_visible()
    return address


def vote(page: Page, address: str, word: str) -> None:
    """Vote in secret: choose, confirm, and be told that it is done."""
    page.goto(address)
    page.get_by_text(word, exact=True).click()
    page.get_by_role("button", name="Voter").click()
    expect(page.get_by_text(f"Votre vote : {word}.")).to_be_visible()
    page.get_by_role("button", name="Déposer mon vote").click()
    expect(page.get_by_text("Votre vote est dans l’urne.")).to_be_visible()
    expect(page.get_by_role("button", name="Voter")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_two_members_vote_in_secret_and_nobody_else_knows(
    open_page: OpenPage, width: int, script: bool
) -> None:
    chair, first, second, organiser, stranger = (
        open_page(width, script=script) for _browser in range(5)
    )
    sign_in(chair, "chair")
    sign_in(first, "committee")
    sign_in(second, "second member")
    sign_in(organiser, "organiser")
    address = prepare(chair, f"Entendre la Cnil, {width}")

    first.goto(SPACE)
    panel = first.locator(".panel", has_text=f"Entendre la Cnil, {width}")
    expect(panel.get_by_role("link", name=re.compile("^Voter"))).to_be_visible()
    vote(first, address, "Pour")
    vote(second, address, "Contre")
    for outsider in (organiser, stranger):
        outsider.goto(address)
        expect(outsider.get_by_text("Entendre la Cnil")).to_have_count(0)
        outsider.goto(COMMITTEE)
        expect(outsider.get_by_role("heading", level=1)).to_contain_text("Comité citoyen")
        expect(outsider.get_by_text("Entendre la Cnil")).to_have_count(0)

    chair.goto(address)
    expect(chair.get_by_text("2 membres sur 30 ont voté.")).to_be_visible()
    expect(chair.get_by_text("1 pour")).to_have_count(0)
    chair.get_by_role("button", name="Clore avant l’heure").click()
    chair.get_by_role("button", name="Clore et compter").click()
    for reader in (chair, first, second):
        reader.goto(address)
        said = "1 pour, 1 contre, 0 abstention, sur 30 membres."
        expect(reader.get_by_text(said).first).to_be_visible()
        expect(reader.get_by_text("peut trahir celui d’une personne")).to_be_visible()
        expect(reader.get_by_text("Qui a voté quoi")).to_have_count(0)
        if script:
            check(reader)
