"""Opinion groups from the votes: calculated by the worker, kept, published by choice."""

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal, work
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.synthesis.groups import Grouping, VoteTable, find_groups
from consultation.synthesis.models import OpinionGrouping
from consultation.synthesis.permissions import can_answer, can_read_desk
from consultation.synthesis.queries.groupings import latest_grouping, shown
from consultation.synthesis.queries.votes import hash_of, vote_table

SEED = 1
PAUSE = 0.5
"""Seconds between two marks of progress, each of which renews the lease."""
PROGRAMS = ("consultation", "scikit-learn", "numpy")


def ask_for_grouping(consultation: Consultation, *, actor: User) -> OpinionGrouping:
    """Calculate the groups anew; asked twice while it waits, it is one calculation."""
    require(can_read_desk(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(current.get_one(Consultation, consultation.id))
        latest = latest_grouping(consultation.id)
        if latest is not None and latest.done_at is None and latest.gave_up_at is None:
            return latest
        row = OpinionGrouping(
            consultation_id=consultation.id, asked_by_id=actor.id, seed=SEED, result={}
        )
        current.add(row)
        current.flush()
        journal.record("grouping.asked", row, actor_id=actor.id)
    return row


def calculate(row: OpinionGrouping) -> None:
    """Find the groups of a claimed row. Nothing is held while it calculates."""
    table = vote_table(row.consultation_id)
    votes_hash = hash_of(table)
    session.rollback()
    found = find_groups(table, row.seed, _marking(row))
    with transaction():
        row.is_stable = found.is_stable
        row.result = described(found, table)
        row.votes_hash = votes_hash
        row.version = ", ".join(f"{name} {version(name)}" for name in PROGRAMS)
        work.finish(row)


def _marking(row: OpinionGrouping) -> Callable[[int, int], None]:
    row_id, last = row.id, 0.0

    def mark(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < PAUSE and done < total:
            return
        last = time.monotonic()
        with transaction() as current:
            current.execute(
                update(OpinionGrouping)
                .where(OpinionGrouping.id == row_id)
                .values(
                    progress_done=done, progress_total=total, lease_until=now() + work.LEASE
                )
            )  # fmt: skip

    return mark


def described(found: Grouping, table: VoteTable) -> dict[str, Any]:
    """What is kept: sizes, counts, ids of contributions; of nobody in which group they are."""

    def said(place: int) -> int:
        return int(table.statements[place])

    return {
        "reason": found.reason.value,
        "grouped": found.grouped,
        "ungrouped": found.ungrouped,
        "statements": len(table.statements),
        "median": round(found.stability.median, 4) if found.stability else None,
        "groups": [
            {
                "size": len(group.members),
                "representative": [
                    {
                        "contribution": said(each.statement), "agrees": each.agrees,
                        "count": each.count, "voted": each.voted,
                    }
                    for each in group.representative
                ],
            }
            for group in (found.groups if found.is_stable else ())
        ],
        "across": [
            {
                "contribution": said(each.statement), "agrees": each.agrees,
                "share": round(each.probability, 4),
            }
            for each in (found.across_groups if found.is_stable else ())
        ],
    }  # fmt: skip


def publish(consultation: Consultation, row: OpinionGrouping, *, actor: User) -> None:
    """Show it to everybody, in the place of what was shown before. Only what is stable."""
    require(can_answer(roles_of(actor, consultation.id)))
    with transaction():
        lock(row)
        if row.done_at is None or not shown(row).is_fit_for_the_public:
            raise DomainError(_("Ces groupes ne peuvent pas être publiés."))
        _hide_all(consultation)
        row.published_at, row.published_by_id = now(), actor.id
        _changed(consultation)
        journal.record("grouping.published", row, actor_id=actor.id)


def unpublish(consultation: Consultation, row: OpinionGrouping, *, actor: User) -> None:
    """Show it to the team alone again."""
    require(can_answer(roles_of(actor, consultation.id)))
    with transaction():
        lock(row)
        if row.published_at is None:
            raise DomainError(_("Ces groupes ne sont pas publiés."))
        row.published_at = row.published_by_id = None
        _changed(consultation)
        journal.record("grouping.unpublished", row, actor_id=actor.id)


def _hide_all(consultation: Consultation) -> None:
    session.execute(
        update(OpinionGrouping)
        .where(OpinionGrouping.consultation_id == consultation.id)
        .values(published_at=None, published_by_id=None)
    )


def _changed(consultation: Consultation) -> None:
    """The public page of the consultation leads to it, or no more."""
    session.execute(
        update(Consultation)
        .where(Consultation.id == consultation.id)
        .values(revision=Consultation.revision + 1)
    )
