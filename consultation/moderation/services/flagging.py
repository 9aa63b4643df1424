"""Telling moderators of a breach of the charter, changing one's mind, taking it back.

A flag asks for a look. However many there are, none of them hides anything, and the author is told
of a decision alone.
"""

from datetime import timedelta

from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force, version_in_force
from consultation.contributions.models import Contribution
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, transaction
from consultation.core.errors import DomainError, NotAllowedError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.text import is_blank
from consultation.moderation.queries.reported import FLAG_RISK
from consultation.moderation.queries.reports import flag_of, standing_of
from consultation.moderation.reports import Flag
from consultation.moderation.rights import can_change_flag, can_flag, is_limited

MAX_WORDS = 500
HOURLY, DAILY = 20, 60
"""Flags that one person may send: a generous reader's, not a machine's."""


def flag(contribution: Contribution, clause: str, words: str, *, actor: User) -> Flag:
    """Say that the contribution breaks `clause`; said again before it is judged, it is changed."""
    standing = standing_of(actor.id, contribution.consultation_id)
    if is_limited(standing, now()):
        raise NotAllowedError(
            _("Vos signalements sont suspendus ici pour un temps : un message vous l’a expliqué.")
        )
    require(
        can_flag(actor, contribution, standing, now()),
        _("Vous ne pouvez pas signaler cette contribution."),
    )
    _check(clause, words, contribution.consultation_id)
    limit("flag.hour", actor.key, HOURLY, timedelta(hours=1))
    limit("flag.day", actor.key, DAILY, timedelta(days=1))
    with transaction():
        lock(contribution)
        require(
            can_flag(actor, contribution, standing, now()),
            _("Cette contribution n’est plus publiée : il n’y a plus rien à signaler."),
        )
        row = _row(contribution, clause, words, actor)
        ask_for_a_look(contribution, FLAG_RISK)
        journal.record("flag.received", row, actor_id=actor.id, contribution=contribution.key)
    return row


def _check(clause: str, words: str, consultation_id: int) -> None:
    if clause not in {each.ref for each in clauses_in_force(consultation_id)}:
        raise DomainError(_("Choisissez la règle de la charte qui n’est pas respectée."))
    if is_blank(words):
        raise DomainError(_("Dites en quelques mots ce qui ne va pas."))
    if len(words) > MAX_WORDS:
        raise DomainError(_("Vos explications comptent 500 caractères au plus."))


def _row(contribution: Contribution, clause: str, words: str, actor: User) -> Flag:
    said = {
        "clause": clause,
        "words": words,
        "revision": contribution.revision,
        "charter_version": version_in_force(clause, contribution.consultation_id),
    }
    made = insert_missing(
        Flag,
        key=new_key(),
        consultation_id=contribution.consultation_id,
        contribution_id=contribution.id,
        reporter_id=actor.id,
        received_at=now(),
        mail_key="",
        **said,
    )
    if made is not None:
        return made
    held = flag_of(actor, contribution)
    if held is None or not can_change_flag(actor, lock(held)):
        raise DomainError(_("Votre signalement a déjà été examiné : la réponse vous attend."))
    for name, value in said.items():
        setattr(held, name, value)
    held.changed_at = now()
    held.withdrawn_at = None
    return held


def ask_for_a_look(contribution: Contribution, risk: int) -> None:
    """Put the contribution before moderators, at that place of their queue or before."""
    contribution.risk = max(contribution.risk, risk)
    contribution.review_since = contribution.review_since or now()


def withdraw_flag(row: Flag, *, actor: User) -> None:
    """Take back what one told, while nobody has judged it."""
    require(can_change_flag(actor, row), _("Votre signalement a déjà été examiné."))
    with transaction():
        lock(row)
        require(can_change_flag(actor, row), _("Votre signalement a déjà été examiné."))
        if row.withdrawn_at is None:
            row.withdrawn_at = now()
            journal.record("flag.withdrawn", row, actor_id=actor.id)
