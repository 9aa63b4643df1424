"""The calendar file: as RFC 5545 wants it, whatever people typed."""

from dataclasses import replace
from datetime import UTC, datetime

from consultation.committees.calendar_file import Entry, calendar_file

ENTRY = Entry(
    uid="seance-23456789@exemple.fr",
    sequence=2,
    stamped_at=datetime(2025, 9, 1, 8, tzinfo=UTC),
    starts_at=datetime(2025, 10, 25, 7, tzinfo=UTC),
    ends_at=datetime(2025, 10, 26, 11, tzinfo=UTC),
    title="Auditions ; premier, tour",
    where="12, rue du Parc\nRennes",
    about="Rejoindre : https://visio.exemple/x",
    page="https://exemple.fr/comites/parc/espace/seances/23456789",
)


def written(entry: Entry = ENTRY, method: str = "PUBLISH") -> str:
    return calendar_file([entry], name="Comité", organiser="a@exemple.fr", method=method)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_every_line_ends_with_carriage_return_and_line_feed() -> None:
    text = written()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut() -> None:
    title = "É" * 200 + "😀" * 40
    text = written(replace(ENTRY, title=title))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"SUMMARY:{title}" in unfolded(text)


def test_signs_of_the_format_are_escaped() -> None:
    lines = unfolded(written())
    assert "SUMMARY:Auditions \\; premier\\, tour" in lines
    assert "LOCATION:12\\, rue du Parc\\nRennes" in lines


def test_a_title_cannot_add_a_line_of_its_own() -> None:
    lines = unfolded(written(replace(ENTRY, title="Séance\r\nATTACH:https://x\\")))
    assert not [line for line in lines if line.startswith("ATTACH")]
    assert "SUMMARY:Séance\\nATTACH:https://x\\\\" in lines


def test_times_are_those_of_paris_on_both_sides_of_the_change_of_clocks() -> None:
    lines = unfolded(written())
    assert "DTSTART;TZID=Europe/Paris:20251025T090000" in lines
    assert "DTEND;TZID=Europe/Paris:20251026T120000" in lines
    assert lines.index("TZID:Europe/Paris") < lines.index("BEGIN:VEVENT")
    assert "DTSTAMP:20250901T080000Z" in lines


def test_a_change_has_the_same_name_and_a_higher_number_and_a_cancelling_says_so() -> None:
    lines = unfolded(written(replace(ENTRY, sequence=3, is_cancelled=True), "CANCEL"))
    for line in ("METHOD:CANCEL", "UID:seance-23456789@exemple.fr", "SEQUENCE:3"):
        assert line in lines
    assert "STATUS:CANCELLED" in lines
    assert "STATUS:CONFIRMED" in unfolded(written())


def test_what_is_not_said_is_left_out() -> None:
    text = written(replace(ENTRY, where="", about=""), "")
    for name in ("LOCATION", "DESCRIPTION", "METHOD"):
        assert f"\r\n{name}" not in text
