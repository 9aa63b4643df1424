"""What is withdrawn, masked, edited or corrected once a synthesis is published."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Consultation
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    MaskedOriginal,
    Revision,
)
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.synthesis.models import Edition, EditionSource
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.queries.outline import find_statement
from consultation.synthesis.services.arranging import remove
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.publication import publish
from consultation.synthesis.services.writing import write
from consultation.synthesis.verifying import differences
from tests.contributions.steps import known
from tests.factories import fresh, saved
from tests.synthesis.desk import said, theme
from tests.synthesis.pen import Pen
from tests.synthesis.test_writing_pages import words_of

PUBLIC = "/consultations/parc/synthese"
PUBLISH = "/espace/parc/synthese/publication"


def source(edition: Edition, place: int = 1) -> Contribution:
    """The contribution at that place behind the first statement."""
    key = edition.text["chapters"][0]["statements"][0]["key"]
    row = session.get(EditionSource, (edition.id, key, place))
    assert row is not None
    return session.get_one(Contribution, row.contribution_id)


def faults(edition: Edition) -> list[str]:
    """What `verify` finds, with the database at hand."""
    row = session.scalars(select(Consultation)).first()
    assert row is not None
    return list(differences(archived(edition), edition.sha256, known_of(row, edition)))


def test_a_later_withdrawal_is_honoured_in_the_sources_and_counted(
    client: FlaskClient, edition: Edition
) -> None:
    gone = source(edition)
    gone.state = ContributionState.WITHDRAWN
    saved(gone)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    page = words_of(client.get(f"{PUBLIC}?enonce={key}").text)
    assert "1 à 4 sur 4, dont 1 contribution qui n’est plus publique" in page
    assert "retirée par la personne qui l’avait écrite" in page
    assert page.count("« Dix minutes »") == 2, "neither as a source nor as a verbatim"
    assert faults(edition) == [], "the numbers are those of the day"


def test_a_later_mask_covers_the_quoted_words(client: FlaskClient, edition: Edition) -> None:
    contribution = source(edition)
    revision = session.get_one(Revision, (contribution.id, 1))
    original = revision.source
    saved(
        MaskedOriginal(
            contribution_id=contribution.id, number=1, source=original, proposed_text=None,
            spans=[{"field": "source", "start": 0, "end": 11, "label": "name",
                    "words": "[nom masqué]"}],
        )
    )  # fmt: skip
    revision.source = "[nom masqué]" + original[11:]
    contribution.is_masked = True
    session.commit()
    page = words_of(client.get(PUBLIC).text)
    assert "[nom masqué]" in page
    assert "« Dix minutes »" not in page


def test_an_edit_leaves_what_was_read_and_says_so(client: FlaskClient, edition: Edition) -> None:
    contribution = source(edition)
    held = session.get_one(Revision, (contribution.id, 1))
    saved(
        Revision(
            contribution_id=contribution.id, number=2, source="Autre chose.", html="<p>Autre.</p>",
            rules_version=2, kind=held.kind, stance=held.stance, fingerprint="x" * 64,
        )
    )  # fmt: skip
    contribution = session.get_one(Contribution, contribution.id)
    contribution.revision = 2
    session.commit()
    key = edition.text["chapters"][0]["statements"][0]["key"]
    page = words_of(client.get(f"{PUBLIC}?enonce={key}").text)
    assert "« Dix minutes »" in page
    assert "(modifiée depuis)" in page
    assert faults(edition) == []


def test_what_comes_after_the_freeze_is_late_and_listed(
    client: FlaskClient, finished: Pen, edition: Edition
) -> None:
    late = said(finished.parc, "Je viens d’arriver.")
    assert "Je viens d’arriver" in client.get(f"{PUBLIC}/couverture?liste=tardives").text
    for share in ("recues", "publiees", "lues", "codees", "citees", "codees-non-citees",
                  "ecartees", "a-lire"):  # fmt: skip
        page = client.get(f"{PUBLIC}/couverture?liste={share}")
        assert page.status_code == 200
        assert ("Je viens d’arriver" in page.text) == (share == "recues"), share
        assert client.get(f"/espace/parc/synthese/couverture?liste={share}").status_code == 200
    assert client.get(f"{PUBLIC}/couverture?liste=autre").status_code == 404
    assert late.number == 7


def test_a_correction_is_a_new_edition_with_what_changed(
    client: FlaskClient, finished: Pen, edition: Edition
) -> None:
    row = finished.parc.consultation
    with pytest.raises(DomainError):
        publish(row, " ", actor=finished.writer)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    found = find_statement(row.id, key)
    assert found is not None
    write(row, found[0], "Trop long, disent-ils.", actor=finished.writer, base=1)
    second = publish(finished.parc.consultation, "Un nombre en moins.", actor=finished.writer)
    assert second.number == 2
    assert faults(fresh(edition)) == []
    page = client.get(PUBLIC).text
    assert "Un nombre en moins." in page
    assert "Trop long, disent-ils." in page
    old = words_of(client.get(f"{PUBLIC}/editions/1").text)
    assert "Trois contributions sur 4" in old
    assert "Cette édition a été corrigée depuis" in old
    assert client.get(f"{PUBLIC}/editions/3").status_code == 404


def test_a_statement_that_was_removed_is_not_in_the_next_edition(
    client: FlaskClient, finished: Pen, edition: Edition
) -> None:
    row = finished.parc.consultation
    key = edition.text["chapters"][0]["statements"][0]["key"]
    found = find_statement(row.id, key)
    assert found is not None
    remove(row, found[0], actor=finished.writer)
    publish(finished.parc.consultation, "Un énoncé de moins.", actor=finished.writer)
    assert "le disent" not in client.get(PUBLIC).text
    assert "le disent" in client.get(f"{PUBLIC}/editions/1").text


def test_a_coding_taken_back_leaves_the_next_edition_alone(finished: Pen, edition: Edition) -> None:
    contribution = known(source(edition))
    code(contribution, [Wanted(theme("Forme").key)], actor=finished.writer, seen=2)
    assert faults(edition) == []
    second = publish(finished.parc.consultation, "Un codage repris.", actor=finished.writer)
    assert second.text["chapters"][0]["statements"][0]["source_count"] == 3
    assert contribution.state is ContributionState.PUBLISHED
