"""Say which words of the opinion are published; propose passages to add or to take out."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

PUBLISHED = """
update opinion_block set published_revision = (
    select max(opinion_revision.number) from opinion_revision
    where opinion_revision.block_id = opinion_block.id and opinion_revision.at <= (
        select max(opinion_edition.published_at) from opinion_edition
        where opinion_edition.opinion_id = opinion_block.opinion_id
    )
)
where opinion_block.removed_at is null or opinion_block.removed_at > (
    select max(opinion_edition.published_at) from opinion_edition
    where opinion_edition.opinion_id = opinion_block.opinion_id
)
"""
"""What was guessed from dates until now."""


def upgrade() -> None:
    op.add_column("opinion_block", sa.Column("published_revision", sa.Integer(), nullable=True))
    op.add_column(
        "opinion_block",
        sa.Column("is_proposed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "amendment", sa.Column("act", sa.String(40), nullable=False, server_default="wording")
    )
    op.execute(PUBLISHED)


def downgrade() -> None:
    op.drop_column("amendment", "act")
    op.drop_column("opinion_block", "is_proposed")
    op.drop_column("opinion_block", "published_revision")
