"""Asking for an export, and taking the request back."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import files, journal
from consultation.core.clock import now, today
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.exports.asked import Filters, fingerprint_of
from consultation.exports.models import PAPERS, RUNNING, Export, ExportState, Format
from consultation.exports.permissions import can_export, can_export_names
from consultation.exports.queries.codebook import codes_of
from consultation.exports.queries.requests import running_count
from consultation.exports.queries.synthesis import synthesis_of
from consultation.exports.services.forgetting import drop_template
from consultation.exports.services.writing import state_of
from consultation.exports.writers import CONTENT_TYPES
from consultation.synthesis.services.gathering import gather_all

MOST_RUNNING = 5


@dataclass(frozen=True)
class Wanted:
    """What the form asks for; `template` is the institution's own DOCX, checked already."""

    format: Format
    filters: Filters
    has_names: bool = False
    template: bytes | None = None


def allowed(consultation: Consultation, wanted: Wanted, *, actor: User) -> None:
    """The person may have it, and there is something to write."""
    roles = roles_of(actor, consultation.id)
    require(can_export_names(roles) if wanted.has_names else can_export(roles))
    if wanted.format is Format.QDC and all(code.is_retired for code in codes_of(consultation.id)):
        raise DomainError(_("La grille d’analyse est vide : il n’y a rien à emporter en QDC."))
    if wanted.format in PAPERS and synthesis_of(consultation.id) is None:
        raise DomainError(_("La synthèse n’est pas encore commencée."))
    if wanted.format in PAPERS:
        gather_all(consultation.id)


def ask_for_export(consultation: Consultation, wanted: Wanted, *, actor: User) -> Export:
    """Leave the file to the worker. The same request of an unchanged corpus, that day, is one."""
    allowed(consultation, wanted, actor=actor)
    corpus, day = state_of(consultation.id, wanted.format), today()
    fingerprint = fingerprint_of(
        actor.key, actor.display_name, consultation.key, wanted.format.value,
        wanted.filters.form(), wanted.has_names, corpus, day.isoformat(),
        hashlib.sha256(wanted.template or b"").hexdigest(),
    )  # fmt: skip
    with transaction() as current:
        known = _known(fingerprint)
        if known is not None:
            return known
        if running_count(actor) >= MOST_RUNNING:
            raise DomainError(
                _("Cinq de vos exports sont en cours : attendez la fin de l’un d’eux.")
            )
        row = insert_missing(
            Export, consultation_id=consultation.id, asked_by_id=actor.id, as_of=day,
            format=wanted.format, filters=wanted.filters.form(), has_names=wanted.has_names,
            fingerprint=fingerprint, corpus=corpus,
        )  # fmt: skip
        if row is None:
            found = _known(fingerprint)
            if found is None:
                raise DomainError(_("Le corpus vient de changer : demandez l’export de nouveau."))
            return found
        if wanted.template is not None:
            kept = files.store(
                wanted.template, name="modele.docx", content_type=CONTENT_TYPES[Format.DOCX]
            )
            current.flush()
            row.template_id = kept.id
        journal.record(
            "export.asked", row, actor_id=actor.id, consultation=consultation.key,
            format=wanted.format.value, names=int(wanted.has_names),
        )  # fmt: skip
    return row


def _known(fingerprint: str) -> Export | None:
    return session.scalars(select(Export).where(Export.fingerprint == fingerprint)).one_or_none()


def cancel_export(row: Export, *, actor: User) -> bool:
    """Ask the worker to stop; False when it was over. What is half written is thrown away."""
    with transaction():
        lock(row)
        require(row.asked_by_id == actor.id)
        if row.state not in RUNNING:
            return False
        row.state = ExportState.CANCELLED
        row.cancelled_at = row.done_at = now()
        row.fingerprint = row.lease_until = None
        drop_template(row)
        journal.record("export.cancelled", row, actor_id=actor.id)
    return True


def note_download(row: Export, *, actor: User) -> None:
    """A file with names was taken: the journal says by whom."""
    with transaction():
        journal.record("export.downloaded", row, actor_id=actor.id)
