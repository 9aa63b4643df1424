"""Count those of whom something is public: what waits or was refused shows in no count."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

COUNTED = """
update participant set is_counted = true
where contribution_count > 0 or id in (select participant_id from vote)
"""
OF_CONSULTATION = """
update consultation set participant_count = (
    select count(*) from participant
    where participant.consultation_id = consultation.id{and_counted}
)
"""
OF_CATEGORY = """
update category set participant_count = (
    select count(*) from participant
    where participant.consultation_id = category.consultation_id
    and participant.category_id = category.id{and_counted}
)
"""


def upgrade() -> None:
    op.add_column(
        "participant",
        sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(COUNTED)
    _count(" and participant.is_counted")


def downgrade() -> None:
    _count("")
    op.drop_column("participant", "is_counted")


def _count(and_counted: str) -> None:
    for statement in (OF_CONSULTATION, OF_CATEGORY):
        op.execute(statement.format(and_counted=and_counted))
