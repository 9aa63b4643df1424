"""Giving the codings of one theme to another."""

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.db import session
from consultation.synthesis.models import Coding, Theme


def give_codings(theme: Theme, into: Theme, *, actor: User) -> int:
    """Every coding of `theme` becomes one of `into`; where the same is there already, it is not."""
    session.flush()
    held = {
        (row.contribution_id, row.field, row.start_at, row.end_at)
        for row in session.execute(
            select(Coding.contribution_id, Coding.field, Coding.start_at, Coding.end_at).where(
                Coding.theme_id == into.id, Coding.removed_at.is_(None)
            )
        )
    }
    moved = 0
    rows = session.scalars(
        select(Coding).where(Coding.theme_id == theme.id, Coding.removed_at.is_(None))
    )
    for row in rows:
        if (row.contribution_id, row.field, row.start_at, row.end_at) in held:
            row.removed_at, row.removed_by_id = now(), actor.id
        else:
            row.theme_id = into.id
            moved += 1
    session.flush()
    for each in (theme, into):
        recount(each)
    return moved


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
