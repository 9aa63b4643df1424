"""Words that answers begin from: kept by the team, copied, never linked."""

from consultation.accounts.models import User
from consultation.answers.models import Outcome, ReplyTemplate
from consultation.answers.permissions import can_answer
from consultation.answers.queries.finding import find_template
from consultation.answers.wording import MAX_NAME, MAX_WORDS
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, tidy


def save_template(
    consultation: Consultation, key: str, name: str, outcome: Outcome | None, source: str, *,
    actor: User,
) -> ReplyTemplate:  # fmt: skip
    """Change the template of that key, or make one without a key."""
    require(can_answer(roles_of(actor, consultation.id)))
    name, source = one_line(name), tidy(source)
    if is_blank(name) or len(name) > MAX_NAME:
        raise DomainError(_("Un modèle a un nom, de 80 caractères au plus."))
    if is_blank(source) or len(source) > MAX_WORDS:
        raise DomainError(_("Un modèle a un texte, de 10 000 caractères au plus."))
    with transaction() as current:
        row = _template(consultation, key) if key else ReplyTemplate(
            consultation_id=consultation.id
        )  # fmt: skip
        row.name, row.outcome, row.source = name, outcome, source
        current.add(row)
        current.flush()
        journal.record("answer.template_saved", row, actor_id=actor.id)
    return row


def drop_template(consultation: Consultation, key: str, *, actor: User) -> None:
    """Take a template away; answers that began from it stay as they are."""
    require(can_answer(roles_of(actor, consultation.id)))
    with transaction() as current:
        row = _template(consultation, key)
        journal.record("answer.template_dropped", row, actor_id=actor.id)
        current.delete(row)


def _template(consultation: Consultation, key: str) -> ReplyTemplate:
    row = find_template(consultation.id, key)
    if row is None:
        raise NotFoundError(_("Ce modèle n’existe plus."))
    return row
