"""What an address of the published synthesis is called, where a committee links to it."""

from sqlalchemy import select

from consultation.committees.linking import Values, page_named
from consultation.committees.models.threads import Target
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.core.i18n import _
from consultation.synthesis.queries.editions import edition_of


def name_statement(values: Values) -> tuple[Target, str] | None:
    """A statement by its place among all of its edition, and by its chapter; else the page."""
    page = page_named(values)
    wanted = values.get("enonce", "")
    if page is None or not wanted:
        return page
    number = int(values["number"]) if "number" in values else None
    where = select(Consultation.id).where(Consultation.slug == values["slug"])
    edition = edition_of(session.scalars(where).one(), number)
    if edition is None:
        return None
    chapters = edition.text["chapters"]
    every = ((each["key"], chapter) for chapter in chapters for each in chapter["statements"])
    for place, (key, chapter) in enumerate(every, 1):
        if key == wanted:
            return Target.STATEMENT, _(
                "Synthèse, énoncé %(number)s, «\u00a0%(chapter)s\u00a0»",
                number=place, chapter=chapter["title"],
            )  # fmt: skip
    return None
