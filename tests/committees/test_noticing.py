"""What is said is told by mail: many messages in one, as each chose, never what was read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.committees.models.people import CommitteeMember
from consultation.committees.models.threads import Telling, ThreadMessage
from consultation.committees.queries.people import member_of
from consultation.committees.services.messages import Said, edit_message
from consultation.committees.services.noticing import choose_telling, next_morning
from consultation.committees.services.seats import leave
from consultation.committees.thread_tasks import tell_next
from consultation.core.clock import now, travel
from consultation.core.mail import OutgoingMail
from tests.committees.steps import SECRET, SLUG, Scene, make_scene
from tests.committees.talk import made_thread, said
from tests.conftest import SignIn
from tests.factories import fresh

Outbox = Callable[[], list[OutgoingMail]]
SPACE = f"/comites/{SLUG}/espace"


def later(minutes: int = 0, hours: int = 0) -> list[bool]:
    """Let the clock run, and tell everybody to whom something is due."""
    told = []
    with travel(now() + timedelta(minutes=minutes, hours=hours)):
        while tell_next():
            told.append(True)
    return told


def member(scene: Scene, who: str) -> CommitteeMember:
    found = member_of(scene.person(who), scene.committee.id)
    assert found is not None
    return found


def to(outbox: Outbox, person: User) -> list[OutgoingMail]:
    return [mail for mail in outbox() if mail.to == person.email]


@pytest.fixture
def scene(database: None) -> Scene:
    """A committee with one person in each seat."""
    return make_scene()


def test_several_messages_make_one_mail_that_holds_none_of_them(
    scene: Scene, outbox: Outbox
) -> None:
    thread = made_thread(scene, "chair", subject="Auditions", body="Hippocampe.")
    said(scene, thread, "chair", "Salamandre.")
    made_thread(scene, "facilitator", subject="Calendrier", body="Triton.")
    assert later(minutes=29) == []
    assert later(minutes=31)
    (mail,) = to(outbox, scene.person("member"))
    assert mail.subject.startswith("3 nouveaux messages")
    assert "Auditions" in mail.text
    assert "Calendrier" in mail.text
    for word in ("Hippocampe", "Salamandre", "Triton", SECRET):
        assert word not in mail.text + mail.html + mail.subject
    assert f"{SPACE}/fils/{thread.key}" in mail.text
    (own,) = to(outbox, scene.person("chair"))
    assert own.subject.startswith("1 nouveau message"), "nobody is told of their own words"
    assert later(hours=48) == [], "what was told is told once"


def test_what_was_read_meanwhile_is_not_told(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    thread = made_thread(scene, "chair", body=f"@{SECRET} member, lisez.")
    sign_in(scene.person("member"))
    client.get(f"{SPACE}/fils/{thread.key}")
    later(hours=2)
    assert to(outbox, scene.person("member")) == []
    assert len(to(outbox, scene.person("observer"))) == 1


def test_each_is_told_when_they_chose(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    sign_in(scene.person("member"))
    assert client.post(f"{SPACE}/fils/courriels", data={"telling": "never"}).status_code == 303
    assert "aucun pour l’instant" in client.get(f"{SPACE}/fils").text
    assert client.post(f"{SPACE}/fils/courriels", data={"telling": "hourly"}).status_code == 422
    choose_telling(member(scene, "rapporteur"), Telling.DAILY)
    choose_telling(member(scene, "observer"), Telling.NAMED)
    with travel(datetime(2025, 9, 9, 12, tzinfo=UTC)):
        made_thread(scene, "chair", body="Bonjour.")
        later(hours=1)
        assert len(to(outbox, scene.person("facilitator"))) == 1
        assert to(outbox, scene.person("rapporteur")) == []
        later(hours=18)
        assert len(to(outbox, scene.person("rapporteur"))) == 1
        assert to(outbox, scene.person("observer")) == []
        assert to(outbox, scene.person("member")) == []


def test_whoever_is_named_is_told_soon_and_who_wants_none_never(
    scene: Scene, outbox: Outbox
) -> None:
    choose_telling(member(scene, "observer"), Telling.NAMED)
    choose_telling(member(scene, "rapporteur"), Telling.NEVER)
    thread = made_thread(scene, "chair", subject="Un fil", body="Rien pour vous.")
    named = f"@{SECRET} observer, @{SECRET} rapporteur, @{SECRET} chair"
    other = made_thread(scene, "chair", subject="Autre fil", body=named)
    assert len(later(minutes=6)) == 1
    (mail,) = to(outbox, scene.person("observer"))
    assert other.key in mail.text
    assert thread.key not in mail.text
    assert "Un message vous nomme." in mail.text
    later(hours=48)
    assert to(outbox, scene.person("rapporteur")) == []
    assert to(outbox, scene.person("chair")) == [], "who names themselves knows it"


def test_who_is_named_by_an_edit_is_told_even_if_they_had_read_it(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    thread = made_thread(scene, "chair", body="Bonjour.")
    sign_in(scene.person("member"))
    client.get(f"{SPACE}/fils/{thread.key}")
    message: ThreadMessage = said(scene, thread, "chair", "Qui vient ?")
    client.get(f"{SPACE}/fils/{thread.key}")
    words = Said(f"Qui vient ? @{SECRET} member ?", "")
    edit_message(fresh(message), fresh(thread), words, seen=1, actor=scene.person("chair"))
    later(minutes=6)
    (mail,) = to(outbox, scene.person("member"))
    assert "Un message vous nomme." in mail.text


def test_who_has_left_is_told_nothing_more(scene: Scene, outbox: Outbox) -> None:
    made_thread(scene, "chair", body=f"@{SECRET} member ?")
    leave(fresh(scene.committee), actor=scene.person("member"))
    later(hours=48)
    assert to(outbox, scene.person("member")) == []
    assert to(outbox, scene.person("former member")) == []


def test_a_mail_that_waits_is_taken_back_when_the_seat_ends(scene: Scene, outbox: Outbox) -> None:
    made_thread(scene, "chair")
    later(hours=1)
    person = scene.person("member")
    assert len(to(outbox, person)) == 1
    leave(fresh(scene.committee), actor=person)
    assert to(outbox, person) == []


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (datetime(2025, 9, 9, 5, 59, tzinfo=UTC), datetime(2025, 9, 9, 6, tzinfo=UTC)),
        (datetime(2025, 9, 9, 6, 0, tzinfo=UTC), datetime(2025, 9, 10, 6, tzinfo=UTC)),
        (datetime(2025, 10, 25, 12, tzinfo=UTC), datetime(2025, 10, 26, 7, tzinfo=UTC)),
    ],
)
def test_the_morning_is_eight_o_clock_in_paris(moment: datetime, morning: datetime) -> None:
    assert next_morning(moment) == morning
