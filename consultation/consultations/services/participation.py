"""Taking part in a consultation, and in which capacity."""

from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.consultations.categories import label
from consultation.consultations.models import Category, Consultation, Organisation, Participant
from consultation.consultations.permissions import belongs_to_audience
from consultation.consultations.queries import participation_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import DomainError, NotAllowedError, require
from consultation.core.i18n import _
from consultation.core.keys import new_key
from consultation.core.rows import add_to_counts
from consultation.core.text import one_line

MAX_ORGANISATION = 150


def participant_for(
    user: User,
    consultation: Consultation,
    *,
    category_id: int | None = None,
    organisation: str = "",
    is_new: bool = False,
    is_counted: bool = False,
) -> Participant:
    """The participant that `user` is in `consultation`: joined once, whoever else tries.

    `is_new` when the caller has just looked, and there was none. `is_counted` when the caller makes
    something of theirs public: who joins is counted at once. Who was there before is counted by
    whatever makes it public, or not.

    A category or an organisation given here takes the place of the one declared before; without
    them nothing changes. Where only organisations are asked, one that is not confirmed yet is
    refused.
    """
    with transaction():
        found = _joined(user, consultation, category_id, is_new=is_new, is_counted=is_counted)
        if organisation.strip():
            _name_organisation(found, organisation)
            session.flush()
            found = participation_of(user.id, consultation.id) or found
        if not belongs_to_audience(consultation, found):
            raise NotAllowedError(
                _(
                    "Cette consultation s’adresse aux organisations. Déclarez la vôtre : vous "
                    "pourrez contribuer dès que l’équipe l’aura confirmée."
                )
            )
    return found


def declare(
    user: User, consultation: Consultation, *, category_id: int | None, organisation: str
) -> Participant:
    """Say in which capacity one takes part; an empty `organisation` means for oneself."""
    require(user.is_confirmed)
    with transaction():
        lock(consultation)
        participant = _joined(user, consultation, category_id, is_counted=False)
        if organisation.strip():
            _name_organisation(participant, organisation)
        elif participant.organisation_id is not None:
            _forget_organisation(participant)
        session.flush()
        return participation_of(user.id, consultation.id) or participant


def capacity(participant: Participant) -> str:
    """« Association X, Associations »: in which capacity somebody speaks; "" when unsaid.

    The participant's category and organisation must be loaded; an organisation is named once it is
    confirmed.
    """
    category = participant.category
    organisation = participant.organisation if participant.organisation_confirmed_at else None
    parts = [
        organisation.name if organisation else "",
        label(category.code, category.label) if category else "",
    ]
    return ", ".join(part for part in parts if part)


def count_participant(consultation_id: int, category_id: int | None, by: int) -> None:
    """One more (`by` 1) of those who take part, as public pages count them, or one less (-1).

    The consultation is held.
    """
    add_to_counts(Consultation, {"participant_count": by}, id=consultation_id)
    if category_id is not None:
        add_to_counts(Category, {"participant_count": by}, id=category_id)


def _joined(
    user: User,
    consultation: Consultation,
    category_id: int | None,
    *,
    is_new: bool = False,
    is_counted: bool,
) -> Participant:
    """Their row, under that category if one is given; who is new is counted, or not yet."""
    found = None if is_new else participation_of(user.id, consultation.id)
    if found is None:
        by = int(is_counted)
        if category_id is not None:
            _count_category(consultation.id, category_id, by)
        found = insert_missing(
            Participant, key=new_key(), consultation_id=consultation.id, user_id=user.id,
            category_id=category_id, since=now(), contribution_count=0, is_counted=is_counted,
        )  # fmt: skip
        if found is not None:
            add_to_counts(Consultation, {"participant_count": by}, id=consultation.id)
            return found
        # Somebody in another window was faster.
        if category_id is not None:
            _count_category(consultation.id, category_id, -by)
        found = session.scalars(
            select(Participant).where(
                Participant.user_id == user.id, Participant.consultation_id == consultation.id
            )
        ).one()
    if category_id is not None:
        _choose_category(found, category_id)
    return found


def _choose_category(participant: Participant, category_id: int) -> None:
    """Move the person from one category's count to another's, if they are counted."""
    if participant.category_id == category_id or lock(participant).category_id == category_id:
        return
    by = int(participant.is_counted)
    counts = {category_id: by}
    if participant.category_id is not None:
        counts[participant.category_id] = -by
    # Always in the same order, so that two people who trade places do not wait for each other.
    for each, change in sorted(counts.items()):
        _count_category(participant.consultation_id, each, change)
    if by:
        _shown_otherwise(participant)
    participant.category_id = category_id


def _count_category(consultation_id: int, category_id: int, by: int) -> None:
    """One person more or less under a category, or (`by` 0) one who is not counted yet.

    Nobody joins a retired one.
    """
    same = (Category.id == category_id) & (Category.consultation_id == consultation_id)
    counted = session.scalar(
        update(Category)
        .where(same if by < 0 else same & Category.retired_at.is_(None))
        .values(participant_count=Category.participant_count + by)
        .returning(Category.id)
        .execution_options(synchronize_session=False)
    )
    if counted is None:
        raise DomainError(_("Choisissez une catégorie de la liste."))


def _name_organisation(participant: Participant, name: str) -> None:
    """Another name has to be confirmed anew; the same one keeps its confirmation."""
    name = one_line(name)
    if len(name) > MAX_ORGANISATION:
        raise DomainError(
            _("Le nom d’une organisation tient en %(most)s caractères.", most=MAX_ORGANISATION)
        )
    consultation_id = participant.consultation_id
    insert_missing(Organisation, key=new_key(), consultation_id=consultation_id, name=name)
    organisation_id = session.scalars(
        select(Organisation.id).where(
            Organisation.consultation_id == consultation_id, Organisation.name == name
        )
    ).one()
    if lock(participant).organisation_id == organisation_id:
        return
    _forget_organisation(participant)
    participant.organisation_id = organisation_id


def _forget_organisation(participant: Participant) -> None:
    if participant.organisation_confirmed_at is not None:
        _shown_otherwise(participant)
        journal.record("organisation.left", participant, actor_id=participant.user_id)
    participant.organisation_id = None
    participant.organisation_confirmed_at = None


def _shown_otherwise(participant: Participant) -> None:
    """Their contributions are on public pages, under what they said before."""
    session.execute(
        update(Consultation)
        .where(Consultation.id == participant.consultation_id)
        .values(revision=Consultation.revision + 1)
    )
