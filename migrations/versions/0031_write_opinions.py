"""Write opinions: lasting blocks and their revisions, amendments, statements; editions for good."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFUSAL = "a published edition is immutable"


def upgrade() -> None:
    _create_text()
    _create_contesting()
    _guard_editions()


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _named(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _one_key(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key"))


def _create_text() -> None:
    op.create_table(
        "opinion",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_open_to_all", sa.Boolean(), nullable=False),
        sa.Column("statements_until", MOMENT, nullable=True),
        sa.Column("begun_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        _refers("opinion", "begun_by_id", "committee_member"),
        _refers("opinion", "committee_id", "committee"),
        _named("opinion"),
        sa.UniqueConstraint("committee_id", name=op.f("uq_opinion_committee_id")),
        _one_key("opinion"),
    )
    op.create_table(
        "opinion_block",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by_id", ID, nullable=True),
        sa.Column("note_count", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        _refers("opinion_block", "opinion_id", "opinion"),
        _refers("opinion_block", "removed_by_id", "committee_member"),
        _named("opinion_block"),
        _one_key("opinion_block"),
    )
    op.create_index(
        "ix_opinion_block_opinion_position", "opinion_block", ["opinion_id", "position"]
    )

    op.create_table(
        "opinion_edition",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("archive", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        _refers("opinion_edition", "opinion_id", "opinion"),
        _refers("opinion_edition", "published_by_id", "committee_member"),
        _named("opinion_edition"),
        _one_key("opinion_edition"),
        sa.UniqueConstraint(
            "opinion_id", "number", name=op.f("uq_opinion_edition_opinion_id_number")
        ),
    )
    op.create_table(
        "opinion_draft",
        sa.Column("block_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        _refers("opinion_draft", "block_id", "opinion_block"),
        _refers("opinion_draft", "member_id", "committee_member"),
        sa.PrimaryKeyConstraint("block_id", "member_id", name=op.f("pk_opinion_draft")),
    )
    op.create_table(
        "opinion_note",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("block_id", ID, nullable=False),
        sa.Column("block_revision", sa.Integer(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", ID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("id", ID, nullable=False),
        _refers("opinion_note", "author_id", "committee_member"),
        _refers("opinion_note", "block_id", "opinion_block"),
        _refers("opinion_note", "settled_by_id", "committee_member"),
        _named("opinion_note"),
        _one_key("opinion_note"),
    )
    op.create_index("ix_opinion_note_block", "opinion_note", ["block_id", "id"])

    op.create_table(
        "opinion_revision",
        sa.Column("block_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.JSON(), nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _refers("opinion_revision", "author_id", "committee_member"),
        _refers("opinion_revision", "block_id", "opinion_block"),
        sa.PrimaryKeyConstraint("block_id", "number", name=op.f("pk_opinion_revision")),
    )


def _create_contesting() -> None:
    op.create_table(
        "ballot_text",
        sa.Column("ballot_id", ID, nullable=False),
        sa.Column("opinion_revision", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        _refers("ballot_text", "ballot_id", "ballot"),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_ballot_text")),
    )
    op.create_table(
        "amendment",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("block_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("edit_count", sa.Integer(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", ID, nullable=False),
        _refers("amendment", "author_id", "committee_member"),
        _refers("amendment", "block_id", "opinion_block"),
        _refers("amendment", "decided_by_id", "committee_member"),
        _refers("amendment", "opinion_id", "opinion"),
        _named("amendment"),
        _one_key("amendment"),
        sa.UniqueConstraint("opinion_id", "number", name=op.f("uq_amendment_opinion_id_number")),
    )
    op.create_index("ix_amendment_block_id", "amendment", ["block_id"])
    op.create_index("ix_amendment_opinion_state", "amendment", ["opinion_id", "state"])

    op.create_table(
        "minority_statement",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("block_id", ID, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("edit_count", sa.Integer(), nullable=False),
        sa.Column("signature_count", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        _refers("minority_statement", "author_id", "committee_member"),
        _refers("minority_statement", "block_id", "opinion_block"),
        _refers("minority_statement", "opinion_id", "opinion"),
        _named("minority_statement"),
        _one_key("minority_statement"),
    )
    op.create_index("ix_minority_statement_opinion_id", "minority_statement", ["opinion_id"])

    op.create_table(
        "statement_signature",
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        _refers("statement_signature", "member_id", "committee_member"),
        _refers("statement_signature", "statement_id", "minority_statement"),
        sa.PrimaryKeyConstraint("statement_id", "member_id", name=op.f("pk_statement_signature")),
    )
    op.create_index("ix_statement_signature_member_id", "statement_signature", ["member_id"])


def _guard_editions() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger opinion_edition_no_{act} before {act} on opinion_edition "
                f"begin select raise(abort, '{REFUSAL}'); end"
            )
        return
    op.execute(
        "create function edition_is_immutable() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$"
    )
    op.execute(
        "create trigger edition_immutable before update or delete on opinion_edition "
        "for each row execute function edition_is_immutable()"
    )


def downgrade() -> None:
    _release_editions()
    op.drop_table("opinion_edition")
    op.drop_index("ix_statement_signature_member_id", "statement_signature")

    op.drop_table("statement_signature")
    op.drop_table("opinion_revision")
    op.drop_index("ix_opinion_note_block", "opinion_note")

    op.drop_table("opinion_note")
    op.drop_table("opinion_draft")
    op.drop_index("ix_minority_statement_opinion_id", "minority_statement")

    op.drop_table("minority_statement")
    op.drop_index("ix_amendment_opinion_state", "amendment")
    op.drop_index("ix_amendment_block_id", "amendment")

    op.drop_table("amendment")
    op.drop_index("ix_opinion_block_opinion_position", "opinion_block")

    op.drop_table("opinion_block")
    op.drop_table("ballot_text")
    op.drop_table("opinion")


def _release_editions() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"drop trigger opinion_edition_no_{act}")
        return
    op.execute("drop trigger edition_immutable on opinion_edition")
    op.execute("drop function edition_is_immutable()")
