"""Double coding: drawing what two people read, ending it, settling where they differ."""

import secrets
from collections.abc import Sequence
from random import Random

from sqlalchemy import exists, func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy
from consultation.moderation.campaigns.models import CampaignMember
from consultation.synthesis.models import (
    Codebook,
    DoubleReading,
    DoubleSample,
    DoubleSettlement,
    Reading,
    Theme,
)
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.codebook import themes
from consultation.synthesis.queries.differences import open_sample, pair_of
from consultation.synthesis.services.coding import ReadMeanwhileError
from consultation.synthesis.services.doubling import close, loaded
from consultation.synthesis.services.marks import Mark, Meant, write

MOST = 1_000
SEEDS = 2**31
MAX_NOTE = 1_000


def draw_sample(
    consultation: Consultation, size: int, *, actor: User, seed: int | None = None
) -> DoubleSample:
    """Draw `size` contributions, or all there are, among what nobody read or took.

    Members of campaigns are left out: they are coded once for all. Which ones were drawn is shown
    to nobody before two people have coded them.
    """
    require(can_code(roles_of(actor, consultation.id)))
    if not 1 <= size <= MOST:
        raise DomainError(_("Tirez entre 1 et %(most)s contributions.", most=MOST))
    with transaction() as current:
        _hold(consultation)
        if _coders(consultation) < 2:
            raise DomainError(_("Il faut deux personnes qui codent : ajoutez-en une à l’équipe."))
        if open_sample(consultation.id) is not None:
            raise DomainError(_("Un échantillon est en cours : finissez-le ou arrêtez-le d’abord."))
        among = _drawable(consultation)
        if not among:
            raise DomainError(_("Rien n’est à lire : le tirage se fait parmi ce qui reste à lire."))
        seed = secrets.randbelow(SEEDS) if seed is None else seed
        drawn = drawn_by(seed, among, size)
        row = DoubleSample(
            consultation_id=consultation.id, seed=seed, size=len(drawn), drawn_from=len(among),
            drawn_by_id=actor.id,
        )  # fmt: skip
        current.add(row)
        current.flush()
        current.add_all(
            DoubleReading(sample_id=row.id, contribution_id=each, place=place)
            for each in drawn
            for place in (1, 2)
        )
        journal.record("double.drawn", row, actor_id=actor.id, size=len(drawn), seed=seed)
    return row


def drawn_by(seed: int, among: Sequence[int], size: int) -> list[int]:
    """The same seed draws the same ones of the same; all where there are no more."""
    rng = Random(seed)  # noqa: S311  # not a secret: everybody may draw again
    return sorted(rng.sample(among, min(size, len(among))))


def _hold(consultation: Consultation) -> None:
    row = session.get(Codebook, consultation.id, with_for_update=True, populate_existing=True)
    if row is None:
        raise DomainError(_("La grille n’a pas encore de thème."))


def _coders(consultation: Consultation) -> int:
    return (
        session.scalar(
            select(func.count(TeamMember.user_id.distinct())).where(
                TeamMember.consultation_id == consultation.id, TeamMember.role == Role.MODERATOR
            )
        )
        or 0
    )


def _drawable(consultation: Consultation) -> list[int]:
    return list(
        session.scalars(
            select(Reading.contribution_id)
            .join(Contribution, Contribution.id == Reading.contribution_id)
            .where(
                Reading.consultation_id == consultation.id,
                Reading.state == ReadingState.TO_READ,
                Contribution.state == ContributionState.PUBLISHED,
                Reading.claimed_by_id.is_(None) | (Reading.claimed_until < now()),
                ~exists().where(CampaignMember.contribution_id == Reading.contribution_id),
            )
            .order_by(Reading.contribution_id)
        )
    )


def end_sample(consultation: Consultation, *, actor: User) -> None:
    """Stop before everything is read twice: what one person coded is a coding like any other."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        _hold(consultation)
        sample = open_sample(consultation.id)
        if sample is None:
            raise DomainError(_("Aucun échantillon n’est en cours."))
        rows = current.execute(
            select(Reading, Contribution)
            .join(Contribution, Contribution.id == Reading.contribution_id)
            .where(
                Reading.contribution_id.in_(
                    select(DoubleReading.contribution_id).where(
                        DoubleReading.sample_id == sample.id, DoubleReading.is_open
                    )
                )
            )
            .order_by(Reading.contribution_id)
            .with_for_update(of=Reading)
        ).all()
        for reading, contribution in rows:
            close(reading, contribution, pair_of(contribution.id, sample.id))
        sample.ended_at = now()
        journal.record("double.ended", sample, actor_id=actor.id, count=len(rows))


def settle(
    contribution: Contribution, keys: Sequence[str], note: str, *, actor: User, seen: int,
    reason: SetAside | None = None,
) -> DoubleSettlement:  # fmt: skip
    """Decide where two people differed: these themes, or setting it aside with a reason.

    A theme keeps the passages that one of them gave it. Both readings stay as they were, and each
    decision with its author; the last one counts.
    """
    require(can_code(roles_of(actor, contribution.consultation_id)))
    if not keys and reason is None:
        raise DomainError(_("Cochez au moins un thème, ou choisissez le motif qui écarte."))
    with transaction() as current:
        reading = lock(current.get_one(Reading, contribution.id))
        if reading.edition != seen:
            raise ReadMeanwhileError(
                _("Une autre personne vient de trancher : voici ce qu’elle en a fait.")
            )
        pair = pair_of(contribution.id)
        if not pair or any(each.is_open or each.at is None for each in pair):
            raise DomainError(_("Cette contribution n’a pas été lue par deux personnes."))
        chosen = [] if reason else _themes(contribution, keys, pair)
        write(contribution, _marks(pair, chosen), actor.id)
        reading.state = ReadingState.SET_ASIDE if reason else ReadingState.CODED
        reading.reason, reading.reason_text = reason, ""
        reading.read_at, reading.read_by_id = now(), actor.id
        reading.revision, reading.edition = contribution.revision, reading.edition + 1
        row = DoubleSettlement(
            sample_id=pair[0].sample_id, contribution_id=contribution.id,
            themes=[each.id for each in chosen], by_id=actor.id,
            note="" if is_blank(note) else tidy(note).strip()[:MAX_NOTE],
        )  # fmt: skip
        current.add(row)
        current.flush()
        journal.record("double.settled", contribution, actor_id=actor.id, count=len(chosen))
    return row


def _themes(
    contribution: Contribution, keys: Sequence[str], pair: Sequence[DoubleReading]
) -> list[Theme]:
    """Themes of the codebook, or retired ones that one of the two gave."""
    given = {mark[0] for each in pair for mark in loaded(each.themes)}
    known = {
        row.key: row
        for row in session.scalars(themes(contribution.consultation_id))
        if row.retired_at is None or row.id in given
    }
    if any(key not in known for key in keys):
        raise DomainError(_("Un des thèmes n’est plus dans la grille : choisissez-en un autre."))
    return [known[key] for key in dict.fromkeys(keys)]


def _marks(pair: Sequence[DoubleReading], chosen: Sequence[Theme]) -> dict[Mark, Meant]:
    found: dict[Mark, Meant] = {}
    readings = [loaded(each.themes) for each in pair]
    for theme in chosen:
        own = next(
            ({mark: meant for mark, meant in each.items() if mark[0] == theme.id}
             for each in readings if any(mark[0] == theme.id for mark in each)),
            {(theme.id, "source", None, None): Meant(theme, None, Origin.SETTLED)},
        )  # fmt: skip
        for mark, meant in own.items():
            found[mark] = Meant(theme, meant.stance, Origin.SETTLED)
    return found
