"""The method chapter says how far two readings agree, and which opinion groups there are."""

from copy import deepcopy

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.synthesis.models import (
    DoubleReading,
    DoubleSample,
    Edition,
    OpinionGrouping,
)
from consultation.synthesis.models.coding import SetAside
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.services.publication import publish
from consultation.synthesis.verifying import Known, differences
from tests.factories import make_user, saved
from tests.synthesis.desk import theme
from tests.synthesis.pen import Pen
from tests.synthesis.test_writing_pages import words_of

PUBLIC = "/consultations/parc/synthese"


def read_twice(pen: Pen, number: int, *given: str) -> None:
    """Two people coded that contribution blindly; "" sets it aside."""
    sample = session.scalars(select(DoubleSample)).first() or saved(
        DoubleSample(
            consultation_id=pen.parc.consultation_id, seed=4, size=3, drawn_by_id=pen.writer.id
        )
    )
    said = session.scalars(select(Contribution).where(Contribution.number == number)).one()
    for place, name in enumerate(given, 1):
        saved(
            DoubleReading(
                sample_id=sample.id, contribution_id=said.id, place=place, is_open=False,
                coder_id=make_user().id, revision=1, at=now(),
                themes=[{"theme": theme(name).id, "field": "source", "start": None, "end": None,
                         "stance": "", "origin": "coder"}] if name else [],
                reason=None if name else SetAside.EMPTY,
            )
        )  # fmt: skip


@pytest.fixture
def twice(finished: Pen) -> Edition:
    """Published: three contributions read twice, two people differing on one of them."""
    read_twice(finished, 1, "Temps", "Temps")
    read_twice(finished, 2, "Temps", "Forme")
    read_twice(finished, 3, "", "")
    return publish(finished.parc.consultation, "", actor=finished.writer)


def test_the_agreement_is_frozen_shown_and_counted_again(
    client: FlaskClient, finished: Pen, twice: Edition
) -> None:
    archive = archived(twice)
    assert archive["agreement"]["count"] == 3
    assert archive["agreement"]["alpha"] == pytest.approx(0.5278, abs=0.001)
    page = words_of(client.get(PUBLIC).text)
    assert "mesuré sur 3 contributions, est de 0,53 (alpha de Krippendorff)" in page
    assert "Accord par thème" in page
    known = known_of(finished.parc.consultation, twice)
    assert list(differences(archive, twice.sha256, known)) == []
    changed = deepcopy(archive)
    changed["double"][1][1] = []
    assert any("agreement" in each for each in differences(changed, ""))


def test_without_a_second_reading_nothing_is_said_of_it(
    client: FlaskClient, edition: Edition
) -> None:
    assert "agreement" not in archived(edition)
    assert "Krippendorff" not in client.get(PUBLIC).text


def test_public_groups_are_told_and_lead_nowhere_once_taken_back(
    client: FlaskClient, finished: Pen
) -> None:
    row = finished.parc.consultation
    result = {"reason": "", "grouped": 12, "ungrouped": 3, "statements": 2, "median": 0.9,
              "groups": [{"size": 6, "representative": []}] * 2, "across": [],
              "majority": []}  # fmt: skip
    grouping = saved(
        OpinionGrouping(
            consultation_id=row.id, asked_by_id=finished.writer.id, done_at=now(), is_stable=True,
            result=result, published_at=now(), votes_hash="a" * 64,
        )
    )  # fmt: skip
    edition = publish(row, "", actor=finished.writer)
    page = client.get(PUBLIC).text
    assert "12 personnes se placent dans 2 groupes d’opinion" in words_of(page)
    assert 'href="/consultations/parc/groupes"' in page
    known = known_of(finished.parc.consultation, edition)
    assert list(differences(archived(edition), edition.sha256, known)) == []
    other = Known(known.fingerprints, known.sources, known.text)
    assert any("groups" in each for each in differences(archived(edition), "", other))
    with transaction():
        session.get_one(OpinionGrouping, grouping.id).published_at = None
    page = client.get(PUBLIC).text
    assert "2 groupes d’opinion" in words_of(page), "what was published stays said"
    assert 'href="/consultations/parc/groupes"' not in page
