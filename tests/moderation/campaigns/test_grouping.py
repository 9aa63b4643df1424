"""Campaigns are found among what people say of their own, and nothing else is taken for one."""

import tracemalloc
from collections.abc import Iterable
from functools import partial

import pytest

from consultation.moderation.campaigns.grouping import Group, groups
from consultation.moderation.campaigns.words import compared, runs_of
from tests.moderation.campaigns import planted as planting
from tests.moderation.campaigns.planted import (
    FORMULAS,
    PARAGRAPHS,
    Planted,
    altered,
    dice,
    filled,
    noisy,
    planted,
    score,
    templates,
)
from tests.support.growth import times_as_long

SIZES = (200, 100, 60, 150, 80, 90, 40, 30, 50, 60, 60)
LETTER = templates()[3]


def found(texts: Iterable[str], asked: str = "") -> list[Group]:
    quoted = runs_of(asked)
    return groups(compared(text, quoted) for text in texts)


def found_in(among: Planted) -> list[list[int]]:
    made = groups(
        compared(text, runs_of(passage))
        for text, passage in zip(among.texts, among.passages, strict=True)
    )
    return [[member.place for member in group.members] for group in made]


def sizes(made: list[Group]) -> list[int]:
    return [len(group.members) for group in made]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("with_passages", [True, False])
def test_planted_campaigns_are_found_and_nothing_else(seed: int, with_passages: bool) -> None:
    among = planted(5_000, SIZES, seed, with_passages=with_passages)
    seen = score(among.campaign, found_in(among))
    assert seen.pair_recall >= 0.95, seen
    assert seen.member_recall >= 0.97, seen
    assert seen.pair_precision >= 0.99, seen
    assert seen.member_precision >= 0.98, seen


def test_a_campaign_where_everybody_changes_a_fifth_of_the_words_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planting, "altered", lambda text, rng, _noise: noisy(text, rng, 0.2))
    among = planted(4_000, SIZES, with_passages=False)
    assert len(set(among.texts)) > sum(SIZES) * 0.95
    seen = score(among.campaign, found_in(among))
    assert seen.pair_recall >= 0.95, seen
    assert seen.member_recall >= 0.95, seen
    assert seen.pair_precision >= 0.98, seen
    assert seen.member_precision >= 0.98, seen


def test_small_campaigns_in_a_small_consultation_are_found() -> None:
    among = planted(300, (8, 6, 5, 7, 4, 5))
    seen = score(among.campaign, found_in(among))
    assert seen.member_recall >= 0.95, seen
    assert seen.member_precision == 1, seen


def test_what_people_say_of_their_own_is_no_campaign() -> None:
    assert found_in(planted(4_000, ())) == []


def test_formulas_of_agreement_are_no_campaign_however_often() -> None:
    assert found(FORMULAS * 500) == []


def test_a_short_slogan_is_one_when_many_send_it_as_it_is() -> None:
    slogan = "Non au fichage des enfants malades !"
    assert sizes(found([slogan] * 30 + [slogan.upper()] * 10 + [filled(dice(1))])) == [40]
    assert found([slogan] * 4) == []


def test_who_quotes_the_consulted_paragraph_is_no_campaign() -> None:
    rng = dice(1)
    quotations = [f"{PARAGRAPHS[0]} {filled(rng)}" for _each in range(50)]
    assert found(quotations, asked=" ".join(PARAGRAPHS)) == []
    assert found([PARAGRAPHS[0]] * 50, asked=" ".join(PARAGRAPHS)) == []


def test_who_quotes_between_quotation_marks_is_no_campaign() -> None:
    rng = dice(1)
    assert found([f"« {PARAGRAPHS[0]} » {filled(rng)}" for _each in range(50)]) == []


def test_a_campaign_sent_between_quotation_marks_is_one() -> None:
    assert sizes(found([f"« {LETTER} »"] * 12 + [LETTER] * 3)) == [15]


def test_a_text_with_a_personal_story_around_it_is_a_member_by_containment() -> None:
    rng = dice(4)
    long_story = " ".join(filled(rng) for _each in range(40))
    made = found([LETTER] * 10 + [f"{long_story} {LETTER}"])
    assert sizes(made) == [11]
    last = made[0].members[-1]
    assert (last.place, last.contains) == (10, True)
    assert not made[0].members[0].contains


def test_two_campaigns_stay_two_though_some_sign_both() -> None:
    first, second = templates()[3], templates()[5]
    made = found([first] * 40 + [second] * 30 + [f"{first} {second}"] * 5)
    assert sorted(sizes(made)) in ([30, 45], [35, 40])


def test_the_representative_is_what_most_members_sent() -> None:
    rng = dice(2)
    texts = [altered(LETTER, rng) for _each in range(40)]
    (group,) = found(texts)
    assert texts[group.representative] == LETTER


def test_members_stand_in_the_order_in_which_they_came() -> None:
    (group,) = found([LETTER, "Autre chose, tout à fait autre chose, et rien d’autre ici.", LETTER])
    assert [member.place for member in group.members] == [0, 2]


def test_case_accents_and_signs_make_no_difference() -> None:
    shouted = LETTER.upper().replace("É", "E").replace(".", " !!!")
    decomposed = LETTER.replace("é", "e\u0301")
    assert sizes(found([LETTER, shouted, decomposed])) == [3]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""] * 50,
        ["😀😀😀", "😀 😀"] * 50,
        ["x" * 5_000] * 50,
        [" ".join(["x" * 5_000] * 3)] * 50,
        ["non " * 4_000] * 50,
        ["\ud800"] * 50,
    ],
    ids=["none", "empty", "emoji", "long words", "few long words", "one word", "half a character"],
)
def test_what_says_nothing_is_no_campaign(texts: list[str]) -> None:
    assert found(texts) == []


@pytest.mark.parametrize(
    "text",
    [
        "هذا نص طويل بما يكفي ليكون حملة من الناس الذين يريدون أن يسمع صوتهم",
        "我们要求医院的数据由公共机构管理并且不得出售给任何私人公司谢谢大家",
        " ".join(f"{'z' * 5_000}{number}" for number in range(20)),
    ],
    ids=["right to left", "without spaces", "words of 5,000 characters"],
)
def test_every_script_is_grouped(text: str) -> None:
    assert sizes(found([text] * 6)) == [6]


def test_a_flood_costs_what_it_holds() -> None:
    """Equal texts; texts that all meet in every band; texts made of the same few phrases."""
    rng = dice(1)
    base = " ".join(f"mot{number}" for number in range(40))
    phrases = [" ".join(f"mot{one}{two}" for two in range(8)) for one in range(100)]
    floods = (
        [LETTER] * 20_000,
        [f"{base} fin{number}" for number in range(5_000)],
        [" ".join(rng.choice(phrases) for _each in range(6)) for _text in range(5_000)],
    )
    for flood in floods:
        many, few = flood[: len(flood) // 4], flood[: len(flood) // 16]
        growth = times_as_long(partial(found, many), partial(found, few))
        assert growth < 12, "comparing each with each would take sixteen times as long"
    tracemalloc.start()
    assert [sizes(found(flood)) for flood in floods] == [[20_000], [5_000], []]
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
