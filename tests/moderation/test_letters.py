"""What the author of a contribution is written, word for word, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.moderation import emails
from consultation.moderation.judging import Judgement
from consultation.moderation.letters import statement_of
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.screening.signals import SignalSpan
from tests.support.snapshots import assert_is_kept

AT = datetime(2025, 9, 9, 12, 20, tzinfo=UTC)
PARC = Consultation(id=1, slug="parc", title="Un parc au bord de la rivière", short_title="Parc")
SAID = Contribution(key="abcdefghjk", number=2914, consultation_id=1)
TO = "odile@example.org"
FACTS = "Le texte nomme une <voisine> & son lieu de soin."
REASONS = {"ground": Ground.CHARTER, "clause": "5", "facts": FACTS}
SPANS = (SignalSpan("source", 0, 3, "name"), SignalSpan("source", 5, 9, "phone"))
JUDGEMENTS = {
    "keep": Judgement(Measure.KEEP),
    "refuse": Judgement(
        Measure.REFUSE, ground=Ground.LAW, legal_ref="Article 29 de la loi du 29 juillet 1881",
        facts="Une phrase impute un fait précis à une personne nommée.", source=Source.NOTICE,
    ),
    "hide": Judgement(Measure.HIDE, ground=Ground.CHARTER, clause="7", source=Source.FLAG),
    "mask": Judgement(Measure.MASK, **REASONS, spans=SPANS, is_machine_detected=True),
    "restore": Judgement(Measure.RESTORE),
    "move": Judgement(Measure.MOVE, ground=Ground.CHARTER, clause="1", target_key="x"),
    "close-thread": Judgement(Measure.CLOSE_THREAD, facts="Le fil tourne à la dispute."),
    "warn": Judgement(Measure.WARN, **REASONS),
    "suspend": Judgement(Measure.SUSPEND, **REASONS, until=AT + timedelta(days=7)),
    "lift-suspension": Judgement(Measure.LIFT_SUSPENSION),
}  # fmt: skip


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", JUDGEMENTS)
def test_each_letter_is_kept_word_for_word(name: str, language: str) -> None:
    person = User(display_name="Odile M.", email=TO, language=language)
    judgement = JUDGEMENTS[name]
    decision = Decision(
        key="d2d2d2d2", measure=judgement.measure,
        statement=statement_of(SAID, judgement, language),
    )  # fmt: skip
    email = emails.decided(person, TO, PARC, SAID, decision)
    assert_is_kept(f"moderation/decided-{name}-{language}.txt", f"{email.subject}\n\n{email.text}")
    assert "<voisine>" not in email.html
    assert email.language == language


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_decision_taken_back_is_told_word_for_word(language: str) -> None:
    person = User(display_name="Odile M.", email=TO, language=language)
    email = emails.undone(person, TO, PARC, SAID, Decision(key="d2", measure=Measure.HIDE))
    assert_is_kept(f"moderation/undone-{language}.txt", f"{email.subject}\n\n{email.text}")
    assert "mes-contributions" in email.html
