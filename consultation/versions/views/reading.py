"""Every published version of a text at its own address, and the history that lists them."""

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.public_cache import shared
from consultation.documents.models import Document
from consultation.documents.queries import entries_of
from consultation.versions.matching import MatchState
from consultation.versions.models import Fate
from consultation.versions.states import state_words
from consultation.versions.views import bp
from consultation.versions.views.loading import numbered, published, versions_of


@bp.get("/consultations/<slug>/<document>/versions")
@public
def history(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """The published versions: dates, change logs, fingerprints, ways to read and compare them."""
    consultation, row = published(viewer, slug, document)

    def render() -> str:
        return render_template(
            "versions/history.html",
            consultation=consultation,
            document=row,
            versions=versions_of(row),
            counts=_counts(row),
            state_words=state_words,
        )

    if viewer is not None:
        return render()
    return shared(("versions", row.id, row.revision, consultation.revision), render)


def _counts(document: Document) -> dict[int, "Counter[MatchState]"]:
    """By version what became of the paragraphs of the one before."""
    rows = session.execute(
        select(Fate.version_id, Fate.state, func.count())
        .where(Fate.version_id.in_([row.id for row in versions_of(document)]))
        .where(Fate.paragraph_id.is_not(None))
        .group_by(Fate.version_id, Fate.state)
    )
    found: dict[int, Counter[MatchState]] = {}
    for version_id, state, count in rows:
        found.setdefault(version_id, Counter())[MatchState(state)] = count
    return found


@bp.get("/consultations/<slug>/<document>/versions/<int:number>")
@public
def text(viewer: User | None, slug: str, document: str, number: int) -> ResponseReturnValue:
    """The whole text of one version, as it was published."""
    consultation, row = published(viewer, slug, document)
    version = numbered(row, number)

    def render() -> str:
        versions = versions_of(row)
        return render_template(
            "versions/text.html",
            consultation=consultation,
            document=row,
            version=version,
            entries=entries_of(version.id),
            current=next(each for each in versions if each.id == row.current_version_id),
        )

    if viewer is not None:
        return render()
    return shared(("version", version.id, row.revision, consultation.revision), render)
