"""The codebook as it is read: two levels, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from consultation.accounts.models import User
from consultation.core.db import session
from consultation.synthesis.models import Codebook, Theme, ThemeChange

CHANGES_SHOWN = 50


@dataclass(frozen=True)
class Branch:
    """A theme of the first level, and those under it."""

    theme: Theme
    under: Sequence[Theme]


def themes(consultation_id: int) -> Select[Theme]:
    """Every theme of a consultation, retired ones included, in order."""
    return (
        select(Theme)
        .where(Theme.consultation_id == consultation_id)
        .order_by(Theme.position, Theme.id)
    )


def tree_of(consultation_id: int, *, with_retired: bool = False) -> list[Branch]:
    """The themes by branch, in order; one whose parent is retired stands on the first level."""
    rows = [
        row
        for row in session.scalars(themes(consultation_id))
        if with_retired or row.retired_at is None
    ]
    shown = {row.id for row in rows}
    under: dict[int, list[Theme]] = {}
    for row in rows:
        if row.parent_id in shown:
            under.setdefault(row.parent_id, []).append(row)
    return [
        Branch(row, under.get(row.id, ())) for row in rows if row.parent_id not in shown
    ]  # fmt: skip


def level_of(consultation_id: int, theme: Theme) -> tuple[Theme | None, list[Theme]]:
    """The theme above it, and all those of its level in order, itself among them."""
    branches = tree_of(consultation_id)
    for branch in branches:
        if branch.theme.id == theme.parent_id:
            return branch.theme, list(branch.under)
    return None, [branch.theme for branch in branches]


def find_theme(consultation_id: int, key: str) -> Theme | None:
    """The theme of that key in that consultation."""
    return session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.key == key)
    ).one_or_none()


def revision_of_codebook(consultation_id: int) -> int:
    """The number that each change raises; 0 before the first theme."""
    found = session.scalar(
        select(Codebook.revision).where(Codebook.consultation_id == consultation_id)
    )
    return int(found or 0)


@dataclass(frozen=True)
class Told:
    """A change of the codebook, with the theme as it is called today, and who made it."""

    change: ThemeChange
    theme: Theme
    who: str


def changes_of(consultation_id: int, before: int | None) -> tuple[list[Told], int | None]:
    """The latest changes before that id, and the id to go on from; None at the end."""
    query = (
        select(ThemeChange, Theme, User.display_name)
        .join(Theme, Theme.id == ThemeChange.theme_id)
        .join(User, User.id == ThemeChange.by_id)
        .where(ThemeChange.consultation_id == consultation_id)
        .order_by(ThemeChange.id.desc())
        .limit(CHANGES_SHOWN + 1)
    )
    if before is not None:
        query = query.where(ThemeChange.id < before)
    rows = [Told(*row) for row in session.execute(query)]
    shown = rows[:CHANGES_SHOWN]
    return shown, shown[-1].change.id if len(rows) > CHANGES_SHOWN else None
