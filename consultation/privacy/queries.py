"""All that is kept about one person."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, func, select

from consultation.accounts.models import LoginSession, User
from consultation.answers.models import AnswerFollower
from consultation.committees.models.lots import Lot, Volunteer
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.consultations.models import (
    Category,
    Consultation,
    Organisation,
    Participant,
    TeamMember,
)
from consultation.contributions.models import Contribution, Draft, MaskedOriginal, Revision, Vote
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Decision
from consultation.moderation.reports import Appeal, Flag, Notice
from consultation.privacy.committee_data import committee_queries
from consultation.synthesis.models import ReadingNote


def my_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Every row about `user`, by subject, in words that the person can read."""
    return {
        "account": [
            _row(
                user, "email", "display_name", "language", "created_at", "confirmed_at",
                "charter_version", "charter_accepted_at", "is_under_15", "is_administrator",
            )
        ],
        "sessions": _rows(
            session.scalars(select(LoginSession).where(LoginSession.user_id == user.id)),
            "started_at", "seen_at", "ended_at", "browser",
        ),
        "roles": _named(
            ("consultation", "role", "since"),
            select(Consultation.title, TeamMember.role, TeamMember.since)
            .join(Consultation, Consultation.id == TeamMember.consultation_id)
            .where(TeamMember.user_id == user.id),
        ),
        "reading_notes": _named(
            ("contribution", "at", "text"),
            select(Contribution.key, ReadingNote.at, ReadingNote.text)
            .join(Contribution, Contribution.id == ReadingNote.contribution_id)
            .where(ReadingNote.author_id == user.id)
            .order_by(ReadingNote.id),
        ),
        "participations": _named(
            ("consultation", "category", "organisation", "since", "muted_at"),
            select(
                Consultation.title, func.coalesce(Category.label, Category.code), Organisation.name,
                Participant.since, Participant.muted_at,
            )
            .select_from(Participant)
            .join(Consultation, Consultation.id == Participant.consultation_id)
            .outerjoin(Category, Category.id == Participant.category_id)
            .outerjoin(Organisation, Organisation.id == Participant.organisation_id)
            .where(Participant.user_id == user.id),
        ),
        "committees": _named(
            ("committee", "seat", "origin", "name", "is_name_public", "interests", "since",
             "left_at"),
            select(
                Committee.title, CommitteeMember.seat, CommitteeMember.origin,
                CommitteeMember.name, CommitteeMember.is_name_public, CommitteeMember.interests,
                CommitteeMember.since, CommitteeMember.left_at,
            )
            .join(Committee, Committee.id == CommitteeMember.committee_id)
            .where(CommitteeMember.user_id == user.id),
        ),
        **{
            name: _named(names, query)
            for name, (names, query) in committee_queries(user).items()
        },
        "volunteering": _named(
            ("committee", "answers", "since"),
            select(Committee.title, Volunteer.values, Volunteer.since)
            .select_from(Volunteer)
            .join(Lot, Lot.id == Volunteer.lot_id)
            .join(Committee, Committee.id == Lot.committee_id)
            .where(Volunteer.user_id == user.id),
        ),
        "contributions": _named(
            ("key", "number", "state", "revision", "at", "kind", "stance", "text",
             "proposed_text", "fingerprint"),
            select(
                Contribution.key, Contribution.number, Contribution.state, Revision.number,
                Revision.at, Revision.kind, Revision.stance,
                _unmasked(MaskedOriginal.source, Revision.source),
                _unmasked(MaskedOriginal.proposed_text, Revision.proposed_text),
                Revision.fingerprint,
            )
            .join(Revision, Revision.contribution_id == Contribution.id)
            .outerjoin(
                MaskedOriginal,
                and_(
                    MaskedOriginal.contribution_id == Revision.contribution_id,
                    MaskedOriginal.number == Revision.number,
                ),
            )
            .join(Participant, Participant.id == Contribution.author_id)
            .where(Participant.user_id == user.id)
            .order_by(Contribution.id, Revision.number),
        ),
        "decisions": _named(
            ("contribution", "at", "measure", "ground", "clause", "legal_ref", "facts",
             "statement", "ends_at"),
            select(
                Contribution.key, Decision.decided_at, Decision.measure, Decision.ground,
                Decision.clause, Decision.legal_ref, Decision.facts, Decision.statement,
                Decision.ends_at,
            )
            .join(Contribution, Contribution.id == Decision.contribution_id)
            .join(Participant, Participant.id == Decision.participant_id)
            .where(Participant.user_id == user.id, Decision.undone_at.is_(None))
            .order_by(Decision.id),
        ),
        "votes": _named(
            ("contribution", "value", "at"),
            select(Contribution.key, Vote.value, Vote.at)
            .join(Contribution, Contribution.id == Vote.contribution_id)
            .join(Participant, Participant.id == Vote.participant_id)
            .where(Participant.user_id == user.id),
        ),
        **_reports(user),
        "followed_answers": _named(
            ("consultation", "since"),
            select(Consultation.title, AnswerFollower.since)
            .join(Consultation, Consultation.id == AnswerFollower.consultation_id)
            .where(AnswerFollower.user_id == user.id),
        ),
        "drafts": _rows(
            session.scalars(select(Draft).where(Draft.user_id == user.id)),
            "saved_at", "expires_at", "form",
        ),
        "mails": _rows(
            session.scalars(select(OutgoingMail).where(OutgoingMail.to == user.email)),
            "run_at", "subject", "text",
        ),
    }  # fmt: skip


def _reports(user: User) -> dict[str, list[dict[str, Any]]]:
    """What one reported and contested, and what became of it."""
    return {
        "flags": _named(
            ("contribution", "clause", "words", "received_at", "withdrawn_at", "outcome",
             "decided_at"),
            select(Contribution.key, Flag.clause, Flag.words, Flag.received_at, Flag.withdrawn_at,
                   Flag.outcome, Flag.decided_at)
            .join(Contribution, Contribution.id == Flag.contribution_id)
            .where(Flag.reporter_id == user.id)
            .order_by(Flag.id),
        ),
        "notices": _named(
            ("reference", "contribution", "category", "legal_ref", "explanation", "name", "email",
             "received_at", "outcome", "decided_at"),
            select(Notice.key, Contribution.key, Notice.category, Notice.legal_ref,
                   Notice.explanation, Notice.name, Notice.email, Notice.received_at,
                   Notice.outcome, Notice.decided_at)
            .join(Contribution, Contribution.id == Notice.contribution_id)
            .where(Notice.user_id == user.id)
            .order_by(Notice.id),
        ),
        "appeals": _named(
            ("reference", "decision", "text", "received_at", "outcome", "reasons", "judged_at"),
            select(Appeal.key, Decision.key, Appeal.text, Appeal.received_at, Appeal.outcome,
                   Appeal.reasons, Appeal.judged_at)
            .join(Decision, Decision.id == Appeal.decision_id)
            .where(Appeal.appellant_id == user.id)
            .order_by(Appeal.id),
        ),
    }  # fmt: skip


def _unmasked(original: Any, shown: Any) -> Any:
    """What somebody wrote, where it is kept under a mask; what is shown of it, where it is not."""
    return func.coalesce(func.nullif(original, ""), shown)


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _rows(rows: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    return [_row(row, *names) for row in rows]


def _named(names: tuple[str, ...], query: Any) -> list[dict[str, Any]]:
    return [
        {name: plain(value) for name, value in zip(names, row, strict=True)}
        for row in session.execute(query)
    ]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
