"""Answer the recommendations of an opinion, and the whole; keep what its members think of that."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = ("statement_id", "theme_id", "paragraph_id", "campaign_key", "contribution_id")
NEW = ("recommendation_id", "opinion_id")
ONE_EACH = (
    ("uq_answer_recommendation", "recommendation_id"),
    ("uq_answer_opinion", "opinion_id"),
)


def _one_of(names: tuple[str, ...]) -> str:
    return " + ".join(f"(case when {name} is null then 0 else 1 end)" for name in names) + " = 1"


def upgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("recommendation_id", ID, nullable=True))
        table.add_column(sa.Column("opinion_id", ID, nullable=True))
        table.drop_constraint(op.f("ck_answer_one_subject"), type_="check")
        table.create_check_constraint(op.f("ck_answer_one_subject"), _one_of(OLD + NEW))
        table.create_foreign_key(
            op.f("fk_answer_recommendation_id"), "opinion_block", ["recommendation_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_answer_opinion_id"), "opinion", ["opinion_id"], ["id"])
    for name, column in ONE_EACH:
        _unique(name, "answer", [column, "consultation_id"], f"{column} is not null")
    op.create_table(
        "answer_appraisal",
        sa.Column("id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("answer_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("is_signed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("grade between 0 and 10", name=op.f("ck_answer_appraisal_grade")),
        *(
            sa.ForeignKeyConstraint(
                [f"{target if target != 'committee_member' else 'member'}_id"], [f"{target}.id"],
                name=op.f(
                    f"fk_answer_appraisal_{'member' if target == 'committee_member' else target}_id"
                ),
            )
            for target in ("consultation", "opinion", "answer", "committee_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_appraisal")),
    )  # fmt: skip
    for column in ("opinion_id", "member_id"):
        op.create_index(op.f(f"ix_answer_appraisal_{column}"), "answer_appraisal", [column])
    _unique(
        "uq_answer_appraisal_answer", "answer_appraisal", ["answer_id", "member_id"],
        "answer_id is not null",
    )  # fmt: skip
    _unique(
        "uq_answer_appraisal_whole", "answer_appraisal",
        ["opinion_id", "consultation_id", "member_id"], "answer_id is null",
    )  # fmt: skip


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    kept = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=kept, postgresql_where=kept)


def downgrade() -> None:
    op.drop_table("answer_appraisal")
    gone = "select id from answer where recommendation_id is not null or opinion_id is not null"
    promised = f"select id from milestone where answer_id in ({gone})"
    op.execute(f"delete from milestone_report where milestone_id in ({promised})")
    for table in ("milestone", "answer_version"):
        op.execute(f"delete from {table} where answer_id in ({gone})")
    op.execute(f"delete from answer where id in ({gone})")
    for name, _column in ONE_EACH:
        op.drop_index(name, "answer")
    with op.batch_alter_table("answer") as table:
        table.drop_constraint(op.f("ck_answer_one_subject"), type_="check")
        table.create_check_constraint(op.f("ck_answer_one_subject"), _one_of(OLD))
        for column in NEW:
            table.drop_constraint(op.f(f"fk_answer_{column}"), type_="foreignkey")
            table.drop_column(column)
