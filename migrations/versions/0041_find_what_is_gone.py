"""Find what is public no more without reading all that is: the coders' work leaves it out."""

from alembic import op
from sqlalchemy import text

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

GONE = text("state <> 'published'")


def upgrade() -> None:
    op.create_index(
        "ix_contribution_gone",
        "contribution",
        ["consultation_id", "id"],
        sqlite_where=GONE,
        postgresql_where=GONE,
    )


def downgrade() -> None:
    op.drop_index("ix_contribution_gone", table_name="contribution")
