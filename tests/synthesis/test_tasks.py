"""What the worker prepares for coders: places in the queue, suggestions with their words."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.synthesis.models import Codebook, Coding, Reading, ThemeSuggestion
from consultation.synthesis.models.coding import Origin
from consultation.synthesis.queries.coding import codings_of, suggestions_for
from consultation.synthesis.services import suggesting
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.tasks import prepare_next
from tests.contributions.steps import Parc, known, say
from tests.synthesis.desk import reading, said, theme

TIME = "Les infirmières manquent de minutes au lit du malade numéro"
FORM = "Une affiche lisible dans la salle d’attente numéro"


@pytest.fixture(autouse=True)
def in_the_worker(app: Flask) -> Iterator[None]:
    """The worker runs each task in a context of the application."""
    with app.app_context():
        yield


def work() -> None:
    """Until nothing is due."""
    with transaction() as current:
        current.execute(update(Codebook).values(look_at=now()))
    while prepare_next():
        continue


def teach(parc: Parc, moderator: User, times: int) -> None:
    for number in range(times):
        for words, name in ((TIME, "Temps"), (FORM, "Forme")):
            made = said(parc, f"{words} {number}.")
            code(made, [Wanted(theme(name).key)], actor=moderator, seen=1)


def test_what_is_new_gets_its_place_and_is_looked_for_again_a_minute_later(parc: Parc) -> None:
    made = say(parc)
    work()
    assert session.get(Reading, made.id) is not None
    assert not prepare_next(), "nothing is due"
    say(parc)
    assert not prepare_next(), "not before its time"


def test_nothing_is_suggested_before_people_have_coded_enough(parc: Parc, moderator: User) -> None:
    teach(parc, moderator, 9)
    said(parc, f"{TIME} 77.")
    work()
    assert not session.scalars(select(ThemeSuggestion)).all()


def test_what_is_to_be_read_gets_the_right_theme_first_with_the_words_that_say_it(
    parc: Parc, moderator: User
) -> None:
    teach(parc, moderator, 11)
    waiting = [said(parc, f"{TIME} 77."), said(parc, f"{FORM} 78.")]
    work()
    for contribution, name, words in zip(
        waiting, ("Temps", "Forme"), ("minutes", "affiche"), strict=True
    ):
        suggestion, first = suggestions_for(contribution.id)[0]
        assert first.name == name
        assert suggestion.learnt_from == 22
        assert suggestion.evidence_start is not None
        text = f"{TIME} 77." if name == "Temps" else f"{FORM} 78."
        assert words in text[suggestion.evidence_start : suggestion.evidence_end]
    coded = session.scalar(
        select(func.count())
        .select_from(ThemeSuggestion)
        .join(Coding, Coding.contribution_id == ThemeSuggestion.contribution_id)
    )
    assert coded == 0, "what people coded already needs none"


def test_what_comes_later_gets_suggestions_too_and_a_ticked_one_is_told(
    parc: Parc, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(parc, moderator, 11)
    work()
    late = say(parc, text=f"{FORM} 99.")
    suggesting._memory.clear()  # another worker
    work()
    [(_one, first), *_others] = suggestions_for(late.id)
    assert first.name == "Forme"
    code(known(late), [Wanted(theme("Forme").key)], actor=moderator, seen=reading(late).edition)
    [(coding, _theme)] = codings_of([late.id])[late.id]
    assert coding.origin is Origin.ACCEPTED


def test_a_long_queue_is_gone_through_in_steps(
    parc: Parc, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "AT_ONCE", 2)
    teach(parc, moderator, 11)
    waiting = [said(parc, f"{TIME} {number}.") for number in range(5)]
    work()
    assert all(suggestions_for(each.id) for each in waiting)


def test_more_codings_are_learnt_from_again(parc: Parc, moderator: User) -> None:
    teach(parc, moderator, 11)
    contribution = said(parc, f"{TIME} 500.")
    work()
    teach(parc, moderator, 2)
    work()
    assert suggestions_for(contribution.id)[0][0].learnt_from == 26


def test_a_worker_killed_while_it_suggests_leaves_nothing_half_and_the_next_one_does_it(
    parc: Parc, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(parc, moderator, suggesting.FEWEST)
    waits = say(parc, text=f"{TIME} 99, encore.")

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(suggesting, "insert", killed)
        with pytest.raises(KeyboardInterrupt):
            work()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ThemeSuggestion)) == 0
    assert session.get_one(Codebook, parc.consultation_id).learnt_from == 0
    work()
    assert suggestions_for(waits.id)


def test_a_consultation_that_cannot_be_prepared_holds_back_no_other(
    parc: Parc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_consultation_id: int) -> int:
        raise ZeroDivisionError

    with transaction() as current:
        current.execute(update(Codebook).values(look_at=now()))
    with monkeypatch.context() as patched:
        patched.setattr("consultation.synthesis.tasks.suggest_some", broken)
        with pytest.raises(ZeroDivisionError):
            prepare_next()
    assert not prepare_next(), "it rests, as one where nothing is new"
