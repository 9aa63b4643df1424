"""Contributions as they are compared: their own words, without those that they were asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.documents.models import Heading, Passage
from consultation.moderation.campaigns.models import CampaignMember
from consultation.moderation.campaigns.words import Compared, Numbers, compared, runs_of

STANDS = Contribution.state != ContributionState.WITHDRAWN


@dataclass(frozen=True)
class Text:
    """One contribution, compared."""

    id: int
    number: int
    revision: int
    submitted_at: datetime
    source: str
    compared: Compared


def texts_after(consultation_id: int, number: int, limit: int) -> tuple[list[Text], int]:
    """What was said after `number`, and the number of the last that was read."""
    rows = session.execute(
        _current(consultation_id)
        .where(Contribution.number > number)
        .order_by(Contribution.number)
        .limit(limit)
    ).all()
    texts = _compared([row for row in rows if row.state is not ContributionState.WITHDRAWN])
    return texts, max((row.number for row in rows), default=number)


def texts_in_no_campaign(consultation_id: int, number: int, limit: int) -> list[Text]:
    """The last `limit` contributions, up to `number`, that are in no campaign, oldest first."""
    rows = session.execute(
        _current(consultation_id)
        .where(
            Contribution.number <= number,
            STANDS,
            ~exists().where(CampaignMember.contribution_id == Contribution.id),
        )
        .order_by(Contribution.number.desc())
        .limit(limit)
    ).all()
    return _compared(list(reversed(rows)))


def texts_where(consultation_id: int, condition: ColumnElement[bool]) -> list[Text]:
    """The contributions that stand and meet `condition`, oldest first."""
    query = _current(consultation_id).where(STANDS, condition).order_by(Contribution.number)
    return _compared(session.execute(query).all())


def _current(consultation_id: int) -> Any:
    """Official answers are the institution's: they repeat themselves, and are nobody's campaign."""
    return (
        select(
            Contribution.id,
            Contribution.number,
            Contribution.revision,
            Contribution.submitted_at,
            Contribution.state,
            Contribution.version_id,
            Contribution.is_official,
            Revision.source,
            Revision.proposed_text,
        )
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .where(Contribution.consultation_id == consultation_id)
    )


def _compared(rows: Sequence[Any]) -> list[Text]:
    asked = {version_id: _asked(version_id) for version_id in {row.version_id for row in rows}}
    return [
        Text(
            row.id, row.number, row.revision, row.submitted_at, row.source,
            compared(f"{row.source}\n{row.proposed_text or ''}", asked[row.version_id]),
        )
        for row in rows if not row.is_official
    ]  # fmt: skip


def _asked(version_id: int) -> Numbers:
    """The runs of a consulted text."""
    words = [
        text
        for part in (Passage, Heading)
        for text in session.scalars(select(part.text).where(part.version_id == version_id))
    ]
    return runs_of("\n".join(words))
