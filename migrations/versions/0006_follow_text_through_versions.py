"""Follow paragraphs through the versions of a text."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_origin",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_change_origin_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_change_origin_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_origin")),
        sa.UniqueConstraint(
            "version_id", "paragraph_id", name=op.f("uq_change_origin_version_id_paragraph_id")
        ),
    )
    with op.batch_alter_table("change_origin", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_origin_paragraph_id"), ["paragraph_id"], unique=False
        )

    op.create_table(
        "descent",
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "heir_paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "heir_section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "ancestor_paragraph_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "ancestor_section_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_paragraph_id"],
            ["paragraph.id"],
            name=op.f("fk_descent_ancestor_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ancestor_section_id"], ["section.id"], name=op.f("fk_descent_ancestor_section_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_descent_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["heir_paragraph_id"], ["paragraph.id"], name=op.f("fk_descent_heir_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["heir_section_id"], ["section.id"], name=op.f("fk_descent_heir_section_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_descent")),
    )
    with op.batch_alter_table("descent", schema=None) as batch_op:
        batch_op.create_index(
            "ix_descent_ancestor_paragraph", ["ancestor_paragraph_id"], unique=False
        )
        batch_op.create_index("ix_descent_ancestor_section", ["ancestor_section_id"], unique=False)
        batch_op.create_index("ix_descent_heir_paragraph", ["heir_paragraph_id"], unique=False)
        batch_op.create_index("ix_descent_heir_section", ["heir_section_id"], unique=False)

    op.create_table(
        "fate",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(paragraph_id is null) <> (section_id is null)", name=op.f("ck_fate_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_fate_paragraph_id")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_fate_section_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_fate_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate")),
        sa.UniqueConstraint(
            "version_id", "paragraph_id", name=op.f("uq_fate_version_id_paragraph_id")
        ),
        sa.UniqueConstraint("version_id", "section_id", name=op.f("uq_fate_version_id_section_id")),
    )
    with op.batch_alter_table("fate", schema=None) as batch_op:
        batch_op.create_index("ix_fate_paragraph", ["paragraph_id"], unique=False)
        batch_op.create_index("ix_fate_section", ["section_id"], unique=False)

    op.create_table(
        "match_decision",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(paragraph_id is null) <> (section_id is null)",
            name=op.f("ck_match_decision_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_match_decision_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_match_decision_section_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_match_decision_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
        sa.UniqueConstraint(
            "version_id", "paragraph_id", name=op.f("uq_match_decision_version_id_paragraph_id")
        ),
        sa.UniqueConstraint(
            "version_id", "section_id", name=op.f("uq_match_decision_version_id_section_id")
        ),
    )
    with op.batch_alter_table("match_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_decision_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "succession",
        sa.Column("fate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(["fate_id"], ["fate.id"], name=op.f("fk_succession_fate_id")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_succession_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_succession_section_id")
        ),
        sa.PrimaryKeyConstraint("fate_id", "position", name=op.f("pk_succession")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_succession_paragraph_id"), ["paragraph_id"], unique=False
        )

    op.create_table(
        "change_origin_contribution",
        sa.Column(
            "origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_change_origin_contribution_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"],
            ["change_origin.id"],
            name=op.f("fk_change_origin_contribution_origin_id"),
        ),
        sa.PrimaryKeyConstraint(
            "origin_id", "contribution_id", name=op.f("pk_change_origin_contribution")
        ),
    )
    with op.batch_alter_table("change_origin_contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_origin_contribution_contribution_id"),
            ["contribution_id"],
            unique=False,
        )

    op.create_table(
        "rewording_fate",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_rewording_fate_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_rewording_fate_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "contribution_id", name=op.f("pk_rewording_fate")),
    )
    with op.batch_alter_table("rewording_fate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rewording_fate_contribution_id"), ["contribution_id"], unique=False
        )

    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("inherits", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "base_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_column("base_id")

    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_column("inherits")

    with op.batch_alter_table("rewording_fate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rewording_fate_contribution_id"))

    op.drop_table("rewording_fate")
    with op.batch_alter_table("change_origin_contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_origin_contribution_contribution_id"))

    op.drop_table("change_origin_contribution")
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_paragraph_id"))

    op.drop_table("succession")
    with op.batch_alter_table("match_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_decision_version_id"))

    op.drop_table("match_decision")
    with op.batch_alter_table("fate", schema=None) as batch_op:
        batch_op.drop_index("ix_fate_section")
        batch_op.drop_index("ix_fate_paragraph")

    op.drop_table("fate")
    with op.batch_alter_table("descent", schema=None) as batch_op:
        batch_op.drop_index("ix_descent_heir_section")
        batch_op.drop_index("ix_descent_heir_paragraph")
        batch_op.drop_index("ix_descent_ancestor_section")
        batch_op.drop_index("ix_descent_ancestor_paragraph")

    op.drop_table("descent")
    with op.batch_alter_table("change_origin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_origin_paragraph_id"))

    op.drop_table("change_origin")
