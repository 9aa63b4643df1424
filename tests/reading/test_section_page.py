"""The page of a section: what it shows, what it costs, what it hides."""

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import GlossaryTerm, Phase
from consultation.core.db import session
from consultation.documents.models import Page, Paragraph, Section
from tests.conftest import SignIn, count_queries
from tests.factories import (
    heading,
    make_consultation,
    make_document,
    make_user,
    paragraph,
    saved,
)


def section_address(slug: str) -> str:
    key = session.scalars(select(Section.key).order_by(Section.id)).first()
    return f"/consultations/{slug}/texte/s/{key}"


def test_a_text_is_read_by_anybody_without_a_cookie(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    page = client.get(section_address("parc"))
    assert "Le parc ouvre à huit heures." in page.text
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
    assert page.headers["Cache-Control"].startswith("public")


def test_a_repeat_visit_is_a_304_until_something_changes(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    address = section_address("parc")
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    page = session.scalars(select(Page)).one()
    page.revision += 1
    session.commit()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_french_and_english_are_two_pages_with_their_own_links(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    address = section_address("parc")
    french, english = client.get(address), client.get(f"/en{address}")
    assert french.headers["ETag"] != english.headers["ETag"]
    assert '<html lang="en">' in english.text
    assert '<div class="para__text" lang="fr"' in english.text
    assert f'href="{address}' in english.text, "the way back to French"
    assert 'href="/en/consultations/parc"' in english.text


def test_a_draft_is_its_teams_alone(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_document(make_consultation(slug="parc", phase=Phase.DRAFT, organiser=organiser))
    key = session.scalars(select(Paragraph.key)).first()
    addresses = (
        section_address("parc"),
        "/consultations/parc",
        "/consultations/parc/texte",
        "/consultations/parc/texte/texte",
        "/consultations/parc/lexique",
        f"/consultations/parc/texte/p/{key}",
    )
    for address in addresses:
        assert client.get(address).status_code == 404, address
    sign_in(make_user())
    for address in addresses:
        assert client.get(address).status_code == 404, address
    sign_in(organiser)
    for address in addresses:
        page = client.get(address, follow_redirects=True)
        assert page.status_code == 200, address
        assert page.headers["Cache-Control"] == "no-store"


def test_a_paragraphs_permanent_address_finds_it(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    key = session.scalars(select(Paragraph.key)).first()
    answer = client.get(f"/consultations/parc/texte/p/{key}")
    assert answer.status_code == 302
    assert answer.location.endswith(f"?p={key}#discussion-{key}")
    assert f'id="discussion-{key}"' in client.get(answer.location).text


def test_a_long_section_is_paged_and_a_small_one_keeps_its_subsections(
    client: FlaskClient,
) -> None:
    blocks = [heading("Le parc")]
    blocks += [paragraph(f"Paragraphe {number}.") for number in range(60)]
    blocks += [heading("Les arbres", 2), paragraph("Des chênes.")]
    make_document(make_consultation(slug="parc"), blocks=tuple(blocks))
    address = section_address("parc")
    first = client.get(address).text
    assert first.count('class="para"') == 25
    third = client.get(f"{address}/3").text
    assert third.count('class="para"') == 10
    assert client.get(f"{address}/4").status_code == 404


def test_glossary_terms_are_explained_where_they_are_met_first(client: FlaskClient) -> None:
    row = make_consultation(slug="parc")
    saved(GlossaryTerm(consultation_id=row.id, term="arbre", definition="Une grande plante."))
    make_document(row)
    page = client.get(section_address("parc")).text
    assert page.count('class="term"') == 1
    assert ">arbres</a>" in page
    assert "Une grande plante." in page
    assert "Une grande plante." in client.get("/consultations/parc/lexique").text


def test_nonsense_in_the_address_gives_the_plain_page(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    address = section_address("parc")
    plain = client.get(address).headers["ETag"]
    for query in ("tri=xyz", "apres=zzz", "p=%3Cscript%3E", "fil=1", "x=" + "y" * 3000, "s=;drop"):
        page = client.get(f"{address}?{query}")
        assert page.status_code == 200
        assert page.headers["ETag"] == plain, query


def test_a_page_costs_eight_selects_at_most(client: FlaskClient) -> None:
    make_document(make_consultation(slug="parc"))
    address = section_address("parc")
    with count_queries() as statements:
        client.get(address)
    assert len(statements) <= 8, statements
    with count_queries() as statements:
        client.get(address)
    assert len(statements) == 1, "one read of the revision"


def test_the_texts_own_title_is_not_said_twice(client: FlaskClient) -> None:
    trees = [paragraph(f"Le chêne {number}.") for number in range(26)]
    blocks = (heading("Le parc"), paragraph("Il ouvre."), heading("Les arbres", 2), *trees)
    make_document(make_consultation(slug="parc"), blocks=blocks)
    contents = client.get("/consultations/parc/texte").text
    assert "Introduction</a>" in contents
    assert "Les arbres (2)</a>" in contents
    first = client.get(section_address("parc")).text
    assert "Le parc</h1>" in first
    assert '<li aria-current="page">Introduction</li>' in first
    assert '<p class="toc__part"' not in first
    whole = client.get("/consultations/parc/texte/texte").text
    assert '<h2 class="whole__title" lang="fr">Le parc</h2>' not in whole
    assert "Les arbres</h2>" in whole


def test_before_it_opens_a_consultation_shows_no_row_of_zeros(client: FlaskClient) -> None:
    make_document(make_consultation(slug="demain", phase=Phase.UPCOMING))
    make_document(make_consultation(slug="hier", phase=Phase.CLOSED))
    assert "En nombres" not in client.get("/consultations/demain").text
    assert "0 contribution" not in client.get("/consultations/demain").text
    assert "En nombres" in client.get("/consultations/hier").text
