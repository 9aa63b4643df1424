"""Code a campaign once, a sample twice; propose themes; keep opinion groups."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _work() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("gave_up_at", MOMENT, nullable=True),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, [column], unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def upgrade() -> None:
    _campaigns()
    _groupings()
    _proposals()
    _doubles()


def _campaigns() -> None:
    op.create_table(
        "campaign_coding",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("campaign_key", sa.String(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("coder_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by_id", ID, nullable=True),
        _refers("campaign_coding", "coder_id", "user"),
        _refers("campaign_coding", "consultation_id", "consultation"),
        _refers("campaign_coding", "removed_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_coding")),
        sa.UniqueConstraint("key", name=op.f("uq_campaign_coding_key")),
    )
    for column in ("campaign_key", "consultation_id"):
        op.create_index(op.f(f"ix_campaign_coding_{column}"), "campaign_coding", [column])
    _index(
        "ix_campaign_coding_standing", "campaign_coding", "campaign_key", "removed_at is null",
        unique=True,
    )  # fmt: skip
    with op.batch_alter_table("reading") as batch:
        batch.add_column(sa.Column("campaign_coding_id", ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_reading_campaign_coding_id"), "campaign_coding", ["campaign_coding_id"], ["id"]
        )
    _index("ix_reading_campaign", "reading", "campaign_coding_id", "campaign_coding_id is not null")


def _groupings() -> None:
    op.create_table(
        "opinion_grouping",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("votes_hash", sa.String(), nullable=False),
        sa.Column("is_stable", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_by_id", ID, nullable=True),
        *_work(),
        _refers("opinion_grouping", "asked_by_id", "user"),
        _refers("opinion_grouping", "consultation_id", "consultation"),
        _refers("opinion_grouping", "published_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_grouping")),
        sa.UniqueConstraint("key", name=op.f("uq_opinion_grouping_key")),
    )
    op.create_index(
        op.f("ix_opinion_grouping_consultation_id"), "opinion_grouping", ["consultation_id"]
    )
    _index("ix_opinion_grouping_waiting", "opinion_grouping", "run_at", "done_at is null")


def _proposals() -> None:
    op.create_table(
        "proposal_search",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("text_count", sa.Integer(), nullable=False),
        *_work(),
        _refers("proposal_search", "asked_by_id", "user"),
        _refers("proposal_search", "consultation_id", "consultation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_search")),
        sa.UniqueConstraint("key", name=op.f("uq_proposal_search_key")),
    )
    op.create_index(
        op.f("ix_proposal_search_consultation_id"), "proposal_search", ["consultation_id"]
    )
    _index("ix_proposal_search_waiting", "proposal_search", "run_at", "done_at is null")
    op.create_table(
        "theme_proposal",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("search_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("contribution_ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _refers("theme_proposal", "consultation_id", "consultation"),
        _refers("theme_proposal", "decided_by_id", "user"),
        _refers("theme_proposal", "search_id", "proposal_search"),
        _refers("theme_proposal", "theme_id", "theme"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_proposal")),
        sa.UniqueConstraint("key", name=op.f("uq_theme_proposal_key")),
    )
    op.create_index(
        op.f("ix_theme_proposal_consultation_id"), "theme_proposal", ["consultation_id"]
    )


def _doubles() -> None:
    op.create_table(
        "double_settlement",
        sa.Column("id", ID, nullable=False),
        sa.Column("sample_id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _refers("double_settlement", "by_id", "user"),
        _refers("double_settlement", "contribution_id", "contribution"),
        _refers("double_settlement", "sample_id", "double_sample"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_settlement")),
    )
    op.create_index(
        op.f("ix_double_settlement_contribution_id"), "double_settlement", ["contribution_id"]
    )
    with op.batch_alter_table("double_reading") as batch:
        batch.add_column(sa.Column("is_open", sa.Boolean(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("reason", sa.String(40), nullable=True))
        batch.add_column(sa.Column("reason_text", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("fk_double_reading_settled_by_id"), type_="foreignkey")
        batch.drop_column("settled_at")
        batch.drop_column("settled_by_id")
    _index("ix_double_reading_open", "double_reading", "contribution_id", "is_open")
    with op.batch_alter_table("double_sample") as batch:
        batch.add_column(sa.Column("drawn_from", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("ended_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("double_sample") as batch:
        batch.drop_column("ended_at")
        batch.drop_column("drawn_from")
    op.drop_index("ix_double_reading_open", "double_reading")
    with op.batch_alter_table("double_reading") as batch:
        for name in ("revision", "reason_text", "reason", "is_open"):
            batch.drop_column(name)
        batch.add_column(sa.Column("settled_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("settled_by_id", ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_double_reading_settled_by_id"), "user", ["settled_by_id"], ["id"]
        )
    op.drop_index("ix_reading_campaign", "reading")
    with op.batch_alter_table("reading") as batch:
        batch.drop_constraint(op.f("fk_reading_campaign_coding_id"), type_="foreignkey")
        batch.drop_column("campaign_coding_id")
    for table in (
        "double_settlement", "theme_proposal", "proposal_search", "opinion_grouping",
        "campaign_coding",
    ):  # fmt: skip
        op.drop_table(table)
