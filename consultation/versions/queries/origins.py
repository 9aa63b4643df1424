"""Why paragraphs changed: the organiser's words, and the contributions that they name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.versions.models import Origin, OriginContribution


@dataclass(frozen=True)
class NamedContribution:
    """A contribution that is published, as a chip shows it."""

    key: str
    number: int


@dataclass
class Why:
    """The origin of one change, of one version or of several."""

    words: list[str] = field(default_factory=list)
    contributions: list[NamedContribution] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Somebody said something of it."""
        return bool(self.words or self.contributions)

    @property
    def numbers(self) -> str:
        """« 118, 203 », as a field takes them."""
        return ", ".join(str(each.number) for each in self.contributions)


def origins_of(version_ids: Sequence[int]) -> defaultdict[int, Why]:
    """By paragraph why it changed in these versions; two queries."""
    found: defaultdict[int, Why] = defaultdict(Why)
    rows = session.scalars(
        select(Origin).where(Origin.version_id.in_(version_ids)).order_by(Origin.id)
    ).all()
    for origin in rows:
        if origin.words:
            found[origin.paragraph_id].words.append(origin.words)
    named = session.execute(
        select(Origin.paragraph_id, Contribution.key, Contribution.number)
        .join(OriginContribution, OriginContribution.origin_id == Origin.id)
        .join(Contribution, Contribution.id == OriginContribution.contribution_id)
        .where(
            Origin.version_id.in_(version_ids),
            Contribution.state == ContributionState.PUBLISHED,
        )
        .order_by(Contribution.number)
    )
    for paragraph_id, key, number in named:
        found[paragraph_id].contributions.append(NamedContribution(key, number))
    return found
