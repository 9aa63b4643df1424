"""Proposed themes as people read them: distinctive words, and some of their contributions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import ProposalSearch, ThemeProposal
from consultation.synthesis.models.proposals import ProposalState

EXAMPLES = 3
PAGE_SIZE = 10
THROWN_SHOWN = 100
READ = 400
EXCERPT = 220


@dataclass(frozen=True)
class Example:
    """A contribution of a group."""

    key: str
    number: int
    source: str

    @property
    def excerpt(self) -> str:
        """Its first words."""
        line = " ".join(self.source.split())
        return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Shown:
    """A proposal with what one reads before deciding."""

    proposal: ThemeProposal
    examples: Sequence[Example]

    @property
    def size(self) -> int:
        """How many contributions it groups."""
        return len(self.proposal.contribution_ids)


def proposals_of(
    consultation_id: int, state: ProposalState, after: str = ""
) -> tuple[list[Shown], str]:
    """Ten in that state with examples, the greatest first, and the key to go on from.

    What is hidden is no example.
    """
    found = session.scalars(
        select(ThemeProposal)
        .where(ThemeProposal.consultation_id == consultation_id, ThemeProposal.state == state)
        .order_by(ThemeProposal.id)
    ).all()
    every = sorted(found, key=lambda row: -len(row.contribution_ids))
    start = next((i + 1 for i, row in enumerate(every) if row.key == after), 0)
    rows = every[start : start + PAGE_SIZE]
    following = rows[-1].key if len(every) > start + PAGE_SIZE else ""
    return _with_examples(rows), following


def thrown_away(consultation_id: int) -> Sequence[ThemeProposal]:
    """Those that can be taken up again."""
    return session.scalars(
        select(ThemeProposal)
        .where(
            ThemeProposal.consultation_id == consultation_id,
            ThemeProposal.state == ProposalState.THROWN,
        )
        .order_by(ThemeProposal.id.desc())
        .limit(THROWN_SHOWN)
    ).all()


def _with_examples(rows: Sequence[ThemeProposal]) -> list[Shown]:
    wanted = {each for row in rows for each in row.contribution_ids[:EXAMPLES]}
    found = {
        row.id: Example(row.key, row.number, row.source)
        for row in session.execute(
            select(
                Contribution.id, Contribution.key, Contribution.number,
                func.substr(Revision.source, 1, READ).label("source"),
            )
            .join(
                Revision,
                (Revision.contribution_id == Contribution.id)
                & (Revision.number == Contribution.revision),
            )
            .where(
                Contribution.id.in_(wanted), Contribution.state == ContributionState.PUBLISHED
            )
        )
    }  # fmt: skip
    return [
        Shown(row, [found[each] for each in row.contribution_ids[:EXAMPLES] if each in found])
        for row in rows
    ]


def find_proposal(consultation_id: int, key: str) -> ThemeProposal | None:
    """The proposal of that key in that consultation."""
    return session.scalars(
        select(ThemeProposal).where(
            ThemeProposal.consultation_id == consultation_id, ThemeProposal.key == key
        )
    ).one_or_none()


def pending_search(consultation_id: int) -> ProposalSearch | None:
    """A search that waits or runs."""
    return session.scalars(
        select(ProposalSearch)
        .where(
            ProposalSearch.consultation_id == consultation_id,
            ProposalSearch.done_at.is_(None),
            ProposalSearch.gave_up_at.is_(None),
        )
        .limit(1)
    ).one_or_none()


def last_search(consultation_id: int) -> ProposalSearch | None:
    """The latest one, done or not."""
    return session.scalars(
        select(ProposalSearch)
        .where(ProposalSearch.consultation_id == consultation_id)
        .order_by(ProposalSearch.id.desc())
        .limit(1)
    ).one_or_none()


def decided_proposals(consultation_id: int) -> tuple[int, int]:
    """How many were accepted, of how many that people decided on."""
    rows = dict(
        session.execute(
            select(ThemeProposal.state, func.count())
            .where(ThemeProposal.consultation_id == consultation_id)
            .group_by(ThemeProposal.state)
        ).all()
    )
    accepted = rows.get(ProposalState.ACCEPTED, 0)
    return accepted, accepted + rows.get(ProposalState.THROWN, 0)
