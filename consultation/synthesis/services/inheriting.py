"""Members have the themes of their campaign as it is coded today, wherever they come from.

One rule brings everything about: a member's reading names the coding that it has its themes from,
and it is the one that stands for its campaign. So who joins later inherits, who leaves loses what
it had from it, and what is taken back is taken from all.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, exists, insert, select

from consultation.contributions.models import Contribution, ContributionState, Stance
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.synthesis.models import CampaignCoding, Codebook, Coding, DoubleReading, Reading
from consultation.synthesis.models.codebook import Theme
from consultation.synthesis.models.coding import Origin, ReadingState
from consultation.synthesis.services.recoding import recount

AT_ONCE = 1_000
CHUNK = 500


def spread(consultation_id: int) -> int:
    """Give the next members what they lack, take from others what is theirs no more; how many.

    A thousand at most, in one transaction; safe to repeat.
    """
    if not _has_any(consultation_id):
        return 0
    with transaction() as current:
        current.get_one(Codebook, consultation_id, with_for_update=True, populate_existing=True)
        lacking = _lacking(consultation_id)
        touched = _give(lacking)
        lost = _lost(consultation_id, AT_ONCE - len(lacking))
        touched |= _take(lost)
        current.flush()
        for theme_id in sorted(touched):
            recount(lock(current.get_one(Theme, theme_id)))
    return len(lacking) + len(lost)


def _has_any(consultation_id: int) -> bool:
    return bool(
        session.scalar(
            select(CampaignCoding.id)
            .where(CampaignCoding.consultation_id == consultation_id)
            .limit(1)
        )
    )


def _standing() -> Any:
    """Which coding stands for each member of a coded campaign."""
    return (
        select(CampaignMember.contribution_id, CampaignMember.has_own_words, CampaignCoding.id)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(
            CampaignCoding,
            and_(
                CampaignCoding.campaign_key == Campaign.key, CampaignCoding.removed_at.is_(None)
            ),
        )
    )  # fmt: skip


def _lacking(consultation_id: int) -> Sequence[tuple[Reading, CampaignCoding, bool, int]]:
    """Readings of members that have not what their campaign has; not while two people code them."""
    wanted = _standing().where(CampaignCoding.consultation_id == consultation_id).subquery()
    rows = session.execute(
        select(Reading, CampaignCoding, wanted.c.has_own_words, Contribution.revision)
        .join(wanted, wanted.c.contribution_id == Reading.contribution_id)
        .join(CampaignCoding, CampaignCoding.id == wanted.c.id)
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .where(
            Reading.campaign_coding_id.is_distinct_from(wanted.c.id),
            Contribution.state == ContributionState.PUBLISHED,
            ~exists().where(
                DoubleReading.contribution_id == Reading.contribution_id, DoubleReading.is_open
            ),
        )
        .order_by(Reading.contribution_id)
        .limit(AT_ONCE)
        .with_for_update(of=Reading)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _lost(consultation_id: int, most: int) -> Sequence[Reading]:
    """Readings with themes of a coding that stands no more, or of a campaign that they left."""
    is_theirs = (
        exists()
        .where(CampaignMember.contribution_id == Reading.contribution_id)
        .where(Campaign.id == CampaignMember.campaign_id)
        .where(CampaignCoding.campaign_key == Campaign.key, CampaignCoding.removed_at.is_(None))
        .correlate(Reading)
    )
    return session.scalars(
        select(Reading)
        .where(
            Reading.consultation_id == consultation_id,
            Reading.campaign_coding_id.is_not(None),
            ~is_theirs,
        )
        .order_by(Reading.contribution_id)
        .limit(max(0, most))
        .with_for_update(of=Reading)
    ).all()


def _codings(ids: Collection[int]) -> dict[int, list[Coding]]:
    """What stands of each contribution."""
    found: dict[int, list[Coding]] = defaultdict(list)
    every = sorted(ids)
    for start in range(0, len(every), CHUNK):
        for row in session.scalars(
            select(Coding).where(
                Coding.contribution_id.in_(every[start : start + CHUNK]),
                Coding.removed_at.is_(None),
            )
        ):
            found[row.contribution_id].append(row)
    return found


def _give(rows: Sequence[tuple[Reading, CampaignCoding, bool, int]]) -> set[int]:
    """The themes whose codings changed. What was set aside by a person stays set aside."""
    held = _codings([row[0].contribution_id for row in rows])
    made: list[dict[str, Any]] = []
    touched: set[int] = set()
    for reading, source, has_own_words, revision in rows:
        reading.campaign_coding_id, reading.edition = source.id, reading.edition + 1
        if reading.state is ReadingState.SET_ASIDE:
            continue
        made += _missing(source, reading, revision, held[reading.contribution_id], touched)
        if reading.state is ReadingState.TO_READ and not has_own_words:
            reading.state, reading.revision = ReadingState.CODED, revision
            reading.read_at, reading.read_by_id = source.at, source.coder_id
            reading.claimed_by_id = reading.claimed_until = None
    if made:
        session.execute(insert(Coding), made)
    return touched | {each["theme_id"] for each in made}


def _missing(
    source: CampaignCoding, reading: Reading, revision: int, held: Sequence[Coding],
    touched: set[int],
) -> list[dict[str, Any]]:  # fmt: skip
    """The codings to add; those of an older coding of the campaign stay where the theme does."""
    wanted = {
        each["theme"]: Stance(each["stance"]) if each["stance"] else None for each in source.themes
    }
    for coding in held:
        if coding.start_at is not None:
            continue
        is_inherited = coding.origin is Origin.CAMPAIGN
        if is_inherited and coding.theme_id not in wanted:
            _remove(coding, source.coder_id, touched)
            continue
        stance = wanted.pop(coding.theme_id, None)
        if is_inherited:
            coding.stance = stance
    return [
        {
            "consultation_id": reading.consultation_id,
            "contribution_id": reading.contribution_id, "revision": revision,
            "theme_id": theme_id, "stance": stance, "origin": Origin.CAMPAIGN,
            "coder_id": source.coder_id, "at": source.at,
        }
        for theme_id, stance in wanted.items()
    ]  # fmt: skip


def _take(rows: Sequence[Reading]) -> set[int]:
    """What is left without a theme is to be read again."""
    held = _codings([reading.contribution_id for reading in rows])
    touched: set[int] = set()
    for reading in rows:
        reading.campaign_coding_id, reading.edition = None, reading.edition + 1
        left = 0
        for coding in held[reading.contribution_id]:
            if coding.origin is Origin.CAMPAIGN:
                _remove(coding, None, touched)
            else:
                left += 1
        if not left and reading.state is ReadingState.CODED:
            reading.state = ReadingState.TO_READ
            reading.read_at = reading.read_by_id = reading.revision = None
    return touched


def _remove(coding: Coding, by_id: int | None, touched: set[int]) -> None:
    coding.removed_at, coding.removed_by_id = now(), by_id
    touched.add(coding.theme_id)
