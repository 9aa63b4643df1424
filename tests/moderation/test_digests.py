"""Moderators are told of what waits as they chose; organisers, of delays over the promise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.mail import Email, OutgoingMail
from consultation.moderation import digests
from consultation.moderation.desk import Digest
from consultation.moderation.models import Measure
from consultation.moderation.queries.appeals import appeal_of_key
from consultation.moderation.queries.figures import Brief, Left
from consultation.moderation.services.handing import hand_appeal_over, hand_over
from consultation.moderation.services.preferences import next_digest
from consultation.moderation.tasks import send_next_digest, tell_next_delay
from tests.conftest import SignIn
from tests.contributions.steps import Parc, make_parc, say
from tests.factories import make_user
from tests.moderation.queue import address, waiting
from tests.moderation.reporting import appealed
from tests.moderation.steps import add_moderator, judged, make_desk
from tests.support.snapshots import assert_is_kept

pytestmark = pytest.mark.usefixtures("app")
Outbox = Callable[[], list[OutgoingMail]]
MORNING = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
"""Seven in Paris."""


def work(app: Flask, at: datetime) -> None:
    """The worker passes at that moment."""
    with app.app_context(), travel(at):
        while send_next_digest():
            pass
        while tell_next_delay():
            pass


def told(outbox: Outbox, kind: str = "moderation.digest") -> list[str]:
    return [mail.to for mail in outbox() if mail.kind == kind]


def desk_at(moment: datetime, **given: object) -> tuple[Parc, str]:
    """A consultation open around `moment`, and its moderator's address."""
    with travel(moment):
        parc, camille = make_desk(**given)
    return parc, str(camille.email)


def test_a_moderator_is_told_once_a_day_in_the_morning(app: Flask, outbox: Outbox) -> None:
    parc, camille = desk_at(MORNING)
    with travel(MORNING):
        waiting(parc)
    work(app, MORNING)
    assert told(outbox) == []
    for hours in (2, 3, 20):
        work(app, MORNING + timedelta(hours=hours))
    assert told(outbox) == [camille]
    work(app, MORNING + timedelta(hours=25, minutes=30))
    assert told(outbox) == [camille] * 2


def test_a_moderator_is_told_of_what_was_left_to_them_in_particular(
    app: Flask, outbox: Outbox
) -> None:
    parc, _camille = desk_at(MORNING)
    with travel(MORNING), app.app_context():
        sacha, others = add_moderator(parc), [waiting(parc) for _each in range(3)]
        hand_over(parc.consultation, [row.id for row in others[:2]], sacha, actor=sacha)
    work(app, MORNING)
    work(app, MORNING + timedelta(hours=2))
    letters = {mail.to: mail.text for mail in outbox() if mail.kind == "moderation.digest"}
    assert "2 vous sont confiées en particulier" in letters.pop(str(sacha.email))
    assert "confiée" not in "".join(letters.values())


def test_an_appeal_left_to_somebody_is_told_though_nothing_else_waits(
    app: Flask, outbox: Outbox
) -> None:
    parc, camille_s = desk_at(MORNING)
    with travel(MORNING), app.app_context():
        sacha, author = add_moderator(parc), make_user()
        camille = session.scalars(select(User).where(User.email == camille_s)).one()
        contest = appealed(judged(say(parc, author=author), Measure.HIDE, camille), author)
        found = appeal_of_key(contest.key)
        assert found
        hand_appeal_over(found, sacha, actor=sacha)
    work(app, MORNING)
    work(app, MORNING + timedelta(hours=2))
    assert told(outbox) == [sacha.email]
    letter = next(mail for mail in outbox() if mail.kind == "moderation.digest")
    assert "1 recours à juger" in letter.subject
    assert "1 recours vous est confié" in letter.text
    assert "etat=confies" in letter.text
    assert "contribution" not in letter.subject


def test_nothing_waits_and_nothing_is_written(app: Flask, outbox: Outbox) -> None:
    desk_at(MORNING)
    work(app, MORNING)
    work(app, MORNING + timedelta(hours=3))
    assert told(outbox) == []


def test_each_person_chooses_for_each_consultation(
    app: Flask, client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    moderator = make_user()
    quiet, loud = make_parc(moderator=moderator), make_parc(moderator=moderator)
    for parc in (quiet, loud):
        waiting(parc, risk=80)
    sign_in(moderator)
    page = client.get(address(quiet, "avertissements"))
    assert 'value="daily" checked' in page.text
    assert client.post(address(quiet, "avertissements"), data={"digest": "x"}).status_code == 400
    client.post(address(quiet, "avertissements"), data={"digest": "none"})
    client.post(address(loud, "avertissements"), data={"digest": "hourly"})
    start = now()
    work(app, start)
    work(app, start + timedelta(minutes=61))
    assert told(outbox) == [moderator.email]
    assert loud.consultation.slug in outbox()[-1].text


def test_the_hourly_message_comes_for_what_cannot_wait_alone(
    app: Flask, client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, camille = make_desk()
    waiting(parc, risk=10)
    sign_in(camille)
    client.post(address(parc, "avertissements"), data={"digest": "hourly"})
    start = now()
    work(app, start)
    work(app, start + timedelta(minutes=61))
    assert told(outbox) == []
    waiting(parc, risk=90)
    work(app, start + timedelta(minutes=122))
    assert told(outbox) == [camille.email]


def test_nobody_is_told_of_what_is_not_open_to_them(app: Flask, outbox: Outbox) -> None:
    moderator = make_user()
    parc = make_parc(moderator=moderator)
    waiting(parc)
    make_parc(moderator=make_user())
    draft = make_parc(moderator=make_user(), phase=Phase.OPEN)
    assert draft.consultation.phase is Phase.OPEN
    start = now()
    work(app, start)
    work(app, start + timedelta(days=1, hours=1))
    assert told(outbox) == [moderator.email]


def test_an_organiser_is_told_of_a_broken_promise_once_a_day(app: Flask, outbox: Outbox) -> None:
    organiser = make_user()
    parc, _camille = desk_at(MORNING, organiser=organiser)
    with travel(MORNING):
        waiting(parc, hours=23)
    work(app, MORNING)
    assert told(outbox, "moderation.late") == []
    for hours in (2, 3, 9):
        work(app, MORNING + timedelta(hours=hours))
    assert told(outbox, "moderation.late") == [organiser.email]
    work(app, MORNING + timedelta(hours=26))
    assert told(outbox, "moderation.late") == [organiser.email] * 2


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 10, 6, 59, tzinfo=UTC), datetime(2026, 3, 10, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 10, 7, 0, tzinfo=UTC), datetime(2026, 3, 11, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_day_begins_at_eight_in_paris_whatever_the_season(at: datetime, due: datetime) -> None:
    assert next_digest(Digest.DAILY, at) == due
    assert next_digest(Digest.HOURLY, at) == at + timedelta(hours=1)


AT = datetime(2025, 7, 12, 16, 4, tzinfo=UTC)
CONSULTATION = Consultation(slug="parc", title="Un parc", short_title="Parc", review_hours=24)
FOUND = Brief(143, AT - timedelta(hours=25, minutes=40), 2)


def written(name: str, language: str) -> Email:
    if name == "left":
        left = Left(contributions=12, appeals=1)
        return digests.digest(CONSULTATION, "sacha@example.org", language, FOUND, AT, left)
    if name == "digest":
        return digests.digest(CONSULTATION, "camille@example.org", language, FOUND, AT)
    return digests.late(CONSULTATION, "odile@example.org", language, FOUND, AT)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["digest", "late", "left"])
def test_the_messages_are_word_for_word(name: str, language: str) -> None:
    email = written(name, language)
    assert_is_kept(f"moderation/{name}-{language}.txt", f"{email.subject}\n\n{email.text}")
    assert_is_kept(f"moderation/{name}-{language}.html", email.html)
