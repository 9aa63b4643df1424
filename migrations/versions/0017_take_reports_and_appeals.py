"""Take flags, notices of illegal content and appeals, and remember who reports without ground."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reporter_standing",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("limited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("limited_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_reporter_standing_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_reporter_standing_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_reporter_standing_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_standing")),
        sa.UniqueConstraint(
            "consultation_id", "user_id", name=op.f("uq_reporter_standing_consultation_id_user_id")
        ),
    )
    with op.batch_alter_table("reporter_standing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporter_standing_user_id"), ["user_id"], unique=False)

    op.create_table(
        "flag",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reporter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("charter_version", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("mail_key", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_flag_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_flag_contribution_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_flag_decision_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["user.id"], name=op.f("fk_flag_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "contribution_id", "reporter_id", name=op.f("uq_flag_contribution_id_reporter_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_flag_key")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index("ix_flag_listed", ["consultation_id", "id"], unique=False)
        batch_op.create_index("ix_flag_reporter", ["reporter_id", "id"], unique=False)
        batch_op.create_index("ix_flag_told", ["consultation_id", "received_at"], unique=False)
        batch_op.create_index(
            "ix_flag_waiting",
            ["consultation_id", "id"],
            unique=False,
            sqlite_where=sa.text("decided_at is null and withdrawn_at is null"),
            postgresql_where=sa.text("decided_at is null and withdrawn_at is null"),
        )

    op.create_table(
        "notice",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("form_token", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("legal_ref", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("good_faith_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("mail_key", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_notice_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_notice_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_notice_decision_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("form_token", name=op.f("uq_notice_form_token")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index("ix_notice_listed", ["consultation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_notice_to_erase",
            ["decided_at"],
            unique=False,
            sqlite_where=sa.text("erased_at is null and decided_at is not null"),
            postgresql_where=sa.text("erased_at is null and decided_at is not null"),
        )
        batch_op.create_index("ix_notice_told", ["consultation_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "ix_notice_waiting",
            ["consultation_id", "id"],
            unique=False,
            sqlite_where=sa.text("decided_at is null"),
            postgresql_where=sa.text("decided_at is null"),
        )

    op.create_table(
        "appeal",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column(
            "appellant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column(
            "judged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "appellant_id is not null or notice_id is not null", name=op.f("ck_appeal_somebodys")
        ),
        sa.ForeignKeyConstraint(["appellant_id"], ["user.id"], name=op.f("fk_appeal_appellant_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_appeal_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id")
        ),
        sa.ForeignKeyConstraint(["judged_by_id"], ["user.id"], name=op.f("fk_appeal_judged_by_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_appeal_notice_id")),
        sa.ForeignKeyConstraint(["result_id"], ["decision.id"], name=op.f("fk_appeal_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint(
            "decision_id", "appellant_id", name=op.f("uq_appeal_decision_id_appellant_id")
        ),
        sa.UniqueConstraint(
            "decision_id", "notice_id", name=op.f("uq_appeal_decision_id_notice_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_appeal_key")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_appellant_id"), ["appellant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_judged_by_id"), ["judged_by_id"], unique=False)
        batch_op.create_index("ix_appeal_listed", ["consultation_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            "ix_appeal_waiting",
            ["consultation_id", "id"],
            unique=False,
            sqlite_where=sa.text("judged_at is null"),
            postgresql_where=sa.text("judged_at is null"),
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_decision_listed",
            ["consultation_id", "id"],
            unique=False,
            sqlite_where=sa.text("measure <> 'keep' and undone_at is null"),
            postgresql_where=sa.text("measure <> 'keep' and undone_at is null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_decision_listed",
            sqlite_where=sa.text("measure <> 'keep' and undone_at is null"),
            postgresql_where=sa.text("measure <> 'keep' and undone_at is null"),
        )

    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_appeal_waiting",
            sqlite_where=sa.text("judged_at is null"),
            postgresql_where=sa.text("judged_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_appeal_notice_id"))
        batch_op.drop_index("ix_appeal_listed")
        batch_op.drop_index(batch_op.f("ix_appeal_judged_by_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_appellant_id"))

    op.drop_table("appeal")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_waiting",
            sqlite_where=sa.text("decided_at is null"),
            postgresql_where=sa.text("decided_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_user_id"))
        batch_op.drop_index("ix_notice_told")
        batch_op.drop_index(
            "ix_notice_to_erase",
            sqlite_where=sa.text("erased_at is null and decided_at is not null"),
            postgresql_where=sa.text("erased_at is null and decided_at is not null"),
        )
        batch_op.drop_index("ix_notice_listed")
        batch_op.drop_index(batch_op.f("ix_notice_decision_id"))
        batch_op.drop_index(batch_op.f("ix_notice_contribution_id"))

    op.drop_table("notice")
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_flag_waiting",
            sqlite_where=sa.text("decided_at is null and withdrawn_at is null"),
            postgresql_where=sa.text("decided_at is null and withdrawn_at is null"),
        )
        batch_op.drop_index("ix_flag_told")
        batch_op.drop_index("ix_flag_reporter")
        batch_op.drop_index("ix_flag_listed")
        batch_op.drop_index(batch_op.f("ix_flag_decision_id"))

    op.drop_table("flag")
    with op.batch_alter_table("reporter_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporter_standing_user_id"))

    op.drop_table("reporter_standing")
