"""Journey 5, its sessions and threads: chair, members, organiser and stranger, each a browser."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from consultation.consultations.paris import to_paris
from consultation.core.clock import now
from tests.browser.conftest import OpenPage, check, sign_in

COMMITTEE = "/comites/comite-citoyen-ia-et-donnees-de-sante"
SPACE = f"{COMMITTEE}/espace"


def call(chair: Page, title: str) -> str:
    """The chair prepares a session of one point and calls the committee; its address."""
    chair.goto(f"{SPACE}/seances/nouvelle")
    starts_at = now() + timedelta(days=12)
    chair.get_by_label("Nom de la séance").fill(title)
    for label, moment in (("Début", starts_at), ("Fin", starts_at + timedelta(hours=2))):
        chair.get_by_label(label).fill(to_paris(moment).strftime("%Y-%m-%dT%H:%M"))
    chair.get_by_label("Lieu").fill("Salle Sud")
    chair.get_by_role("button", name="Enregistrer").click()
    expect(chair.get_by_text("En préparation")).to_be_visible()
    address = chair.url
    chair.get_by_role("link", name="Ajouter un point").click()
    chair.get_by_label("Point").fill("Relire l’avis")
    chair.get_by_label("Durée, en minutes").fill("90")
    chair.get_by_label("Documents").set_input_files(
        {"name": "Avis.txt", "mimeType": "text/plain", "buffer": "Projet d’avis".encode()}
    )
    chair.get_by_role("button", name="Enregistrer").click()
    expect(chair.get_by_role("link", name=re.compile("Avis.txt"))).to_be_visible()
    chair.get_by_role("button", name="Convoquer le comité").click()
    chair.get_by_role("button", name="Convoquer", exact=True).click()
    expect(chair.get_by_text("Le comité est convoqué.")).to_be_visible()
    return address


def note(page: Page, words: str) -> None:
    """Write words in the notes that are open on the page."""
    page.get_by_role("textbox", name="Notes").fill(words)
    page.get_by_role("button", name="Enregistrer").click()


def take_notes(chair: Page, first: Page, second: Page, title: str, address: str) -> None:
    """Both members write in the same empty notes, and both are read."""
    first.goto(SPACE)
    first.get_by_role("link", name=title).click()
    expect(first.get_by_text("Salle Sud")).to_be_visible()
    for page in (first, second):
        page.goto(f"{address}/notes")
    note(first, "Le premier écrit ici.")
    expect(first.get_by_text("Les notes sont enregistrées.")).to_be_visible()
    note(second, "Le second aussi.")
    expect(second.get_by_text("Rien n’est perdu").first).to_be_visible()
    both = second.get_by_role("textbox", name="Notes").input_value()
    assert "Le premier écrit ici." in both
    assert "Le second aussi." in both
    second.get_by_role("button", name="Enregistrer").click()
    chair.goto(address)
    for words in ("Le premier écrit ici.", "Le second aussi."):
        expect(chair.get_by_text(words)).to_be_visible()


def talk(first: Page, second: Page, subject: str) -> str:
    """One opens a thread, the other answers; its address."""
    first.goto(f"{SPACE}/fils/nouveau")
    first.get_by_label("Sujet").fill(subject)
    first.get_by_label("Votre message").fill("Qui relit **la fin** ?")
    first.get_by_role("button", name="Ouvrir le fil").click()
    expect(first.locator("strong", has_text="la fin")).to_be_visible()
    thread = first.url
    second.goto(f"{SPACE}/fils")
    line = second.locator("li", has_text=subject)
    expect(line.get_by_text("1 nouveau")).to_be_visible()
    line.get_by_role("link").click()
    second.get_by_label("Votre message").fill("Moi.")
    second.get_by_role("button", name="Envoyer").click()
    first.goto(thread)
    expect(first.get_by_text("Moi.", exact=True)).to_be_visible()
    return thread


def find_nothing(outsider: Page, title: str, *places: str) -> None:
    """Somebody outside opens every door."""
    for place in places:
        outsider.goto(place)
        for words in (title, "Relire ensemble", "Le premier écrit"):
            expect(outsider.get_by_text(words)).to_have_count(0)
    outsider.goto(COMMITTEE)
    expect(outsider.get_by_role("heading", name="Les séances")).to_be_visible()
    expect(outsider.get_by_text(title)).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_a_committee_is_called_takes_notes_and_talks_and_nobody_else_knows(
    open_page: OpenPage, width: int, script: bool
) -> None:
    chair, first, second, organiser, stranger = (
        open_page(width, script=script) for _browser in range(5)
    )
    for page, duty in (
        (chair, "chair"), (first, "committee"), (second, "second member"),
        (organiser, "organiser"),
    ):  # fmt: skip
        sign_in(page, duty)
    title = f"Relecture {width}"
    address = call(chair, title)

    take_notes(chair, first, second, title, address)
    thread = talk(first, second, f"Relire ensemble, {width}")
    for outsider in (organiser, stranger):
        doors = (address, f"{address}/notes", f"{address}/seance.ics", thread)
        find_nothing(outsider, title, *doors)
    if script:
        for page in (chair, first, second):
            check(page)
