"""Receiving a notice of illegal content, from anybody, with the fields of the DSA's article 16."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import consultation_of
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _, page_language
from consultation.core.links import absolute
from consultation.core.text import is_blank
from consultation.moderation import answers
from consultation.moderation.queries.reported import NOTICE_RISK
from consultation.moderation.queries.reports import notice_of_form
from consultation.moderation.reports import Category, Notice
from consultation.moderation.rights import can_notify
from consultation.moderation.services.flagging import ask_for_a_look

MAX_EXPLANATION = 4000
MIN_EXPLANATION = 20
MAX_REF, MAX_NOTICE_NAME, MAX_EMAIL = 200, 120, 254
FROM_ONE_ADDRESS, TO_ONE_MAILBOX = 30, 12
"""In an hour and in a day: an office or a school behind one address gets through."""


@dataclass(frozen=True)
class Told:
    """What a notice says. `form_token` makes it one, however often it is sent."""

    category: Category
    explanation: str
    form_token: str
    legal_ref: str = ""
    name: str = ""
    email: str = ""
    is_in_good_faith: bool = False


def notify(contribution: Contribution, told: Told, *, actor: User | None, whence: str) -> Notice:
    """Record the notice, put the contribution before moderators, acknowledge by mail at once.

    `whence` is the network address that it came from; it is counted, hashed, and not kept.
    """
    earlier = notice_of_form(told.form_token)
    if earlier is not None:
        return earlier
    require(
        can_notify(contribution),
        _("Cette contribution n’est plus publiée : personne ne peut plus la lire."),
    )
    _check(told)
    limit("notice.from", whence, FROM_ONE_ADDRESS, timedelta(hours=1))
    if told.email:
        limit("notice.to", told.email.lower(), TO_ONE_MAILBOX, timedelta(days=1))
    try:
        with transaction():
            return _record(contribution, told, actor)
    except IntegrityError:
        earlier = notice_of_form(told.form_token)
        if earlier is None:
            raise
        return earlier


def _check(told: Told) -> None:
    """What the form says too, for whoever comes without it."""
    is_named = bool(told.name and told.email)
    if not is_named and told.category is not Category.CHILD_ABUSE:
        raise DomainError(_("Donnez votre nom et votre adresse électronique."))
    if is_blank(told.explanation) or len(told.explanation) < MIN_EXPLANATION:
        raise DomainError(_("Expliquez pourquoi ce contenu vous paraît illégal."))
    if not told.is_in_good_faith:
        raise DomainError(_("Confirmez que votre notification est exacte et complète."))


def _record(contribution: Contribution, told: Told, actor: User | None) -> Notice:
    lock(contribution)
    require(
        can_notify(contribution),
        _("Cette contribution n’est plus publiée : personne ne peut plus la lire."),
    )
    moment = now()
    row = Notice(
        form_token=told.form_token,
        consultation_id=contribution.consultation_id,
        contribution_id=contribution.id,
        revision=contribution.revision,
        location=absolute("contributions.permalink", key=contribution.key),
        category=told.category,
        legal_ref=told.legal_ref,
        explanation=told.explanation,
        name=told.name,
        email=told.email,
        user_id=actor.id if actor else None,
        language=page_language(),
        good_faith_at=moment,
        received_at=moment,
    )
    with transaction() as current:
        current.add(row)
        current.flush()
    ask_for_a_look(contribution, NOTICE_RISK)
    journal.record(
        "notice.received", row, actor_id=actor.id if actor else None,
        contribution=contribution.key,
    )  # fmt: skip
    if row.email:
        mail.queue(answers.notice_received(row, consultation_of(contribution), contribution))
    return row
