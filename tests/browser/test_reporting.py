"""Reporting, following and contesting, as people see it: by keyboard or finger, at each width."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Look, Looks, OpenPage, check, sign_in

MAIN = "/consultations/ia-et-donnees-de-sante"
DESK = "/espace/ia-et-donnees-de-sante/moderation"
PUBLIC = (
    f"{MAIN}/registre",
    f"{MAIN}/registre?mesure=keep",
    f"{MAIN}/registre?annee=2001",
    f"{MAIN}/transparence",
    "/registre",
    "/transparence",
    "/en/transparence",
)
DESKS = (
    f"{DESK}/signalements",
    f"{DESK}/signalements?etat=juges",
    f"{DESK}/contenus-illicites",
    f"{DESK}/contenus-illicites?etat=juges",
    f"{DESK}/recours",
    f"{DESK}/recours?etat=juges",
)


def to_a_contribution(page: Page) -> None:
    """The page where one reports the first contribution of the first discussion."""
    page.goto(f"{MAIN}/intelligence-artificielle")
    page.locator("main ol.items a").nth(1).click()
    page.locator(".para .para__talk").first.click()
    page.wait_for_selector(".speech")
    page.get_by_role("link", name="Signaler la contribution").first.click()


def test_the_register_and_the_report(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    for address in PUBLIC:
        page.goto(address)
        check(page, looks)


def test_somebody_without_an_account_notifies_illegal_content(
    open_page: OpenPage, looks: Looks
) -> None:
    page = open_page(*looks[0])
    to_a_contribution(page)
    check(page, looks)
    page.get_by_role("link", name="Notifier un contenu illégal").click()
    check(page, looks)
    send = page.get_by_role("button", name="Envoyer la notification")
    send.click()
    page.wait_for_selector("[role=alert]")
    check(page, looks)
    page.get_by_label("Menace, ou appel à la violence").check()
    page.get_by_label("Pourquoi ce contenu est illégal").fill(
        "Le texte menace une personne nommée."
    )
    page.get_by_label("Votre nom").fill("Maud Serin")
    page.get_by_label("Votre adresse électronique").fill("maud@example.org")
    page.get_by_label("bonne foi").check()
    send.click()
    page.wait_for_url("**/notifications/*")
    expect(page.get_by_text("Une personne de la modération va l’examiner")).to_be_visible()
    check(page, looks)


def test_somebody_signed_in_flags_changes_and_takes_it_back_without_script(
    open_page: OpenPage, look: Look
) -> None:
    page = open_page(*look, script=False)
    sign_in(page, "participant")
    to_a_contribution(page)
    page.locator("a.button[href$='/signaler/charte']").click()
    page.get_by_role("radio").nth(2).check()
    page.get_by_label("Ce qui ne va pas").fill("Une phrase vise une personne.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("Votre signalement est reçu")).to_be_visible()
    page.get_by_role("button", name="Retirer mon signalement").click()
    expect(page.get_by_text("Votre signalement est retiré")).to_be_visible()
    page.goto("/compte/signalements")
    expect(page.get_by_text("Retiré par vous")).to_be_visible()


def test_the_pages_of_one_who_flags(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "participant")
    to_a_contribution(page)
    page.locator("a.button[href$='/signaler/charte']").click()
    check(page, looks)
    page.goto("/compte/signalements")
    check(page, looks)


def test_the_lists_of_moderators_and_an_appeal(open_page: OpenPage, looks: Looks) -> None:
    page = open_page(*looks[0])
    sign_in(page, "moderator")
    for address in DESKS:
        page.goto(address)
        check(page, looks)
    for part, name in (
        ("signalements", "Contribution n°"), ("contenus-illicites", "Notification"),
        ("recours", "Recours"),
    ):  # fmt: skip
        page.goto(f"{DESK}/{part}")
        page.locator("main .items").get_by_role("link", name=name).first.click()
        check(page, looks)
