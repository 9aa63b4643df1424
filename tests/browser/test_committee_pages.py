"""Every page of a committee is accessible and fits its screen, in light and in dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Looks, OpenPage, check, sign_in

COMMITTEE = "/comites/comite-citoyen-ia-et-donnees-de-sante"
FAMILIES = "/comites/comite-citoyen-du-carnet-de-l-enfant"
CALLED = "/comites/comite-citoyen-des-soins-de-nuit"


@pytest.mark.parametrize(
    ("duty", "part", "places"),
    [
        (
            "committee",
            "espace",
            (
                "",
                "/scrutins",
                "/membres",
                "/ma-fiche",
                "/fils",
                "/fils/nouveau",
                "/seances",
                "/agenda",
                "/avis",
                "/avis/apercu",
                "/avis/amendements",
                "/avis/opinions-minoritaires",
                "/avis/opinions-minoritaires/nouvelle",
            ),
        ),
        (
            "chair",
            "espace",
            (
                "/scrutins/nouveau",
                "/seances/nouvelle",
                "/avis/plan",
                "/avis/passages/nouveau",
                "/avis/reglages",
                "/avis/publication",
            ),
        ),
        (
            "organiser",
            "organisation",
            ("", "/membres", "/liste", "/reserve", "/tirage", "/tirage/volontaires"),
        ),
    ],
)
def test_the_pages_of_a_committee(
    open_page: OpenPage, looks: Looks, duty: str, part: str, places: tuple[str, ...]
) -> None:
    page = open_page(*looks[0])
    sign_in(page, duty)
    for place in places:
        page.goto(f"{COMMITTEE}/{part}{place}")
        check(page, looks)
    if duty == "committee":
        page.goto(f"{COMMITTEE}/espace/scrutins")
        links = page.locator("ul.items a").evaluate_all("all => all.map(a => a.href)")
        assert len(links) >= 3
        for link in links:
            page.goto(link)
            check(page, looks)


def test_the_notes_of_a_session_and_a_session_that_was_opened_again(
    open_page: OpenPage, looks: Looks
) -> None:
    page = open_page(*looks[0])
    sign_in(page, "chair")
    page.goto(f"{COMMITTEE}/espace/seances")
    page.get_by_role("link", name="Quatrième séance").click()
    page.get_by_role("link", name="Écrire dans les notes").click()
    page.get_by_label("Notes").fill("Le droit de refuser.\n\nTrois questions restent.")
    check(page, looks)
    page.goto(f"{COMMITTEE}/espace/seances")
    page.get_by_role("link", name="Troisième séance").click()
    page.get_by_role("link", name="1 version").click()
    check(page, looks)
    page.goto(f"{FAMILIES}/espace/seances")
    page.get_by_role("link", name="Deuxième séance").click()
    page.get_by_role("link", name="Rouvrir la séance").click()
    check(page, looks)
    page.get_by_label("Raison").fill("Une date était fausse.")
    page.get_by_role("button", name="Rouvrir la séance").click()
    expect(page.get_by_text("Une date était fausse.")).to_be_visible()
    check(page, looks)


def test_a_call_for_volunteers(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "participant")
    page.goto(f"{CALLED}/tirage/volontaire")
    page.get_by_role("button", name="Me porter volontaire").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, looks)
    organiser = open_page(*looks[0])
    sign_in(organiser, "organiser")
    organiser.goto(f"{CALLED}/organisation/tirage")
    check(organiser, looks)
    organiser.get_by_role("button", name="Faire un tirage d’essai").click()
    expect(organiser.get_by_text("Ceci est un essai.")).to_be_visible()
    check(organiser, looks)


def test_a_published_opinion_and_what_became_of_it(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    page.goto(FAMILIES)
    page.get_by_role("link", name="Lire l’avis du comité").click()
    check(page, looks)
    page.get_by_role("link", name="7 pour, 7 contre, 1 abstention").click()
    check(page, looks)
    page.goto(f"{FAMILIES}/avis/editions/1")
    page.get_by_role("link", name="Ce que l’institution répond à cet avis").click()
    expect(page.get_by_text("3 retenues, 1 retenue en partie, 1 non retenue")).to_be_visible()
    check(page, looks)
