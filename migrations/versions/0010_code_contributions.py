"""Code contributions by theme, in a queue that several coders share."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "codebook",
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_codebook_consultation_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_codebook")),
    )
    op.create_table(
        "theme",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("example", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("is_out_of_scope", sa.Boolean(), nullable=False),
        sa.Column("coding_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_theme_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["theme.id"], name=op.f("fk_theme_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["theme.id"], name=op.f("fk_theme_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("key", name=op.f("uq_theme_key")),
    )
    op.create_index("ix_theme_order", "theme", ["consultation_id", "parent_id", "position"])
    op.create_table(
        "theme_change",
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_theme_change_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_theme_change_consultation_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_change_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
    )
    op.create_index(op.f("ix_theme_change_theme_id"), "theme_change", ["theme_id"])
    op.create_table(
        "reading",
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("reason_text", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("claimed_by_id", ID, nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["user.id"], name=op.f("fk_reading_claimed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_reading_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_reading_contribution_id")
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["user.id"], name=op.f("fk_reading_read_by_id")),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_reading")),
    )
    op.create_index(
        "ix_reading_claim",
        "reading",
        ["claimed_by_id", "claimed_until"],
        unique=False,
        sqlite_where=sa.text("claimed_by_id is not null"),
        postgresql_where=sa.text("claimed_by_id is not null"),
    )
    op.create_index("ix_reading_queue", "reading", ["consultation_id", "state", "contribution_id"])
    op.create_table(
        "coding",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=True),
        sa.Column("end_at", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(40), nullable=True),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("coder_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "(start_at is null) = (end_at is null) and (start_at is null or start_at < end_at)",
            name=op.f("ck_coding_span"),
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["user.id"], name=op.f("fk_coding_coder_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_coding_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_coding_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["user.id"], name=op.f("fk_coding_removed_by_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("key", name=op.f("uq_coding_key")),
    )
    op.create_index("ix_coding_coder", "coding", ["consultation_id", "coder_id", "id"])
    op.create_index("ix_coding_contribution", "coding", ["contribution_id", "id"])
    op.create_index("ix_coding_theme", "coding", ["theme_id", "contribution_id"])
    op.create_table(
        "reading_note",
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_reading_note_author_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_reading_note_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_note")),
    )
    op.create_index(op.f("ix_reading_note_contribution_id"), "reading_note", ["contribution_id"])
    op.create_table(
        "saved_view",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_saved_view_consultation_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_saved_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "consultation_id",
            "owner_id",
            "name",
            name=op.f("uq_saved_view_consultation_id_owner_id_name"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_saved_view_key")),
    )
    op.create_table(
        "theme_suggestion",
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("learnt_from", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_theme_suggestion_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_suggestion_theme_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "place", name=op.f("pk_theme_suggestion")),
    )
    op.create_index(op.f("ix_theme_suggestion_theme_id"), "theme_suggestion", ["theme_id"])
    op.create_table(
        "double_sample",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", ID, nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_double_sample_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["user.id"], name=op.f("fk_double_sample_drawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_sample")),
        sa.UniqueConstraint("key", name=op.f("uq_double_sample_key")),
    )
    op.create_index(op.f("ix_double_sample_consultation_id"), "double_sample", ["consultation_id"])
    op.create_table(
        "double_reading",
        sa.Column("sample_id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("coder_id", ID, nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["user.id"], name=op.f("fk_double_reading_coder_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_double_reading_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["double_sample.id"], name=op.f("fk_double_reading_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_double_reading_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_reading")),
        sa.UniqueConstraint(
            "sample_id",
            "contribution_id",
            "place",
            name=op.f("uq_double_reading_sample_id_contribution_id_place"),
        ),
    )


def downgrade() -> None:
    op.drop_table("double_reading")
    op.drop_table("double_sample")
    op.drop_table("theme_suggestion")
    op.drop_table("saved_view")
    op.drop_table("reading_note")
    op.drop_table("coding")
    op.drop_table("reading")
    op.drop_table("theme_change")
    op.drop_table("theme")
    op.drop_table("codebook")
