"""Keeping what was typed and is not sent yet."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select, update

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, Draft
from consultation.contributions.permissions import can_open_draft
from consultation.contributions.queries.places import Place
from consultation.contributions.writing import DRAFT_MAX
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.templating import num

TOKEN_LENGTH = 24
KEPT_FOR = timedelta(days=7)
"""Under a random token alone."""
KEPT_FOR_OWNER = timedelta(days=90)


def save_draft(place: Place, token: str, form: Mapping[str, str], *, actor: User | None) -> Draft:
    """Keep the fields of a form under its token; saved again, they take the place of the first.

    Signed out, it belongs to whoever holds the token, for seven days; once saved by somebody signed
    in, it is theirs alone. Under a token that served already, it is kept under a new one.
    """
    if any(len(text) > DRAFT_MAX for text in form.values()):
        raise DomainError(
            _("Un brouillon tient en %(most)s caractères : raccourcissez-le", most=num(DRAFT_MAX))
        )
    moment = now()
    with transaction() as current:
        insert_missing(
            Draft,
            key=token,
            user_id=actor.id if actor else None,
            document_id=place.document.id,
            paragraph_id=place.subject.paragraph_id,
            section_id=place.subject.section_id,
            parent_id=place.answered.id if place.answered else None,
            version_id=place.version.id,
            form={},
            saved_at=moment,
            expires_at=moment,
        )
        draft = current.scalars(
            select(Draft)
            .where(Draft.key == token)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if not can_open_draft(actor, draft) or draft.sent_as_id is not None:
            return save_draft(place, new_key(TOKEN_LENGTH), form, actor=actor)
        if actor is not None:
            draft.user_id = actor.id
        draft.form = dict(form)
        draft.saved_at = moment
        draft.expires_at = moment + (KEPT_FOR if draft.user_id is None else KEPT_FOR_OWNER)
    return draft


def claim_draft(draft: Draft, *, actor: User) -> None:
    """What was typed before there was an account becomes `actor`'s, who asks for it."""
    with transaction():
        lock(draft)
        if draft.user_id is None:
            draft.user_id = actor.id
            draft.expires_at = draft.saved_at + KEPT_FOR_OWNER


def delete_draft(draft: Draft, *, actor: User | None) -> None:
    """Forget a draft at once."""
    if not can_open_draft(actor, draft):
        raise NotFoundError
    with transaction():
        session.execute(delete(Draft).where(Draft.id == draft.id))


def drop_sent_edit(token: str, *, actor: User) -> None:
    """The change that was kept under `token` has been made: its draft is over."""
    with transaction() as current:
        current.execute(delete(Draft).where(Draft.key == token, Draft.user_id == actor.id))


def settle_draft(contribution: Contribution, *, actor: User) -> None:
    """What was kept to be sent is sent: its text stands in the contribution alone."""
    session.flush()
    session.execute(
        update(Draft)
        .where(
            Draft.key == contribution.form_token,
            (Draft.user_id == actor.id) | Draft.user_id.is_(None),
        )
        .values(user_id=actor.id, sent_as_id=contribution.id, form={})
        .execution_options(synchronize_session=False)
    )
