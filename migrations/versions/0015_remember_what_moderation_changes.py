"""Remember what moderation changes: why somebody is suspended, where a text was received."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("suspended_for", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("version_sha256", sa.String(), nullable=True))
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("version_sha256")
        batch_op.drop_column("subject")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_column("suspended_for")
