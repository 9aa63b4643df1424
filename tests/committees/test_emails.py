"""What committees write to people, word for word."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from consultation.committees import emails, meeting_emails, thread_emails
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.contesting import Amendment, AmendmentState
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.models.opinion import Opinion, OpinionBlock, OpinionRevision
from consultation.committees.models.people import Committee, Seat
from consultation.committees.models.threads import Thread
from consultation.committees.queries.contesting import AmendmentLine
from consultation.committees.queries.threads import News
from consultation.committees.services.telling import Written
from consultation.core.clock import travel
from consultation.core.mail import Email
from tests.support.snapshots import assert_is_kept

BALLOT = Ballot(
    key="23456789", title="Un droit de <refuser>", closes_at=datetime(2025, 9, 14, 18, tzinfo=UTC),
    is_secret=True, cancel_reason="Le <texte> était faux.",
)  # fmt: skip
WRITTEN = (
    emails.ballot_opened, emails.ballot_reminder, emails.ballot_result, emails.ballot_cancelled,
)  # fmt: skip
COMMITTEE = Committee(slug="parc", title="Comité du <parc>", language="fr")


def keep(name: str, mail: Email) -> None:
    assert "@" not in mail.subject
    assert "<parc>" not in mail.html
    assert_is_kept(f"committees/{name}-{mail.language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"committees/{name}-{mail.language}.html", mail.html)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seat", [Seat.MEMBER, Seat.FACILITATOR])
def test_an_invitation(database: None, language: str, seat: Seat) -> None:
    mail = emails.invitation(COMMITTEE, seat, "odile@example.org", language, "token")
    keep(f"invitation-{seat.value}", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_end_of_a_seat(database: None, language: str) -> None:
    keep("seat-ended", emails.seat_ended(COMMITTEE, "odile@example.org", language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("written", WRITTEN)
def test_a_ballot_s_mails_say_no_result_and_name_nobody(
    database: None, language: str, written: Written
) -> None:
    mail = written(BALLOT, COMMITTEE, language)
    assert "/comites/parc/espace/scrutins/23456789" in mail.text
    assert "refuser" not in mail.subject
    keep(mail.kind.removeprefix("committees."), mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_lots_that_are_drawn(database: None, language: str) -> None:
    keep("lots-drawn", emails.lots_drawn(COMMITTEE, "odile@example.org", language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("written", [emails.lots_lapsed, emails.call_lapsed])
def test_a_call_that_led_to_no_draw(
    database: None, language: str, written: Callable[[Committee, str], Email]
) -> None:
    mail = written(COMMITTEE, language)
    keep(mail.kind.removeprefix("committees."), mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_deadline_of_minority_statements(database: None, language: str) -> None:
    opinion = Opinion(statements_until=datetime(2025, 9, 14, 18, tzinfo=UTC))
    mail = emails.statements_close(opinion, COMMITTEE, language)
    assert "/comites/parc/espace/avis/opinions-minoritaires" in mail.text
    keep("statements-close", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_said_in_threads(database: None, language: str) -> None:
    news = [
        News(Thread(key="23456789", subject="Les <auditions>"), 3, is_named=True),
        News(Thread(key="3456789a", subject="Le calendrier"), 1, is_named=False),
    ]
    mail = thread_emails.thread_news(COMMITTEE, news, "odile@example.org", language)
    assert "auditions" not in mail.subject
    assert "<auditions>" not in mail.html
    keep("thread-news", mail)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_became_of_amendments(database: None, language: str) -> None:
    lines = [
        AmendmentLine(
            Amendment(key=f"2345678{number}", number=number, state=state, source="Un <secret>"),
            OpinionBlock(), OpinionRevision(),
        )
        for number, state in ((3, AmendmentState.PROPOSED), (4, AmendmentState.DECLINED))
    ]  # fmt: skip
    mail = emails.amendments(COMMITTEE, lines, "odile@example.org", language)
    assert "secret" not in mail.text + mail.html
    keep("amendments", mail)


MEETING = Meeting(
    key="23456789", title="Auditions <en salle>", place="12, rue du Parc", sequence=1,
    address="https://visio.exemple.fr/parc", state=MeetingState.CALLED, cancel_reason="<Grève>.",
    starts_at=datetime(2025, 10, 25, 7, tzinfo=UTC), ends_at=datetime(2025, 10, 25, 10, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("what", ["called", "changed", "cancelled"])
def test_a_session_s_mails_and_the_calendar_file_that_goes_with_them(
    database: None, language: str, what: str
) -> None:
    MEETING.state = MeetingState.CANCELLED if what == "cancelled" else MeetingState.CALLED
    with travel(datetime(2025, 9, 1, 8, tzinfo=UTC)):
        mail = getattr(meeting_emails, f"meeting_{what}")(MEETING, COMMITTEE, language)
    assert "Auditions" not in mail.subject
    assert "<en salle>" not in mail.html
    keep(f"meeting-{what}", mail)
    file = mail.calendar.replace("\r\n", "\n")
    assert_is_kept(f"committees/meeting-{what}-{language}.ics", file)
