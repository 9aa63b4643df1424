"""What the two moderators have coded so far: a codebook, and a few hundred contributions read."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, Revision, Stance
from consultation.core.db import session
from consultation.demo.plan import STAFF
from consultation.synthesis.models import Reading
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.coding import Wanted, code, note, set_aside
from consultation.synthesis.services.gathering import gather_all
from consultation.synthesis.wording import ThemeWords

READ_AT_MOST = 300
READ_SHARE = 3
"""One contribution in three, up to that many."""
MOST_THEMES = 3
NOTED_EVERY = 37
RETURNED_EVERY = 19
NOTES = (
    "Ironie ou pas ? À relire à deux.",
    "Deux demandes en une : j’ai codé les deux.",
    "Cite la presse locale, voir si d’autres le font.",
)


@dataclass(frozen=True)
class Entry:
    """A theme, and the words by which the demo's coder knows it."""

    name: str
    definition: str
    words: Sequence[str]
    above: str = ""
    example: str = ""
    out_of_scope: bool = False


def entries() -> list[Entry]:
    """Those of `codebook.toml`."""
    told = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
    return [Entry(**each) for each in told["themes"]]


def plant_codings(row: Consultation, people: dict[str, User], seed: int, count: int) -> None:
    """The codebook, every contribution in its place, and those that were read."""
    coders = moderators(people)
    book = entries()
    keys = add_themes(row, book, coders[0])
    gather_all(row.id)
    rng = Random(f"{seed}/codings")  # noqa: S311  # no secret depends on it
    rows = session.execute(
        select(Contribution, Revision.source)
        .join(Reading, Reading.contribution_id == Contribution.id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(Reading.consultation_id == row.id, Reading.state == ReadingState.TO_READ)
        .order_by(Contribution.id)
        .limit(min(READ_AT_MOST, count // READ_SHARE))
    ).all()
    for number, (contribution, source) in enumerate(rows):
        _read(contribution, source, number, book, keys, coders[rng.random() < 0.4])


def moderators(people: dict[str, User]) -> list[User]:
    """Both of them, who also code and write."""
    return [people[account.email] for account in STAFF if account.duty == "moderator"]


def add_themes(row: Consultation, book: Sequence[Entry], coder: User) -> dict[str, str]:
    """Make the codebook; the keys of its themes by their names."""
    keys: dict[str, str] = {}
    for each in book:
        words = ThemeWords(
            each.name, each.definition, each.example, is_out_of_scope=each.out_of_scope
        )
        keys[each.name] = add_theme(row, words, keys.get(each.above, ""), actor=coder).key
    return keys


def _read(
    contribution: Contribution, source: str, number: int, book: Sequence[Entry],
    keys: dict[str, str], coder: User,
) -> None:  # fmt: skip
    wanted = themes_in(source, contribution.stance, book, keys)
    if wanted:
        is_hard = number % RETURNED_EVERY == RETURNED_EVERY - 1
        code(contribution, wanted, actor=coder, seen=1, to_return=is_hard)
    elif len(source) < 60:
        set_aside(contribution, SetAside.EMPTY, "", actor=coder, seen=1)
    if number % NOTED_EVERY == NOTED_EVERY - 1:
        note(contribution, NOTES[number // NOTED_EVERY % len(NOTES)], actor=coder)


def themes_in(
    source: str, stance: Stance, book: Sequence[Entry], keys: dict[str, str]
) -> list[Wanted]:
    """Themes of the whole text, the first one of the words that speak for it."""
    small = source.lower().replace("'", "’")
    found: list[Wanted] = []
    said = None if stance is Stance.NONE else stance
    for each in book:
        place = next((small.find(word) for word in each.words if word in small), -1)
        if place < 0 or len(found) == MOST_THEMES:
            continue
        if found or len(small) != len(source):
            found.append(Wanted(keys[each.name], stance=said))
        else:
            start, end = _clause(source, place)
            found.append(Wanted(keys[each.name], "source", start, end, said))
    return found


def _clause(source: str, place: int) -> tuple[int, int]:
    """The words around a place, between two marks of punctuation."""
    marks = ".,;:!?\n"
    start = max(source.rfind(mark, 0, place) for mark in marks) + 1
    ends = [at for at in (source.find(mark, place) for mark in marks) if at >= 0]
    end = min(ends, default=len(source))
    while source[start].isspace():
        start += 1
    return start, max(end, start + 1)
