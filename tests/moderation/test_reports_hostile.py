"""Words that a page, a mail or a spreadsheet might take for its own, in every field of a report."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.reports import Appeal, AppealOutcome, Flag, Notice
from tests.conftest import SignIn
from tests.factories import make_user
from tests.moderation.reporting import (
    VECTORS,
    answered,
    appealed,
    fields,
    flagged,
    judged,
    kept,
    noticed,
    say,
    token_of,
)
from tests.moderation.steps import add_moderator, make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")
RAW = ("<img src=x", "<script>alert", "<svg onload", "49")


@pytest.mark.parametrize("vector", VECTORS)
def test_cases_1_2_and_4_every_field_is_shown_as_it_was_typed_everywhere(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox, vector: str
) -> None:
    parc, moderator = make_desk()
    second = add_moderator(parc)
    reader = make_user(name=f"Odile {vector}")
    row, other = say(parc), say(parc)
    flagged(row, reader, words=f"Des mots. {vector}")
    notice = noticed(
        other,
        name=f"Maud {vector}",
        legal_ref=vector,
        explanation=f"Parce que {vector} est illégal.",
    )
    slug = parc.consultation.slug
    base = f"/espace/{slug}/moderation"
    sign_in(moderator)
    pages = [
        client.get(address).text
        for address in (
            f"{base}/signalements", f"{base}/signalements/{row.key}", f"{base}/contenus-illicites",
            f"{base}/contenus-illicites/{notice.key}",
        )
    ]  # fmt: skip
    decision = kept(row, moderator, reasons=f"Les raisons : {vector}")
    kept(other, moderator, reasons=f"Les raisons : {vector}")
    contest = appealed(decision, reader, f"Je conteste. {vector}")
    pages += [
        client.get(address).text
        for address in (f"{base}/recours", f"{base}/recours/{contest.key}",
                        f"{base}/signalements?etat=juges")
    ]  # fmt: skip
    answered(contest, AppealOutcome.UPHELD, second)
    sign_in(reader)
    pages += [
        client.get(address).text
        for address in ("/compte/signalements", f"/recours/{contest.key}",
                        f"/notifications/{token_of(notice.key)}", "/compte/donnees.html",
                        f"/consultations/{slug}/registre?mesure=keep")
    ]  # fmt: skip
    mails = [mail for mail in outbox() if mail.kind.startswith("moderation.")]
    assert mails
    for text in [*pages, *(mail.html for mail in mails)]:
        for raw in RAW[:3]:
            assert raw not in text
    for mail in mails:
        assert "\n" not in mail.subject
        assert vector not in mail.subject
    if "{{" in vector:
        assert any("{{7*7}}" in page for page in pages)


@pytest.mark.parametrize(
    "address",
    [
        "/contributions/{row}/signaler/charte", "/contributions/{row}/signaler/retirer",
        "/contributions/{row}/signaler/contenu-illicite", "/decisions/{decision}/recours",
        "/notifications/{token}/recours", "/espace/{slug}/moderation/signalements/{row}",
        "/espace/{slug}/moderation/contenus-illicites/{notice}",
        "/espace/{slug}/moderation/recours/{appeal}",
        "/espace/{slug}/moderation/signalements/de/{reader}",
    ],
)  # fmt: skip
def test_case_20_no_write_without_its_token_and_nothing_changes_by_reading(
    app: Flask, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    parc, moderator = make_desk()
    author, reader = make_user(), make_user()
    row, hidden_one, third = say(parc), say(parc, author=author), say(parc)
    flag = flagged(third, reader)
    kept(third, moderator, unfounded=[flag.key])
    flagged(row, reader)
    notice = noticed(row)
    answered_notice = noticed(hidden_one)
    decision = judged(hidden_one, Measure.HIDE, moderator)
    contest = appealed(decision, author)
    where = address.format(
        row=row.key, decision=decision.key, token=token_of(answered_notice.key),
        slug=parc.consultation.slug, notice=notice.key, appeal=contest.key, reader=reader.key,
    )  # fmt: skip
    people = {
        "/contributions": reader, "/decisions": author, "/espace": moderator, "/notifications": None
    }  # fmt: skip
    person = next(who for part, who in people.items() if where.startswith(part))
    before = everything()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        if person is not None:
            sign_in(person)
        client.get(where)
        client.head(where)
        assert everything() == before
        answer = client.post(
            where, data={"reasons": "Non.", "text": "Non.", "outcome": "reversed", "act": "warn",
                         "clause": "3", "words": "Non.", "csrf_token": "forged"},
        )  # fmt: skip
        assert answer.status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert everything() == before


def everything() -> list[tuple[object, ...]]:
    """All that reports and appeals hold."""
    session.expire_all()
    return [
        *session.execute(select(Flag.key, Flag.words, Flag.withdrawn_at, Flag.outcome)).all(),
        *session.execute(select(Notice.key, Notice.outcome)).all(),
        *session.execute(select(Appeal.key, Appeal.text, Appeal.outcome)).all(),
    ]


def test_case_10_at_once_one_flag_and_one_notice(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    reader = make_user()
    sign_in(reader)
    form = fields(client.get(f"/contributions/{row.key}/signaler/charte"))
    sent = {**form, "clause": "3", "words": "Une phrase vise quelqu’un."}
    for _each in range(5):
        client.post(f"/contributions/{row.key}/signaler/charte", data=sent)
    assert len(session.scalars(select(Flag)).all()) == 1
