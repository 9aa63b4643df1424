"""What waits to be examined in the demo: the last that was said, and what screening points at."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.queries.places import find_place
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.keys import new_key
from consultation.demo.campaigns import campaign_texts, campaigns
from consultation.demo.disputes import crowd_of, places_of
from consultation.moderation.services.ruling import RuleDraft, create_rule, switch_rule
from consultation.screening.models import RuleAction
from consultation.screening.signals import SignalKind

WAITING = 143
"""Contributions of the open consultation that nobody has examined yet, as in the mockup."""
WAVE_SHARE = 6
"""Of what waits, one in so many is of one campaign: a single folded row of the queue."""
BEGAN = timedelta(hours=19)
"""How long ago the first of them was said, at most: after all that was said before."""


def waiting_share(count: int) -> int:
    """How many of the last `count` contributions wait: fewer in a small demo."""
    return min(WAITING, count // 10)


def texts() -> Sequence[str]:
    """Those of `waiting.toml`."""
    told = tomllib.loads(Path(__file__).with_name("waiting.toml").read_text(encoding="utf-8"))
    return [str(text) for text in told["said"]]


def wave(seed: int, most: int) -> list[str]:
    """What a campaign sends in the last hours: near-identical texts, which wait together."""
    copies = campaign_texts(seed + 1, campaigns()[0], most // WAVE_SHARE)
    return [copy.body for copy in copies]


def plant_waiting(row: Consultation, organiser: User, seed: int, most: int) -> None:
    """Say what has signals, over the last hours, and leave `most` contributions to examine."""
    began = _last_act(row)
    with travel(began):
        _add_rules(row, organiser)
    rng = Random(f"{seed}/waiting")  # noqa: S311  # no secret depends on it
    crowd, places = crowd_of(row, rng), places_of(row, rng)
    said = [*texts(), *wave(seed, most)]
    for number, text in enumerate(said, start=1):
        with travel(began + number * (now() - began) / (len(said) + 1)):
            place = find_place(None, next(places))
            if place is None:
                raise LookupError("the demo's text has this paragraph")
            written = Written(Kind.COMMENT, Stance.AGAINST, text, None)
            submit(place, Sent(written, new_key(24)), actor=next(crowd))
    _examine_the_rest(row, most)


def _add_rules(row: Consultation, organiser: User) -> None:
    """One that is on, and one that waits to be tried."""
    held = (
        frozenset({SignalKind.PERSONAL_DATA.value, SignalKind.FIRST_MESSAGE.value}),
        frozenset({SignalKind.DISTRESS.value}),
        frozenset({SignalKind.VIOLENCE.value}),
    )
    name = "Coordonnées d’une personne, ou quelqu’un en danger"
    rule = create_rule(row, RuleDraft(name, held, RuleAction.HOLD), actor=organiser)
    switch_rule(row, rule, is_on=True, actor=organiser)
    loud = (
        frozenset({SignalKind.INSULT.value}),
        frozenset({SignalKind.LINKS.value, SignalKind.SHOUTING.value}),
    )
    draft = RuleDraft("Injures, ou liens criés", loud, RuleAction.HOLD)
    create_rule(row, draft, actor=organiser)


def _last_act(row: Consultation) -> datetime:
    """What waits was said after all that is told before; the journal keeps its order."""
    said = session.scalar(
        select(func.max(Contribution.submitted_at)).where(Contribution.consultation_id == row.id)
    )
    decided = session.scalar(select(func.max(JournalEntry.at)))
    return max(said or now() - BEGAN, decided or now() - BEGAN, now() - BEGAN)


def _examine_the_rest(row: Consultation, most: int) -> None:
    """The oldest of what carries no risk was read already, so that `most` wait."""
    waits = (Contribution.consultation_id == row.id, Contribution.review_since.is_not(None))
    with transaction():
        count = session.scalar(select(func.count()).select_from(Contribution).where(*waits)) or 0
        oldest = session.scalars(
            select(Contribution.id)
            .where(*waits, Contribution.risk < 30)
            .order_by(Contribution.id)
            .limit(max(0, count - most))
        ).all()
        session.execute(
            update(Contribution)
            .where(Contribution.id.in_(oldest))
            .values(review_since=None)
            .execution_options(synchronize_session=False)
        )
