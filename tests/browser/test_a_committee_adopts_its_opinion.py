"""Journey 5, to its end: five people, each in a browser, from the first words to the answer."""

import re
import sqlite3
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, insert, select

from consultation.accounts.models import User
from consultation.committees.models.people import (
    Committee,
    CommitteeLink,
    CommitteeMember,
    Seat,
)
from consultation.consultations.models import Consultation
from consultation.consultations.paris import to_paris
from consultation.core.clock import now
from consultation.core.keys import new_key
from consultation.demo.plan import MAIN
from tests.browser.conftest import OpenPage, account_of, check, sign_in
from tests.support.live import Instance

SEATS = (("chair", Seat.CHAIR), ("committee", Seat.MEMBER), ("second member", Seat.MEMBER))
FIRST = "Le jardin ouvre à huit heures, tous les jours."
AMENDED = "Le jardin ouvre à sept heures, tous les jours."
AGAINST = "Sept heures, c’est trop tôt pour les gens d’à côté."
ANSWER = "Le jardin ouvrira à sept heures dès le printemps."


def make_committee(site: Instance, width: int) -> str:
    """A committee of three that everybody knows of; its slug."""
    slug = f"comite-du-jardin-{width}-{new_key()}"
    engine = create_engine(
        f"sqlite:///{site.var / 'consultation.sqlite'}", connect_args={"timeout": 20}
    )
    with engine.begin() as base:
        row = base.scalar(select(Consultation.id).where(Consultation.slug == MAIN.slug))
        title = f"Comité du jardin {width}"
        made = base.execute(
            insert(Committee).values(
                slug=slug, title=title, announced_at=now(), member_count=len(SEATS)
            )
        ).inserted_primary_key
        assert made is not None
        base.execute(insert(CommitteeLink).values(committee_id=made[0], consultation_id=row))
        for duty, seat in SEATS:
            account = account_of(duty)
            person = base.scalar(select(User.id).where(User.email == account.email))
            base.execute(
                insert(CommitteeMember).values(
                    committee_id=made[0], user_id=person, seat=seat, name=account.display_name,
                    is_name_public=True,
                )
            )  # fmt: skip
    engine.dispose()
    return slug


def end_statements(site: Instance) -> None:
    """The hour that the chair has fixed passes."""
    with sqlite3.connect(site.var / "consultation.sqlite", timeout=20) as base:
        base.execute(
            "update opinion set statements_until = created_at where statements_until is not null"
        )


def hold_ballot(chair: Page, space: str, subject: str, voters: dict[Page, str]) -> str:
    """The chair opens it, each votes in the open, the chair closes it; its address."""
    chair.goto(f"{space}/scrutins/nouveau?sur={subject}")
    closing = to_paris(now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    chair.get_by_label("Clôture").fill(closing)
    chair.get_by_role("button", name="Enregistrer").click()
    chair.get_by_role("button", name="Ouvrir le scrutin").click()
    chair.get_by_role("button", name="Ouvrir le scrutin").click()
    expect(chair.get_by_text("Le scrutin est ouvert.")).to_be_visible()
    address = chair.url
    for person, word in voters.items():
        if person is not chair:
            person.goto(address)
        person.get_by_text(word, exact=True).click()
        person.get_by_role("button", name="Voter").click()
        expect(person.get_by_text("Votre vote est enregistré.")).to_be_visible()
    chair.get_by_role("button", name="Clore avant l’heure").click()
    chair.get_by_role("button", name="Clore et compter").click()
    expect(chair.get_by_text("Le scrutin est clos, les votes sont comptés.")).to_be_visible()
    return address


def grade(page: Page, address: str, mark: str) -> None:
    """Say what one thinks of the answer to the recommendation."""
    page.goto(address)
    page.get_by_text("Donner mon appréciation").first.click()
    page.get_by_label("Votre note").first.select_option(mark)
    page.get_by_role("button", name="Enregistrer mon appréciation").first.click()
    expect(page.get_by_text("Votre appréciation est enregistrée.")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script"), [(1280, True), (375, False)])
def test_from_the_first_words_to_the_answer(
    open_page: OpenPage, site: Instance, width: int, script: bool
) -> None:
    slug = make_committee(site, width)
    people = [open_page(width, script=script) for _browser in range(4)]
    chair, first, second, organiser = people
    stranger = open_page(width)
    for page, duty in zip(
        people, ("chair", "committee", "second member", "organiser"), strict=True
    ):
        sign_in(page, duty)
    space, public = f"/comites/{slug}/espace", f"/comites/{slug}/avis"
    text = f"{space}/avis"

    chair.goto(text)
    chair.get_by_label("Titre de l’avis").fill(f"Avis sur le jardin {width}")
    chair.get_by_role("button", name="Commencer le projet d’avis").click()
    first.goto(f"{text}/passages/nouveau?genre=recommendation")
    first.get_by_role("textbox", name="Titre").fill("Ouvrir tôt")
    first.get_by_label("Texte", exact=True).fill(FIRST)
    first.get_by_role("button", name="Ajouter au texte").click()
    key = first.url.partition("#b-")[2]

    second.goto(f"{text}/passages/{key}/amendement")
    second.get_by_label("Texte", exact=True).fill(AMENDED)
    second.get_by_label("Pourquoi").fill("Pour les gens qui travaillent tôt.")
    second.get_by_role("button", name="Déposer l’amendement").click()
    chair.goto(second.url)
    chair.get_by_role("button", name="Adopter").click()
    expect(chair.get_by_text("Le texte a changé")).to_be_visible()
    expect(chair.get_by_text(AMENDED)).to_be_visible()

    ballot = hold_ballot(
        chair, space, f"recommendation:{key}", {chair: "Pour", first: "Contre", second: "Pour"}
    )
    second.goto(text)
    expect(second.get_by_text("2 pour, 1 contre, 0 abstention").first).to_be_visible()
    first.goto(f"{text}/opinions-minoritaires/nouvelle?sur={key}")
    first.get_by_label("Votre opinion minoritaire").fill(AGAINST)
    first.get_by_role("button", name="Signer et joindre à l’avis").click()
    second.goto(first.url)
    second.get_by_role("button", name="Signer aussi").click()
    opinion = hold_ballot(
        chair, space, f"opinion:{_opinion_key(site, slug)}",
        {chair: "Pour", first: "Pour", second: "Abstention"},
    )  # fmt: skip
    chair.goto(f"{text}/reglages")
    tomorrow = to_paris(now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    chair.get_by_label("Clôture des opinions minoritaires").fill(tomorrow)
    chair.get_by_role("button", name="Fixer la clôture").click()
    end_statements(site)

    for outsider in (stranger, organiser):
        for private in (space, text, ballot, opinion, f"{text}/apercu", f"{text}/publication"):
            found = outsider.request.get(private, max_redirects=0)
            # Whoever is signed out is asked who they are, wherever they knock.
            assert found.status == (303 if outsider is stranger else 404), private
        for soon in (public, f"{public}/editions/1", f"{public}/editions/1/avis.pdf"):
            assert outsider.request.get(soon).status == 404

    chair.goto(f"{text}/publication")
    chair.get_by_role("button", name="Publier l’édition 1").click()
    expect(chair.get_by_text("1 opinion minoritaire y est jointe.")).to_be_visible()
    chair.get_by_role("button", name="Publier l’avis").click()
    expect(chair.get_by_text("L’avis est publié.")).to_be_visible()

    stranger.goto(public)
    for words in (AMENDED, AGAINST, "2 pour, 1 contre, 0 abstention", "Signée par 2 membres"):
        expect(stranger.get_by_text(words).first).to_be_visible()
    check(stranger)
    follow_up = stranger.get_by_role("link", name="Ce que l’institution répond").get_attribute(
        "href"
    )
    assert follow_up is not None

    organiser.goto(f"/espace/{MAIN.slug}/reponses/nouvelle?objet=recommandations&sujet={key}")
    organiser.locator("label", has_text=re.compile("^Retenu$")).click()
    organiser.get_by_label("Réponse et raisons").fill(ANSWER)
    organiser.get_by_role("button", name="Enregistrer le brouillon").click()
    organiser.get_by_role("button", name="Publier", exact=True).click()
    organiser.get_by_role("button", name="Publier", exact=True).click()
    expect(organiser.get_by_text("La réponse est publiée.")).to_be_visible()

    for page, mark in ((chair, "8"), (first, "6"), (second, "7")):
        grade(page, follow_up, mark)
    stranger.goto(follow_up)
    expect(stranger.get_by_text(ANSWER)).to_be_visible()
    expect(stranger.get_by_text("Médiane : 7 sur 10")).to_be_visible()
    check(stranger)


def _opinion_key(site: Instance, slug: str) -> str:
    with sqlite3.connect(site.var / "consultation.sqlite", timeout=20) as base:
        row = base.execute(
            "select opinion.key from opinion join committee on committee.id = committee_id"
            " where slug = ?",
            (slug,),
        ).fetchone()
    return str(row[0])
