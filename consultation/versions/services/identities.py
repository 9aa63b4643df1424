"""Who is who in the new version: the identity that each entry goes on, and its ancestors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.core.db import session
from consultation.documents.models import Descent, Heading, Paragraph, Section, Version
from consultation.documents.queries import Entry
from consultation.documents.services.undoing import Name, name_of
from consultation.versions.matching.likeness import Likeness
from consultation.versions.models import Fate, Succession
from consultation.versions.queries.planning import Plan, piece_of
from consultation.versions.services.explaining import follow_identities


@dataclass(frozen=True)
class Inheritance:
    """`heir` shows what was said of `ancestor` up to version `until`, that one left out.

    What was said before version `since` it showed already.
    """

    heir: Name
    ancestor: Name
    until: int
    since: int = 0


def settle_identities(plan: Plan) -> None:
    """Give each entry of the draft the identity of the old one that it goes on.

    Of several claims the likeliest wins; an entry that bore an identity which goes elsewhere gets
    a new one.
    """
    bearers = _main_lines(plan)
    before = _paragraphs(plan)
    wanted = {id(entry): name_of(old) for old, entry in bearers}
    taken = set(wanted.values())
    old_names = {name_of(row.old) for row in plan.rows}
    for entry in plan.new:
        name = name_of(entry)
        if wanted.get(id(entry)) == name:
            continue
        if name in taken or name in old_names:
            _bear_new(entry, plan.version)
    session.flush()
    for old, entry in bearers:
        if isinstance(entry, Heading) and isinstance(old, Heading):
            entry.section_id = old.section_id
        elif not isinstance(entry, Heading) and not isinstance(old, Heading):
            entry.paragraph_id = old.paragraph_id
    session.flush()
    now = _paragraphs(plan)
    follow_identities(
        plan.version.id, {before[key]: now[key] for key in before if before[key] != now[key]}
    )


def _paragraphs(plan: Plan) -> dict[int, int]:
    """The paragraph that each passage of the draft bears, by the passage."""
    return {entry.id: entry.paragraph_id for entry in plan.new if not isinstance(entry, Heading)}


def _main_lines(plan: Plan) -> list[tuple[Entry, Entry]]:
    """(old, new) pairs, each entry at most once: those that share an identity first."""
    likeness = Likeness([piece_of(row.old) for row in plan.rows], [piece_of(e) for e in plan.new])
    places = {id(entry): j for j, entry in enumerate(plan.new)}
    claims = sorted(
        (name_of(row.old) != name_of(entry), -likeness.between(i, places[id(entry)]), i, j)
        for i, row in enumerate(plan.rows)
        for entry in row.successors
        for j in [places[id(entry)]]
    )
    found: list[tuple[Entry, Entry]] = []
    olds: set[int] = set()
    news: set[int] = set()
    for _is_other, _unlike, i, j in claims:
        if i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            found.append((plan.rows[i].old, plan.new[j]))
    return found


def _bear_new(entry: Entry, version: Version) -> None:
    if isinstance(entry, Heading):
        section = Section(document_id=version.document_id)
        session.add(section)
        session.flush()
        entry.section_id = section.id
    else:
        paragraph = Paragraph(document_id=version.document_id)
        session.add(paragraph)
        session.flush()
        entry.paragraph_id = paragraph.id


def record_fates(plan: Plan) -> list[Inheritance]:
    """Write what became of each old entry; who inherits from whom by it, closed over the past."""
    made: dict[tuple[Name, Name], int] = {}
    before = _inherited_so_far(plan.version.document_id)
    for row in plan.rows:
        kind, number = name_of(row.old)
        fate = Fate(
            version_id=plan.version.id,
            paragraph_id=number if kind == "p" else None,
            section_id=number if kind == "h" else None,
            state=row.state, score=row.score, reason=row.reason, is_by_hand=row.is_by_hand,
        )  # fmt: skip
        session.add(fate)
        session.flush()
        for position, entry in enumerate(row.successors):
            session.add(_succession(fate.id, position, entry))
            heir = name_of(entry)
            if heir == (kind, number):
                continue
            _add(made, heir, (kind, number), plan.version.number)
            for ancestor, until in before[kind, number]:
                _add(made, heir, ancestor, until)
    session.flush()
    known = {(heir, each): until for heir, rows in before.items() for each, until in rows}
    fresh = [
        Inheritance(heir, ancestor, until, known.get((heir, ancestor), 0))
        for (heir, ancestor), until in made.items()
        if until > known.get((heir, ancestor), 0)
    ]
    _keep(plan.version.document_id, fresh)
    return fresh


def _add(made: dict[tuple[Name, Name], int], heir: Name, ancestor: Name, until: int) -> None:
    if heir != ancestor:
        made[heir, ancestor] = max(until, made.get((heir, ancestor), 0))


def _succession(fate_id: int, position: int, entry: Entry) -> Succession:
    kind, number = name_of(entry)
    return Succession(
        fate_id=fate_id, position=position,
        paragraph_id=number if kind == "p" else None,
        section_id=number if kind == "h" else None,
    )  # fmt: skip


def _inherited_so_far(document_id: int) -> defaultdict[Name, list[tuple[Name, int]]]:
    found: defaultdict[Name, list[tuple[Name, int]]] = defaultdict(list)
    for row in session.scalars(select(Descent).where(Descent.document_id == document_id)):
        heir = _name(row.heir_paragraph_id, row.heir_section_id)
        found[heir].append((_name(row.ancestor_paragraph_id, row.ancestor_section_id), row.until))
    return found


def _name(paragraph_id: int | None, section_id: int | None) -> Name:
    return ("p", paragraph_id) if paragraph_id else ("h", section_id or 0)


def _keep(document_id: int, found: Iterable[Inheritance]) -> None:
    def of(name: Name, kind: str) -> int | None:
        return name[1] if name[0] == kind else None

    found = list(found)
    longer = {(each.heir, each.ancestor): each.until for each in found if each.since}
    for row in session.scalars(select(Descent).where(Descent.document_id == document_id)):
        pair = (
            _name(row.heir_paragraph_id, row.heir_section_id),
            _name(row.ancestor_paragraph_id, row.ancestor_section_id),
        )
        row.until = longer.get(pair, row.until)
    session.add_all(
        Descent(
            document_id=document_id,
            heir_paragraph_id=of(each.heir, "p"),
            heir_section_id=of(each.heir, "h"),
            ancestor_paragraph_id=of(each.ancestor, "p"),
            ancestor_section_id=of(each.ancestor, "h"),
            until=each.until,
        )
        for each in found
        if not each.since
    )
    session.flush()


def heirs_of(found: Sequence[Inheritance]) -> dict[Name, list[Inheritance]]:
    """By heir, what it inherits."""
    by_heir: dict[Name, list[Inheritance]] = {}
    for each in found:
        by_heir.setdefault(each.heir, []).append(each)
    return by_heir
