"""The rule of each kind, on data made at random."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultation.screening import detectors

DIGITS = "0123456789"
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre"]  # fmt: skip


def found(detector: Callable[[str], object], text: str) -> list[str]:
    spans = detector(text)
    return [text[start:end] for start, end in spans]  # type: ignore[attr-defined]


@st.composite
def social_security_numbers(draw: st.DrawFn) -> list[str]:
    """The groups of a NIR, its key last."""
    month = draw(st.one_of(st.integers(1, 12), st.integers(20, 42), st.integers(50, 99)))
    place = draw(st.one_of(st.integers(1, 99).map("{:02}".format), st.sampled_from(["2A", "2B"])))
    groups = [
        draw(st.sampled_from("123478")), f"{draw(st.integers(0, 99)):02}", f"{month:02}", place,
        f"{draw(st.integers(0, 999)):03}", f"{draw(st.integers(0, 999)):03}",
    ]  # fmt: skip
    number = int("".join(groups).replace("A", "0").replace("B", "0"))
    # INSEE's own wording for Corsica: the letter becomes 0, and one or two millions are taken away.
    number -= {"2A": 1_000_000, "2B": 2_000_000}.get(place, 0)
    return [*groups, f"{97 - number % 97:02}"]


@given(social_security_numbers(), st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", " - "]))
def test_a_social_security_number_is_found_however_it_is_grouped(
    groups: list[str], gap: str
) -> None:
    number = gap.join(groups)
    assert found(detectors.social_security_numbers, f"Le {number}.") == [number]


@given(social_security_numbers(), st.integers(0, 14), st.integers(1, 9))
def test_its_key_betrays_any_wrong_digit(groups: list[str], place: int, shift: int) -> None:
    number = "".join(groups)
    assume(number[place].isdecimal())
    assume(not (place in (5, 6) and groups[3] in ("2A", "2B")))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert found(detectors.social_security_numbers, wrong) == []


@given(social_security_numbers())
def test_a_longer_number_is_not_one(groups: list[str]) -> None:
    number = "".join(groups)
    assert found(detectors.social_security_numbers, f"{number}0 1{number}") == []


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """An account of a country of the registry, with its check digits."""
    length, names = draw(st.sampled_from(sorted(detectors._IBAN_COUNTRIES.items())))
    country = draw(st.sampled_from(names.split()))
    account = draw(st.text(DIGITS + "ABCXYZ", min_size=length - 4, max_size=length - 4))
    plain = "".join(str(int(sign, 36)) for sign in account + country + "00")
    return f"{country}{98 - int(plain) % 97:02}{account}"


@given(ibans(), st.sampled_from(["", " ", "\u00a0", "-"]), st.integers(2, 6))
def test_an_iban_of_any_country_is_found_in_groups_or_not(iban: str, gap: str, size: int) -> None:
    grouped = iban[:4] + "".join(
        gap + iban[start : start + size] for start in range(4, len(iban), size)
    )
    assert found(detectors.ibans, f"Au {grouped}, merci.") == [grouped]
    assert found(detectors.ibans, grouped.lower()) == [grouped.lower()]


@given(ibans(), st.data())
def test_a_slip_of_one_sign_in_an_iban_is_not_one(iban: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(2, len(iban) - 1))
    assume(iban[place].isdecimal())
    wrong = str((int(iban[place]) + data.draw(st.integers(1, 9))) % 10)
    assert found(detectors.ibans, iban[:place] + wrong + iban[place + 1 :]) == []


PAIRS = st.lists(st.integers(0, 99).map("{:02}".format), min_size=4, max_size=4)


@given(
    st.sampled_from("1234567" + "9"),
    PAIRS,
    st.sampled_from(["", " ", ".", "-", "/", "\u00a0", "\u202f", "  ", " - ", ". "]),
    st.sampled_from(["0", "+33 ", "+33", "0033 ", "0033", "+33 (0)", "+33(0) ", "+262 ", "00590 "]),
)
def test_a_french_number_is_found_however_it_is_grouped(
    zone: str, pairs: list[str], gap: str, prefix: str
) -> None:
    number = prefix + gap.join([zone, *pairs])
    if prefix == "0":
        number = gap.join(["0" + zone, *pairs])
    assert found(detectors.phones, f"au {number}, le soir") == [number]


@given(PAIRS, st.sampled_from(["", " ", "."]), st.sampled_from(["0", "+33 ", "0033"]))
def test_a_number_of_a_service_may_be_quoted(pairs: list[str], gap: str, prefix: str) -> None:
    assert found(detectors.phones, f"au {prefix}8{gap}{gap.join(pairs)}") == []


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u202f", "\u00a0", "."]))
def test_an_amount_is_not_a_phone(amount: int, gap: str) -> None:
    shown = f"{amount:,}".replace(",", gap)
    assert found(detectors.phones, f"un coût de {shown} euros, soit {amount} €") == []


@given(st.integers(1000, 9999), st.integers(1, 99), st.integers(1, 999), st.sampled_from("LRD"))
def test_an_article_of_law_holds_nothing(article: int, part: int, law: int, book: str) -> None:
    text = f"l’article {book}. {article}-{part}, la loi n° 20{part:02}-{law} et le ¶ {part}.{law}"
    for detector in (
        detectors.social_security_numbers, detectors.ibans, detectors.emails,
        detectors.birth_dates, detectors.phones,
    ):  # fmt: skip
        assert found(detector, text) == []


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A day of 1900 to 2099, as people write it."""
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    first = "1er" if day.day == 1 else str(day.day)
    return draw(
        st.sampled_from(
            [
                f"{day.day:02}/{day.month:02}/{day.year}", f"{day.day}.{day.month}.{day.year}",
                f"{day.day:02}-{day.month:02}-{day.year % 100:02}",
                f"{first} {MONTHS[day.month - 1]} {day.year}",
                f"{day.day}\u00a0{MONTHS[day.month - 1].upper()}\u00a0{day.year}", day.isoformat(),
            ]
        )
    )  # fmt: skip


@given(
    dates(),
    st.sampled_from(
        ["né le {}", "Née le {}", "né(e) le {}", "nées le {}", "né.e.s le {}", "né à Aix, le {}",
         "née Le Goff le {}", "date de naissance : {}", "Date de naissance de ma fille : {}",
         "DDN : {}", "(naissance : {})"]
    ),
)  # fmt: skip
def test_words_of_birth_make_a_date_one_of_birth(day: str, sentence: str) -> None:
    assert found(detectors.birth_dates, sentence.format(day)) == [day]


@given(
    dates(),
    st.sampled_from(
        ["la loi du {}", "depuis le {}", "l’année le {}", "une donnée le {}", "le {}", "{}",
         "née de la loi du {}", "une idée née à propos, et votée le {}", "la journée du {}"]
    ),
)  # fmt: skip
def test_without_them_a_date_is_only_a_date(day: str, sentence: str) -> None:
    assert found(detectors.birth_dates, sentence.format(day)) == []


@pytest.mark.parametrize(
    ("day", "month", "year", "holds"),
    [
        ("29", "2", "2000", True), ("29", "2", "1900", False), ("31", "avril", "1980", False),
        ("1", "déc", "1980", True), ("1", "DÉCEMBRE", "80", True), ("1", "January", "1980", True),
        ("1", "brumaire", "1980", False), ("0", "1", "1980", False), ("1", "0", "1980", False),
        ("1", "1", "1899", False), ("1", "1", "2100", False), ("29", "02", "79", True),
    ],
)  # fmt: skip
def test_a_date_is_a_day_of_the_calendar(day: str, month: str, year: str, holds: bool) -> None:
    assert detectors.is_date(day, month, year) is holds
