"""Contesting a decision: by whoever it concerns, or by whoever reported."""

from sqlalchemy.exc import IntegrityError

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotAllowedError, require
from consultation.core.i18n import _, page_language
from consultation.core.links import absolute
from consultation.core.text import is_blank
from consultation.moderation import appeal_answers
from consultation.moderation.answers import follow_url
from consultation.moderation.models import Decision
from consultation.moderation.queries.appeals import (
    appeal_of,
    appeal_of_key,
    appeal_of_notice,
    judges_of,
    side_of,
    those_who_name_moderators,
)
from consultation.moderation.reports import Appeal, Notice, Side
from consultation.moderation.rights import can_appeal, can_appeal_notice

MAX_APPEAL = 4000


def appeal(decision: Decision, text: str, *, actor: User) -> Appeal:
    """Contest the decision, as its author or as one who reported. Sent twice, it is the first."""
    earlier = appeal_of(actor, decision)
    if earlier is not None:
        return earlier
    side, flag = side_of(decision, actor)
    require(can_appeal(actor, decision, side, flag, now()), _cannot())
    _check(text)
    row = Appeal(
        consultation_id=decision.consultation_id,
        decision_id=decision.id,
        side=side,
        appellant_id=actor.id,
        text=text,
        language=actor.language,
    )
    try:
        with transaction():
            lock(decision)
            require(can_appeal(actor, decision, side, flag, now()), _cannot())
            _record(row, actor)
            if actor.email:
                address = absolute("moderation.own_appeal", actor.language, key=row.key)
                _acknowledge(row, actor.email, decision, address)
    except IntegrityError:
        return _first(appeal_of(actor, decision))
    return row


def appeal_as_notifier(notice: Notice, decision: Decision, text: str) -> Appeal:
    """The same, for whoever holds the secret address of a notice that the decision answered."""
    earlier = appeal_of_notice(notice)
    if earlier is not None:
        return earlier
    require(can_appeal_notice(notice, decision, now()), _cannot())
    _check(text)
    row = Appeal(
        consultation_id=decision.consultation_id,
        decision_id=decision.id,
        side=Side.REPORTER,
        notice_id=notice.id,
        text=text,
        language=page_language(),
    )
    try:
        with transaction():
            lock(decision)
            require(can_appeal_notice(notice, decision, now()), _cannot())
            _record(row, None)
            if notice.email:
                _acknowledge(row, notice.email, decision, follow_url(notice))
    except IntegrityError:
        return _first(appeal_of_notice(notice))
    return row


def _cannot() -> str:
    return _(
        "Cette décision ne peut pas, ou ne peut plus, faire l’objet d’un recours de votre part."
    )


def _first(earlier: Appeal | None) -> Appeal:
    if earlier is None:
        raise NotAllowedError(_cannot())
    return earlier


def _check(text: str) -> None:
    if is_blank(text):
        raise DomainError(_("Dites pourquoi la décision doit être revue."))
    if len(text) > MAX_APPEAL:
        raise DomainError(_("Un recours compte 4 000 caractères au plus."))


def _record(row: Appeal, actor: User | None) -> None:
    row.received_at = now()
    session.add(row)
    session.flush()
    journal.record("appeal.received", row, actor_id=actor.id if actor else None)
    stored = appeal_of_key(row.key)
    if stored is not None and not judges_of(stored):
        consultation = session.get_one(Consultation, row.consultation_id)
        for person in those_who_name_moderators(row.consultation_id):
            if person.email:
                mail.queue(appeal_answers.second_moderator_needed(person, consultation))


def _acknowledge(row: Appeal, to: str, decision: Decision, address: str) -> None:
    consultation = session.get_one(Consultation, row.consultation_id)
    mail.queue(appeal_answers.appeal_received(row, to, consultation, decision, address))
