"""What people reported and contested in the whole site, and what was decided of it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.clock import now, today
from consultation.core.db import session, transaction
from consultation.core.keys import new_key
from consultation.documents.models import Document
from consultation.moderation.desk import SecondOpinion
from consultation.moderation.following import token_of
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Ground, Measure, Source
from consultation.moderation.queries.appeals import decision_of_key
from consultation.moderation.reports import Category
from consultation.moderation.services.appealing import appeal
from consultation.moderation.services.bulk import start_batch
from consultation.moderation.services.deciding import decide
from consultation.moderation.services.dismissing import dismiss
from consultation.moderation.services.flagging import flag
from consultation.moderation.services.noticing import Told, notify
from consultation.moderation.services.ruling import RuleDraft, create_rule
from consultation.screening.models import RuleAction
from tests.contributions.steps import Parc, known, say

WHY = "Une phrase y vise quelqu’un, que tout le village reconnaît."


def reported(row: Consultation, people: dict[str, User | None]) -> dict[str, str]:
    """A flag and two notices, one answered, a decision and the appeal against it."""
    author, citizen, moderator = (people[who] for who in ("author", "citizen", "moderator"))
    assert author
    assert citizen
    assert moderator
    document_id = session.scalars(select(Document.id).where(Document.consultation_id == row.id))
    parc = Parc(row.id, min(document_id))
    shown, unfounded, gone = (say(parc, author=author, index=None) for _each in range(3))
    flag(known(shown), "3", WHY, actor=citizen)
    waits = notify(known(shown), _told(), actor=None, whence="")
    answered = notify(known(unfounded), _told(), actor=None, whence="")
    idle = flag(known(unfounded), "3", WHY, actor=citizen)
    dismiss(known(unfounded), WHY, source=Source.FLAG, unfounded=[idle.key], actor=moderator)
    judgement = Judgement(Measure.HIDE, ground=Ground.CHARTER, clause="3", facts=WHY)
    decision = decide(known(gone), judgement, actor=moderator)
    found = decision_of_key(decision.key)
    assert found
    contest = appeal(found, WHY, actor=author)
    away = replace(judgement, measure=Measure.SUSPEND, until=now() + timedelta(days=1))
    decide(known(say(parc, author=people["chair"], index=None)), away, actor=moderator)
    keys = {
        "report": shown.key, "flag_page": shown.key, "flag": shown.key,
        "take_flag_back": shown.key, "notice_page": shown.key, "notice": shown.key,
        "flagged_item": shown.key, "noticed_item": waits.key, "reporter": citizen.key,
        "decision": decision.key, "decision_file": decision.key, "erase": decision.key,
        "appeal_page": decision.key, "appeal": decision.key,
        "own_appeal": contest.key, "appeal_item": contest.key, "hand_appeal": contest.key,
    }  # fmt: skip
    tokens = {
        "follow": waits.key, "notifier_appeal_page": answered.key, "notifier_appeal": answered.key,
    }  # fmt: skip
    return {
        "year": str(today().year),
        **{f"moderation.{name} key": key for name, key in keys.items()},
        **{f"moderation.{name} token": token_of(key) for name, key in tokens.items()},
    }


def _told() -> Told:
    return Told(
        Category.VIOLENCE, WHY, new_key(24), name="Maud Serin", email="maud@example.org",
        is_in_good_faith=True,
    )  # fmt: skip


def desk_addresses(row: Consultation, people: dict[str, User | None]) -> dict[str, str]:
    """A contribution on the desk, a batch of decisions, and one that is to be read twice."""
    author, moderator, colleague = (
        people[who] for who in ("author", "moderator", "moderator elsewhere")
    )
    assert author
    assert moderator
    assert colleague
    document_id = session.scalars(select(Document.id).where(Document.consultation_id == row.id))
    parc = Parc(row.id, min(document_id))
    waits, decided = (say(parc, author=author, index=None) for _each in range(2))
    judgement = Judgement(Measure.KEEP)
    batch = start_batch(row, [decided.id], judgement, actor=moderator)
    with transaction() as current:
        opinion = SecondOpinion(
            consultation_id=row.id, contribution_id=decided.id, revision=1, is_sample=True,
            first_by_id=colleague.id, first_measure=Measure.KEEP,
        )  # fmt: skip
        current.add(opinion)
    rule = create_rule(
        row, RuleDraft(WHY, (frozenset({"insult"}),), RuleAction.HOLD), actor=moderator
    )
    names = ("item", "decide", "onward", "reservation", "as_public")
    return {
        **{f"moderation.{name} key": waits.key for name in names},
        **{
            f"moderation.{name} key": rule.key
            for name in ("rule", "try_one", "drop_rule", "act_on_rule")
        },
        "moderation.act_on_rule act": "activer",
        "moderation.batch key": batch.key,
        "moderation.take_batch_back key": batch.key,
        "moderation.sample key": opinion.key,
        "moderation.person participant": known(waits).author.key,
    }
