"""A moderator's desk in a loaded demo: what waits, and who examines it."""

from dataclasses import dataclass
from typing import Any

WAITING = 20_000
"""As many wait, at most: what a great consultation leaves for a Monday morning."""


@dataclass(frozen=True)
class Desk:
    """Where one decides, on what, and as whom: a cookie with its CSRF token."""

    path: str
    keys: list[str]
    """In the order of the queue."""
    cookie: tuple[str, str]


def prepared_desk(app: Any, slug: str) -> Desk:
    """Make `WAITING` contributions wait again, under all risks, and sign a moderator in."""
    from sqlalchemy import delete, select, update

    from consultation.accounts.models import User
    from consultation.consultations.models import Consultation, Role, TeamMember
    from consultation.contributions.models import Contribution, ContributionState
    from consultation.core.db import session, transaction
    from consultation.moderation.desk import ReviewClaim, SecondOpinion
    from consultation.moderation.models import Decision, Measure
    from consultation.moderation.reports import Appeal, Flag, Notice

    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
    moderator = session.scalars(
        select(User)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == row.id, TeamMember.role == Role.MODERATOR)
        .limit(1)
    ).one()
    own = Contribution.consultation_id == row.id
    with transaction() as current:
        current.execute(delete(ReviewClaim))
        current.execute(delete(SecondOpinion))
        # What an earlier run decided of the same contributions would be read with each of them.
        current.execute(
            delete(Decision).where(
                Decision.decided_by_id == moderator.id,
                Decision.measure == Measure.KEEP,
                Decision.state_before == ContributionState.PUBLISHED,
                *(Decision.id.not_in(select(each.decision_id).where(each.decision_id.is_not(None)))
                  for each in (Appeal, Flag, Notice)),
            )
        )  # fmt: skip
        current.execute(update(Contribution).where(own).values(review_since=None))
        chosen = (
            select(Contribution.id)
            .where(own, Contribution.state == ContributionState.PUBLISHED)
            .where(Contribution.is_official.is_(False))
            .limit(WAITING)
        )
        current.execute(
            update(Contribution)
            .where(Contribution.id.in_(chosen))
            .values(review_since=Contribution.submitted_at, risk=Contribution.rank % 61)
            .execution_options(synchronize_session=False)
        )
    keys = session.scalars(
        select(Contribution.key)
        .where(own, Contribution.review_since.is_not(None))
        .order_by(Contribution.risk.desc(), Contribution.review_since, Contribution.id)
    ).all()
    path = f"/espace/{slug}/moderation"
    return Desk(path, list(keys), signed_in(app, moderator.id))


def prepared_queue(slug: str) -> list[str]:
    """Give everything its place in the coders' work; the keys of some that are to be read."""
    from sqlalchemy import select

    from consultation.consultations.models import Consultation
    from consultation.contributions.models import Contribution
    from consultation.core.db import session
    from consultation.synthesis.models import Reading
    from consultation.synthesis.models.coding import ReadingState
    from consultation.synthesis.services.gathering import gather_all

    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
    gather_all(row.id)
    keys = (
        select(Contribution.key)
        .join(Reading, Reading.contribution_id == Contribution.id)
        .where(Reading.consultation_id == row.id, Reading.state == ReadingState.TO_READ)
        .order_by(Contribution.id)
        .limit(200)
    )
    return list(session.scalars(keys))


COUNTED = (
    "{{contributions}} de {{personnes}}, en {{textes}}.",
    "{{part des personnes | position = opposée}} s’y opposent.",
    "{{contributions | position = favorable}} l’approuvent.",
)


def prepared_chapter(slug: str) -> str:
    """A chapter whose statements count among everything that was said; its key."""
    from sqlalchemy import select

    from consultation.accounts.models import User
    from consultation.consultations.models import Consultation, Role, TeamMember
    from consultation.core.db import session
    from consultation.synthesis.models import Chapter
    from consultation.synthesis.services.opening import add_chapter, open_synthesis
    from consultation.synthesis.services.writing import add_statement

    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
    found = session.scalars(select(Chapter.key).where(Chapter.title == slug)).first()
    if found is not None:
        return found
    writer = session.scalars(
        select(User)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == row.id, TeamMember.role == Role.MODERATOR)
        .limit(1)
    ).one()
    open_synthesis(row, actor=writer)
    chapter = add_chapter(row, slug, actor=writer)
    for text in COUNTED:
        add_statement(row, chapter, text, actor=writer)
    return chapter.key


def signed_in(app: Any, user_id: int) -> tuple[str, str]:
    """A cookie of that person, second factor shown, and a CSRF token made for it."""
    from flask import g
    from flask import session as cookie
    from flask.sessions import SecureCookieSessionInterface
    from flask_wtf.csrf import generate_csrf

    from consultation.accounts.models import LoginSession
    from consultation.core.clock import now
    from consultation.core.db import transaction
    from consultation.core.keys import new_token, token_hash

    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    token = new_token()
    with transaction() as current:
        current.add(
            LoginSession(token_hash=token_hash(token), user_id=user_id, second_factor_at=now())
        )
    with app.test_request_context():
        # Flask-WTF keeps the token of an application context: each person needs one.
        g.pop("csrf_token", None)
        cookie.update({"_user_id": token, "_fresh": True})
        csrf = generate_csrf()
        signed = signer.dumps(dict(cookie)) if signer else ""
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}", csrf
