"""Many at once, and whatever they do: one decision, and counts that equal the rows."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError
from consultation.core.journal_check import verify
from consultation.moderation.models import Decision, Measure
from consultation.moderation.queries.decisions import last_decision_on
from consultation.moderation.services import deciding
from consultation.moderation.services.deciding import undo
from consultation.screening.signals import SignalSpan
from tests.contributions.steps import Parc, say
from tests.contributions.test_at_once import one_act
from tests.factories import make_user
from tests.moderation.steps import add_moderator, counts_hold, judged, known, make_desk, wait


def test_two_moderators_at_once_make_one_decision(real_app: Flask) -> None:
    with real_app.app_context():
        parc, first = make_desk()
        people = [first.id, *(add_moderator(parc).id for _each in range(5))]
        row = say(parc)

    def act(person: int) -> str:
        with real_app.app_context():
            try:
                judged(row, Measure.HIDE, session.get_one(User, person))
            except ConflictError:
                session.rollback()
                return "told"
            return "decided"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(act, people))
    assert answers == ["decided", *["told"] * 5]
    with real_app.app_context():
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
        counts_hold(parc)
        assert verify().fault is None


@pytest.mark.parametrize("workers", [1, 6])
def test_whatever_people_and_moderators_do_the_counts_equal_the_rows(
    real_app: Flask, workers: int
) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        moderators = [moderator.id, add_moderator(parc).id]
        people = [make_user().id for _each in range(4)]
        for person in people:
            say(parc, author=session.get_one(User, person))
    seeds = random.Random(11).sample(range(10_000), 90)  # noqa: S311

    def act(seed: int) -> None:
        luck = random.Random(seed)  # noqa: S311
        with real_app.app_context():
            if seed % 3:
                one_decision(parc, session.get_one(User, luck.choice(moderators)), luck)
            else:
                one_act(parc, session.get_one(User, luck.choice(people)), luck)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(act, seeds))
    with real_app.app_context():
        assert (session.scalar(select(func.count()).select_from(Decision)) or 0) > 10
        counts_hold(parc)
        assert verify().fault is None


def form_of(measure: str, parc: Parc, luck: random.Random) -> dict[str, object]:
    """What the form of that measure also says."""
    if measure == Measure.MASK:
        return {"spans": (SignalSpan("source", 0, 2, "name"),)}
    if measure == Measure.MOVE:
        return {"target_key": luck.choice([*parc.paragraph_keys(), parc.document.key])}
    if measure == Measure.SUSPEND:
        return {"until": now() + timedelta(hours=1)}
    return {}


def one_decision(parc: Parc, moderator: User, luck: random.Random) -> None:
    """Something that a moderator may decide, or undo, or try."""
    key = luck.choice(session.scalars(select(Contribution.id)).all())
    row = session.get_one(Contribution, key)
    measure = luck.choice([*Measure, "undo", "undo", "wait"])
    try:
        if measure == "wait":
            if known(row).state is ContributionState.PUBLISHED:
                wait(row)
            return
        if measure == "undo":
            last = last_decision_on(row)
            if last is not None:
                undo(last, actor=moderator)
            return
        judged(row, Measure(measure), moderator, **form_of(measure, parc, luck))
    except DomainError:
        # Not possible as things are, or not theirs to undo: refused, and nothing written.
        session.rollback()


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.MASK, Measure.MOVE])
def test_case_40_a_decision_cut_in_the_middle_leaves_nothing(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, measure: Measure
) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        row = say(parc, text="Ma voisine Jocelyne Berthaud l’a dit.")
        row_id, moderator_id = row.id, moderator.id
        say(parc, answered=row, text="Moi aussi.")
        given: dict[str, object] = {
            Measure.MASK: {"spans": (SignalSpan("source", 11, 28, "name"),)},
            Measure.MOVE: {"target_key": parc.paragraph_keys()[1]},
        }.get(measure, {})

        def killed(*_given: object, **_named: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as cut:
            cut.setattr(deciding.journal, "record", killed)
            with pytest.raises(KeyboardInterrupt):
                judged(row, measure, moderator, **given)
    with real_app.app_context():
        found = known(session.get_one(Contribution, row_id))
        assert found.state is ContributionState.PUBLISHED
        assert found.is_masked is False
        assert "Jocelyne" in session.get_one(Revision, (row_id, 1)).source
        assert session.scalar(select(func.count()).select_from(Decision)) == 0
        counts_hold(parc)
        judged(found, measure, session.get_one(User, moderator_id), **given)
        counts_hold(parc)
