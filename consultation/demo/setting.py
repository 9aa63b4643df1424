"""Setting the demo up: its accounts, consultations, texts and glossary, through the services."""

import base64
import hashlib
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from consultation.accounts.charter import charter_in_force
from consultation.accounts.models import User
from consultation.accounts.passwords import hash_password
from consultation.consultations.categories import default_categories
from consultation.consultations.models import (
    CalendarChange,
    Category,
    Consultation,
    GlossaryTerm,
    Participant,
    Phase,
    Role,
    TeamMember,
)
from consultation.core.clock import PARIS, now, today, travel
from consultation.core.db import session, transaction
from consultation.core.text import render_markup
from consultation.demo.plan import (
    DEMO_PASSWORD,
    STAFF,
    ConsultationPlan,
    DocumentPlan,
    StaffAccount,
    glossary,
)
from consultation.documents.models import Document, Version
from consultation.documents.parsing.blocks import Options
from consultation.documents.parsing.markdown import read_markdown
from consultation.documents.services.creating import create_document
from consultation.documents.services.publishing import publish_version

OPENS, CLOSES = time(9, 0), time(23, 59)
ROLES = {"organiser": Role.ORGANISER, "moderator": Role.MODERATOR}


def totp_secret(account: StaffAccount) -> str:
    """The demo's second factor is known beforehand, as its passwords are: it guards nothing."""
    return base64.b32encode(hashlib.sha256(account.email.encode()).digest()[:20]).decode()


def add_staff() -> dict[str, User]:
    """The accounts that newcomers are told of, by address."""
    password_hash = hash_password(DEMO_PASSWORD)
    people = {}
    version = charter_in_force().number
    with transaction() as current:
        for account in STAFF:
            person = User(
                email=account.email,
                display_name=account.display_name,
                password_hash=password_hash,
                confirmed_at=now(),
                charter_version=version,
                charter_accepted_at=now(),
                is_administrator=account.duty == "administrator",
            )
            if account.needs_second_factor:
                person.totp_secret = totp_secret(account)
                person.totp_confirmed_at = now()
            current.add(person)
            people[account.email] = person
    return people


def add_consultation(plan: ConsultationPlan, people: dict[str, User]) -> Consultation:
    """One consultation with its team, categories, glossary and published texts.

    It is written down as of the day when its team prepared it.
    """
    day = today()
    with travel(now() + timedelta(days=plan.prepared_in)), transaction() as current:
        row = Consultation(
            slug=plan.slug,
            title=plan.title,
            short_title=plan.short_title,
            summary=plan.summary,
            description_source=plan.description,
            description_html=render_markup(plan.description),
            phase=Phase.DRAFT,
            has_committee=plan.has_committee,
        )
        _date(row, plan, day)
        current.add(row)
        current.flush()
        current.add_all(default_categories(row.id))
        for account in STAFF:
            if account.duty in ROLES:
                person = people[account.email]
                current.add(
                    TeamMember(consultation_id=row.id, user_id=person.id, role=ROLES[account.duty])
                )
        if plan.has_glossary:
            current.add_all(
                GlossaryTerm(consultation_id=row.id, term=term, definition=definition)
                for term, definition in glossary()
            )
        organiser = people[next(each.email for each in STAFF if each.duty == "organiser")]
        for position, document in enumerate(plan.documents, start=1):
            _add_document(row, document, position, organiser)
        row.phase = plan.phase
    _tell_calendar(row)
    return row


def _tell_calendar(row: Consultation) -> None:
    """What the worker would have written down at the dates that are past."""
    with transaction() as current:
        for kind, at in (("open", row.opens_at), ("closed", row.closes_at)):
            if at and at < now():
                change = CalendarChange(consultation_id=row.id, kind=kind, at=at)
                change.old_closes_at = change.new_closes_at = row.closes_at
                current.add(change)


def _date(row: Consultation, plan: ConsultationPlan, day: date) -> None:
    if plan.calendar is None:
        return
    row.opens_at = _at(day, plan.calendar.opens_in, OPENS)
    row.closes_at = _at(day, plan.calendar.closes_in, CLOSES)
    for name in ("opinion", "synthesis", "answer"):
        days = getattr(plan.calendar, f"{name}_due_in")
        if days is not None:
            setattr(row, f"{name}_due_on", day + timedelta(days=days))


def _at(day: date, days: int, hour: time) -> datetime:
    return datetime.combine(day + timedelta(days=days), hour, PARIS)


def _add_document(
    row: Consultation, plan: DocumentPlan, position: int, organiser: User
) -> Document:
    parsed = read_markdown(plan.path.read_text(encoding="utf-8"), Options())
    document = create_document(
        row,
        slug=plan.slug,
        title=plan.title,
        blocks=parsed.blocks,
        actor_id=organiser.id,
        summary=plan.summary,
    )
    document.position = position
    version = session.scalars(select(Version).where(Version.document_id == document.id)).one()
    publish_version(version, actor_id=organiser.id)
    return document


def add_participant(user: User, row: Consultation, code: str) -> Participant:
    """Somebody of the staff takes part, in one capacity."""
    with transaction() as current:
        category = current.scalars(
            select(Category).where(Category.consultation_id == row.id, Category.code == code)
        ).one()
        participant = Participant(consultation_id=row.id, user_id=user.id, category_id=category.id)
        current.add(participant)
    return participant
