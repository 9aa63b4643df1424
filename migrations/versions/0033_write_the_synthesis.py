"""Write the synthesis: acts that can be undone, objections by section, sources of an edition."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "synthesis_change",
        sa.Column("synthesis_id", ID, nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_synthesis_change_by_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_synthesis_change_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["synthesis_id"], ["synthesis.id"], name=op.f("fk_synthesis_change_synthesis_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_change")),
    )
    op.create_index("ix_synthesis_change_last", "synthesis_change", ["synthesis_id", "id"])
    op.create_table(
        "edition_source",
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("statement_key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_verbatim", sa.Boolean(), nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("coding_id", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=True),
        sa.Column("end_at", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["coding.id"], name=op.f("fk_edition_source_coding_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_edition_source_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_source_edition_id")
        ),
        sa.PrimaryKeyConstraint(
            "edition_id", "statement_key", "place", name=op.f("pk_edition_source")
        ),
    )
    op.create_index(
        op.f("ix_edition_source_contribution_id"), "edition_source", ["contribution_id"]
    )
    op.add_column(
        "chapter", sa.Column("empty_note", sa.String(), nullable=False, server_default="")
    )
    op.add_column("synthesis", sa.Column("title", sa.String(), nullable=False, server_default=""))
    op.add_column("edition", sa.Column("text", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("statement") as batch:
        for name, table in (("other_chapter_id", "chapter"), ("section_id", "section")):
            batch.add_column(sa.Column(name, ID, nullable=True))
            batch.create_foreign_key(op.f(f"fk_statement_{name}"), table, [name], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("statement") as batch:
        for name in ("section_id", "other_chapter_id"):
            batch.drop_constraint(op.f(f"fk_statement_{name}"), type_="foreignkey")
            batch.drop_column(name)
    op.drop_column("edition", "text")
    op.drop_column("synthesis", "title")
    op.drop_column("chapter", "empty_note")
    op.drop_table("edition_source")
    op.drop_table("synthesis_change")
