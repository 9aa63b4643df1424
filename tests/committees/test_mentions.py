"""Whom a message names: the longest name, one person alone, never half a word."""

import pytest

from consultation.committees.mentions import find_mentions, with_mentions

NAMES = {
    1: "Hélène V.",
    2: "Ali",
    3: "Ali B.",
    4: "Paulette R.",
    5: "Paulette T.",
    6: "",
    7: "İpek",
}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("@Hélène V. a raison", [1]),
        ("@hélène v. a raison", [1]),
        ("@Hélène, a raison", [1]),
        ("@Hélènette a raison", []),
        ("@Ali B. et lui", [3]),
        ("@Paulette R. oui", [4]),
        ("@Paulette oui", []),
        ("@İpek oui", [7]),
        ("ecrire@Hélène.fr", []),
        ("helene@exemple.fr", []),
        ("@ Hélène", []),
        ("@", []),
        ("(@Hélène V.), @Paulette T.", [1, 5]),
        ("@Hélène V. @Hélène V.", [1, 1]),
    ],
)
def test_a_name_after_an_at_sign_is_a_member_s_or_nobody_s(text: str, members: list[int]) -> None:
    assert [each.member_id for each in find_mentions(text, NAMES)] == members


def test_a_first_name_that_is_also_somebody_s_whole_name_is_nobody_s() -> None:
    assert [each.member_id for each in find_mentions("@Ali oui", NAMES)] == []


def test_what_is_around_a_name_stays_as_it_was_written() -> None:
    text = "Oui, @Hélène V., et *pas* @Ali B. !"
    found = find_mentions(text, NAMES)
    assert with_mentions(text, found) == "Oui, **@Hélène V.**, et *pas* **@Ali B.** !"


def test_a_name_with_signs_of_the_markup_does_not_change_it() -> None:
    text = "Et @A*b_ ?"
    found = find_mentions(text, {1: "A*b_"})
    assert with_mentions(text, found) == "Et **@A\\*b\\_** ?"
