"""Themes proposed for what is not coded yet: people keep them, rename them or throw them away.

A proposal codes nothing. Accepted, it is a theme of the codebook, suggested for its contributions,
each of which a person still has to confirm. The public never sees any of it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, exists, func, insert, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core import journal, work
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line
from consultation.moderation.campaigns.models import CampaignMember
from consultation.synthesis.models import (
    Coding,
    ProposalSearch,
    Reading,
    Theme,
    ThemeProposal,
    ThemeSuggestion,
)
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.models.proposals import ProposalState
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.proposals import pending_search
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.suggesting import Proposal, propose
from consultation.synthesis.wording import MAX_NAME, ThemeWords

READ_AT_MOST = 20_000
CHARACTERS = 5_000
SAME = 0.5
"""A group that shares half its texts, or half its words, with a decided one is the same again."""
PLACE = -1
"""Of what is suggested since a proposal was accepted: before what is learnt."""
CHUNK = 500


def ask_for_proposals(consultation: Consultation, *, actor: User) -> ProposalSearch:
    """Look for groups; asked twice while it waits, it is one search."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        waiting = pending_search(consultation.id)
        if waiting is not None:
            return waiting
        before = current.scalar(
            select(func.count())
            .select_from(ProposalSearch)
            .where(ProposalSearch.consultation_id == consultation.id)
        )
        row = ProposalSearch(
            consultation_id=consultation.id, asked_by_id=actor.id, seed=(before or 0) + 1
        )
        current.add(row)
        current.flush()
    return row


def search(row: ProposalSearch) -> None:
    """Find the groups of a claimed search; those that nobody decided on before make room."""
    texts = _uncoded(row.consultation_id)
    found = propose([text for _id, text in texts], row.seed)
    ids = [row_id for row_id, _text in texts]
    with transaction() as current:
        current.execute(
            delete(ThemeProposal).where(
                ThemeProposal.consultation_id == row.consultation_id,
                ThemeProposal.state == ProposalState.OPEN,
            )
        )
        decided = current.scalars(
            select(ThemeProposal).where(ThemeProposal.consultation_id == row.consultation_id)
        ).all()
        for each in found:
            members = [ids[place] for place in each.texts]
            if not _is_known(each, members, decided):
                current.add(
                    ThemeProposal(
                        consultation_id=row.consultation_id, search_id=row.id,
                        words=list(each.words), contribution_ids=members,
                    )
                )  # fmt: skip
        row.text_count = len(texts)
        work.finish(row)


def _uncoded(consultation_id: int) -> Sequence[tuple[int, str]]:
    """What waits to be read and has no theme; campaigns are left out, each is coded as one."""
    rows = session.execute(
        select(Contribution.id, func.substr(Revision.source, 1, CHARACTERS))
        .join(Reading, Reading.contribution_id == Contribution.id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(
            Reading.consultation_id == consultation_id,
            Reading.state == ReadingState.TO_READ,
            Contribution.state == ContributionState.PUBLISHED,
            ~exists().where(
                Coding.contribution_id == Contribution.id, Coding.removed_at.is_(None)
            ),
            ~exists().where(CampaignMember.contribution_id == Contribution.id),
        )
        .order_by(Contribution.id)
        .limit(READ_AT_MOST)
    )  # fmt: skip
    return [(row_id, text) for row_id, text in rows]


def _is_known(proposal: Proposal, members: Sequence[int], decided: Iterable[ThemeProposal]) -> bool:
    return any(
        _share(members, each.contribution_ids) >= SAME or _share(proposal.words, each.words) >= SAME
        for each in decided
    )


def _share(one: Iterable[object], other: Iterable[object]) -> float:
    """What two lists have in common, by the shorter one."""
    first, second = set(one), set(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def accept(
    consultation: Consultation, proposal: ThemeProposal, name: str, parent_key: str, *, actor: User
) -> Theme:
    """Make it a theme of the codebook, suggested for those of its texts that wait to be read."""
    with transaction():
        row = _open(consultation, proposal, actor)
        theme = add_theme(consultation, ThemeWords(name), parent_key, actor=actor)
        row.name, row.theme_id = theme.name, theme.id
        _decide(row, ProposalState.ACCEPTED, actor)
        _suggest(theme, row.contribution_ids)
        journal.record("proposal.accepted", row, actor_id=actor.id)
    return theme


def _suggest(theme: Theme, contribution_ids: Sequence[int]) -> None:
    for start in range(0, len(contribution_ids), CHUNK):
        waiting = session.scalars(
            select(Reading.contribution_id)
            .where(
                Reading.contribution_id.in_(contribution_ids[start : start + CHUNK]),
                Reading.state == ReadingState.TO_READ,
            )
            .order_by(Reading.contribution_id)
        ).all()
        if not waiting:
            continue
        session.execute(
            delete(ThemeSuggestion).where(
                ThemeSuggestion.contribution_id.in_(waiting), ThemeSuggestion.place == PLACE
            )
        )
        session.execute(
            insert(ThemeSuggestion),
            [
                {"contribution_id": each, "place": PLACE, "theme_id": theme.id, "learnt_from": 0}
                for each in waiting
            ],
        )


def rename(consultation: Consultation, proposal: ThemeProposal, name: str, *, actor: User) -> None:
    """Give it a name for the colleagues, before anybody decides."""
    name = one_line(name)
    if is_blank(name) or len(name) > MAX_NAME:
        raise DomainError(_("Nommez ce groupe, en %(most)s caractères au plus.", most=MAX_NAME))
    with transaction():
        _open(consultation, proposal, actor).name = name


def throw_away(consultation: Consultation, proposal: ThemeProposal, *, actor: User) -> None:
    """It is no theme, and is not proposed again."""
    with transaction():
        row = _open(consultation, proposal, actor)
        _decide(row, ProposalState.THROWN, actor)
        journal.record("proposal.thrown", row, actor_id=actor.id)


def take_up_again(consultation: Consultation, proposal: ThemeProposal, *, actor: User) -> None:
    """Undo throwing it away."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        row = lock(proposal)
        if row.state is not ProposalState.THROWN:
            raise ConflictError(_("Ce groupe n’est pas écarté."))
        row.state = ProposalState.OPEN
        row.decided_by_id = row.decided_at = None
        journal.record("proposal.reopened", row, actor_id=actor.id)


def _open(consultation: Consultation, proposal: ThemeProposal, actor: User) -> ThemeProposal:
    require(can_code(roles_of(actor, consultation.id)))
    row = lock(proposal)
    if row.state is not ProposalState.OPEN:
        raise ConflictError(_("Une autre personne a déjà décidé de ce groupe."))
    return row


def _decide(row: ThemeProposal, state: ProposalState, actor: User) -> None:
    row.state, row.decided_by_id, row.decided_at = state, actor.id, now()
