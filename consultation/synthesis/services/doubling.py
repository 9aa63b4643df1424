"""What one of two people makes of a contribution, kept where the other cannot see it.

A contribution of a sample is to be read for everybody until two people have read it. What the first
one says is no coding yet: nothing in the queue, on its page or in a count tells of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, Stance
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import ConflictError
from consultation.core.i18n import _
from consultation.synthesis.models import DoubleReading, DoubleSettlement, Reading, Theme
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.services.marks import Mark, Marks, Meant, today, write


@dataclass(frozen=True)
class Said:
    """What a person makes of a contribution: themes, or a reason to set it aside."""

    marks: Marks
    reason: SetAside | None = None
    reason_text: str = ""
    is_done: bool = True


def keep_apart(
    reading: Reading, contribution: Contribution, said: Said, *, actor: User
) -> bool:  # fmt: skip
    """Keep what is said with its pair, if the contribution is in one; once both spoke, it counts.

    The reading is held by the caller.
    """
    pair = session.scalars(
        select(DoubleReading)
        .where(DoubleReading.contribution_id == contribution.id, DoubleReading.is_open)
        .order_by(DoubleReading.place)
        .with_for_update()
    ).all()
    if not pair:
        return False
    own = _place_of(pair, actor)
    own.coder_id, own.revision = actor.id, contribution.revision
    own.themes = stored(said.marks)
    own.reason, own.reason_text = said.reason, said.reason_text
    own.at = now() if said.is_done else None
    reading.claimed_by_id = reading.claimed_until = None
    if all(each.at for each in pair):
        close(reading, contribution, pair)
    return True


def _place_of(pair: Sequence[DoubleReading], actor: User) -> DoubleReading:
    for coder_id in (actor.id, None):
        for each in pair:
            if each.coder_id == coder_id:
                return each
    raise ConflictError(_("Deux personnes lisent déjà cette contribution : prenez la suivante."))


def stored(marks: Marks) -> list[dict[str, Any]]:
    """Codings as they wait in a pair."""
    return [
        {
            "theme": theme, "field": field, "start": start, "end": end,
            "stance": meant.stance.value if meant.stance else "", "origin": meant.origin.value,
        }
        for (theme, field, start, end), meant in marks.items()
    ]  # fmt: skip


def loaded(kept: Sequence[dict[str, Any]]) -> dict[Mark, Meant]:
    """The same as codings; a theme that was merged meanwhile is the one that it became."""
    found: dict[Mark, Meant] = {}
    for each in kept:
        theme = today(session.get_one(Theme, each["theme"]))
        stance = Stance(each["stance"]) if each["stance"] else None
        mark = (theme.id, each["field"], each["start"], each["end"])
        found[mark] = Meant(theme, stance, Origin(each["origin"]))
    return found


def decide(
    contribution: Contribution, themes: Iterable[int], *, actor: User, note: str = ""
) -> DoubleSettlement | None:
    """Whoever codes what two people coded differently decides a third time; None for all else.

    The latest decision stands over those before, and none is lost.
    """
    pair = session.scalars(
        select(DoubleReading)
        .where(DoubleReading.contribution_id == contribution.id)
        .order_by(DoubleReading.sample_id.desc(), DoubleReading.place)
        .limit(2)
    ).all()
    if not is_differing(pair):
        return None
    row = DoubleSettlement(
        sample_id=pair[0].sample_id, contribution_id=contribution.id,
        themes=list(dict.fromkeys(themes)), by_id=actor.id, note=note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record("double.settled", contribution, actor_id=actor.id, count=len(row.themes))
    return row


def is_differing(pair: Sequence[DoubleReading]) -> bool:
    """Two people are done with it, and do not say the same."""
    if len(pair) < 2 or any(each.is_open or each.at is None for each in pair):
        return False
    said = [({mark[0] for mark in loaded(each.themes)}, each.reason is None) for each in pair]
    return said[0] != said[1]


def close(reading: Reading, contribution: Contribution, pair: Sequence[DoubleReading]) -> None:
    """The pair is over: what both say is coded; where they differ, it is to come back to.

    Ended with one person alone, what that person said counts.
    """
    spoke = [each for each in pair if each.at]
    for each in pair:
        each.is_open = False
    if not spoke:
        return
    first = spoke[0]
    marks = [loaded(each.themes) for each in spoke]
    said = [
        ({mark[0] for mark in each}, row.reason is None)
        for each, row in zip(marks, spoke, strict=True)
    ]
    do_agree = all(each == said[0] for each in said)
    common = set.intersection(*(themes for themes, _is_coded in said))
    kept = {mark: meant for mark, meant in marks[0].items() if mark[0] in common}
    write(contribution, kept, first.coder_id or 0, revision=first.revision)
    if not do_agree:
        reading.state = ReadingState.TO_RETURN
    elif first.reason:
        reading.state = ReadingState.SET_ASIDE
    else:
        reading.state = ReadingState.CODED
    is_aside = reading.state is ReadingState.SET_ASIDE
    reading.reason = first.reason if is_aside else None
    reading.reason_text = first.reason_text if is_aside else ""
    reading.read_at, reading.read_by_id = now(), first.coder_id
    reading.revision = first.revision
    reading.edition += 1
