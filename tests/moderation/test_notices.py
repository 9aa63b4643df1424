"""Notices of illegal content: anybody's, with the fields of the DSA's article 16."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import ContributionState
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.reports import Category, Flag, Notice
from tests.conftest import SignIn
from tests.factories import fresh, make_user
from tests.moderation.reporting import (
    EMAIL,
    ILLEGAL,
    NAME,
    fields,
    judged,
    kept,
    notice_typed,
    noticed,
    say,
    send,
    token_of,
)
from tests.moderation.steps import make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")
NOTIFY = "/contributions/{}/signaler/contenu-illicite"


def notices() -> list[Notice]:
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_anybody_notifies_without_an_account_and_follows_by_a_secret_address(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    page = client.get(NOTIFY.format(row.key))
    assert f"/contributions/{row.key}</dd>" in page.text
    assert f"n° {row.number}, texte n° 1" in page.text.replace("\u00a0", " ")
    answer = send(client, NOTIFY.format(row.key), **notice_typed())
    assert answer.status_code == 303
    (notice,) = notices()
    assert (notice.name, notice.email, notice.explanation) == (NAME, EMAIL, ILLEGAL)
    assert notice.location == f"http://localhost/contributions/{row.key}"
    assert (notice.revision, notice.user_id, notice.category) == (1, None, Category.VIOLENCE)
    followed = client.get(answer.headers["Location"])
    assert followed.status_code == 200
    assert notice.key in followed.text
    assert followed.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in followed.text
    assert EMAIL not in followed.text
    assert fresh(row).state is ContributionState.PUBLISHED
    assert fresh(row).review_since is not None


def test_it_is_acknowledged_by_mail_at_once_with_its_reference(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    send(client, NOTIFY.format(row.key), **notice_typed())
    mail = outbox()[-1]
    (notice,) = notices()
    assert (mail.to, mail.kind) == (EMAIL, "moderation.notice_received")
    assert notice.key in mail.subject
    assert token_of(notice.key) in mail.text
    assert mail.run_at <= now()
    assert ILLEGAL not in mail.text
    assert ILLEGAL not in mail.html


def test_only_child_sexual_abuse_may_be_told_without_a_name(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    nameless = notice_typed(name="", email="")
    refused = send(client, NOTIFY.format(row.key), **nameless)
    assert refused.status_code == 422
    assert "Écrivez votre nom" in refused.text
    assert "Écrivez votre adresse électronique" in refused.text
    before = len(outbox())
    taken = send(client, NOTIFY.format(row.key), **{**nameless, "category": "child_abuse"})
    assert taken.status_code == 303
    (notice,) = notices()
    assert (notice.name, notice.email) == ("", "")
    assert len(outbox()) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"category": ""}, "Choisissez ce dont il s’agit"),
        ({"category": "thoughtcrime"}, "Choisissez dans la liste"),
        ({"explanation": ""}, "Expliquez pourquoi"),
        ({"explanation": "\u200b" * 40}, "Expliquez pourquoi"),
        ({"explanation": "Illégal."}, "20 caractères au moins"),
        ({"explanation": "x" * 4001}, "4 000 caractères au plus"),
        ({"good_faith": ""}, "bonne foi"),
        ({"email": "maud"}, "il manque « @ »"),
        ({"email": "maud@example.org\nBcc: tous@example.org"}, "Vérifiez l’adresse"),
        ({"email": "a" * 250 + "@example.org"}, "254 caractères au plus"),
        ({"name": "x" * 121}, "120 caractères au plus"),
        ({"name": "\u202e\u200b"}, "Écrivez votre nom"),
        ({"legal_ref": "x" * 201}, "200 caractères au plus"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, typed: dict[str, str], said: str
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    sent = notice_typed(**typed)
    answer = send(client, NOTIFY.format(row.key), **sent)
    assert answer.status_code == 422
    plain = answer.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert said in plain
    back = fields(answer)
    if "explanation" not in typed:
        assert back["explanation"] == ILLEGAL
    assert "Code pénal" in back["legal_ref"] or "legal_ref" in typed
    assert not notices()


def test_whoever_is_signed_in_finds_it_in_their_account_too(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    reader = make_user(email="odile@example.org")
    sign_in(reader)
    page = client.get(NOTIFY.format(row.key))
    assert fields(page)["email"] == "odile@example.org"
    send(client, NOTIFY.format(row.key), **notice_typed())
    (notice,) = notices()
    assert notice.user_id == reader.id
    assert notice.key in client.get("/compte/signalements").text


def test_what_is_no_longer_published_is_not_notified(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    judged(row, Measure.HIDE, moderator)
    assert client.get(NOTIFY.format(row.key)).status_code == 410
    with pytest.raises(DomainError):
        noticed(row)


def test_the_two_intakes_are_never_merged(client: FlaskClient, sign_in: SignIn) -> None:
    parc, moderator = make_desk()
    noticed(say(parc))
    assert not session.scalars(select(Flag)).all()
    sign_in(moderator)
    slug = parc.consultation.slug
    flags = client.get(f"/espace/{slug}/moderation/signalements")
    illegal = client.get(f"/espace/{slug}/moderation/contenus-illicites")
    assert "Aucun signalement n’attend" in flags.text
    assert NAME not in illegal.text
    assert notices()[0].key in illegal.text


def test_the_outcome_is_mailed_and_shown_with_reasons_where_nothing_was_done(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    notice = noticed(row)
    kept(row, moderator, reasons="Le texte ne menace personne.")
    mail = outbox()[-1]
    assert (mail.to, mail.kind) == (EMAIL, "moderation.notice_answered")
    assert "Le texte ne menace personne." in mail.text
    assert "règlement extrajudiciaire" in mail.text
    assert "tribunal" in mail.text
    page = client.get(f"/notifications/{token_of(notice.key)}")
    assert "Le texte ne menace personne." in page.text
    assert "/recours" in page.text


def test_the_facts_of_a_measure_are_its_authors_and_not_the_notifiers(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    notice = noticed(row)
    judged(row, Measure.HIDE, moderator, facts="Le texte nomme la voisine du deuxième étage.")
    mail = next(each for each in outbox() if each.kind == "moderation.notice_answered")
    page = client.get(f"/notifications/{token_of(notice.key)}").text
    for words in (mail.text, mail.html, page):
        assert "voisine" not in words
        assert "n’est plus publiée" in words
    assert re.search(r"Charte, règle\s5", page)
