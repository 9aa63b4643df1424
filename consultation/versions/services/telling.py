"""Telling people that the text changed after what they wrote: once each, all in one mail."""

from collections import defaultdict

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import session
from consultation.documents.models import Document, Version
from consultation.versions import emails
from consultation.versions.models import Origin, OriginContribution


def tell_contributors(version: Version, document: Document) -> None:
    """Write once to each person whose contributions are named as the origin of a change."""
    rows = session.execute(
        select(OriginContribution, Contribution.number, User)
        .join(Origin, Origin.id == OriginContribution.origin_id)
        .join(Contribution, Contribution.id == OriginContribution.contribution_id)
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .where(Origin.version_id == version.id, OriginContribution.told_at.is_(None))
        .order_by(Contribution.number)
    ).all()
    numbers: defaultdict[int, set[int]] = defaultdict(set)
    people: dict[int, User] = {}
    for link, number, person in rows:
        link.told_at = now()
        numbers[person.id].add(number)
        people[person.id] = person
    consultation = session.get_one(Consultation, document.consultation_id)
    for person_id, person in people.items():
        if person.email and person.deleted_at is None:
            mail.queue(
                emails.text_changed(
                    person, person.email, consultation, document, version,
                    sorted(numbers[person_id]),
                )
            )  # fmt: skip
