"""Create the consultations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description_source", sa.String(), nullable=False),
        sa.Column("description_html", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion_due_on", sa.Date(), nullable=True),
        sa.Column("synthesis_due_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("has_committee", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("contribution_count", sa.Integer(), nullable=False),
        sa.Column("amendment_count", sa.Integer(), nullable=False),
        sa.Column("participant_count", sa.Integer(), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "closes_at is null or opens_at < closes_at",
            name=op.f("ck_consultation_opens_before_it_closes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("key", name=op.f("uq_consultation_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    op.create_index(
        "ix_consultation_phase_closes_at", "consultation", ["phase", "closes_at"], unique=False
    )
    op.create_index(
        op.f("ix_consultation_phase_opens_at"), "consultation", ["phase", "opens_at"], unique=False
    )
    op.create_table(
        "calendar_change",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("old_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_calendar_change_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_change")),
    )
    op.create_index(
        op.f("ix_calendar_change_consultation_id"),
        "calendar_change",
        ["consultation_id"],
        unique=False,
    )
    op.create_table(
        "category",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("participant_count", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_category_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint(
            "consultation_id", "position", name=op.f("uq_category_consultation_id_position")
        ),
    )
    op.create_table(
        "glossary_term",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_glossary_term_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint(
            "consultation_id", "term", name=op.f("uq_glossary_term_consultation_id_term")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_glossary_term_key")),
    )
    op.create_table(
        "organisation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_organisation_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint(
            "consultation_id", "name", name=op.f("uq_organisation_consultation_id_name")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    op.create_table(
        "team_member",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_team_member_consultation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_team_member_user_id")),
        sa.PrimaryKeyConstraint("consultation_id", "user_id", "role", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_user_id"), "team_member", ["user_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("organisation_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contribution_count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_participant_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_participant_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_participant_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_participant_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "consultation_id", "user_id", name=op.f("uq_participant_consultation_id_user_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_participant_key")),
    )
    op.create_index(
        op.f("ix_participant_organisation_id"), "participant", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_participant_user_id"), "participant", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participant_user_id"), table_name="participant")
    op.drop_index(op.f("ix_participant_organisation_id"), table_name="participant")
    op.drop_table("participant")
    op.drop_index(op.f("ix_team_member_user_id"), table_name="team_member")
    op.drop_table("team_member")
    op.drop_table("organisation")
    op.drop_table("glossary_term")
    op.drop_table("category")
    op.drop_index(op.f("ix_calendar_change_consultation_id"), table_name="calendar_change")
    op.drop_table("calendar_change")
    op.drop_index(op.f("ix_consultation_phase_opens_at"), table_name="consultation")
    op.drop_index("ix_consultation_phase_closes_at", table_name="consultation")
    op.drop_table("consultation")
