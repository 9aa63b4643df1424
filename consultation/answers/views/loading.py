"""Finding what an address names, for the person who asks; for anybody else it is a 404."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerBatch, ReplyTemplate
from consultation.answers.permissions import (
    can_answer,
    can_publish,
    can_read_drafts,
    can_write,
)
from consultation.answers.queries.finding import (
    find_answer,
    find_batch,
    find_subject,
    find_template,
)
from consultation.answers.subjects import Kind, Subject
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import Roles, phase_at
from consultation.consultations.queries import roles_of, visible_consultations
from consultation.core.clock import now
from consultation.core.db import session


@dataclass(frozen=True)
class Desk:
    """The consultation that is answered, and what the person may do there."""

    consultation: Consultation
    roles: Roles

    @property
    def can_answer(self) -> bool:
        """Write in the institution's name."""
        return can_answer(self.roles)

    @property
    def can_publish(self) -> bool:
        """Give the public what was written."""
        return can_publish(self.roles, phase_at(self.consultation, now()))


def desk_of(person: User, slug: str) -> Desk:
    """The answers of a consultation in whose team `person` is, or 404."""
    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    roles = roles_of(person, row.id) if row else frozenset()
    if row is None or not can_read_drafts(roles):
        abort(404)
    return Desk(row, roles)


def answering_desk(person: User, slug: str) -> Desk:
    """The same, for somebody who answers there."""
    desk = desk_of(person, slug)
    if not desk.can_answer:
        abort(404)
    return desk


def answer_of(desk: Desk, key: str) -> Answer:
    """An answer of that desk, or 404."""
    answer = find_answer(desk.consultation.id, key)
    if answer is None:
        abort(404)
    return answer


def written_by(desk: Desk, key: str, person: User) -> Answer:
    """The same, which `person` may change, or 404."""
    answer = answer_of(desk, key)
    if not can_write(person, answer, desk.roles):
        abort(404)
    return answer


def batch_of(desk: Desk, key: str) -> AnswerBatch:
    """A batch of that desk, or 404."""
    batch = find_batch(desk.consultation.id, key)
    if batch is None:
        abort(404)
    return batch


def template_of(desk: Desk, key: str) -> ReplyTemplate:
    """A template of that desk, or 404."""
    template = find_template(desk.consultation.id, key)
    if template is None:
        abort(404)
    return template


def subject_of(desk: Desk, kind: str, key: str) -> Subject:
    """What the address asks to answer, or 404."""
    found = find_subject(desk.consultation, Kind(kind), key) if kind in set(Kind) else None
    if found is None:
        abort(404)
    return found


def public_consultation(viewer: User | None, slug: str) -> Consultation:
    """A consultation that the viewer may see, or 404."""
    row = session.scalars(visible_consultations(viewer).where(Consultation.slug == slug)).first()
    if row is None:
        abort(404)
    return row
