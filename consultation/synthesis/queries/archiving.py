"""What an edition is made of, read at one moment."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from random import SystemRandom
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from consultation.consultations.models import Category, Consultation
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.text import RULES_VERSION
from consultation.documents.models import Document, Version, VersionState
from consultation.synthesis.archive import FORM, Archive
from consultation.synthesis.models import (
    Citation,
    Coding,
    DoubleSample,
    Reading,
    Synthesis,
    Theme,
    Verbatim,
)
from consultation.synthesis.models.coding import Origin
from consultation.synthesis.opinions import Asked
from consultation.synthesis.queries.annexing import (
    asked_of,
    opinions_cited,
    public_groups,
    read_twice,
)
from consultation.synthesis.queries.codebook import revision_of_codebook
from consultation.synthesis.queries.corpus import said_in, vocabulary_of
from consultation.synthesis.queries.opinions import citable, refs_of
from consultation.synthesis.queries.outline import Part, outline_of
from consultation.synthesis.queries.writing import section_titles

Rows = list[list[Any]]


def material_of(consultation: Consultation, synthesis: Synthesis) -> Archive:
    """Everything that is not counted: the input list, the codings, the statements, the words."""
    until = session.scalar(
        select(func.max(Contribution.number)).where(Contribution.consultation_id == consultation.id)
    )
    inputs = _inputs(consultation.id, until or 0)
    codings = _codings(consultation.id, {row[0] for row in inputs})
    names = vocabulary_of(consultation.id)
    chapters = _chapters(
        outline_of(synthesis), {row[0] for row in codings}, {row[0] for row in inputs},
        citable(consultation),
    )  # fmt: skip
    return {
        "form": FORM,
        "consultation": consultation.key,
        "language": consultation.language,
        "title": synthesis.title,
        "outline": synthesis.outline.value,
        "frozen_at": now().isoformat(timespec="seconds"),
        "programs": {"consultation": version("consultation"), "text_rules": RULES_VERSION},
        "filters": {"state": ContributionState.PUBLISHED.value},
        "until": until or 0,
        "received": session.scalar(
            select(func.count(Contribution.id)).where(
                Contribution.consultation_id == consultation.id
            )
        ) or 0,
        "documents": _documents(consultation.id),
        "codebook": revision_of_codebook(consultation.id),
        "themes": _themes(consultation.id),
        "categories": _categories(consultation.id),
        "names": {
            "categories": dict(names.categories), "paragraphs": dict(names.paragraphs),
            "sections": dict(names.sections),
        },
        "samples": _samples(consultation.id),
        "suggested": suggested_in(codings),
        "inputs": inputs,
        "codings": codings,
        "chapters": chapters,
        **read_twice(consultation.id, {row[0] for row in inputs}),
        **public_groups(consultation.id),
        **opinions_cited(consultation.id, chapters),
    }  # fmt: skip


def _inputs(consultation_id: int, until: int) -> Rows:
    rows = session.execute(
        said_in(consultation_id, until)
        .add_columns(
            Contribution.number, Contribution.revision, Revision.fingerprint, Reading.state,
            Reading.reason,
        )
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
    ).all()  # fmt: skip
    persons = _drawn({row[1] for row in rows})
    return [_input(row, persons) for row in rows]


def _input(row: Row[*tuple[Any, ...]], persons: Mapping[str, int]) -> list[Any]:
    key, person, stance, category, campaign, paragraph, section, *rest = row
    number, revision, fingerprint, state, reason = rest
    return [
        key, number, revision, fingerprint, persons[person], str(stance),
        "" if category < 0 else str(category), campaign, paragraph, section, state.value,
        reason.value if reason else "",
    ]  # fmt: skip


def _drawn(keys: set[str]) -> dict[str, int]:
    """A number for each person, drawn for this edition: it leads to nobody."""
    order = sorted(keys)
    SystemRandom().shuffle(order)
    return {key: number for number, key in enumerate(order, 1)}


def _codings(consultation_id: int, inputs: set[str]) -> Rows:
    rows = session.execute(
        select(
            Coding.key, Contribution.key, Coding.revision, Theme.key, Coding.stance, Coding.field,
            Coding.start_at, Coding.end_at, Coding.origin,
        )
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.consultation_id == consultation_id, Coding.removed_at.is_(None))
        .order_by(Coding.id)
    )  # fmt: skip
    return [
        [*row[:4], row[4].value if row[4] else "", *row[5:8], row[8].value]
        for row in rows
        if row[1] in inputs
    ]


def _themes(consultation_id: int) -> list[dict[str, Any]]:
    above = aliased(Theme)
    rows = session.execute(
        select(Theme, above.key)
        .outerjoin(above, above.id == Theme.parent_id)
        .where(Theme.consultation_id == consultation_id)
        .order_by(Theme.position, Theme.id)
    )
    return [
        {
            "key": theme.key, "name": theme.name, "definition": theme.definition,
            "above": key or "", "out_of_scope": theme.is_out_of_scope,
            "retired": theme.retired_at is not None,
        }
        for theme, key in rows
    ]  # fmt: skip


def _categories(consultation_id: int) -> list[list[Any]]:
    """Place, code of a default one, words of one's own: a page writes them in its language."""
    rows = session.execute(
        select(Category.position, Category.code, Category.label)
        .where(Category.consultation_id == consultation_id)
        .order_by(Category.position)
    )
    return [[str(place), code, label] for place, code, label in rows]


def _documents(consultation_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Document.title, Version.key, Version.number, Version.sha256)
        .join(Version, Version.document_id == Document.id)
        .where(Document.consultation_id == consultation_id, Version.state == VersionState.PUBLISHED)
        .order_by(Document.position, Document.id, Version.number)
    )
    return [
        {"title": title, "version": key, "number": number, "sha256": sha256}
        for title, key, number, sha256 in rows
    ]


def _samples(consultation_id: int) -> list[dict[str, Any]]:
    """The draws of double coding, with their seeds."""
    rows = session.execute(
        select(DoubleSample.key, DoubleSample.seed, DoubleSample.size)
        .where(DoubleSample.consultation_id == consultation_id)
        .order_by(DoubleSample.id)
    )
    return [{"key": key, "seed": seed, "size": size} for key, seed, size in rows]


def suggested_in(codings: Rows) -> list[int]:
    """How many codings were suggested and ticked, of how many made with suggestions."""
    accepted = sum(row[-1] == Origin.ACCEPTED.value for row in codings)
    return [accepted, accepted + sum(row[-1] == Origin.CORRECTED.value for row in codings)]


def _chapters(
    parts: Sequence[Part], codings: set[str], inputs: set[str], asked: Mapping[str, Asked]
) -> list[dict[str, Any]]:
    lines = [line for part in parts for line in part.lines]
    ids = [line.statement.id for line in lines]
    cited, quoted = _citations(ids, codings), _verbatims(ids, inputs)
    sections = section_titles([line.statement for line in lines])
    opinions = refs_of(ids) if asked else {}
    return [
        {
            "key": part.chapter.key, "kind": part.chapter.kind.value, "title": part.title,
            "note": "" if part.lines else part.chapter.empty_note,
            "statements": [
                {
                    "key": line.statement.key, "version": line.version.number,
                    "source": line.version.source,
                    "about": sections.get(line.statement.section_id or 0, ""),
                    "citations": cited.get(line.statement.id, []),
                    "verbatims": quoted.get(line.statement.id, []),
                    **asked_of(opinions.get(line.statement.id, ()), asked),
                }
                for line in part.lines
            ],
        }
        for part in parts
    ]  # fmt: skip


def _citations(ids: Sequence[int], codings: set[str]) -> dict[int, list[str]]:
    rows = session.execute(
        select(Citation.statement_id, Coding.key)
        .join(Coding, Coding.id == Citation.coding_id)
        .where(Citation.statement_id.in_(ids))
        .order_by(Citation.id)
    )
    found: dict[int, list[str]] = {}
    for statement_id, key in rows:
        if key in codings:
            found.setdefault(statement_id, []).append(key)
    return found


def _verbatims(ids: Sequence[int], inputs: set[str]) -> dict[int, list[dict[str, Any]]]:
    rows = session.execute(
        select(Verbatim, Contribution.key)
        .join(Contribution, Contribution.id == Verbatim.contribution_id)
        .where(Verbatim.statement_id.in_(ids))
        .order_by(Verbatim.position, Verbatim.id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row, key in rows:
        if key in inputs:
            found.setdefault(row.statement_id, []).append(
                {
                    "contribution": key, "revision": row.revision, "field": row.field,
                    "start": row.start_at, "end": row.end_at,
                }
            )  # fmt: skip
    return found
