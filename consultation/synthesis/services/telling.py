"""Telling people of an edition: one mail each about all that they said, sent by the worker."""

from consultation.consultations.models import Consultation
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.synthesis import emails
from consultation.synthesis.models import Edition, Synthesis, SynthesisTelling
from consultation.synthesis.queries.concerned import next_concerned

AT_ONCE = 100
"""People told in one transaction."""


def tell_some(telling: SynthesisTelling) -> int:
    """Write to the next people, and note how far that went in the same transaction.

    So a worker that is killed tells nobody twice and forgets nobody. An edition that another one
    replaced meanwhile is told no further: the newer one tells everybody. How many were told.
    """
    with transaction():
        lock(telling)
        edition = session.get_one(Edition, telling.edition_id)
        synthesis = session.get_one(Synthesis, edition.synthesis_id, populate_existing=True)
        is_last = edition.number == synthesis.edition_count
        consultation = session.get_one(Consultation, synthesis.consultation_id)
        readers = (
            next_concerned(edition, consultation.id, telling.told_to_id, AT_ONCE) if is_last else []
        )
        for reader in readers:
            if reader.person.email:
                mail.queue(
                    emails.synthesis_published(consultation, edition, reader.person.email, reader)
                )
        if readers:
            telling.told_to_id = readers[-1].person.id
            telling.told_count += len(readers)
        telling.attempts, telling.lease_until, telling.last_error = 0, None, ""
        if len(readers) < AT_ONCE:
            telling.done_at = now()
    return len(readers)
