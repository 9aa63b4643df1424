"""Every state of every public page is accessible and fits its screen, in light and in dark."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Looks, OpenPage, check, sign_in
from tests.support.live import Instance

MAIN = "/consultations/ia-et-donnees-de-sante"
LATER = "/consultations/carnet-de-l-enfant/projet-d-orientation"
COMMITTEE = "/comites/comite-citoyen-ia-et-donnees-de-sante"
CALLED = "/comites/comite-citoyen-des-soins-de-nuit"

PLAIN = (
    "/",
    "/?phase=closes",
    "/en/",
    MAIN,
    f"{MAIN}/lexique",
    f"{MAIN}/donnees-de-sante",
    f"{MAIN}/donnees-de-sante/texte",
    "/consultations/soins-de-nuit",
    "/consultations/teleconsultation-en-pharmacie-et-en-mairie",
    "/consultations/teleconsultation-en-pharmacie-et-en-mairie/reponses",
    "/consultations/carnet-de-l-enfant/reponses",
    LATER,
    f"{LATER}/versions",
    f"{LATER}/versions/1",
    f"{LATER}/versions/1/2",
    f"{LATER}/versions/1/2?vue=cote&montrer=tout",
    "/connexion",
    "/inscription",
    "/mot-de-passe-oublie",
    "/comites",
    COMMITTEE,
    f"{COMMITTEE}/membres",
    f"{COMMITTEE}/tirage",
    CALLED,
    f"{CALLED}/tirage",
    "/journal",
    "/transparence",
    "/registre",
    f"{MAIN}/transparence",
    f"{MAIN}/registre",
    "/charte",
    "/charte/1",
    f"{MAIN}/charte",
    "/mentions-legales",
    "/donnees-personnelles",
    "/accessibilite",
    "/composants",
    "/nulle-part",
)
OWN = (
    "/mes-contributions",
    "/mes-contributions/messages",
    "/compte",
    "/compte/mot-de-passe",
    "/compte/appareils",
    "/compte/second-facteur",
    "/compte/donnees",
    "/compte/supprimer",
    "/deconnexion",
)
ADMINISTRATION = (
    "/administration/injures",
    "/administration",
    "/administration/courriels",
    "/administration/journal",
    "/administration/charte",
    "/espace",
)


@pytest.mark.parametrize("address", PLAIN)
def test_a_public_page(open_page: OpenPage, looks: Looks, address: str) -> None:
    page = open_page(*looks[0])
    page.goto(address)
    check(page, looks)


def test_the_pages_of_somebody_signed_in(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "participant")
    for address in OWN:
        page.goto(address)
        check(page, looks)


def test_the_pages_of_the_administration(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "administrator")
    for address in ADMINISTRATION:
        page.goto(address)
        check(page, looks)


def test_the_page_of_a_decision(open_page: OpenPage, looks: Looks, site: Instance) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    with sqlite3.connect(site.var / "consultation.sqlite", timeout=20) as base:
        found = base.execute("select measure, max(key) from decision group by measure").fetchall()
    assert {"mask", "hide"} <= {measure for measure, _key in found}
    for _measure, key in found:
        page.goto(f"/decisions/{key}")
        check(page, looks)


def test_what_was_said_on_older_words(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    page.goto(f"{LATER}/versions/1")
    # Cut in two since, then removed.
    for number in (8, 7):
        page.goto(f"{LATER}/versions/1")
        page.locator(f"#n-{number} > a").click()
        expect(page.get_by_text("version 1").first).to_be_visible()
        check(page, looks)


def to_a_section(page: Page) -> None:
    page.goto(f"{MAIN}/intelligence-artificielle")
    page.locator("main ol.items a").nth(1).click()


def test_a_section_and_its_discussions(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    to_a_section(page)
    check(page, looks)
    page.locator(".para .para__talk").first.click()
    page.wait_for_selector(".talk")
    check(page, looks)
    page.locator("main").get_by_role("link", name="Écrire", exact=True).first.click()
    check(page, looks)
    page.get_by_role("button", name="Publier").first.click()
    page.wait_for_selector("[role=alert], .field__error")
    check(page, looks)


def test_a_form_full_of_errors(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    page.goto("/inscription")
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_selector("[role=alert]")
    check(page, looks)


def test_the_exports_of_those_who_organise(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "organiser")
    page.goto("/espace/ia-et-donnees-de-sante/exports")
    check(page, looks)
    page.get_by_role("button", name="Préparer l’export").click()
    page.get_by_role("heading", level=1, name="Export CSV").wait_for()
    check(page, looks)


def test_the_rules_of_those_who_moderate(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    page.goto("/espace/ia-et-donnees-de-sante/regles")
    check(page, looks)
    page.get_by_role("link", name="Modifier ou essayer").last.click()
    page.get_by_role("button", name="Essayer").click()
    expect(page.locator("#essai [role=status]")).to_be_visible()
    check(page, looks)
    page.goto("/espace/ia-et-donnees-de-sante/regles/nouvelle")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, looks)


def test_the_campaigns_of_those_who_moderate(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    page.goto("/espace/ia-et-donnees-de-sante/moderation/campagnes")
    check(page, looks)
    page.locator(".campaigns a").first.click()
    page.get_by_role("link", name="Avec des mots à eux").click()
    expect(page.locator("mark").first).to_be_visible()
    check(page, looks)


def test_the_analysis_of_those_who_code(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    page.goto("/espace/ia-et-donnees-de-sante/synthese")
    expect(page.get_by_role("heading", name="Lire et coder")).to_be_visible()
    check(page, looks)
    for rest in ("campagnes", "propositions", "accord", "groupes"):
        page.goto(f"/espace/ia-et-donnees-de-sante/synthese/{rest}")
        check(page, looks)
    page.goto("/espace/ia-et-donnees-de-sante/synthese/accord")
    page.locator("ul.items a").last.click()
    expect(page.get_by_role("heading", name="Les deux lectures")).to_be_visible()
    check(page, looks)
    page.goto("/espace/ia-et-donnees-de-sante/synthese?etat=coded")
    page.locator(".pile a").first.click()
    page.get_by_text("Toute la grille", exact=True).first.click()
    page.get_by_text("Coder un passage", exact=True).first.click()
    check(page, looks)


def test_a_published_synthesis(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    page.goto("/consultations/carnet-de-l-enfant")
    page.get_by_role("link", name="Ce qui a été dit, phrase par phrase").click()
    expect(page.locator(".counted").first).to_be_visible()
    check(page, looks)
    page.locator("a.cite").first.click()
    expect(page.locator(".sources")).to_be_visible()
    check(page, looks)
    page.goto("/consultations/carnet-de-l-enfant/synthese/couverture")
    check(page, looks)


def test_the_pages_of_who_writes_the_synthesis(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    desk = "/espace/ia-et-donnees-de-sante/synthese"
    page.goto(f"{desk}/redaction")
    check(page, looks)
    page.get_by_role("link", name="Écrire et sourcer").first.click()
    expect(page.get_by_role("heading", name="Chercher des sources")).to_be_visible()
    page.get_by_text("Insérer un nombre", exact=True).click()
    check(page, looks)
    for rest in ("publication", "apercu", "couverture"):
        page.goto(f"{desk}/{rest}")
        check(page, looks)
