"""What those who report and contest are written, word for word."""

from datetime import UTC, datetime

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.mail import Email
from consultation.moderation import answers, appeal_answers
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.reports import (
    Appeal,
    AppealOutcome,
    Category,
    Flag,
    Notice,
    Outcome,
    ReporterStanding,
)
from tests.support.snapshots import assert_is_kept

AT = datetime(2025, 7, 12, 16, 4, 5, tzinfo=UTC)
PARC = Consultation(id=1, slug="parc", title="Un parc au bord de la rivière", short_title="Parc")
SAID = Contribution(key="abcdefghjk", number=203)
TO = "odile@example.org"


def person(language: str) -> User:
    return User(display_name="Odile M.", email=TO, language=language)


def decision(measure: Measure) -> Decision:
    is_kept = measure is Measure.KEEP
    return Decision(
        key="d2d2d2d2", consultation_id=1, measure=measure, decided_at=AT,
        ground=Ground.NONE if is_kept else Ground.CHARTER, clause="" if is_kept else "3",
        charter_version=None if is_kept else 1,
        facts="La phrase critique une <règle> & ne vise personne." if is_kept else "Secret.",
    )  # fmt: skip


def notice(language: str, outcome: Outcome | None = None) -> Notice:
    return Notice(
        key="n2n2n2n2n2", language=language, email=TO, category=Category.VIOLENCE,
        location="http://localhost/contributions/abcdefghjk", received_at=AT, outcome=outcome,
    )  # fmt: skip


def flag(language: str, outcome: Outcome) -> Flag:
    return Flag(key="f2f2f2f2", reporter=person(language), outcome=outcome)


def appeal(language: str, outcome: AppealOutcome | None = None) -> Appeal:
    return Appeal(
        key="r2r2r2r2", language=language, received_at=AT, outcome=outcome,
        decision=decision(Measure.HIDE),
        reasons="Le texte parle bien du parc.\nRien ne l’interdit.",
    )  # fmt: skip


def letters(language: str) -> dict[str, Email]:
    url = "http://localhost/recours/r2r2r2r2"
    hidden, left = decision(Measure.HIDE), decision(Measure.KEEP)
    standing = ReporterStanding(limited_until=AT, reasons="Vous signalez chaque avis contraire.")
    who = person(language)
    return {
        "notice-received": answers.notice_received(notice(language), PARC, SAID),
        "notice-measure": answers.notice_answered(
            notice(language, Outcome.MEASURE), PARC, SAID, hidden
        ),
        "notice-kept": answers.notice_answered(notice(language, Outcome.KEPT), PARC, SAID, left),
        "notice-withdrawn": answers.notice_answered(
            notice(language, Outcome.WITHDRAWN), PARC, SAID, None
        ),
        "flag-measure": answers.flag_answered(flag(language, Outcome.MEASURE), PARC, SAID, hidden),
        "flag-unfounded": answers.flag_answered(
            flag(language, Outcome.UNFOUNDED), PARC, SAID, left
        ),
        "reporter-warned": answers.reporter_warned(who, PARC, standing.reasons),
        "reporter-limited": answers.reporter_limited(who, PARC, standing),
        "appeal-received": appeal_answers.appeal_received(
            appeal(language), TO, PARC, hidden, url
        ),
        "appeal-upheld": appeal_answers.appeal_judged(
            appeal(language, AppealOutcome.UPHELD), TO, PARC, None, SAID, url
        ),
        "appeal-reversed": appeal_answers.appeal_judged(
            appeal(language, AppealOutcome.REVERSED), TO, PARC, decision(Measure.RESTORE), SAID, url
        ),
        "appeal-others": appeal_answers.appeal_judged_for_others(
            appeal(language, AppealOutcome.PARTLY), TO, language, PARC, decision(Measure.MASK),
            SAID, url,
        ),
        "second-moderator": appeal_answers.second_moderator_needed(who, PARC),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_message(database: None, language: str) -> None:
    for name, mail in letters(language).items():
        assert "Secret" not in mail.text + mail.html
        assert mail.kind.startswith("moderation.")
        assert_is_kept(f"moderation/{name}-{language}.txt", f"{mail.subject}\n\n{mail.text}")
        assert_is_kept(f"moderation/{name}-{language}.html", mail.html)
