"""Write statements that cite their sources, and publish them in frozen editions."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "synthesis",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("outline", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition_count", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_synthesis_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_synthesis_consultation_id")),
        sa.UniqueConstraint("key", name=op.f("uq_synthesis_key")),
    )
    op.create_table(
        "chapter",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("synthesis_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("section_id", ID, nullable=True),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "section_id is null or theme_id is null", name=op.f("ck_chapter_one_subject")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_chapter_section_id")),
        sa.ForeignKeyConstraint(
            ["synthesis_id"], ["synthesis.id"], name=op.f("fk_chapter_synthesis_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_chapter_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter")),
        sa.UniqueConstraint("key", name=op.f("uq_chapter_key")),
    )
    op.create_index("ix_chapter_order", "chapter", ["synthesis_id", "position"])
    op.create_table(
        "statement",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chapter_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_statement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_key")),
    )
    op.create_index("ix_statement_order", "statement", ["chapter_id", "position"])
    op.create_table(
        "statement_version",
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_statement_version_by_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_version_statement_id")
        ),
        sa.PrimaryKeyConstraint("statement_id", "number", name=op.f("pk_statement_version")),
    )
    op.create_table(
        "citation",
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("coding_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_citation_by_id")),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name=op.f("fk_citation_coding_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_citation_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint(
            "statement_id", "coding_id", name=op.f("uq_citation_statement_id_coding_id")
        ),
    )
    op.create_index(op.f("ix_citation_coding_id"), "citation", ["coding_id"])
    op.create_table(
        "verbatim",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_verbatim_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_verbatim_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verbatim")),
        sa.UniqueConstraint("key", name=op.f("uq_verbatim_key")),
    )
    op.create_index(op.f("ix_verbatim_contribution_id"), "verbatim", ["contribution_id"])
    op.create_index(op.f("ix_verbatim_statement_id"), "verbatim", ["statement_id"])
    op.create_table(
        "edition",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("synthesis_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_note", sa.String(), nullable=False),
        sa.Column("archive", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("published_by_id", ID, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_edition_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["synthesis_id"], ["synthesis.id"], name=op.f("fk_edition_synthesis_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("key", name=op.f("uq_edition_key")),
        sa.UniqueConstraint("synthesis_id", "number", name=op.f("uq_edition_synthesis_id_number")),
    )


def downgrade() -> None:
    op.drop_table("edition")
    op.drop_table("verbatim")
    op.drop_table("citation")
    op.drop_table("statement_version")
    op.drop_table("statement")
    op.drop_table("chapter")
    op.drop_table("synthesis")
