"""A request is one job: seen through, cancelled, told, given to one person, destroyed in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.core import files, work
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from consultation.exports.models import Export, ExportState
from consultation.exports.services import making
from consultation.exports.services.making import make
from consultation.exports.tasks import drop_next_expired_export, make_next_export
from consultation.exports.writers.csv_package import CsvWriter
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say
from tests.exports.steps import HOME, ask, export, made, members, other_request, taken
from tests.exports.steps import work as let_work
from tests.factories import make_user, saved
from tests.moderation.steps import judged

Mails = Callable[[], list[OutgoingMail]]


def test_it_is_asked_watched_told_and_taken(client: FlaskClient, parc: Parc, outbox: Mails) -> None:
    say(parc)
    key = ask(client)
    assert "En attente" in client.get(f"{HOME}/{key}").text
    assert taken(client, key).status_code == 410
    let_work()
    row = export(key)
    assert (row.state, row.progress_done, row.progress_total) == (ExportState.READY, 1, 1)
    page = client.get(f"{HOME}/{key}").text
    assert "Télécharger" in page
    assert row.sha256 in page
    answer = taken(client, key)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=parc-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert outbox()[-1].kind == "exports.over"
    assert f"/exports/{key}" in outbox()[-1].text
    assert "/fichier" not in outbox()[-1].text


def test_the_same_request_is_one_job(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    first = ask(client)
    assert ask(client) == first
    let_work()
    assert ask(client) == first
    assert ask(client, separator="comma") != first
    assert ask(client, "json") != first
    say(parc)
    assert ask(client) != first


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "qdpx"])
def test_two_exports_of_the_same_day_are_the_same_bytes(
    client: FlaskClient, parc: Parc, form: str
) -> None:
    say(parc)
    moment = now().replace(hour=10)
    with travel(moment):
        once = made(client, form)
    with transaction() as current:
        current.execute(delete(Export))
        current.execute(delete(files.StoredFile))
    with travel(moment + timedelta(hours=3)):
        again = made(client, form)
    assert once == again


def test_somebody_else_asks_for_their_own(
    client: FlaskClient, app: Flask, parc: Parc, moderator: User, sign_in: SignIn
) -> None:
    key = ask(client)
    other = app.test_client()
    sign_in(moderator, browser=other)
    other_request()
    assert ask(other) != key


def test_a_cancelled_one_stops_and_may_be_asked_again(client: FlaskClient, parc: Parc) -> None:
    key = ask(client)
    page = client.post(f"{HOME}/{key}/annuler", follow_redirects=True)
    assert "L’export est annulé." in page.text
    let_work()
    assert export(key).state is ExportState.CANCELLED
    assert taken(client, key).status_code == 410
    assert ask(client) != key
    again = client.post(f"{HOME}/{key}/annuler", follow_redirects=True)
    assert "était déjà terminé" in again.text


def test_one_cancelled_while_it_is_written_leaves_nothing(
    client: FlaskClient, parc: Parc, outbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(parc)
    key = ask(client)
    whole = CsvWriter.close

    def cancelled(writer: CsvWriter, count: int, rows_hash: str) -> None:
        whole(writer, count, rows_hash)
        client.post(f"{HOME}/{key}/annuler")

    monkeypatch.setattr(CsvWriter, "close", cancelled)
    let_work()
    assert export(key).state is ExportState.CANCELLED
    place = files.path_of(key)
    assert not list(place.parent.glob(f"{key}*"))
    assert "exports.over" not in {mail.kind for mail in outbox()}


def test_a_failure_is_told_with_its_reason(
    client: FlaskClient, parc: Parc, outbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(parc)
    key = ask(client)

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CsvWriter, "add", full)
    moment = now()
    for attempt in range(making.MOST_TRIES):
        with travel(moment + timedelta(hours=attempt)):
            assert make_next_export()
    row = export(key)
    assert (row.state, row.failure) == (ExportState.FAILED, "disk")
    assert "il manque peut-être de place" in client.get(f"{HOME}/{key}").text
    assert "n’a pas abouti" in outbox()[-1].text
    assert not list(files.path_of(key).parent.glob(f"{key}*"))
    monkeypatch.undo()
    assert ask(client) != key


def test_a_dead_workers_job_is_done_by_the_next(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    key = ask(client)
    assert work.claim(Export) is not None
    part = files.path_of(key).with_suffix(".1.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half")
    session.remove()
    assert not make_next_export()
    with travel(now() + work.LEASE + timedelta(seconds=1)):
        assert make_next_export()
    assert export(key).state is ExportState.READY
    assert taken(client, key).data[:2] == b"PK"


def test_a_worker_that_comes_back_too_late_keeps_nothing(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    key = ask(client)
    late = work.claim(Export)
    assert late is not None
    session.expunge_all()
    with travel(now() + work.LEASE + timedelta(seconds=1)):
        assert make_next_export()
    before = export(key)
    sha256, file_id = before.sha256, before.file_id
    session.expunge_all()
    late.attempts = 1
    make(late)
    after = export(key)
    assert (after.state, after.sha256, after.file_id) == (ExportState.READY, sha256, file_id)


def test_a_job_that_kills_its_workers_ends(client: FlaskClient, parc: Parc) -> None:
    key = ask(client)
    moment = now()
    for attempt in range(making.MOST_TRIES):
        with travel(moment + attempt * 2 * work.LEASE):
            assert work.claim(Export) is not None
    session.remove()
    with travel(moment + making.MOST_TRIES * 2 * work.LEASE):
        assert make_next_export()
    assert (export(key).state, export(key).failure) == (ExportState.FAILED, "interrupted")


def test_files_are_destroyed_after_seven_days(client: FlaskClient, parc: Parc) -> None:
    key = ask(client)
    let_work()
    assert not drop_next_expired_export()
    with travel(now() + timedelta(days=7, seconds=1)):
        assert drop_next_expired_export()
        assert not drop_next_expired_export()
    assert export(key).state is ExportState.PURGED
    assert not files.path_of(key).exists()
    page = taken(client, key)
    assert page.status_code == 410
    assert "Détruit" in page.text


def test_case_38_what_is_hidden_since_is_not_given(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    said = say(parc)
    key = ask(client)
    let_work()
    judged(said, Measure.HIDE, moderator)
    page = taken(client, key)
    assert page.status_code == 410
    assert "Périmé" in page.text
    assert not files.path_of(key).exists()
    assert ask(client) != key


def test_case_38_an_account_deleted_during_the_job(
    client: FlaskClient, parc: Parc, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = make_user(name="Zoé Q.")
    say(parc, author=author)
    key = ask(client, has_names="y", confirmed="1")
    whole = CsvWriter.close

    def left(writer: CsvWriter, count: int, rows_hash: str) -> None:
        whole(writer, count, rows_hash)
        monkeypatch.undo()
        delete_account(session.get_one(User, author.id), withdraws=False)

    monkeypatch.setattr(CsvWriter, "close", left)
    let_work()
    assert export(key).state is ExportState.WAITING
    with travel(now() + timedelta(minutes=5)):
        let_work()
    assert export(key).state is ExportState.READY
    assert "Zoé" not in "".join(members(taken(client, key).data).values())


def test_who_leaves_leaves_no_file(client: FlaskClient, parc: Parc, organiser: User) -> None:
    ready = ask(client)
    let_work()
    waiting = ask(client, "json")
    saved(
        TeamMember(
            consultation_id=parc.consultation_id, user_id=make_user().id, role=Role.ORGANISER
        )
    )
    delete_account(session.get_one(User, organiser.id), withdraws=False)
    assert export(ready).state is ExportState.PURGED
    assert not files.path_of(ready).exists()
    assert export(waiting).state is ExportState.CANCELLED


def test_five_at_once_are_enough(client: FlaskClient, parc: Parc) -> None:
    for form in ("csv", "json", "xlsx", "qdpx"):
        ask(client, form)
    ask(client, separator="comma")
    page = client.post(HOME, data={"format": "json", "public_only": "y", "separator": "comma"})
    assert page.status_code == 422
    assert "Cinq de vos exports sont en cours" in page.text
