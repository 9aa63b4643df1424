"""Journey 5, its drawing of lots: from the targets to somebody of the reserve, in the browser."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, check, sign_in

TARGETS = "Âge\njeune : 1 à 2\nadulte : 1 à 2"
LONGEST = 90.0
"""Seconds that a worker of a busy machine is waited for."""


def press(page: Page, name: str, again: str = "") -> None:
    """Press a button, and the one of the page that asks first."""
    for each in filter(None, (name, again)):
        with page.expect_navigation():
            page.get_by_role("button", name=each, exact=True).click()


def call(organiser: Page, title: str) -> str:
    """A committee is made, its targets are set, its call opens; where it is."""
    organiser.goto("/espace/charte-domicile/comites/nouveau")
    organiser.get_by_label("Nom du comité").fill(title)
    organiser.get_by_label("Saisine").fill("Relire la charte avec des yeux neufs.")
    press(organiser, "Créer le comité")
    organiser.get_by_role("link", name="Présentation").click()
    press(organiser, "Rendre public", "Rendre public")
    organiser.get_by_role("link", name="Tirage au sort").click()
    organiser.get_by_label("Places à pourvoir").fill("3")
    organiser.get_by_label("Personnes en réserve").fill("2")
    organiser.get_by_label("Critères et cibles").fill(TARGETS)
    press(organiser, "Enregistrer")
    expect(organiser.get_by_text("Les cibles sont enregistrées.")).to_be_visible()
    place = organiser.url.removesuffix("/organisation/tirage")
    press(organiser, "Ouvrir l’appel à volontaires", "Ouvrir l’appel")
    expect(organiser.get_by_text("Le tirage n’est pas encore possible")).to_be_visible()
    return place


def apply(citizen: Page, place: str) -> None:
    """Somebody volunteers on the public page."""
    citizen.goto(place)
    citizen.get_by_role("link", name="Me porter volontaire pour le tirage au sort").click()
    citizen.get_by_role("link", name="Me porter volontaire", exact=True).click()
    citizen.get_by_label("jeune").check()
    citizen.get_by_label("Votre adresse postale").fill("3, rue des Lilas, Rennes")
    citizen.get_by_label("J’accepte que mes réponses").check()
    press(citizen, "Me porter volontaire")
    expect(citizen.get_by_role("heading", name="Vous êtes volontaire")).to_be_visible()


def enlist(organiser: Page, place: str, mark: str) -> None:
    """Others come from a file, read line by line first."""
    organiser.goto(f"{place}/organisation/tirage/volontaires")
    lines = [f"{age}{n}-{mark}@example.org;{age};" for age in ("jeune", "adulte") for n in range(4)]
    organiser.get_by_label("Lignes").fill("\n".join(["adresse;Âge;foyer", *lines]))
    press(organiser, "Vérifier la liste")
    press(organiser, "Ajouter 8 volontaires")
    expect(organiser.get_by_role("heading", name="9 volontaires")).to_be_visible()


def draw(organiser: Page, place: str) -> None:
    """A test, then the pool is frozen, and the draw made with what the event gave."""
    organiser.goto(f"{place}/organisation/tirage")
    press(organiser, "Faire un tirage d’essai")
    expect(organiser.get_by_text("Ceci est un essai.")).to_be_visible()
    organiser.get_by_role("link", name="Revenir au tirage").click()
    organiser.get_by_label("L’événement public qui fixera le hasard").fill("Le Loto du 3 décembre")
    press(organiser, "Clore l’appel", "Clore l’appel")
    organiser.get_by_label("Ce que l’événement a donné").fill("4 8 15 16 23")
    press(organiser, "Tirer au sort", "Tirer au sort")
    until = time.monotonic() + LONGEST
    invite = organiser.get_by_role("button", name="Inviter les personnes tirées au sort")
    while not invite.is_visible() and time.monotonic() < until:
        organiser.wait_for_timeout(500)
        organiser.goto(f"{place}/organisation/tirage")
    press(organiser, "Inviter les personnes tirées au sort", "Envoyer les invitations")
    expect(organiser.get_by_text("3 invitations sont envoyées.")).to_be_visible()


def replace(organiser: Page, place: str) -> None:
    """One of those drawn renounces: the reserve is called."""
    organiser.get_by_role("button", name="Reprendre").first.click()
    organiser.goto(f"{place}/organisation/reserve")
    press(organiser, "Appeler la personne suivante", "Envoyer l’invitation")
    expect(organiser.get_by_text("L’invitation est envoyée à")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_volunteers_come_are_drawn_in_public_and_one_is_replaced(
    open_page: OpenPage, width: int, script: bool
) -> None:
    organiser, citizen, stranger = (open_page(width, script=script) for _browser in range(3))
    sign_in(organiser, "organiser")
    sign_in(citizen, "participant")
    place = call(organiser, f"Comité tiré au sort, {width}")
    apply(citizen, place)
    enlist(organiser, place, str(width))
    draw(organiser, place)
    citizen.goto(f"{place}/tirage")
    expect(citizen.get_by_text("Votre numéro de dossier")).to_be_visible()
    stranger.goto(f"{place}/tirage")
    expect(stranger.get_by_text("3 personnes sont tirées au sort")).to_be_visible()
    expect(stranger.get_by_text("4 8 15 16 23")).to_be_visible()
    expect(stranger.get_by_text("Votre numéro de dossier")).to_have_count(0)
    replace(organiser, place)
    if script:
        for page in (stranger, organiser):
            check(page)
