"""Editing and withdrawing one's own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.consultations.models import Participant, Phase
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Draft,
    Kind,
    Revision,
    Stance,
    Vote,
)
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Page
from tests.conftest import SignIn
from tests.contributions.conftest import Speak
from tests.contributions.steps import fields_of, make_parc
from tests.factories import make_user

Outbox = Callable[[], list[OutgoingMail]]


def fresh(row: Contribution) -> Contribution:
    return session.get_one(Contribution, row.id, populate_existing=True)


def revisions(row: Contribution) -> list[Revision]:
    return list(
        session.scalars(
            select(Revision)
            .where(Revision.contribution_id == row.id)
            .order_by(Revision.number)
            .execution_options(populate_existing=True)
        )
    )


def change(client: FlaskClient, row: Contribution, **typed: str):  # type: ignore[no-untyped-def]
    address = f"/contributions/{row.key}/modifier"
    page = client.get(address)
    return client.post(address, data={**fields_of(page, "/modifier"), **typed})


def test_within_a_quarter_of_an_hour_a_change_leaves_no_public_trace(
    client: FlaskClient, sign_in: SignIn, speak: Speak, outbox: Outbox
) -> None:
    parc = make_parc()
    author = make_user()
    row = speak(parc, author=author)
    sign_in(author)
    answer = change(client, row, body="Huit heures, c’est très tard.", stance="mixed")
    assert (answer.status_code, answer.location) == (303, f"/contributions/{row.key}")
    assert (fresh(row).revision, fresh(row).edited_at) == (2, None)
    assert [each.is_public for each in revisions(row)] == [False, True]
    counts = session.scalars(select(Discussion)).one()
    assert (counts.against_count, counts.mixed_count, counts.contribution_count) == (0, 1, 1)
    assert fresh(row).stance is Stance.MIXED
    assert len(outbox()) == 2
    assert revisions(row)[1].fingerprint in outbox()[1].text
    history = client.get(f"/contributions/{row.key}/historique").get_data(as_text=True)
    assert "1 texte public" in history
    assert "Huit heures, c’est tard." not in history


def test_later_both_texts_are_public(client: FlaskClient, sign_in: SignIn, speak: Speak) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    before = session.scalars(select(Page.revision)).one()
    sign_in(author)
    with travel(now() + timedelta(minutes=16)):
        change(client, row, body="Huit heures, c’est tôt.")
        assert fresh(row).edited_at is not None
    session.remove()
    assert session.scalars(select(Page.revision)).one() == before + 1
    assert [each.is_public for each in revisions(row)] == [True, True]
    page = client.application.test_client().get(f"/contributions/{row.key}/historique")
    html = page.get_data(as_text=True)
    assert "2 textes publics" in html
    assert "tard</del>" in html
    assert "tôt</ins>" in html


def test_the_same_text_again_changes_nothing(
    client: FlaskClient, sign_in: SignIn, speak: Speak, outbox: Outbox
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    sign_in(author)
    assert change(client, row).status_code == 303
    form = fields_of(client.get(f"/contributions/{row.key}/modifier"), "/modifier")
    for _ in range(2):
        client.post(f"/contributions/{row.key}/modifier", data={**form, "body": "Autre."})
    assert fresh(row).revision == 2
    assert len(outbox()) == 2


def test_a_question_stays_one_and_a_rewording_too(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author = make_user()
    asked = speak(parc, author=author, kind=Kind.QUESTION, stance=Stance.NONE)
    written = speak(
        parc, author=author, kind=Kind.AMENDMENT, text="", proposed="Le parc ouvre à sept heures."
    )
    sign_in(author)
    change(client, asked, body="Et le dimanche ?", stance="for")
    assert (fresh(asked).kind, fresh(asked).stance) == (Kind.QUESTION, Stance.NONE)
    change(client, written, proposed_text="Le parc ouvre à six heures.", stance="ask")
    assert fresh(written).revision == 1
    change(client, written, proposed_text="Le parc ouvre à six heures.", stance="for")
    assert fresh(written).kind is Kind.AMENDMENT
    assert "six</ins>" in (revisions(written)[1].redline_html or "")


@pytest.mark.parametrize("body", ["", "a" * 5001])
def test_a_change_is_held_to_the_same_limits(
    client: FlaskClient, sign_in: SignIn, speak: Speak, body: str
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    sign_in(author)
    answer = change(client, row, body=body)
    assert answer.status_code == 422
    assert body in answer.get_data(as_text=True)
    assert fresh(row).revision == 1


def test_case_13_past_the_closing_a_change_is_refused_and_kept(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author = make_user()
    row = speak(parc, author=author)
    sign_in(author)
    form = fields_of(client.get(f"/contributions/{row.key}/modifier"), "/modifier")
    with travel(now() + timedelta(days=31)):
        sign_in(author)
        answer = client.post(
            f"/contributions/{row.key}/modifier", data={**form, "body": "Trop tard ?"}
        )
        assert answer.status_code == 403
        assert "Trop tard ?" in answer.get_data(as_text=True)
        page = client.get(f"/contributions/{row.key}/modifier").get_data(as_text=True)
        assert 'name="body"' not in page
    assert fresh(row).revision == 1
    assert session.scalars(select(Draft)).one().form["body"] == "Trop tard ?"


def test_a_session_that_ended_while_editing_loses_nothing(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    sign_in(author)
    form = fields_of(client.get(f"/contributions/{row.key}/modifier"), "/modifier")
    stranger = client.application.test_client()
    answer = stranger.post(
        f"/contributions/{row.key}/modifier", data={**form, "body": "Je corrige."}
    )
    assert answer.status_code == 303
    assert fresh(row).revision == 1
    assert "Je corrige." in stranger.get(answer.location).get_data(as_text=True)
    page = client.get(answer.location)
    sent = client.post(f"/contributions/{row.key}/modifier", data=fields_of(page, "/modifier"))
    assert sent.status_code == 303
    assert revisions(row)[1].source == "Je corrige."


def test_only_the_author_changes_or_withdraws(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    row = speak(make_parc())
    sign_in(make_user(is_administrator=True))
    for address in ("modifier", "retirer"):
        assert client.get(f"/contributions/{row.key}/{address}").status_code == 404
        answer = client.post(f"/contributions/{row.key}/{address}", data={"body": "Pris."})
        assert answer.status_code == 404
    assert fresh(row).state is ContributionState.PUBLISHED


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.CLOSED, Phase.ARCHIVED])
def test_withdrawing_leaves_a_neutral_trace_in_any_phase(
    client: FlaskClient, sign_in: SignIn, speak: Speak, outbox: Outbox, phase: Phase
) -> None:
    parc = make_parc()
    author = make_user(name="Odile M.")
    row = speak(parc, author=author, kind=Kind.AMENDMENT, proposed="Le parc ouvre à six heures.")
    speak(parc, answered=row, text="La réponse reste.")
    sign_in(make_user())
    client.post(f"/contributions/{row.key}/vote", data={"value": "agree"})
    parc.consultation.phase = phase
    session.commit()
    sign_in(author)
    assert "Retirer cette contribution" in client.get(f"/contributions/{row.key}/retirer").get_data(
        as_text=True
    )
    assert fresh(row).state is ContributionState.PUBLISHED
    answer = client.post(f"/contributions/{row.key}/retirer")
    assert (answer.status_code, answer.location) == (303, "/mes-contributions")
    assert client.post(f"/contributions/{row.key}/retirer").status_code == 403
    assert fresh(row).state is ContributionState.WITHDRAWN
    counts = session.scalars(select(Discussion)).one()
    assert (counts.contribution_count, counts.amendment_count, counts.reply_count) == (0, 0, 1)
    assert (parc.document.contribution_count, parc.consultation.contribution_count) == (0, 0)
    assert parc.consultation.amendment_count == 0
    assert session.scalars(select(Page.contribution_count)).one() == 0
    assert session.scalar(select(func.sum(Participant.contribution_count))) == 1
    assert session.scalar(select(func.count()).select_from(Vote)) == 1
    assert "retirée" in outbox()[-1].subject
    page = client.application.test_client().get(f"/contributions/{row.key}")
    html = page.get_data(as_text=True)
    assert page.status_code == 410
    assert "retirée le" in html
    assert "Odile" not in html
    assert "six heures" not in html
    assert "Huit heures" not in html
    stranger = client.application.test_client()
    assert stranger.get(f"/contributions/{row.key}/historique").status_code == 404


def test_a_withdrawn_reply_leaves_its_thread_with_one_less(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    first = speak(parc)
    author = make_user()
    reply = speak(parc, author=author, answered=first)
    sign_in(author)
    client.post(f"/contributions/{reply.key}/retirer")
    assert (fresh(first).reply_count, fresh(first).debate) == (0, 0)
    counts = session.scalars(select(Discussion)).one()
    assert (counts.contribution_count, counts.reply_count) == (1, 0)
    assert parc.document.contribution_count == 1
