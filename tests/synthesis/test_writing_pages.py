"""The pages of those who write: nothing typed is lost, and two people merge."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.core.db import session
from consultation.documents.models import Section
from consultation.synthesis.models import Chapter, Citation, Statement, Synthesis, Verbatim
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.outline import text_of
from consultation.synthesis.services.citing import cite
from consultation.synthesis.services.writing import write
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import fresh, make_user
from tests.synthesis.desk import colleague, theme
from tests.synthesis.pen import WRITING, Pen


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    return Pen.begin(parc, moderator)


def words_of(page: str) -> str:
    """What one reads, on one line, with plain spaces."""
    text = re.sub(r"<[^>]+>", "", page).replace("\xa0", " ").replace("\u202f", " ")
    return " ".join(text.replace("&#39;", "’").split())


def test_the_synthesis_is_begun_by_a_button(client: FlaskClient, parc: Parc) -> None:
    assert "pas commencée" in client.get(WRITING).text
    assert not session.scalars(select(Synthesis)).all(), "a look begins nothing"
    assert client.post(f"{WRITING}/debut").status_code == 303
    page = client.get(WRITING)
    assert page.status_code == 200
    assert "Arguments rares ou isolés" in page.text


def test_a_statement_is_added_then_sourced(client: FlaskClient, pen: Pen) -> None:
    key = pen.chapter().key
    made = client.post(f"{WRITING}/chapitres/{key}", data={"text": "Le temps manque."})
    assert made.status_code == 303
    statement = session.scalars(select(Statement)).one()
    assert made.location.endswith(statement.key)
    assert "ne peut pas être publié" in client.get(f"{WRITING}?chapitre={key}").text
    bad = client.post(f"{WRITING}/chapitres/{key}", data={"text": "Aux {{vaches}}."})
    assert bad.status_code == 422
    assert "Aux {{vaches}}." in bad.text


def test_whatever_one_does_about_sources_keeps_what_is_typed(client: FlaskClient, pen: Pen) -> None:
    statement = pen.add("Un.")
    one, two = pen.coded(start=0, end=11), pen.coded("Forme", "Une fiche, vite.")
    address = f"{WRITING}/{statement.key}"
    for sent in (
        {"do": "search", "mots": "fiche"},
        {"do": "cite", "coding": two.key},
        {"do": f"quote:{one.key}"},
        {"do": f"uncite:{two.key}"},
        {"do": "cite"},
        {"do": f"quote:{two.key}", "words": "jamais dit"},
        {"do": "insert", "f_measure": "personnes", "f_theme": theme("Temps").key, "caret": "8"},
        {"do": "preview"},
    ):
        page = client.post(address, data={"text": "Typé, là.", "base": "1", **sent})
        assert "Typé, là" in words_of(page.text), sent
        assert page.status_code in {200, 422}
    assert text_of(statement) == "Un.", "nothing was saved"
    page = client.post(
        address, data={"text": "Ici : .", "base": "1", "do": "insert", "f_measure": "textes",
                       "caret": "6"},
    )  # fmt: skip
    assert "Ici : {{textes}}." in page.text
    assert len(session.scalars(select(Verbatim)).all()) == 1
    assert len(session.scalars(select(Citation)).all()) == 1
    verbatim = session.scalars(select(Verbatim.key)).one()
    client.post(address, data={"text": "Un.", "base": "1", "do": f"unquote:{verbatim}"})
    assert not session.scalars(select(Verbatim)).all()


@pytest.mark.parametrize(
    ("search", "found"),
    [({"mots": "fiche"}, 1), ({"mots": "fiche vite"}, 1), ({"mots": "fiche minutes"}, 0),
     ({"position": "for"}, 0), ({"position": "against"}, 2), ({"paragraphe": "1"}, 2),
     ({"paragraphe": "9"}, 0), ({"libres": "1"}, 1), ({"mots": "%"}, 0), ({"section": "x"}, 0)],
)  # fmt: skip
def test_sources_are_looked_for_among_what_is_coded(
    client: FlaskClient, pen: Pen, search: dict[str, str], found: int
) -> None:
    other, statement = pen.add("Autre."), pen.add("Un.")
    one = pen.coded()
    pen.coded("Forme", "Une fiche, vite.")
    cite(pen.parc.consultation, other, [one.key], actor=pen.writer)
    page = client.get(f"{WRITING}/{statement.key}", query_string=search)
    assert page.text.count('name="coding"') == found


def test_the_second_of_two_writers_sees_the_firsts_text_and_merges(
    client: FlaskClient, pen: Pen
) -> None:
    statement = pen.add("Le temps manque.")
    other = colleague(pen.parc)
    write(pen.parc.consultation, statement, "Le temps manque partout.", actor=other, base=1)
    address = f"{WRITING}/{statement.key}"
    page = client.post(address, data={"text": "Le temps manque ici.", "base": "1", "do": "save"})
    assert page.status_code == 409
    assert "Le temps manque ici." in page.text
    assert "Sacha K. a écrit pendant que vous écriviez" in words_of(page.text)
    assert "partout" in page.text
    assert 'name="base" value="2"' in page.text
    assert text_of(statement) == "Le temps manque partout."
    saved = client.post(
        address, data={"text": "Le temps manque ici et partout.", "base": "2", "do": "save"}
    )
    assert saved.status_code == 303
    assert text_of(fresh(statement)) == "Le temps manque ici et partout."
    versions = client.get(f"{address}/versions").text
    assert versions.count("<ins>") == 2
    back = client.post(f"{address}/versions/1", data={"base": "3"})
    assert back.status_code == 303
    assert text_of(fresh(statement)) == "Le temps manque."
    client.post(f"{address}/versions/2", data={"base": "1"})
    assert text_of(fresh(statement)) == "Le temps manque.", "an older page restores nothing"


def test_the_order_is_changed_and_undone_from_the_page(client: FlaskClient, pen: Pen) -> None:
    pen.add("Un.")
    two = pen.add("Deux.")
    client.post(f"{WRITING}/{two.key}/place", data={"sens": "haut"})
    assert pen.lines() == {"Le parc": ["Deux.", "Un."]}
    into = pen.chapter(ChapterKind.METHOD)
    client.post(f"{WRITING}/{two.key}/place", data={"into": into.key})
    client.post(f"{WRITING}/{two.key}/retrait")
    assert client.get(f"{WRITING}/{two.key}").status_code == 404
    page = client.get(WRITING).text
    change = re.findall(r'name="change" value="(\d+)"', page)[0]
    assert client.post(f"{WRITING}/annulation", data={"change": change}).status_code == 303
    assert pen.lines() == {"Le parc": ["Un."], "Méthode": ["Deux."]}
    stale = client.post(f"{WRITING}/annulation", data={"change": change})
    assert stale.status_code == 409
    hidden = pen.chapter(ChapterKind.THEME)
    moved = client.post(f"{WRITING}/{two.key}/place", data={"into": hidden.key})
    assert moved.status_code == 404


def test_the_outline_is_chosen_named_and_extended(client: FlaskClient, pen: Pen) -> None:
    pen.add("Un.")
    assert client.post(f"{WRITING}/plan", data={"outline": "themes"}).status_code == 303
    assert client.post(f"{WRITING}/plan", data={"outline": "autre"}).status_code == 400
    assert "Énoncés à placer" in client.get(WRITING).text
    client.post(f"{WRITING}/chapitres", data={"title": "En bref"})
    client.post(f"{WRITING}/titre", data={"title": "Ce qui fut dit"})
    assert client.post(f"{WRITING}/titre", data={"title": " "}).status_code == 422
    page = client.get(WRITING).text
    assert "En bref" in page
    assert "Ce qui fut dit" in page


def test_an_objection_is_asked_for_each_section_where_somebody_is_against(
    client: FlaskClient, pen: Pen
) -> None:
    pen.coded()
    chapter = pen.chapter(ChapterKind.OBJECTIONS)
    page = client.get(f"{WRITING}?chapitre={chapter.key}").text
    assert "sans objection ici" in words_of(page)
    section = session.scalars(select(Section.id)).first()
    client.post(
        f"{WRITING}/chapitres/{chapter.key}", data={"text": "Non.", "section": str(section)}
    )
    assert session.scalars(select(Statement.section_id)).one() == section
    page = client.get(f"{WRITING}?chapitre={chapter.key}").text
    assert "sans objection ici" not in words_of(page)


def test_a_percentage_of_the_french_is_warned_of_while_one_writes(
    client: FlaskClient, pen: Pen
) -> None:
    statement = pen.add("62 % des Français sont contre, disent 40 personnes.")
    page = words_of(client.get(f"{WRITING}/{statement.key}").text)
    assert "Un pourcentage est écrit à la main" in page
    assert "« des Français »" in page
    assert "Un nombre est écrit à la main" in page


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(Role.MODERATOR, 200, 303), (Role.ORGANISER, 200, 404), (None, 404, 404)],
)
def test_the_team_reads_the_draft_and_moderators_write_it(
    client: FlaskClient, pen: Pen, sign_in: SignIn, role: Role | None, reads: int, writes: int
) -> None:
    statement = pen.add("Un.")
    chapter = pen.chapter()
    sign_in(colleague(pen.parc, role) if role else make_user())
    for address in ("", f"/{statement.key}", f"/{statement.key}/versions"):
        assert client.get(WRITING + address).status_code == reads
    for address in ("/../couverture", "/../apercu"):
        assert client.get("/espace/parc/synthese" + address[3:]).status_code == reads
    sent = {"text": "Deux.", "base": "1", "do": "save", "into": chapter.key, "title": "T",
            "outline": "sections", "note": "n"}  # fmt: skip
    for address in (
        f"/{statement.key}",
        f"/chapitres/{chapter.key}",
        "/plan",
        "/titre",
        f"/{statement.key}/place",
        "/debut",
        "/chapitres",
        f"/{statement.key}/retrait",
    ):
        assert client.post(WRITING + address, data=sent).status_code == writes, address


def test_another_consultations_statement_is_not_found(
    client: FlaskClient, pen: Pen, sign_in: SignIn
) -> None:
    from tests.factories import make_consultation

    statement = pen.add("Un.")
    key = session.scalars(select(Chapter.key)).first()
    other = make_user()
    make_consultation(slug="ailleurs", moderator=other)
    sign_in(other)
    for address in (f"/{statement.key}", f"/{statement.key}/versions"):
        assert client.get(f"/espace/ailleurs/synthese/redaction{address}").status_code == 404
    made = client.post(
        f"/espace/ailleurs/synthese/redaction/chapitres/{key}", data={"text": "Deux."}
    )
    assert made.status_code == 404


@pytest.mark.parametrize("number", [2, 12])
def test_a_chapter_and_a_statement_cost_no_more_with_more(
    client: FlaskClient, pen: Pen, number: int
) -> None:
    statements = [pen.add(f"Énoncé {each} : {{{{contributions}}}}.") for each in range(number)]
    codings = [pen.coded(start=0, end=4) for _each in range(number)]
    for each in statements:
        cite(pen.parc.consultation, each, [row.key for row in codings], actor=pen.writer)
    client.get(WRITING)
    with count_queries() as chapter:
        client.get(WRITING)
    with count_queries() as one:
        client.get(f"{WRITING}/{statements[0].key}")
    assert len(chapter) <= 26, chapter
    assert len(one) <= 26, one
