"""The list behind each number of the coverage: contributions, twenty at a time, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import Reading
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.queries.coverage import Share, listed
from consultation.synthesis.queries.sources import excerpt

PAGE_SIZE = 20
READ = 400


@dataclass(frozen=True)
class Listed:
    """One contribution of a list; without words where it is not public."""

    key: str
    number: int
    state: ContributionState
    words: str
    reading: ReadingState | None
    reason: SetAside | None
    reason_text: str


@dataclass(frozen=True)
class List:
    """A page of a list, and the number after which it goes on: None at the end."""

    rows: Sequence[Listed]
    following: int | None


def list_of(
    consultation_id: int, share: Share, after: int, until: int | None = None,
    edition_id: int | None = None,
) -> List:  # fmt: skip
    """The contributions behind that number, in the order of their numbers."""
    rows = session.execute(
        select(
            Contribution.key, Contribution.number, Contribution.state,
            func.substr(Revision.source, 1, READ), func.substr(Revision.proposed_text, 1, READ),
            Reading.state, Reading.reason, Reading.reason_text,
        )
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .outerjoin(Reading, Reading.contribution_id == Contribution.id)
        .where(*listed(consultation_id, share, until, edition_id), Contribution.number > after)
        .order_by(Contribution.number)
        .limit(PAGE_SIZE + 1)
    ).all()  # fmt: skip
    made = [
        Listed(
            key, number, state,
            excerpt(source or proposed or "") if state is ContributionState.PUBLISHED else "",
            reading, reason, reason_text or "",
        )
        for key, number, state, source, proposed, reading, reason, reason_text in rows
    ]  # fmt: skip
    shown = made[:PAGE_SIZE]
    return List(shown, shown[-1].number if len(made) > PAGE_SIZE else None)
