"""Publishing the synthesis: everything that it rests on is frozen, and can be counted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, Stance
from consultation.core import journal
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _, _n, in_language
from consultation.core.text import is_blank, tidy
from consultation.synthesis.archive import (
    Archive,
    completed,
    is_sourced,
    public_form,
    rows_of,
    sha256_of,
    statements_in,
)
from consultation.synthesis.models import (
    Codebook,
    Coding,
    Edition,
    EditionSource,
    Synthesis,
    SynthesisTelling,
)
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.archiving import material_of
from consultation.synthesis.queries.outline import Part
from consultation.synthesis.services.gathering import gather_all
from consultation.synthesis.services.opening import held_synthesis

MAX_NOTE = 2_000
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Fault:
    """What keeps the synthesis from being published, and the chapter where it is."""

    words: str
    chapter_key: str = ""
    statement_key: str = ""


def faults_of(parts: Sequence[Part]) -> list[Fault]:
    """Statements without a source, and required places that say nothing."""
    found = [
        Fault(
            _("Un énoncé du chapitre « %(title)s » n’a pas de source.", title=part.title),
            part.chapter.key, line.statement.key,
        )
        for part in parts
        if part.needs_sources
        for line in part.lines
        if not line.is_sourced
    ]  # fmt: skip
    found += [
        Fault(
            _("Le chapitre « %(title)s » est obligatoire : écrivez-y un énoncé, ou dites pourquoi "
              "il est vide.", title=part.title),
            part.chapter.key,
        )
        for part in parts
        if part.is_required and not part.lines and not part.chapter.empty_note
    ]  # fmt: skip
    if not any(line for part in parts if part.needs_sources for line in part.lines):
        found.append(Fault(_("La synthèse n’a pas encore d’énoncé qui repose sur des sources.")))
    return found


def draft_archive(consultation: Consultation, synthesis: Synthesis) -> Archive:
    """What would be published now: also what the preview shows."""
    with in_language(consultation.language):
        return completed(material_of(consultation, synthesis))


def publish(consultation: Consultation, note: str, *, actor: User) -> Edition:
    """A new edition, frozen. From the second on, `note` says what changed.

    Contributions that nobody coded do not keep it back; the first line will say how many.
    """
    require(can_code(roles_of(actor, consultation.id)))
    note = tidy(note).strip()
    if len(note) > MAX_NOTE:
        raise DomainError(_("Dites ce qui change en %(most)s caractères.", most=MAX_NOTE))
    if session.get(Codebook, consultation.id) is not None:
        gather_all(consultation.id)
    with transaction():
        synthesis = held_synthesis(consultation)
        if synthesis.edition_count and is_blank(note):
            raise DomainError(_("Dites ce qui change depuis l’édition précédente."))
        archive = draft_archive(consultation, synthesis)
        _refuse_unsourced(archive)
        synthesis.edition_count += 1
        archive["edition"] = synthesis.edition_count
        edition = Edition(
            synthesis_id=synthesis.id, number=synthesis.edition_count, change_note=note,
            text=public_form(archive), archive=archive, sha256=sha256_of(archive),
            published_by_id=actor.id,
        )  # fmt: skip
        session.add(edition)
        session.flush()
        _write_sources(consultation, edition, archive)
        session.add(SynthesisTelling(edition_id=edition.id))
        session.execute(
            update(Consultation)
            .where(Consultation.id == consultation.id)
            .values(revision=Consultation.revision + 1)
            .execution_options(synchronize_session=False)
        )
        journal.record(
            "synthesis.published", edition, actor_id=actor.id, number=edition.number,
            sha256=edition.sha256,
        )  # fmt: skip
    return edition


def _refuse_unsourced(archive: Archive) -> None:
    """Once more, on what is frozen: a source may have gone while the page was read."""
    bare = sum(
        not is_sourced(statement)
        for chapter, statement in statements_in(archive)
        if chapter["kind"] != "method"
    )
    if bare:
        raise DomainError(
            _n("%(num)s énoncé n’a pas de source publique.",
               "%(num)s énoncés n’ont pas de source publique.", bare)
        )  # fmt: skip
    if not any(chapter["kind"] != "method" for chapter, _statement in statements_in(archive)):
        raise DomainError(_("La synthèse n’a pas encore d’énoncé qui repose sur des sources."))
    for chapter in archive["chapters"]:
        required = {"cited_once", "objections", "out_of_scope", "method"}
        if chapter["kind"] in required and not chapter["statements"] and not chapter["note"]:
            raise DomainError(
                _("Le chapitre « %(title)s » est vide et ne dit pas pourquoi.",
                  title=chapter["title"])
            )  # fmt: skip


def _write_sources(consultation: Consultation, edition: Edition, archive: Archive) -> None:
    """One row a source, in the order of the archive: what the pages open."""
    ids = dict(
        session.execute(
            select(Contribution.key, Contribution.id).where(
                Contribution.consultation_id == consultation.id
            )
        ).all()
    )
    coding_ids = dict(
        session.execute(
            select(Coding.key, Coding.id).where(Coding.consultation_id == consultation.id)
        ).all()
    )
    codings = {row["key"]: row for row in rows_of(archive, "codings")}
    rows: list[dict[str, Any]] = []
    for _chapter, statement in statements_in(archive):
        cited = [{**codings[key], "coding_id": coding_ids[key]} for key in statement["citations"]]
        quoted = [{**each, "is_verbatim": True} for each in statement["verbatims"]]
        rows += [
            _row(edition, statement["key"], place, each, ids)
            for place, each in enumerate([*cited, *quoted], 1)
        ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(EditionSource), rows[start : start + ROWS_AT_ONCE])


def _row(
    edition: Edition, statement_key: str, place: int, source: dict[str, Any], ids: dict[str, int]
) -> dict[str, Any]:
    return {
        "edition_id": edition.id, "statement_key": statement_key, "place": place,
        "is_verbatim": source.get("is_verbatim", False),
        "contribution_id": ids[source["contribution"]], "coding_id": source.get("coding_id"),
        "revision": source["revision"], "field": source["field"], "start_at": source["start"],
        "end_at": source["end"],
        "stance": Stance(source["stance"]) if source.get("stance") else None,
    }  # fmt: skip
