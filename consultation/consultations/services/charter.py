"""The clauses that a consultation adds to the charter of the instance."""

from functools import partial

from consultation.accounts.models import CharterColumns, User
from consultation.accounts.services.charter import Book
from consultation.consultations import emails
from consultation.consultations.charter import OWN
from consultation.consultations.models import Consultation, ConsultationCharter
from consultation.consultations.permissions import can_organise
from consultation.consultations.queries import roles_of
from consultation.consultations.services.telling import tell_contributors
from consultation.core.db import lock


class ConsultationBook(Book):
    """What a consultation adds: its organisers write it, those who contributed are told."""

    table = ConsultationCharter
    prefix = OWN

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(consultation_id=consultation.id)
        self.consultation = consultation

    def can_write(self, person: User) -> bool:
        """The organisers of the consultation."""
        return can_organise(roles_of(person, self.consultation.id))

    def was_published(self, row: CharterColumns, *, is_mailed: bool) -> None:
        """Its pages change; one mail to each person who contributed, if asked."""
        lock(self.consultation)
        self.consultation.revision += 1
        if is_mailed:
            note = {"fr": row.note_fr, "en": row.note_en}
            tell_contributors(
                self.consultation,
                partial(emails.charter_changed, self.consultation, row.number, note),
            )
