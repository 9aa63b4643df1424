"""A mail may be written when it is sent: until then its row names what it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_mail", sa.Column("about", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute("delete from outgoing_mail where text = '' and done_at is null")
    with op.batch_alter_table("outgoing_mail") as batch:
        batch.drop_column("about")
