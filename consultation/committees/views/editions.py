"""What everybody reads of a published opinion: its pages, its files, how each ballot went."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.committees.charts import result_chart
from consultation.committees.edition import Archive, Names, Passage, archive_of
from consultation.committees.edition_files import file_of_edition
from consultation.committees.edition_words import (
    day_of,
    members_words,
    method_lines,
    passages_changed,
    recommendations_words,
    signers_words,
    statement_heading,
    vote_missing,
    vote_tag_words,
    votes_words,
    whole_missing,
)
from consultation.committees.models.opinion import OpinionEdition
from consultation.committees.models.people import Committee
from consultation.committees.queries.editions import edition_of, numbers_of, public_names
from consultation.committees.queries.people import linked_consultations
from consultation.committees.result_words import sentences
from consultation.committees.views import bp
from consultation.committees.views.loading import seen
from consultation.core.public_cache import shared
from consultation.publishing.writers import CONTENT_TYPES, Paper

PAPERS_AN_HOUR = 60
NODES_A_PAGE = 230
"""Elements of text and votes on one page; a page has one passage at least."""
FRAME = 24
"""Elements around the words of a recommendation: heading, tag, bar, counts."""
CHANGES_SHOWN = 12
"""Passages whose changes the page of a correction shows; its files show all of them."""
EDITION_WORDS: dict[str, object] = {
    "CHANGES_SHOWN": CHANGES_SHOWN,
    "passages_changed": passages_changed,
    "day_of": day_of,
    "members_words": members_words,
    "method_lines": method_lines,
    "recommendations_words": recommendations_words,
    "result_chart": result_chart,
    "sentences": sentences,
    "signers_words": signers_words,
    "statement_heading": statement_heading,
    "vote_missing": vote_missing,
    "vote_tag_words": vote_tag_words,
    "votes_words": votes_words,
    "whole_missing": whole_missing,
}


@dataclass(frozen=True)
class Published:
    """An edition that is there for everybody."""

    committee: Committee
    edition: OpinionEdition
    archive: Archive

    def names(self) -> Names:
        """What its members are called in public by now."""
        return public_names(self.committee.id)

    def previous(self) -> Archive | None:
        """The edition that it corrects."""
        older = edition_of(self.committee.id, self.edition.number - 1)
        return archive_of(older.archive) if older is not None else None


def published(viewer: User | None, slug: str, number: int | None = None) -> Published:
    """The edition of that number, or the last; before one is published, a 404 for everybody."""
    committee, _standing = seen(viewer, slug)
    edition = edition_of(committee.id, number)
    if edition is None:
        abort(404)
    return Published(committee, edition, archive_of(edition.archive))


def pages_of(archive: Archive) -> list[list[Passage]]:
    """The text in pages that stay small."""
    pages: list[list[Passage]] = [[]]
    weight = 0
    for passage in archive.passages:
        own = passage.form["html"].count("<") // 2 + (FRAME if passage.is_recommendation else 3)
        own += sum(6 + each.html.count("<") // 2 for each in passage.statements)
        if pages[-1] and weight + own > NODES_A_PAGE:
            pages.append([])
            weight = 0
        pages[-1].append(passage)
        weight += own
    return pages


@bp.get("/comites/<slug>/avis")
@public
def published_opinion(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The last edition."""
    return _page(published(viewer, slug), viewer)


@bp.get("/comites/<slug>/avis/editions/<int:number>")
@public
def edition(viewer: User | None, slug: str, number: int) -> ResponseReturnValue:
    """One edition, which stays readable whatever comes after."""
    return _page(published(viewer, slug, number), viewer)


def _page(found: Published, viewer: User | None) -> ResponseReturnValue:
    row = found.edition
    pages = pages_of(found.archive)
    page = request.args.get("page", page_with(pages, request.args.get("passage", "")), type=int)
    if not 1 <= page <= len(pages):
        abort(404)

    def render() -> str:
        return render_template(
            "committees/edition.html",
            **edition_page(found.committee, found.archive, page),
            edition=row,
            consultations=linked_consultations(found.committee.id, None),
            numbers=numbers_of(row.opinion_id),
            previous=found.previous(),
        )

    key = ("opinion", row.id, found.committee.id, found.committee.revision, page)
    return render() if viewer else shared(key, render)


def page_with(pages: list[list[Passage]], key: str) -> int:
    """The page where that passage stands; the first without it."""
    keys = [{each.key for each in page} for page in pages]
    return next((number for number, held in enumerate(keys, 1) if key in held), 1)


def edition_page(committee: Committee, archive: Archive, page: int) -> dict[str, object]:
    """What the page of an edition shows, and its preview too."""
    pages = pages_of(archive)
    return {
        "committee": committee,
        "archive": archive,
        "passages": pages[page - 1],
        "page": page,
        "page_count": len(pages),
        "names": public_names(committee.id),
        **EDITION_WORDS,
    }


@bp.get("/comites/<slug>/avis/editions/<int:number>/scrutins/<key>")
@public
def published_ballot(viewer: User | None, slug: str, number: int, key: str) -> ResponseReturnValue:
    """How a ballot of the opinion went: rules, turnout and counts, never who voted what."""
    found = published(viewer, slug, number)
    vote = found.archive.ballot(key)
    if vote is None:
        abort(404)
    return render_template(
        "committees/published_ballot.html",
        committee=found.committee, archive=found.archive, vote=vote, **EDITION_WORDS,
    )  # fmt: skip


@bp.get("/comites/<slug>/avis/editions/<int:number>/avis.<any(pdf, docx, odt, html, json):paper>")
@public
def edition_paper(viewer: User | None, slug: str, number: int, paper: str) -> ResponseReturnValue:
    """The whole edition in one file; as JSON, the archive that the hash is of."""
    found = published(viewer, slug, number)
    if paper == "json":
        return _file(found, found.edition.archive.encode(), "application/json", paper)
    who = viewer.key if viewer else str(request.remote_addr)
    limit("opinion-paper", who, PAPERS_AN_HOUR, timedelta(hours=1))
    content = file_of_edition(
        found.archive, found.names(), found.edition.sha256, found.previous(), Paper(paper)
    )
    return _file(found, content, CONTENT_TYPES[Paper(paper)], paper)


def _file(found: Published, content: bytes, kind: str, paper: str) -> Response:
    name = f"avis-{found.committee.slug}-{found.edition.number}.{paper}"
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
