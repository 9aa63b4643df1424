"""The published synthesis, for everybody: each statement opens its sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.committees.linking import leads_to
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import roles_of
from consultation.core.db import session
from consultation.synthesis import linking, words
from consultation.synthesis.archive import canonical
from consultation.synthesis.models import Edition
from consultation.synthesis.public import PartShown, part_of, positions_shown
from consultation.synthesis.public_files import FILES, Lister, PublicFile
from consultation.synthesis.queries.coverage import Share, since_freeze
from consultation.synthesis.queries.editions import (
    archived,
    edition_of,
    editions_of,
    opened_sources,
    quoted_in,
)
from consultation.synthesis.queries.listing import list_of
from consultation.synthesis.replies import REPLIES, Replier, Reply
from consultation.synthesis.views import bp

leads_to("synthesis.public_synthesis", "synthesis.public_edition")(linking.name_statement)

LONGEST_NUMBER = 9
REPLIES_SHOWN = 10
"""Answers whose words a page quotes; of more, their outcome and where they are read."""


def number_in(name: str, missing: int = 0) -> int:
    """A whole number of the address."""
    text = request.args.get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else missing


def _consultation(viewer: User | None, slug: str) -> Consultation:
    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    if row is None or not can_see(row, roles_of(viewer, row.id)):
        abort(404)
    return row


def _edition(row: Consultation, number: int | None = None) -> Edition:
    found = edition_of(row.id, number)
    if found is None:
        abort(404)
    return found


@bp.get("/consultations/<slug>/synthese")
@public
def public_synthesis(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The last edition."""
    row = _consultation(viewer, slug)
    edition = _edition(row)
    return page_of(row, edition, edition.text)


@bp.get("/consultations/<slug>/synthese/editions/<int:number>")
@public
def public_edition(viewer: User | None, slug: str, number: int) -> ResponseReturnValue:
    """An edition, the last one or one that was corrected since."""
    row = _consultation(viewer, slug)
    edition = _edition(row, number)
    return page_of(row, edition, edition.text)


def page_of(row: Consultation, edition: Edition | None, text: dict[str, Any]) -> str:
    """A part of it, with one statement's sources opened where the address names one."""
    asked = request.args.get("enonce", "")
    part = part_of(text, number_in("partie", 1), asked)
    if part is None:
        abort(404)
    labels = {place: words.category_label(code, label) for place, code, label in text["categories"]}
    theme = request.args.get("theme", "")
    editions = editions_of(edition) if edition else []
    late, has_groups = since_freeze(row.id, text["until"]) if edition else (0, False)
    is_last = edition is not None and edition.number == editions[0].number
    return render_template(
        "synthesis/public.html",
        files=_files(row, edition) if edition and is_last else (), consultation=row,
        edition=edition, text=text, part=part, asked=asked,
        positions=positions_shown(text, theme, number_in("rang"), labels),
        theme=theme, is_draft=edition is None,
        opened=opened_sources(edition, asked, number_in("apres")) if edition and asked else None,
        quoted=quoted_in(edition, part.quoting_keys) if edition else {},
        replies=_replies(row.id, part) if edition else {}, most_replies=REPLIES_SHOWN,
        editions=editions,
        late=late, has_groups=has_groups, reasons=dict(words.reasons()),
    )  # fmt: skip


def _files(row: Consultation, edition: Edition) -> Sequence[PublicFile]:
    lister: Lister = current_app.extensions[FILES]
    return lister(row.slug, edition.id, edition.number)


def _replies(consultation_id: int, part: PartShown) -> Mapping[str, Sequence[Reply]]:
    """What the institution answered to what this part shows."""
    replier: Replier = current_app.extensions[REPLIES]
    return replier(consultation_id, part.statement_keys, part.chapter_keys)


@bp.get("/consultations/<slug>/synthese/couverture")
@public
def public_coverage(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The contributions behind one number of the coverage, as they stand today."""
    row = _consultation(viewer, slug)
    edition = _edition(row)
    asked = request.args.get("liste", Share.CITED.value)
    if asked not in set(Share):
        abort(404)
    return render_template(
        "synthesis/public_coverage.html",
        consultation=row, edition=edition, share=Share(asked), shares=words.shares(),
        reasons=dict(words.reasons()),
        page=list_of(row.id, Share(asked), number_in("apres"), int(edition.text["until"]),
                     edition.id),
    )  # fmt: skip


@bp.get("/consultations/<slug>/synthese/editions/<int:number>/archive.json")
@public
def public_archive(viewer: User | None, slug: str, number: int) -> ResponseReturnValue:
    """What an edition is counted from, to be counted again by anybody."""
    row = _consultation(viewer, slug)
    edition = _edition(row, number)
    content = canonical({"archive": archived(edition), "sha256": edition.sha256})
    answer = Response(content, mimetype="application/json")
    name = f"synthese-{row.slug}-{number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
