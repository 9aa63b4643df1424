"""Sessions as calendars read them (RFC 5545): folded lines, escaped texts, the zone spelled out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from consultation.core.clock import PARIS

MOST_OCTETS = 75
ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One session in a calendar. `uid` is the same for ever, `sequence` grows at each change."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    about: str
    page: str
    is_cancelled: bool = False


def calendar_file(entries: Sequence[Entry], *, name: str, organiser: str, method: str = "") -> str:
    """The whole file, its lines ended as the standard wants them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Consultation//Committee//FR"]
    if method:
        lines.append(f"METHOD:{method}")
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "X-WR-TIMEZONE:Europe/Paris", *ZONE]
    for entry in entries:
        lines += _event(entry, organiser)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry, organiser: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{entry.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Paris:{_local(entry.starts_at)}",
        f"DTEND;TZID=Europe/Paris:{_local(entry.ends_at)}",
        f"SUMMARY:{_escaped(entry.title)}",
        *([f"LOCATION:{_escaped(entry.where)}"] if entry.where else []),
        *([f"DESCRIPTION:{_escaped(entry.about)}"] if entry.about else []),
        f"URL:{entry.page}",
        f"ORGANIZER:mailto:{organiser}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """At most 75 octets a line, no letter cut in two; what follows begins with a space."""
    parts, current, room = [], "", MOST_OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(current)
            current, room = "", MOST_OCTETS - 1
        current += char
        room -= size
    return "\r\n ".join([*parts, current])
