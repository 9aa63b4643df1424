"""Each contribution that was published gets its place in the coders' work, once."""

from sqlalchemy import exists, insert, literal, select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session, transaction
from consultation.synthesis.models import Codebook, Reading
from consultation.synthesis.models.coding import ReadingState

AT_ONCE = 5_000


def gather(consultation_id: int) -> int:
    """Add what was published and has no place yet, 5,000 at most; how many. Safe to repeat.

    Replies have one too: what they say counts as much.
    """
    missing = (
        select(
            Contribution.id,
            Contribution.consultation_id,
            literal(ReadingState.TO_READ.value),
            literal(""),
            literal(1),
        )
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
            ~exists().where(Reading.contribution_id == Contribution.id),
        )
        .order_by(Contribution.id)
        .limit(AT_ONCE)
    )
    with transaction():
        session.get_one(Codebook, consultation_id, with_for_update=True, populate_existing=True)
        added = session.connection().execute(
            insert(Reading).from_select(
                ["contribution_id", "consultation_id", "state", "reason_text", "edition"], missing
            ),
            execution_options={"preserve_rowcount": True},
        )
    return int(added.rowcount)


def gather_all(consultation_id: int) -> None:
    """Everything, in steps, so that nobody else waits long."""
    while gather(consultation_id) == AT_ONCE:
        continue
