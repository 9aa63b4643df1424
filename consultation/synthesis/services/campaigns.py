"""A campaign is coded once; its members have its themes, and their own added words are read apart.

Rows are held in one order here and wherever contributions are coded: codebook, readings by rising
contribution, themes by rising id.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, Stance
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.moderation.campaigns.models import Campaign
from consultation.synthesis.models import CampaignCoding, Codebook, Reading, Theme
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.campaigns import standing_coding
from consultation.synthesis.queries.codebook import themes
from consultation.synthesis.services.coding import ReadMeanwhileError
from consultation.synthesis.services.inheriting import spread

MOST_THEMES = 20


@dataclass(frozen=True)
class Given:
    """A theme for all the members, and the position that its common text takes."""

    theme: str
    stance: Stance | None = None


def code_campaign(
    consultation: Consultation, campaign: Campaign, given: Sequence[Given], *, actor: User,
    seen: str,
) -> CampaignCoding:  # fmt: skip
    """Give these themes to all members, and to those who join later; `seen` is what stood before.

    The first thousand have them at once, the others as the worker comes by. What people gave a
    member by hand stays.
    """
    with transaction() as current:
        _held(consultation, actor)
        before = _seen(campaign, seen)
        kept = _checked(consultation, given)
        if before is not None:
            before.removed_at, before.removed_by_id = now(), actor.id
            current.flush()
        row = CampaignCoding(
            consultation_id=consultation.id, campaign_key=campaign.key, themes=kept,
            coder_id=actor.id,
        )  # fmt: skip
        current.add(row)
        current.flush()
        spread(consultation.id)
        journal.record("campaign.coded", row, actor_id=actor.id, key=campaign.key, count=len(kept))
    return row


def take_back_campaign(
    consultation: Consultation, campaign: Campaign, *, actor: User, seen: str
) -> None:
    """Undo it: members lose the themes that they had from it, and nothing else.

    Who has no theme left is to be read again.
    """
    with transaction():
        _held(consultation, actor)
        row = _seen(campaign, seen)
        if row is None:
            raise NotFoundError(_("Cette campagne n’est pas codée."))
        row.removed_at, row.removed_by_id = now(), actor.id
        session.flush()
        spread(consultation.id)
        journal.record("campaign.uncoded", row, actor_id=actor.id, key=campaign.key)


def close_own_words(consultation: Consultation, keys: Sequence[str], *, actor: User) -> int:
    """What these members add asks for no theme of its own: they are read; how many."""
    return _turn(
        consultation, keys, ReadingState.TO_READ, ReadingState.CODED, actor,
        _("Cochez les textes dont les mots n’ajoutent rien."),
    )  # fmt: skip


def reopen_own_words(consultation: Consultation, keys: Sequence[str], *, actor: User) -> int:
    """Read them again after all; how many."""
    return _turn(
        consultation, keys, ReadingState.CODED, ReadingState.TO_READ, actor,
        _("Cochez les textes à relire."),
    )  # fmt: skip


def _turn(
    consultation: Consultation, keys: Sequence[str], before: ReadingState, after: ReadingState,
    actor: User, nothing: str,
) -> int:  # fmt: skip
    require(can_code(roles_of(actor, consultation.id)))
    if not keys:
        raise DomainError(nothing)
    with transaction() as current:
        rows = current.execute(
            select(Reading, Contribution.revision)
            .join(Contribution, Contribution.id == Reading.contribution_id)
            .where(
                Reading.consultation_id == consultation.id,
                Reading.state == before,
                Reading.campaign_coding_id.is_not(None),
                Contribution.key.in_(keys),
            )
            .order_by(Reading.contribution_id)
            .with_for_update(of=Reading)
        ).all()
        for row, revision in rows:
            is_read = after is ReadingState.CODED
            row.state, row.edition = after, row.edition + 1
            row.read_at, row.read_by_id = (now(), actor.id) if is_read else (None, None)
            row.revision = revision if is_read else None
            row.claimed_by_id = row.claimed_until = None
    return len(rows)


def _held(consultation: Consultation, actor: User) -> None:
    require(can_code(roles_of(actor, consultation.id)))
    row = session.get(Codebook, consultation.id, with_for_update=True, populate_existing=True)
    if row is None:
        raise DomainError(_("La grille n’a pas encore de thème."))


def _seen(campaign: Campaign, seen: str) -> CampaignCoding | None:
    """What stands; whoever saw something else is told."""
    row = standing_coding(campaign.key)
    if (row.key if row else "") != seen:
        raise ReadMeanwhileError(
            _("Une autre personne vient de coder cette campagne : voici ce qu’elle en a fait.")
        )
    return row


def _checked(consultation: Consultation, given: Sequence[Given]) -> list[dict[str, int | str]]:
    wanted = {each.theme: each for each in given}
    if not wanted:
        raise DomainError(_("Choisissez au moins un thème."))
    if len(wanted) > MOST_THEMES:
        raise DomainError(_("%(most)s thèmes au plus par campagne.", most=MOST_THEMES))
    found = {
        row.key: row
        for row in session.scalars(themes(consultation.id).where(Theme.retired_at.is_(None)))
    }
    if any(key not in found for key in wanted):
        raise DomainError(_("Un des thèmes n’est plus dans la grille : choisissez-en un autre."))
    return [
        {"theme": found[key].id, "stance": each.stance.value if each.stance else ""}
        for key, each in wanted.items()
    ]
