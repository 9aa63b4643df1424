"""Put the synthesis into an institution's own template: the file that was given with a request."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("export") as table:
        table.add_column(sa.Column("template_id", ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_export_template_id"), "stored_file", ["template_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("export") as table:
        table.drop_constraint(op.f("fk_export_template_id"), type_="foreignkey")
        table.drop_column("template_id")
