"""Keep the charter: the instance's and each consultation's, in versions that never change.

The rules that were in the code are version 1.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFUSAL = "a published charter is immutable"
TABLES = ("charter_version", "consultation_charter")
KEPT = "number, clauses, note_fr, note_en, published_at"
IN_FORCE_SINCE = datetime(2026, 11, 24, tzinfo=UTC)
NAMES = ("key", "title_fr", "text_fr", "title_en", "text_en")
FIRST = (
    (
        "6mxvt4a5",
        "Parlez du texte",
        "Une contribution porte sur le passage qu’elle commente, ou sur le texte entier.",
        "Speak of the text",
        "A contribution is about the passage that it comments, or about the whole text.",
    ),
    (
        "htghpev8",
        "Critiquez les idées",
        "Toutes les opinions ont leur place, y compris vives. Elles visent des idées.",
        "Criticise ideas",
        "All opinions have their place, sharp ones included. They aim at ideas.",
    ),
    (
        "5h2ywefn",
        "N’attaquez personne",
        "Ni injure, ni menace, ni accusation contre une personne nommée ou reconnaissable.",
        "Attack nobody",
        "No insult, no threat, no accusation against a person who is named or recognisable.",
    ),
    (
        "tt2rgasv",
        "Respectez l’égale dignité",
        "Les propos racistes, sexistes, homophobes ou haineux sont interdits par la loi.",
        "Respect equal dignity",
        "Racist, sexist, homophobic or hateful words are forbidden by law.",
    ),
    (
        "9m5yc222",
        "Ne racontez pas la santé d’une personne reconnaissable",
        "Ni la vôtre, ni celle d’un proche : décrivez la situation, sans nom, lieu ni date.",
        "Do not tell the health of a recognisable person",
        "Neither yours nor a relative’s: describe the situation, without name, place or date.",
    ),
    (
        "pk2yeq8f",
        "Ne donnez pas de coordonnées",
        "Ni téléphone, ni adresse, ni numéro de sécurité sociale, les vôtres compris.",
        "Give no contact details",
        "No phone, address or social security number, yours included.",
    ),
    (
        "s2j9tghk",
        "Ne faites pas de publicité",
        "Un lien vers une source est utile. Une réclame ne l’est pas.",
        "Do not advertise",
        "A link to a source is useful. An advertisement is not.",
    ),
    (
        "9d9q9tgb",
        "Dites à quel titre vous parlez",
        "Choisissez votre catégorie avec franchise. Une organisation parle sous son nom.",
        "Say in which capacity you speak",
        "Choose your category frankly. An organisation speaks under its own name.",
    ),
    (
        "z2fwzkzp",
        "Une personne, un compte",
        "Plusieurs comptes ne font pas plusieurs avis. Les textes identiques sont groupés.",
        "One person, one account",
        "Several accounts do not make several opinions. Identical texts are grouped.",
    ),
)


def upgrade() -> None:
    first = _create_tables()
    op.bulk_insert(
        first,
        [
            {
                "number": 1,
                "clauses": [dict(zip(NAMES, clause, strict=True)) for clause in FIRST],
                "note_fr": "",
                "note_en": "",
                "edit_count": 0,
                "published_at": IN_FORCE_SINCE,
            }
        ],
    )
    for table in TABLES:
        _guard(table)


def _create_tables() -> sa.Table:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

    def columns() -> tuple[sa.Column, ...]:
        return (
            sa.Column("id", number, nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("clauses", sa.JSON(), nullable=False),
            sa.Column("note_fr", sa.String(), nullable=False),
            sa.Column("note_en", sa.String(), nullable=False),
            sa.Column("edit_count", sa.Integer(), nullable=False),
            sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("published_by_id", number, nullable=True),
        )

    first = op.create_table(
        "charter_version",
        *columns(),
        sa.Column("told_up_to", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_charter_version_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_version")),
        sa.UniqueConstraint("number", name=op.f("uq_charter_version_number")),
    )
    op.create_table(
        "consultation_charter",
        *columns(),
        sa.Column("consultation_id", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_charter_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_consultation_charter_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_charter")),
        sa.UniqueConstraint(
            "consultation_id",
            "number",
            name=op.f("uq_consultation_charter_consultation_id_number"),
        ),
    )
    return first


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in (f"update of {KEPT}", "delete"):
            op.execute(
                f"create trigger {table}_no_{act.split()[0]} before {act} on {table} "
                f"when old.published_at is not null begin select raise(abort, '{REFUSAL}'); end"
            )
        return
    op.execute(
        "create or replace function charter_is_immutable() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$"
    )
    op.execute(
        f"create trigger {table}_immutable before update of {KEPT} or delete on {table} "
        "for each row when (old.published_at is not null) "
        "execute function charter_is_immutable()"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("drop function charter_is_immutable()")
