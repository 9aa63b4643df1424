"""A published synthesis is frozen and counted again; what leaves the public leaves it too."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase, Role
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    MaskedOriginal,
    Revision,
    Stance,
)
from consultation.core.db import session
from consultation.core.errors import DomainError, NotAllowedError
from consultation.core.journal import JournalEntry
from consultation.synthesis.cli import verify
from consultation.synthesis.models import Edition, EditionSource, Statement
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.queries.outline import find_statement
from consultation.synthesis.services.arranging import remove
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.opening import note_empty
from consultation.synthesis.services.publication import publish
from consultation.synthesis.services.writing import write
from consultation.synthesis.verifying import differences
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, known
from tests.factories import fresh, make_user, saved
from tests.synthesis.desk import colleague, said, theme
from tests.synthesis.pen import Pen
from tests.synthesis.test_writing_pages import words_of

PUBLIC = "/consultations/parc/synthese"
PUBLISH = "/espace/parc/synthese/publication"


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    """A synthesis that may be published: two statements, each with its sources."""
    pen = Pen.begin(parc, moderator)
    for kind in (ChapterKind.CITED_ONCE, ChapterKind.OBJECTIONS, ChapterKind.OUT_OF_SCOPE):
        note_empty(parc.consultation, pen.chapter(kind), "Rien de tel.", actor=moderator)
    pen.add("Deux personnes ont lu.", ChapterKind.METHOD)
    first = pen.add("{{contributions | thème = Temps | position = opposée}} le disent.")
    codings = [pen.coded(start=0, end=11, author=make_user()) for _each in range(3)]
    codings.append(pen.coded(stance=Stance.FOR))
    cite(parc.consultation, first, [each.key for each in codings], actor=moderator)
    quote(parc.consultation, first, codings[0].key, actor=moderator)
    second = pen.add("{{part des personnes | thème = Forme | position = opposée}} l’écrivent.")
    cite(parc.consultation, second, [pen.coded("Forme").key], actor=moderator)
    said(parc)
    return pen


@pytest.fixture
def edition(pen: Pen) -> Edition:
    """The first edition."""
    return publish(pen.parc.consultation, "", actor=pen.writer)


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


def test_publishing_asks_first_is_journalled_and_opens_to_everybody(
    client: FlaskClient, pen: Pen
) -> None:
    assert client.get(PUBLIC).status_code == 404
    asked = client.post(PUBLISH)
    assert asked.status_code == 200
    assert "contribution publiée n’est pas lue" in words_of(asked.text)
    assert not session.scalars(select(Edition.id)).all()
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 303
    assert client.get(PUBLIC).status_code == 200
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "synthesis.published")
    ).one()
    assert entry.details["sha256"] == session.scalars(select(Edition.sha256)).one()


def test_the_first_line_says_how_many_were_not_read(client: FlaskClient, edition: Edition) -> None:
    page = words_of(client.get(PUBLIC).text)
    assert "1 contribution publiée sur 6 n’a pas été lue pour cette synthèse." in page
    assert "Trois contributions sur 4 le disent." in page
    assert "100 % de la seule personne qui s’est exprimée sur « Forme »" in page
    assert "« Dix minutes »" in page, "the verbatim, between quotation marks"


def test_each_statement_opens_its_sources(client: FlaskClient, edition: Edition) -> None:
    key = edition.text["chapters"][0]["statements"][0]["key"]
    page = words_of(client.get(f"{PUBLIC}?enonce={key}").text)
    assert "Sources de l’énoncé" in page
    assert page.count("« Dix minutes »") == 4
    assert "¶ 1, version 1" in page
    assert client.get(f"{PUBLIC}?enonce=rien").status_code == 200
    assert client.get(f"{PUBLIC}?partie=7").status_code == 404


def test_everything_counted_again_from_the_archive_holds(edition: Edition) -> None:
    assert faults(edition) == []
    archive = archived(edition)
    assert archive["coverage"] == {
        "published": 6, "read": 5, "coded": 5, "cited": 5, "set_aside": {}, "to_read": 1,
        "persons": 6,
    }  # fmt: skip
    text = json.dumps(archive, ensure_ascii=False)
    assert "trop long" not in text, "no word that a person wrote"
    for person in session.scalars(select(User)):
        assert person.key not in text
        assert person.display_name not in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a["inputs"].pop(), "inputs"),
        (lambda a: a["codings"].pop(0), "coding"),
        (lambda a: a["coverage"].update(cited=9), "coverage"),
        (lambda a: a["chapters"][0]["statements"][0]["pieces"][0].__setitem__(0, "Tous"), "pieces"),
        (lambda a: a["chapters"][0]["statements"][0]["fields"][0].update(value=7), "fields"),
        (lambda a: a["chapters"][0]["statements"][0]["citations"].clear(), "rests on nothing"),
        (lambda a: a["positions"][0]["numbers"].__setitem__(0, 40), "positions"),
        (lambda a: a.update(form=9), "form"),
    ],
)
def test_whatever_is_changed_in_an_archive_is_found(
    edition: Edition, change: object, told: str
) -> None:
    archive = deepcopy(archived(edition))
    change(archive)  # type: ignore[operator]  # a function of the table above
    found = list(differences(archive, edition.sha256))
    assert any(told in each for each in found), found


def test_verify_exits_1_when_something_differs_and_says_what(
    app: Flask, client: FlaskClient, edition: Edition, tmp_path: Path
) -> None:
    file = tmp_path / "archive.json"
    file.write_bytes(client.get(f"{PUBLIC}/editions/1/archive.json").data)
    run = CliRunner()
    for what in ("parc", str(file)):
        good = run.invoke(verify, [what], obj=lambda: app)
        assert good.exit_code == 0, good.output
        assert "Everything holds." in good.output
    held = json.loads(file.read_text())
    held["archive"]["coverage"]["read"] = 999
    file.write_text(json.dumps(held))
    bad = run.invoke(verify, [str(file)], obj=lambda: app)
    assert bad.exit_code == 1
    assert "coverage" in bad.output
    file.write_text("{}")
    assert run.invoke(verify, [str(file)], obj=lambda: app).exit_code == 2
    assert run.invoke(verify, ["ailleurs"], obj=lambda: app).exit_code == 2
    row = session.scalars(select(EditionSource)).first()
    assert row is not None
    session.delete(row)
    session.commit()
    broken = run.invoke(verify, ["parc"], obj=lambda: app)
    assert broken.exit_code == 1
    assert "other sources" in broken.output


def test_a_later_withdrawal_is_honoured_in_the_sources_and_counted(
    client: FlaskClient, edition: Edition
) -> None:
    gone = source(edition)
    gone.state = ContributionState.WITHDRAWN
    saved(gone)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    page = words_of(client.get(f"{PUBLIC}?enonce={key}").text)
    assert "dont 1 qui n’est plus publique" in page
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
    client: FlaskClient, pen: Pen, edition: Edition
) -> None:
    late = said(pen.parc, "Je viens d’arriver.")
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
    client: FlaskClient, pen: Pen, edition: Edition
) -> None:
    row = pen.parc.consultation
    with pytest.raises(DomainError):
        publish(row, " ", actor=pen.writer)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    found = find_statement(row.id, key)
    assert found is not None
    write(row, found[0], "Trop long, disent-ils.", actor=pen.writer, base=1)
    second = publish(pen.parc.consultation, "Un nombre en moins.", actor=pen.writer)
    assert second.number == 2
    assert faults(fresh(edition)) == []
    page = client.get(PUBLIC).text
    assert "Un nombre en moins." in page
    assert "Trop long, disent-ils." in page
    old = words_of(client.get(f"{PUBLIC}/editions/1").text)
    assert "Trois contributions sur 4" in old
    assert "Cette édition a été corrigée depuis" in old
    assert client.get(f"{PUBLIC}/editions/3").status_code == 404


def test_nothing_is_published_without_sources_or_with_a_required_place_empty(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    pen = Pen.begin(parc, moderator)
    with pytest.raises(DomainError):
        publish(parc.consultation, "", actor=moderator)
    pen.add("Nu.")
    page = words_of(client.get(PUBLISH).text)
    assert "n’a pas de source" in page
    assert page.count("est obligatoire") == 8, "each with its link"
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 422
    statement = session.scalars(select(Statement)).one()
    cite(parc.consultation, statement, [pen.coded().key], actor=moderator)
    with pytest.raises(DomainError):
        publish(parc.consultation, "", actor=moderator)
    assert not session.scalars(select(Edition.id)).all()


def test_the_preview_is_the_page_that_the_public_would_read(client: FlaskClient, pen: Pen) -> None:
    page = words_of(client.get("/espace/parc/synthese/apercu").text)
    assert "Aperçu du brouillon" in page
    assert "Trois contributions sur 4 le disent." in page


def test_moderators_alone_publish(client: FlaskClient, pen: Pen, sign_in: SignIn) -> None:
    organiser = colleague(pen.parc, Role.ORGANISER)
    with pytest.raises(NotAllowedError):
        publish(pen.parc.consultation, "", actor=organiser)
    sign_in(organiser)
    assert client.get(PUBLISH).status_code == 404
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 404


def test_a_draft_consultations_synthesis_is_its_teams(
    client: FlaskClient, pen: Pen, edition: Edition, sign_in: SignIn
) -> None:
    row = pen.parc.consultation
    row.phase = Phase.DRAFT
    session.commit()
    sign_in(make_user())
    for address in ("", "/couverture", "/editions/1", "/editions/1/archive.json"):
        assert client.get(PUBLIC + address).status_code == 404


def test_the_public_page_asks_eight_questions_at_most_and_stays_small(
    client: FlaskClient, pen: Pen, app: Flask
) -> None:
    row = pen.parc.consultation
    codings = [pen.coded() for _each in range(22)]
    for number in range(40):
        each = pen.add(f"Énoncé {number} : {{{{contributions | sources}}}}.")
        cite(row, each, [coding.key for coding in codings], actor=pen.writer)
        if number % 4 == 0:
            quote(row, each, codings[number % 22].key, actor=pen.writer)
    edition = publish(row, "", actor=pen.writer)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    visitor = app.test_client()
    visitor.get(PUBLIC)
    with count_queries() as asked:
        page = visitor.get(f"{PUBLIC}?enonce={key}")
    assert page.status_code == 200
    assert len(asked) <= 8, asked
    assert len(re.findall(r"<[a-z]", page.text)) < 600
    assert len(page.data) < 200_000
    last = edition.text["chapters"][0]["statements"][-1]["key"]
    there = visitor.get(f"{PUBLIC}?enonce={last}").text
    assert f'id="s-{last}"' in there, "the part where it stands"
    assert "Voir la suite" in there


def test_a_statement_that_was_removed_is_not_in_the_next_edition(
    client: FlaskClient, pen: Pen, edition: Edition
) -> None:
    row = pen.parc.consultation
    key = edition.text["chapters"][0]["statements"][0]["key"]
    found = find_statement(row.id, key)
    assert found is not None
    remove(row, found[0], actor=pen.writer)
    publish(pen.parc.consultation, "Un énoncé de moins.", actor=pen.writer)
    assert "le disent" not in client.get(PUBLIC).text
    assert "le disent" in client.get(f"{PUBLIC}/editions/1").text


def test_a_coding_taken_back_leaves_the_next_edition_alone(pen: Pen, edition: Edition) -> None:
    contribution = known(source(edition))
    code(contribution, [Wanted(theme("Forme").key)], actor=pen.writer, seen=2)
    assert faults(edition) == []
    second = publish(pen.parc.consultation, "Un codage repris.", actor=pen.writer)
    assert second.text["chapters"][0]["statements"][0]["source_count"] == 3
    assert contribution.state is ContributionState.PUBLISHED
