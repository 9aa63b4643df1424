"""What the pages of the rules show."""

from collections.abc import Sequence

from sqlalchemy import and_, select

from consultation.contributions.models import Contribution, Revision
from consultation.core.db import session
from consultation.screening.models import ScreeningRule
from consultation.screening.queries import rules_of

Sampled = tuple[Contribution, Revision]


def find_rule(consultation_id: int, key: str) -> ScreeningRule | None:
    """The rule of that key, in that consultation."""
    return session.scalars(rules_of(consultation_id).where(ScreeningRule.key == key)).one_or_none()


def sampled(ids: Sequence[int]) -> list[Sampled]:
    """These contributions with their current texts, in that order; one query."""
    rows = session.execute(
        select(Contribution, Revision)
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .where(Contribution.id.in_(ids))
    ).all()
    found = {contribution.id: (contribution, revision) for contribution, revision in rows}
    return [found[each] for each in ids if each in found]
