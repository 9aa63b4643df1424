"""What committees ask, among the sources of a statement and in no count of contributions."""

from copy import deepcopy

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.opinion import OpinionBlock
from consultation.consultations.models import Role
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, NotAllowedError
from consultation.synthesis.models import Edition, OpinionCitation, Statement
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.queries.outline import outline_of, synthesis_of
from consultation.synthesis.services.arranging import remove
from consultation.synthesis.services.opinions import MOST, cite_opinions, uncite_opinion
from consultation.synthesis.services.publication import publish
from consultation.synthesis.verifying import Known, differences
from tests.conftest import count_queries
from tests.contributions.steps import Parc
from tests.synthesis.asked import Asked, make_asked
from tests.synthesis.desk import colleague
from tests.synthesis.pen import WRITING, Pen
from tests.synthesis.test_writing_pages import words_of

PUBLIC = "/consultations/parc/synthese"


@pytest.fixture
def asked(parc: Parc) -> Asked:
    made = make_asked(parc)
    made.publish()
    return made


def first(pen: Pen) -> Statement:
    synthesis = synthesis_of(pen.parc.consultation_id)
    assert synthesis is not None
    return next(line.statement for part in outline_of(synthesis) for line in part.lines)


def cited() -> list[tuple[int, int | None]]:
    rows = session.execute(
        select(OpinionCitation.statement_id, OpinionCitation.block_id).order_by(OpinionCitation.id)
    )
    return [(statement, block) for statement, block in rows]


def faults(pen: Pen, edition: Edition) -> list[str]:
    found = known_of(pen.parc.consultation, edition)
    return list(differences(archived(edition), edition.sha256, found))


def test_a_recommendation_is_found_ticked_cited_and_taken_back(
    client: FlaskClient, finished: Pen, asked: Asked
) -> None:
    page = f"{WRITING}/{first(finished).key}"
    everything = client.get(page).text
    assert "Ouvrir tôt" in everything
    assert "Planter des arbres" in everything
    found = client.get(f"{page}?mots=planter+mars").text
    assert f'value="{asked.opinion}.{asked.second}"' in found
    assert f'value="{asked.recommendation}"' not in found
    data = {"do": "cite_opinions", "avis": [asked.recommendation, asked.opinion, "rien"]}
    shown = client.post(page, data=data)
    assert shown.status_code == 200
    assert "2 avis de comité" in words_of(shown.text)
    assert len(cited()) == 2
    client.post(page, data=data)
    assert len(cited()) == 2, "twice is once"
    client.post(page, data={"do": f"uncite_opinion:{asked.opinion}"})
    assert [block is None for _statement, block in cited()] == [False]
    client.post(page, data={"do": f"uncite_opinion:{asked.recommendation}"})
    assert not cited()


def test_what_is_typed_is_given_back_when_nothing_is_ticked(
    client: FlaskClient, finished: Pen, asked: Asked
) -> None:
    page = f"{WRITING}/{first(finished).key}"
    answer = client.post(page, data={"do": "cite_opinions", "text": "À moitié écrit"})
    assert answer.status_code == 422
    assert "À moitié écrit" in answer.text


def test_what_is_not_published_or_of_another_committee_is_not_offered(
    client: FlaskClient, finished: Pen
) -> None:
    draft = make_asked(finished.parc)
    page = f"{WRITING}/{first(finished).key}"
    assert "Ouvrir tôt" not in client.get(page).text
    with pytest.raises(DomainError):
        cite_opinions(
            finished.parc.consultation, first(finished), [draft.opinion], actor=finished.writer
        )


def test_moderators_alone_cite_and_a_statement_has_a_limit(finished: Pen, asked: Asked) -> None:
    row, statement = finished.parc.consultation, first(finished)
    organiser = colleague(finished.parc, Role.ORGANISER)
    with pytest.raises(NotAllowedError):
        cite_opinions(row, statement, [asked.opinion], actor=organiser)
    with pytest.raises(NotAllowedError):
        uncite_opinion(row, statement, asked.opinion, actor=organiser)
    assert MOST >= 2
    remove(row, statement, actor=finished.writer)
    with pytest.raises(DomainError):
        cite_opinions(row, statement, [asked.opinion], actor=finished.writer)


def test_it_is_read_beside_the_sources_and_counted_in_no_number(
    client: FlaskClient, finished: Pen, asked: Asked
) -> None:
    row, statement = finished.parc.consultation, first(finished)
    before = publish(row, "", actor=finished.writer)
    cite_opinions(row, statement, [asked.recommendation], actor=finished.writer)
    edition = publish(finished.parc.consultation, "Un avis cité.", actor=finished.writer)
    old, new = archived(before), archived(edition)
    assert new["coverage"] == old["coverage"]
    assert new["positions"] == old["positions"]
    lines = [archive["chapters"][0]["statements"][0] for archive in (old, new)]
    assert lines[0]["fields"] == lines[1]["fields"]
    assert lines[0]["source_count"] == lines[1]["source_count"]
    with count_queries() as statements:
        page = words_of(client.get(f"{PUBLIC}?enonce={statement.key}").text)
    assert "1 avis" in page
    assert "Avis de comité, comptés à part" in page
    assert "Recommandation 1. Ouvrir tôt" in page
    assert "Comité du parc, édition 1" in page
    assert "1 à 4 sur 4" in page
    raw = client.get(f"{PUBLIC}?enonce={statement.key}").text
    assert f"/comites/comite/avis/editions/1?passage={asked.first}#b-{asked.first}" in raw
    assert f"/consultations/parc/reponses/avis/{asked.opinion}" in raw
    assert "1 avis" not in words_of(client.get(f"{PUBLIC}/editions/1").text)
    assert faults(finished, edition) == []
    assert statements


def test_a_statement_may_rest_on_an_opinion_alone(
    client: FlaskClient, finished: Pen, asked: Asked
) -> None:
    row = finished.parc.consultation
    alone = finished.add("Le comité veut des arbres.", ChapterKind.SECTION)
    with pytest.raises(DomainError):
        publish(row, "", actor=finished.writer)
    cite_opinions(row, alone, [f"{asked.opinion}.{asked.second}"], actor=finished.writer)
    edition = publish(finished.parc.consultation, "", actor=finished.writer)
    assert faults(finished, edition) == []
    page = words_of(client.get(f"{PUBLIC}?enonce={alone.key}").text)
    assert "Recommandation 2. Planter des arbres" in page
    assert "Il n’y a plus rien après" not in page


def test_the_words_are_those_of_the_edition_that_was_cited(finished: Pen, asked: Asked) -> None:
    row, statement = finished.parc.consultation, first(finished)
    cite_opinions(row, statement, [asked.recommendation, asked.opinion], actor=finished.writer)
    edition = publish(row, "", actor=finished.writer)
    with transaction():
        block = session.query(OpinionBlock).filter_by(key=asked.first).one()
        block.removed_at = now()
    asked.publish()
    assert faults(finished, edition) == [], "edition 1 of the opinion still stands"
    second = publish(finished.parc.consultation, "L’avis a changé.", actor=finished.writer)
    held = archived(second)["chapters"][0]["statements"][0]["opinions"]
    assert [each["recommendation"] for each in held] == [""], "what is not in it any more is left"
    assert held[0]["edition"] == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a["opinions"].clear(), "is not in the list"),
        (lambda a: next(iter(a["opinions"].values())).update(sha256="0" * 64), "is not the one"),
        (lambda a: next(iter(a["opinions"].values())).update(edition=7), "is not stored"),
        (
            lambda a: a["chapters"][0]["statements"][0]["opinions"][0].update(
                recommendation="inconnue"
            ),
            "recommendation inconnue",
        ),
    ],
)
def test_verify_finds_an_opinion_that_is_not_the_one_cited(
    finished: Pen, asked: Asked, change: object, told: str
) -> None:
    row = finished.parc.consultation
    cite_opinions(row, first(finished), [asked.recommendation], actor=finished.writer)
    edition = publish(row, "", actor=finished.writer)
    known = known_of(finished.parc.consultation, edition)
    archive = deepcopy(archived(edition))
    change(archive)  # type: ignore[operator]  # a function of the table above
    found = list(differences(archive, "", Known({}, opinions=known.opinions)))
    assert any(told in each for each in found), found
