"""Coding: several people at once, spans kept right under masks, nothing taken from anybody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    MaskedOriginal,
    Stance,
)
from consultation.contributions.queries.places import find_contribution
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, NotAllowedError
from consultation.moderation import masking
from consultation.synthesis.models import Coding, Reading, Theme, ThemeSuggestion
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.queries.coding import codings_of, spans_of
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.coding import (
    ReadMeanwhileError,
    Wanted,
    acceptance,
    claim,
    code,
    note,
    release,
    set_aside,
)
from consultation.synthesis.services.gathering import gather, gather_all
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import Parc, make_parc, say
from tests.factories import make_user, saved

TEXT = "Je n’ai pas dix minutes 😀 pour expliquer un algorithme."


@pytest.fixture
def coder(app: Flask) -> User:
    return make_user()


@pytest.fixture
def parc(coder: User) -> Parc:
    parc = make_parc(moderator=coder)
    for name in ("Temps", "Forme"):
        add_theme(parc.consultation, ThemeWords(name), actor=coder)
    return parc


def theme(name: str) -> Theme:
    return session.scalars(select(Theme).where(Theme.name == name)).one()


def said(parc: Parc, text: str = TEXT, **given: object) -> Contribution:
    made = say(parc, text=text, **given)
    gather_all(parc.consultation_id)
    found = find_contribution(None, made.key)
    assert found is not None
    return found


def edition(contribution: Contribution) -> int:
    return session.get_one(Reading, contribution.id, populate_existing=True).edition


def reading(contribution: Contribution) -> Reading:
    return session.get_one(Reading, contribution.id, populate_existing=True)


def test_whatever_was_published_is_gathered_once(parc: Parc) -> None:
    made = [say(parc) for _each in range(3)]
    made[1].state = ContributionState.PENDING
    saved(made[1])
    assert gather(parc.consultation_id) == 2
    assert gather(parc.consultation_id) == 0
    made[1].state = ContributionState.PUBLISHED
    saved(made[1])
    assert gather(parc.consultation_id) == 1


def test_a_contribution_is_coded_whole_and_in_part(parc: Parc, coder: User) -> None:
    contribution = said(parc)
    start = TEXT.index("dix")
    code(
        contribution,
        [
            Wanted(theme("Forme").key, stance=Stance.FOR),
            Wanted(theme("Temps").key, "source", start, start + 11, Stance.AGAINST),
        ],
        actor=coder, seen=1,
    )  # fmt: skip
    found = codings_of([contribution.id])[contribution.id]
    assert {(each.name, coding.stance) for coding, each in found} == {
        ("Forme", Stance.FOR), ("Temps", Stance.AGAINST),
    }  # fmt: skip
    assert reading(contribution).state is ReadingState.CODED
    assert theme("Temps").coding_count == 1


def test_what_is_no_longer_wanted_is_taken_back_and_stays_in_storage(
    parc: Parc, coder: User
) -> None:
    contribution = said(parc)
    code(contribution, [Wanted(theme("Temps").key)], actor=coder, seen=1)
    code(contribution, [Wanted(theme("Forme").key)], actor=coder, seen=2)
    [(coding, kept)] = codings_of([contribution.id])[contribution.id]
    assert kept.name == "Forme"
    assert session.scalar(select(func.count()).select_from(Coding)) == 2
    assert theme("Temps").coding_count == 0
    code(contribution, [Wanted(theme("Forme").key)], actor=coder, seen=3)
    assert codings_of([contribution.id])[contribution.id][0][0].id == coding.id, "the same stays"


def test_who_saw_an_older_state_is_told_and_changes_nothing(parc: Parc, coder: User) -> None:
    contribution = said(parc)
    code(contribution, [Wanted(theme("Temps").key)], actor=coder, seen=1)
    with pytest.raises(ReadMeanwhileError):
        code(contribution, [Wanted(theme("Forme").key)], actor=coder, seen=1)
    with pytest.raises(ReadMeanwhileError):
        set_aside(contribution, SetAside.EMPTY, "", actor=coder, seen=1)
    assert codings_of([contribution.id])[contribution.id][0][1].name == "Temps"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(-1, 3, "source"), (0, 0, "source"), (5, 2, "source"), (0, 9999, "source"), (0, 2, "state"),
     (0, 2, "proposed_text")],
)  # fmt: skip
def test_a_span_that_is_not_in_the_text_is_refused(
    parc: Parc, coder: User, start: int, end: int, field: str
) -> None:
    contribution = said(parc)
    with pytest.raises(DomainError):
        code(contribution, [Wanted(theme("Temps").key, field, start, end)], actor=coder, seen=1)
    assert not codings_of([contribution.id])


def test_a_coded_span_stays_on_its_words_when_others_are_masked(parc: Parc, coder: User) -> None:
    text = "Mme Berthaud, ma voisine, attend. Il faut une fiche au mur."
    contribution = said(parc, text)
    start = text.index("une fiche")
    code(
        contribution, [Wanted(theme("Forme").key, "source", start, start + 9)], actor=coder, seen=1
    )
    mask = masking.Mask("source", 0, len("Mme Berthaud"), "name", "[nom masqué]")
    saved(
        MaskedOriginal(
            contribution_id=contribution.id, number=1, source=text, proposed_text=None,
            spans=masking.stored([mask]),
        )
    )  # fmt: skip
    shown = masking.masked(text, [mask])
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    spans = spans_of(contribution.id, 1, "source")
    assert coding.start_at is not None
    assert coding.end_at is not None
    at, until = spans.shown(coding.start_at, coding.end_at)
    assert shown[at:until] == "une fiche"
    assert spans.stored(at, until) == (coding.start_at, coding.end_at)


@pytest.mark.parametrize(
    ("suggested", "expected"), [([], Origin.CODER), (["Temps"], Origin.ACCEPTED),
                                (["Forme"], Origin.CORRECTED)],
)  # fmt: skip
def test_a_coding_tells_whether_it_was_suggested(
    parc: Parc, coder: User, suggested: list[str], expected: Origin
) -> None:
    contribution = said(parc)
    for place, name in enumerate(suggested):
        saved(
            ThemeSuggestion(
                contribution_id=contribution.id, place=place, theme_id=theme(name).id, learnt_from=9
            )
        )
    code(contribution, [Wanted(theme("Temps").key)], actor=coder, seen=1)
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    assert coding.origin is expected
    assert acceptance(parc.consultation_id) == (
        int(expected is Origin.ACCEPTED), int(expected is not Origin.CODER),
    )  # fmt: skip


def test_nothing_counts_as_read_without_a_theme_or_a_reason(parc: Parc, coder: User) -> None:
    contribution = said(parc)
    with pytest.raises(DomainError):
        code(contribution, [], actor=coder, seen=1)
    with pytest.raises(DomainError):
        set_aside(contribution, SetAside.OTHER, " ", actor=coder, seen=1)
    code(contribution, [], actor=coder, seen=1, to_return=True)
    assert reading(contribution).state is ReadingState.TO_RETURN
    set_aside(contribution, SetAside.OTHER, "Une liste de courses.", actor=coder, seen=2)
    assert reading(contribution).state is ReadingState.SET_ASIDE
    assert reading(contribution).reason is SetAside.OTHER


def test_a_theme_retired_meanwhile_is_kept_where_it_was_and_given_nowhere_else(
    parc: Parc, coder: User
) -> None:
    first, second = said(parc), said(parc)
    code(first, [Wanted(theme("Temps").key)], actor=coder, seen=1)
    with transaction():
        theme("Temps").retired_at = first.submitted_at
    code(first, [Wanted(theme("Temps").key), Wanted(theme("Forme").key)], actor=coder, seen=2)
    with pytest.raises(DomainError):
        code(second, [Wanted(theme("Temps").key)], actor=coder, seen=1)


def test_a_colleague_gets_other_contributions_until_the_time_is_over(
    parc: Parc, coder: User
) -> None:
    first = said(parc)
    second = said(parc)
    assert claim(parc.consultation, [Reading.contribution_id == first.id], actor=coder) == [
        first.id
    ]
    colleague = coder
    assert claim(parc.consultation, [], actor=colleague) == [first.id, second.id]
    release(parc.consultation, actor=coder)
    assert reading(first).claimed_by_id is None


def test_only_moderators_of_the_consultation_code(parc: Parc, coder: User) -> None:
    contribution = said(parc)
    stranger = make_user()
    make_parc(moderator=stranger)
    with pytest.raises(NotAllowedError):
        code(contribution, [Wanted(theme("Temps").key)], actor=stranger, seen=1)
    with pytest.raises(NotAllowedError):
        note(contribution, "Bonjour", actor=stranger)
    with pytest.raises(NotAllowedError):
        claim(parc.consultation, [], actor=stranger)


def test_ten_coders_at_once_make_one_coding(real_app: Flask) -> None:
    with real_app.app_context():
        coder = make_user()
        parc = make_parc(moderator=coder)
        wanted = [Wanted(add_theme(parc.consultation, ThemeWords("Temps"), actor=coder).key)]
        key, person = said(parc).key, coder.id

    def once(_number: int) -> bool:
        with real_app.app_context():
            found = find_contribution(None, key)
            assert found is not None
            try:
                code(found, wanted, actor=session.get_one(User, person), seen=1)
            except ReadMeanwhileError:
                return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(once, range(10))) == 1
    with real_app.app_context():
        assert session.scalar(select(func.count()).select_from(Coding)) == 1
