"""What changed between any two published versions of a text, section by section.

The fates of every version in between are followed from the old words to the new ones; nothing is
guessed anew, so the page says what the organisers published. O(n) in the entries of both versions
and the fates between, besides the states, which `matching.described` gives.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, literal, select, union_all

from consultation.contributions.models import Contribution, ContributionState, Discussion
from consultation.core.db import session
from consultation.documents.models import Descent, Heading, Page, Section, Version, VersionState
from consultation.documents.queries import Entry, entries_of
from consultation.documents.services.undoing import Name, name_of
from consultation.versions.matching import MatchState, described
from consultation.versions.models import Fate, Succession
from consultation.versions.queries.planning import piece_of


@dataclass(frozen=True)
class Words:
    """A passage or heading of one of both versions."""

    row_id: int
    identity_id: int
    """Of its paragraph or section."""
    level: int
    """1 to 6 for a heading, 0 for a passage."""
    number: int | None
    text: str


@dataclass(frozen=True)
class Change:
    """Some words of the old version and what they became: one of both may be empty."""

    state: MatchState
    old: tuple[Words, ...]
    new: tuple[Words, ...]
    reason: str = ""

    @property
    def is_change(self) -> bool:
        """The reader has something to see."""
        return self.state is not MatchState.KEPT

    @property
    def old_text(self) -> str:
        """What stood, paragraph after paragraph."""
        return "\n\n".join(words.text for words in self.old)

    @property
    def new_text(self) -> str:
        """What stands there now."""
        return "\n\n".join(words.text for words in self.new)

    @property
    def is_heading(self) -> bool:
        """A title, not a paragraph."""
        return bool((self.new or self.old)[0].level)


@dataclass(frozen=True)
class ComparedSection:
    """A section of the newer text, with what was removed there."""

    key: str
    title: str
    changes: tuple[Change, ...]

    @property
    def change_count(self) -> int:
        """How many changes there are to see."""
        return sum(change.is_change for change in self.changes)


@lru_cache(maxsize=32)
def compared(old_id: int, new_id: int) -> tuple[ComparedSection, ...]:
    """The sections of the version `new_id`, compared with the older version `old_id`.

    Both are published and so never change: the comparison is kept in memory.
    """
    old, new = entries_of(old_id), entries_of(new_id)
    successors = _followed(old, new, old_id, new_id)
    found = described([piece_of(e) for e in old], [piece_of(e) for e in new], successors)
    reasons = _reasons(new_id)
    changes = _changes(old, new, [row.successors for row in found.matches])
    states = [row.state for row in found.matches]
    pages = _pages(new_id)
    sections: dict[str, list[Change]] = {key: [] for key, _title in pages.values()}
    titles = dict(pages.values())
    for places, page_id in changes:
        key = pages[page_id][0] if page_id in pages else next(iter(sections))
        sections[key].append(_change(places, old, new, states, reasons))
    return tuple(ComparedSection(key, titles[key], tuple(rows)) for key, rows in sections.items())


def forget_comparisons() -> None:
    """Forget what is kept in memory: another database is behind the next page."""
    compared.cache_clear()


Places = tuple[tuple[int, ...], tuple[int, ...]]


def _changes(
    old: Sequence[Entry], new: Sequence[Entry], successors: Sequence[Sequence[int]]
) -> list[tuple[Places, int]]:
    """Old and new places that belong together, in reading order, and the page they stand on."""
    origins: defaultdict[int, list[int]] = defaultdict(list)
    for i, row in enumerate(successors):
        for j in row:
            origins[j].append(i)
    ordered: list[tuple[float, Places, int]] = []
    seen: set[int] = set()
    for j in range(len(new)):
        if j in seen:
            continue
        group = _group(j, origins, successors)
        seen.update(group[1])
        ordered.append((j, group, new[j].page_id or 0))
    ordered += _removed(old, new, successors)
    ordered.sort(key=lambda row: row[0])
    return [(places, page_id) for _at, places, page_id in ordered]


def _group(
    j: int, origins: defaultdict[int, list[int]], successors: Sequence[Sequence[int]]
) -> Places:
    olds: set[int] = set()
    news = {j}
    waiting = [j]
    while waiting:
        for i in origins[waiting.pop()]:
            if i not in olds:
                olds.add(i)
                fresh = set(successors[i]) - news
                news |= fresh
                waiting += fresh
    return tuple(sorted(olds)), tuple(sorted(news))


def _removed(
    old: Sequence[Entry], new: Sequence[Entry], successors: Sequence[Sequence[int]]
) -> list[tuple[float, Places, int]]:
    """What has no successor, right after what stood before it."""
    found: list[tuple[float, Places, int]] = []
    at = -1
    for i, _entry in enumerate(old):
        if successors[i]:
            at = max(successors[i])
        else:
            page = new[max(at, 0)].page_id if new else None
            found.append((at + (i + 1) / (len(old) + 2), ((i,), ()), page or 0))
    return found


def _change(
    places: Places,
    old: Sequence[Entry],
    new: Sequence[Entry],
    states: Sequence[MatchState],
    reasons: dict[Name, str],
) -> Change:
    olds, news = places
    state = states[olds[0]] if olds else MatchState.NEW
    return Change(
        state=state,
        old=tuple(_words(old[i]) for i in olds),
        new=tuple(_words(new[j]) for j in news),
        reason="" if news else reasons.get(name_of(old[olds[0]]), ""),
    )


def _words(entry: Entry) -> Words:
    if isinstance(entry, Heading):
        return Words(entry.id, entry.section_id, entry.level, None, entry.text)
    return Words(entry.id, entry.paragraph_id, 0, entry.number, entry.text)


def _followed(
    old: Sequence[Entry], new: Sequence[Entry], old_id: int, new_id: int
) -> list[list[int]]:
    """For each old entry the places in the new text that its words went to."""
    versions = versions_between(old_id, new_id)
    steps: dict[int, defaultdict[Name, list[Name]]] = {
        version: defaultdict(list) for version in versions
    }
    rows = session.execute(
        select(
            Fate.version_id, Fate.paragraph_id, Fate.section_id,
            Succession.paragraph_id, Succession.section_id,
        )
        .join(Succession, Succession.fate_id == Fate.id)
        .where(Fate.version_id.in_(versions))
        .order_by(Fate.id, Succession.position)
    )  # fmt: skip
    for version_id, paragraph_id, section_id, to_paragraph, to_section in rows:
        steps[version_id][_name(paragraph_id, section_id)].append(_name(to_paragraph, to_section))
    where = {name_of(entry): j for j, entry in enumerate(new)}
    return [
        [where[name] for name in _ends(name_of(entry), [steps[v] for v in versions])
         if name in where]
        for entry in old
    ]  # fmt: skip


def _ends(name: Name, steps: Iterable[defaultdict[Name, list[Name]]]) -> list[Name]:
    now = [name]
    for step in steps:
        now = list(dict.fromkeys(following for each in now for following in step.get(each, [])))
    return now


def versions_between(old_id: int, new_id: int) -> list[int]:
    """The versions after the old one, up to the new one, in order."""
    both = session.scalars(select(Version).where(Version.id.in_([old_id, new_id])))
    ends = {row.id: row for row in both}
    return list(
        session.scalars(
            select(Version.id)
            .where(
                Version.document_id == ends[new_id].document_id,
                Version.state == VersionState.PUBLISHED,
                Version.number > ends[old_id].number,
                Version.number <= ends[new_id].number,
            )
            .order_by(Version.number)
        )
    )


def _name(paragraph_id: int | None, section_id: int | None) -> Name:
    return ("p", paragraph_id) if paragraph_id else ("h", section_id or 0)


def _reasons(new_id: int) -> dict[Name, str]:
    rows = session.scalars(select(Fate).where(Fate.version_id == new_id, Fate.reason != ""))
    return {_name(row.paragraph_id, row.section_id): row.reason for row in rows}


def _pages(version_id: int) -> dict[int, tuple[str, str]]:
    """By page the key and title of its section: the parts of a long one together."""
    rows = session.execute(
        select(Page.id, Section.key, Page.title)
        .join(Section, Section.id == Page.section_id)
        .where(Page.version_id == version_id)
        .order_by(Page.position)
    )
    return {page_id: (key, title) for page_id, key, title in rows}


def said_on(paragraph_ids: Sequence[int], version: Version) -> dict[int, int]:
    """By paragraph how many published contributions it shows in `version`, replies left out.

    Those that it received until then, and those of the paragraphs that it took over. What several
    show is counted once, for the first of them.
    """
    heard = union_all(
        select(
            Discussion.paragraph_id.label("shown_by"),
            Discussion.id.label("discussion_id"),
            literal(version.number + 1).label("until"),
        ).where(Discussion.paragraph_id.in_(paragraph_ids)),
        select(func.min(Descent.heir_paragraph_id), Discussion.id, Descent.until)
        .join(Discussion, Discussion.paragraph_id == Descent.ancestor_paragraph_id)
        .where(
            Descent.heir_paragraph_id.in_(paragraph_ids),
            Descent.ancestor_paragraph_id.not_in(paragraph_ids),
            Descent.until <= version.number,
        )
        .group_by(Discussion.id, Descent.until),
    ).subquery()
    rows = session.execute(
        select(heard.c.shown_by, func.count())
        .join(Contribution, Contribution.discussion_id == heard.c.discussion_id)
        .join(Version, Version.id == Contribution.version_id)
        .where(
            Version.number < heard.c.until,
            Contribution.parent_id.is_(None),
            Contribution.state == ContributionState.PUBLISHED,
        )
        .group_by(heard.c.shown_by)
    )
    return {paragraph_id or 0: count for paragraph_id, count in rows}


def paragraphs_of(changes: Iterable[Change]) -> list[int]:
    """The old paragraphs that these changes are about."""
    return [words.identity_id for change in changes for words in change.old if not words.level]
