"""Giving the codings of one theme to another: all of them, or those of some contributions."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.synthesis.models import Citation, Coding, Reading, Theme
from consultation.synthesis.permissions import can_code

AT_ONCE = 200


def move_codings(
    consultation: Consultation, theme: Theme, into: Theme, keys: Sequence[str], *, actor: User
) -> int:
    """The codings that these contributions have of `theme` become codings of `into`; how many.

    Whoever has one of them open is told, when coding it, that it changed.
    """
    require(can_code(roles_of(actor, consultation.id)))
    if not keys:
        raise DomainError(_("Cochez les contributions à déplacer."))
    if theme.id == into.id or into.retired_at is not None:
        raise DomainError(_("Choisissez le thème qui reçoit ces codages."))
    with transaction() as current:
        ids = list(
            current.scalars(
                select(Reading.contribution_id)
                .join(Contribution, Contribution.id == Reading.contribution_id)
                .where(
                    Reading.consultation_id == consultation.id,
                    Contribution.key.in_(list(keys)[:AT_ONCE]),
                )
                .order_by(Reading.contribution_id)
                .with_for_update(of=Reading)
            )
        )
        for each in sorted((theme, into), key=lambda row: row.id):
            lock(each)
        moved = give_codings(theme, into, actor=actor, contribution_ids=ids)
        current.execute(
            update(Reading)
            .where(Reading.contribution_id.in_(ids))
            .values(edition=Reading.edition + 1)
            .execution_options(synchronize_session="fetch")
        )
    return moved


def give_codings(
    theme: Theme, into: Theme, *, actor: User, contribution_ids: Sequence[int] | None = None
) -> int:
    """Codings of `theme` become codings of `into`; where the same is there already, they do not.

    All of them, or those of some contributions. A statement that rests on one that goes rests on
    the one that stays.
    """
    session.flush()
    held = {
        (row.contribution_id, row.field, row.start_at, row.end_at): row.id
        for row in session.execute(
            select(
                Coding.id, Coding.contribution_id, Coding.field, Coding.start_at, Coding.end_at
            ).where(Coding.theme_id == into.id, Coding.removed_at.is_(None))
        )
    }
    kept: dict[int, int] = {}
    moved = 0
    query = select(Coding).where(Coding.theme_id == theme.id, Coding.removed_at.is_(None))
    if contribution_ids is not None:
        query = query.where(Coding.contribution_id.in_(contribution_ids))
    for row in session.scalars(query).all():
        same = held.get((row.contribution_id, row.field, row.start_at, row.end_at))
        if same is not None:
            row.removed_at, row.removed_by_id = now(), actor.id
            kept[row.id] = same
        else:
            row.theme_id = into.id
            moved += 1
    session.flush()
    _cite_what_stays(kept, (theme, into))
    for each in (theme, into):
        recount(each)
    return moved


def _cite_what_stays(kept: Mapping[int, int], themes: Sequence[Theme]) -> None:
    """By the codings that go, those that stay in their place: a statement cites each once."""
    rows = session.scalars(
        select(Citation)
        .join(Coding, Coding.id == Citation.coding_id)
        .where(Coding.theme_id.in_([each.id for each in themes]))
        .order_by(Citation.id)
    ).all()
    cited = {(row.statement_id, row.coding_id) for row in rows}
    for row in rows:
        same = kept.get(row.coding_id)
        if same is None:
            continue
        if (row.statement_id, same) in cited:
            session.delete(row)
        else:
            row.coding_id = same
    session.flush()


def recount(theme: Theme) -> None:
    """Its count is of the contributions that have it."""
    theme.coding_count = (
        session.scalar(
            select(func.count(func.distinct(Coding.contribution_id))).where(
                Coding.theme_id == theme.id, Coding.removed_at.is_(None)
            )
        )
        or 0
    )
