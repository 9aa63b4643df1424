"""The published opinion: who publishes it and when, what everybody reads, that it never changes."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from consultation.committees import edition_files
from consultation.committees.edition import archive_of
from consultation.committees.models.ballots import OpenVote, Subject
from consultation.committees.models.opinion import OpinionEdition
from consultation.committees.models.people import CommitteeMember
from consultation.committees.queries.editions import edition_of
from consultation.committees.services.own import declare
from consultation.committees.services.seats import forget_seats
from consultation.committees.services.verifying import differences
from consultation.committees.services.writing import write_block
from consultation.core.db import session, transaction
from consultation.publishing.writers import write
from tests.committees.editions import close_statements, publish, voted
from tests.committees.steps import OUTSIDE, SECRET, SLUG, YES
from tests.committees.texts import WORDS, Desk, make_statement
from tests.conftest import SignIn, count_queries
from tests.factories import fresh
from tests.publishing.test_writers import faults

PAGE = f"/comites/{SLUG}/avis"
PUBLISH = f"/comites/{SLUG}/espace/avis/publication"
PREVIEW = f"/comites/{SLUG}/espace/avis/apercu"
PAPERS = ("pdf", "docx", "odt", "html", "json")


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Mails are written when a ballot opens and closes: that needs an application at hand."""
    with app.app_context():
        yield Desk()


@pytest.fixture
def decided(desk: Desk) -> Desk:
    """All is voted and contested, and nothing stands in the way of publishing."""
    make_statement(desk.opinion, desk.member, desk.first)
    voted(desk, Subject.RECOMMENDATION, desk.first.key, "for", "for", "against")
    voted(
        desk, Subject.RECOMMENDATION, desk.second.key, "for", "abstain", "against", is_secret=True
    )
    voted(desk, Subject.OPINION, desk.opinion.key, "for", "for", "abstain")
    close_statements(desk)
    return desk


def stranger_to(client: FlaskClient) -> FlaskClient:
    """A browser without a session, in the application context that the desk keeps open."""
    g.pop("_login_user", None)
    return client.application.test_client()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_chair_is_asked_first_then_a_stranger_reads_everything(
    client: FlaskClient, sign_in: SignIn, decided: Desk
) -> None:
    sign_in(decided.chair)
    form = {"seen": str(decided.opinion.revision)}
    asked = client.post(PUBLISH, data=form)
    assert "Publier l’avis du comité" in asked.text
    assert client.get(PAGE).status_code == 404, "nothing before the chair says yes"
    assert client.post(PUBLISH, data={**form, **YES}).status_code == 303
    stranger = stranger_to(client)
    page = plain(stranger.get(PAGE).text)
    for words in (
        WORDS, "2 pour, 1 contre, 0 abstention, sur 3 membres.",
        "1 pour, 1 contre, 1 abstention, sur 3 membres.", "L’avis", "Nous pensons autre chose",
        "Signée par 1 membre, qui n’a pas souhaité être nommé", "édition 1", "3 scrutins portent",
        "dont 1 secret",
    ):  # fmt: skip
        assert words in page
    assert f"{SECRET} member" not in page, "nobody is named who did not agree"
    assert PAGE in stranger.get(f"/comites/{SLUG}").text
    row = session.scalars(select(OpinionEdition)).one()
    assert row.sha256 == hashlib.sha256(row.archive.encode()).hexdigest()
    assert row.sha256 in page
    assert stranger.get(f"{PAGE}/editions/1/avis.json").data == row.archive.encode()


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser", "observer"])
def test_before_it_is_published_it_is_not_there_for_anybody(
    client: FlaskClient, sign_in: SignIn, decided: Desk, who: str
) -> None:
    person = decided.scene.people[who]
    if person is not None:
        sign_in(person)
    addresses = [PAGE, f"{PAGE}/editions/1", f"{PAGE}/editions/1/scrutins/x"]
    for address in [*addresses, *(f"{PAGE}/editions/1/avis.{paper}" for paper in PAPERS)]:
        assert client.get(address).status_code == 404
    if who != "observer":
        for address in (PREVIEW, PUBLISH):
            assert client.get(address).status_code == (303 if person is None else 404)


def test_the_public_pages_stay_small(client: FlaskClient, decided: Desk) -> None:
    archive = archive_of(publish(decided).archive)
    ballot = next(iter(archive.votes.values())).ballot.key
    for address in (PAGE, f"{PAGE}/editions/1", f"{PAGE}/editions/1/scrutins/{ballot}"):
        with count_queries() as statements:
            page = client.get(address)
        assert len(statements) <= 8, "\n".join(statements)
        assert page.text.count("</") < 600
        assert len(page.data) < 60_000


@pytest.mark.parametrize("who", ["rapporteur", "facilitator", "member", "observer"])
def test_only_the_chair_publishes_and_every_seat_sees_the_preview(
    client: FlaskClient, sign_in: SignIn, decided: Desk, who: str
) -> None:
    sign_in(decided.scene.person(who))
    assert client.post(PUBLISH, data={"seen": "1", **YES}).status_code in {403, 404}
    assert "Aperçu" in client.get(PREVIEW).text
    assert edition_of(decided.scene.committee.id) is None


def test_what_is_missing_is_said_and_nothing_is_published(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    sign_in(desk.chair)
    assert "Fixez d’abord" in client.get(PUBLISH).text
    answer = client.post(PUBLISH, data={"seen": str(desk.opinion.revision), **YES})
    assert answer.status_code == 409
    close_statements(desk)
    voted(desk, Subject.OPINION, desk.opinion.key, "against", "against", "for")
    assert "a rejeté l’ensemble" in client.get(PUBLISH).text
    assert edition_of(desk.scene.committee.id) is None


def test_without_any_ballot_the_opinion_says_so(client: FlaskClient, desk: Desk) -> None:
    close_statements(desk)
    publish(desk)
    page = client.get(PAGE).text
    assert "Le comité n’a pas voté sur l’ensemble" in page
    assert page.count("Le comité n’a pas voté sur cette recommandation") == 2


def test_a_correction_is_a_new_edition_that_says_what_changed(
    client: FlaskClient, sign_in: SignIn, decided: Desk
) -> None:
    first = publish(decided).sha256
    write_block(decided.opinion, decided.first.key, "Refuser", "Non.", base=1, actor=decided.chair)
    sign_in(decided.chair)
    form = {"seen": str(decided.opinion.revision), **YES}
    assert client.post(PUBLISH, data=form).status_code == 422, "it says what changes"
    answer = client.post(PUBLISH, data={**form, "changes": "Une faute est corrigée."})
    assert answer.status_code == 303
    stranger = stranger_to(client)
    page = plain(stranger.get(PAGE).text)
    for words in ("Une faute est corrigée.", "Modifié : Recommandation 1. Refuser",
                  "Le texte a changé depuis ce vote."):  # fmt: skip
        assert words in page
    assert "<del>" in page, "the words that changed are shown as a redline"
    paper = stranger.get(f"{PAGE}/editions/2/avis.html").text
    assert "<del>" in paper
    assert "<ins>" in paper
    older = stranger.get(f"{PAGE}/editions/1").text
    assert WORDS in older
    assert "Une édition plus récente a paru" in older
    row = edition_of(decided.scene.committee.id)
    assert row is not None
    assert json.loads(row.archive)["previous"] == first


def test_the_database_refuses_to_change_an_edition(decided: Desk) -> None:
    publish(decided)
    with pytest.raises(DBAPIError, match="immutable"), transaction() as current:
        current.execute(update(OpinionEdition).values(archive="{}"))


def test_a_name_follows_what_its_person_agrees_to_by_now(
    client: FlaskClient, decided: Desk
) -> None:
    committee = decided.scene.committee
    publish(decided)
    declare(fresh(committee), "Ali B.", "", is_name_public=True, actor=decided.member)
    page = client.get(PAGE).text
    assert "Signée par 1 membre : Ali B." in plain(page)
    declare(fresh(committee), "Ali B.", "", is_name_public=False, actor=decided.member)
    assert "Ali B." not in client.get(PAGE).text
    declare(fresh(committee), "Ali B.", "", is_name_public=True, actor=decided.member)
    forget_seats(decided.member)
    assert "Ali B." not in client.get(PAGE).text
    assert b"Ali B." not in client.get(f"{PAGE}/editions/1/avis.html").data
    row = edition_of(committee.id)
    assert row is not None
    names = session.scalars(select(CommitteeMember.name).where(CommitteeMember.name != ""))
    assert not [name for name in names if name in row.archive], "the archive holds no name"


def test_the_files_say_the_same_and_are_the_same_each_time(
    client: FlaskClient, decided: Desk, tmp_path: Path
) -> None:
    publish(decided)
    for paper in ("pdf", "docx", "odt", "html"):
        one, two = (client.get(f"{PAGE}/editions/1/avis.{paper}") for _time in range(2))
        assert one.status_code == 200
        assert one.data == two.data
    assert "2 pour, 1 contre" in plain(client.get(f"{PAGE}/editions/1/avis.html").text)
    path = tmp_path / "avis.pdf"
    path.write_bytes(client.get(f"{PAGE}/editions/1/avis.pdf").data)
    assert faults(path) == []


def test_a_published_ballot_shows_counts_and_never_who_voted_what(
    client: FlaskClient, decided: Desk
) -> None:
    row = publish(decided)
    forms = json.loads(row.archive)["votes"].values()
    for form in forms:
        page = plain(client.get(f"{PAGE}/editions/1/scrutins/{form['key']}").text)
        assert "sur 3 membres." in page
        assert form["record_sha256"] in page
        assert SECRET not in page
    assert client.get(f"{PAGE}/editions/1/scrutins/autre").status_code == 404
    assert client.get(f"{PAGE}/editions/2").status_code == 404
    assert client.get(f"{PAGE}?page=2").status_code == 404


def test_verifying_counts_again_and_says_what_differs(decided: Desk) -> None:
    row = publish(decided)
    assert differences(row) == []
    with transaction() as current:
        current.execute(update(OpenVote).values(choice={"vote": "against"}))
    found = {each.what.partition(", ")[2] for each in differences(row)}
    assert {"counts", "outcome"} <= found


def test_a_file_is_made_once_and_made_anew_when_a_name_changes_or_it_is_deleted(
    client: FlaskClient, decided: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = publish(decided).sha256
    made = []

    def noted(*given: Any) -> None:
        made.append(given)
        write(*given)

    monkeypatch.setattr(edition_files, "write", noted)
    address = f"{PAGE}/editions/1/avis.html"
    first = client.get(address)
    assert client.get(address).data == first.data
    assert len(made) == 1
    folder = client.application.config["SETTINGS"].var / "opinions"
    [kept] = folder.glob(f"{sha256}-*.html")
    kept.unlink()
    assert client.get(address).data == first.data
    assert len(made) == 2
    committee = fresh(decided.scene.committee)
    declare(committee, "Ali B.", "", is_name_public=True, actor=decided.member)
    assert "Ali B." in client.get(address).text
    declare(fresh(committee), "Ali B.", "", is_name_public=False, actor=decided.member)
    assert "Ali B." not in client.get(address).text
    assert len(list(folder.glob(f"{sha256}-*"))) == 1, "a name that was taken back is not kept"
