"""Versions at their addresses, the history, the comparison."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from consultation.consultations.models import Consultation, GlossaryTerm, Phase
from consultation.contributions.models import Discussion, Kind
from consultation.contributions.queries.slices import SORTED_IN_MEMORY
from consultation.core.db import transaction
from consultation.reading.section import forget_texts
from consultation.versions.queries.planning import plan_of
from consultation.versions.services.deciding import decide
from consultation.versions.services.publishing import publish_next
from tests.conftest import count_queries
from tests.contributions.conftest import Speak
from tests.factories import (
    heading,
    make_consultation,
    make_document,
    make_user,
    paragraph,
    saved,
)
from tests.versions.steps import (
    BENCH,
    LATER,
    OPENS,
    TREES,
    begun,
    make_text,
    organiser_of,
    published,
)

pytestmark = pytest.mark.usefixtures("database")

NEXT = r"apres=([\w-]+)"
"""Where the next contributions begin, in the address that shows them."""


def test_every_version_stays_readable_and_any_two_are_compared(client: FlaskClient) -> None:
    parc = make_text()
    published(parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH))
    third = published(
        parc, heading("Le parc"), paragraph(LATER), paragraph(TREES), paragraph(BENCH),
        paragraph("Un kiosque à musique se tient au centre."),
    )  # fmt: skip
    base = "/consultations/parc/texte/versions"
    history = client.get(base).text
    assert third.sha256 in history
    assert "Ce qui change." in history
    assert OPENS in client.get(f"{base}/1").text
    assert LATER in client.get(f"{base}/2").text
    assert client.get(f"{base}/4").status_code == 404
    both = client.get(f"{base}/1/3").text
    assert "</span>huit</del>" in both
    assert "Nouveau" in both
    assert "Un kiosque" in both
    apart = client.get(f"{base}/1/3?vue=cote&montrer=tout").text
    assert TREES in apart
    assert client.get(f"{base}/3/1").status_code == 404
    assert client.get("/consultations/parc/texte/comparaison?de=3&a=1").location == f"{base}/1/3"


@pytest.mark.parametrize("number", ["1" * 5000, "000001" + "0" * 5000, "0000019", "²", "-1"])
def test_a_comparison_with_no_version_leads_to_the_history(
    client: FlaskClient, number: str
) -> None:
    make_text()
    asked = client.get(f"/consultations/parc/texte/comparaison?de=1&a={number}")
    assert asked.location == "/consultations/parc/texte/versions"


def test_the_draft_of_a_version_is_seen_by_nobody_outside(client: FlaskClient) -> None:
    parc = make_text()
    version = begun(parc, heading("Le parc"), paragraph("Une phrase secrète."))
    new = plan_of(version).newcomers
    assert new
    for address in ("", "/texte", "/versions", "/versions/2", "/versions/1/2"):
        assert "secrète" not in client.get(f"/consultations/parc/texte{address}").text
    assert client.get("/consultations/parc/texte/versions/2").status_code == 404


def test_a_discussion_that_inherits_costs_eight_selects_at_most(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_text()
    for number in range(3):
        speak(parc, index=1, text=f"Des tilleuls, {number}.")
        speak(parc, index=2, text=f"Des bancs de bois, {number}.")
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(f"{TREES} {BENCH}"))
    speak(parc, index=1, text="Les deux ensemble, oui.")
    address = f"/consultations/parc/texte/p/{parc.paragraph_keys()[1]}"
    place = client.get(address).location.split("#")[0]
    with count_queries() as statements:
        page = client.get(place).text
    assert page.count("Des tilleuls, ") == page.count("Des bancs de bois, ") == 3
    assert page.count("écrite sur la version 1") == 6
    assert len(statements) <= 8, statements
    with count_queries() as statements:
        client.get(place)
    assert len(statements) == 1, "one read of the revision"


@pytest.mark.parametrize("total", [24, SORTED_IN_MEMORY + 1])
def test_even_read_for_the_first_time_closed_long_and_with_a_thread_it_costs_eight(
    client: FlaskClient, speak: Speak, total: int
) -> None:
    parc = make_text()
    author = make_user()
    saved(GlossaryTerm(consultation_id=parc.consultation_id, term="banc", definition="Un siège."))
    root = speak(parc, index=1, text="Des tilleuls.")
    speak(parc, answered=root, text="Ils poussent lentement.")
    fruit = TREES.replace("arbres", "fruitiers")
    speak(parc, index=1, kind=Kind.AMENDMENT, proposed=fruit, author=author)
    for number in range(21):
        speak(parc, index=2, text=f"Des bancs de bois, {number}.", author=author)
    both = parc.paragraph_keys()[1]
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(f"{TREES} {BENCH}"))
    speak(parc, index=1, text="Les deux ensemble, oui.")
    with transaction() as current:
        current.execute(update(Discussion).values(contribution_count=total))
        current.execute(update(Consultation).values(phase=Phase.CLOSED))
    address = client.get(f"/consultations/parc/texte/p/{both}").location.split("#")[0]
    forget_texts()
    with count_queries() as statements:
        page = client.get(f"{address}&fil={root.key}").text
    assert "Ils poussent lentement." in page
    assert "écrite sur la version 1" in page
    assert 'class="term"' in page
    assert len(statements) <= 8, statements
    apart = [client.get(f"{address}&apres={each}").text for each in re.findall(NEXT, page)]
    shown = "".join([page, *apart])
    assert shown.count("Des bancs de bois, ") == 21
    assert ">Dépassée" in shown
    assert "Le parc suffit ainsi." in shown


def test_the_page_of_words_that_are_gone_costs_eight_selects_at_most(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_text()
    author = make_user()
    for number in range(11):
        speak(parc, index=1, text=f"Des tilleuls, {number}.", author=author)
        speak(parc, index=2, text=f"Des bancs de bois, {number}.", author=author)
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(f"{TREES} {BENCH}"))
    key = parc.paragraph_keys()[1]
    root = speak(parc, index=1, text="Les deux ensemble, oui.")
    speak(parc, answered=root, text="Et à l’ombre.")
    organiser = organiser_of(parc)
    version = begun(parc, heading("Le parc"), paragraph(OPENS))
    decide(version, 0, key, (), "La rivière déborde.", actor=organiser)
    publish_next(version, 1, "Sans bancs.", is_same_text=True, actor=organiser)
    address = f"/consultations/parc/texte/p/{key}?fil={root.key}"
    forget_texts()
    with count_queries() as statements:
        page = client.get(address).text
    assert "Et à l’ombre." in page
    assert "écrite sur la version 1" in page
    assert len(statements) <= 8, statements


def test_the_whole_text_costs_eight_selects_at_most_however_many_its_pages(
    client: FlaskClient,
) -> None:
    blocks = [(heading(f"Le jardin {n}"), paragraph(f"Des chênes, {n}.")) for n in range(12)]
    make_document(make_consultation(slug="parc"), blocks=sum(blocks, ()))
    forget_texts()
    with count_queries() as statements:
        page = client.get("/consultations/parc/texte/texte").text
    assert [page.index(f"Des chênes, {n}.") for n in range(12)] == sorted(
        page.index(f"Des chênes, {n}.") for n in range(12)
    )
    assert len(statements) <= 8, statements


def test_a_comparison_counts_what_was_said_of_the_paragraphs_that_one_took_over(
    client: FlaskClient, speak: Speak
) -> None:
    parc = make_text()
    speak(parc, index=1, text="Des tilleuls.")
    speak(parc, index=2, text="Des bancs de bois.")
    both = f"{TREES} {BENCH}"
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(both))
    speak(parc, index=1, text="Les deux ensemble, oui.")
    published(parc, heading("Le parc"), paragraph(OPENS), paragraph(both.replace("arbres", "ifs")))
    older, later = (
        client.get(f"/consultations/parc/texte/versions/{pair}").text for pair in ("1/2", "2/3")
    )
    assert "2 ont suivi" in older
    assert "3 restent attachées au même paragraphe" in later
