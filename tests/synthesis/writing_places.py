"""What to write into the addresses of the synthesis that is written and published."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.synthesis.models import Chapter, Coding, Reading
from consultation.synthesis.queries.outline import REQUIRED
from consultation.synthesis.services.citing import quote
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.opening import note_empty, open_synthesis
from consultation.synthesis.services.publication import publish
from consultation.synthesis.services.writing import add_statement

PAGES_OF_A_STATEMENT = (
    "statement", "write_statement", "statement_versions", "restore_version", "place_statement",
    "remove_statement",
)  # fmt: skip
PAGES_OF_A_CHAPTER = ("new_statement", "say_empty")


def writing_addresses(
    row: Consultation, moderator: User, secret: str, said: str, theme: str
) -> dict[str, str]:
    """A published synthesis of one statement, which quotes that contribution."""
    synthesis = open_synthesis(row, actor=moderator)
    chapters = session.scalars(
        select(Chapter).where(Chapter.synthesis_id == synthesis.id).order_by(Chapter.id)
    ).all()
    for each in chapters:
        if each.kind in REQUIRED:
            note_empty(row, each, f"Rien {secret}.", actor=moderator)
    made = add_statement(row, chapters[0], f"Énoncé {secret}.", actor=moderator)
    contribution = session.scalars(select(Contribution).where(Contribution.key == said)).one()
    reading = session.get_one(Reading, contribution.id)
    code(contribution, [Wanted(theme)], actor=moderator, seen=reading.edition)
    coding = session.scalars(
        select(Coding.key).where(Coding.contribution_id == contribution.id)
    ).one()
    quote(row, made, coding, actor=moderator)
    publish(row, "", actor=moderator)
    return {
        **{f"synthesis.{name} key": made.key for name in PAGES_OF_A_STATEMENT},
        **{f"synthesis.{name} key": chapters[0].key for name in PAGES_OF_A_CHAPTER},
        "synthesis.restore_version number": "1",
        "synthesis.public_edition number": "1",
        "synthesis.public_archive number": "1",
    }
