"""Cite what committees ask: opinions and recommendations among the sources of a statement."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "opinion_citation",
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("block_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["opinion_block.id"], name=op.f("fk_opinion_citation_block_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_opinion_citation_by_id")),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_citation_opinion_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_opinion_citation_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_citation")),
        sa.UniqueConstraint(
            "statement_id", "block_id", name=op.f("uq_opinion_citation_statement_id_block_id")
        ),
    )
    op.create_index(
        "uq_opinion_citation_whole",
        "opinion_citation",
        ["statement_id", "opinion_id"],
        unique=True,
        sqlite_where=sa.text("block_id is null"),
        postgresql_where=sa.text("block_id is null"),
    )


def downgrade() -> None:
    op.drop_index("uq_opinion_citation_whole", table_name="opinion_citation")
    op.drop_table("opinion_citation")
