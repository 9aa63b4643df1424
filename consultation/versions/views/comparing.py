"""Two versions of a text, side by side or in one, section by section."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.i18n import current_language
from consultation.core.public_cache import shared
from consultation.core.redline import Change as WordChange
from consultation.core.redline import ChangeKind, changes_html, redline
from consultation.core.text import number_in
from consultation.documents.models import Document, Version
from consultation.versions.matching import MatchState
from consultation.versions.queries.comparing import (
    Change,
    ComparedSection,
    compared,
    paragraphs_of,
    said_on,
    versions_between,
)
from consultation.versions.queries.origins import origins_of
from consultation.versions.states import state_word, state_words
from consultation.versions.views import bp
from consultation.versions.views.loading import published, versions_of

EVERYTHING = "tout"
SIDE_BY_SIDE = "cote"


@dataclass(frozen=True)
class Shown:
    """What the address asks to see."""

    section: str
    everything: bool
    side_by_side: bool


@bp.get("/consultations/<slug>/<document>/comparaison")
@public
def choice(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """From the form's two versions to the address of their comparison."""
    _consultation, row = published(viewer, slug, document)
    numbers = [version.number for version in versions_of(row)]
    wanted = [request.args.get(name, "") for name in ("de", "a")]
    asked = sorted(each for each in map(number_in, wanted) if each in numbers)
    if len(asked) < 2 or asked[0] == asked[1]:
        return redirect(url_for("versions.history", slug=slug, document=document), 303)
    target = url_for(
        "versions.comparison",
        slug=slug,
        document=document,
        old=asked[0],
        new=asked[1],
        s=request.args.get("s") or None,
        montrer=request.args.get("montrer") or None,
        vue=request.args.get("vue") or None,
    )
    return redirect(target, 303)


@bp.get("/consultations/<slug>/<document>/versions/<int:old>/<int:new>")
@public
def comparison(
    viewer: User | None, slug: str, document: str, old: int, new: int
) -> ResponseReturnValue:
    """What changed from one version to a later one."""
    consultation, row = published(viewer, slug, document)
    versions = versions_of(row)
    numbers = {version.number: version for version in versions}
    if old not in numbers or new not in numbers or old >= new:
        abort(404)
    shown = Shown(
        section=request.args.get("s", "")[:30],
        everything=request.args.get("montrer") == EVERYTHING,
        side_by_side=request.args.get("vue") == SIDE_BY_SIDE,
    )

    def render() -> str:
        return _page(consultation, row, versions, numbers[old], numbers[new], shown)

    if viewer is not None:
        return render()
    return shared(
        ("comparison", row.id, old, new, shown, row.revision, consultation.revision), render
    )


def _page(
    consultation: Consultation, document: Document, versions: Sequence[Version], old: Version,
    new: Version, shown: Shown,
) -> str:  # fmt: skip
    sections = compared(old.id, new.id)
    at = _chosen(sections, shown.section)
    changes = [change for change in sections[at].changes if shown.everything or change.is_change]
    counts = Counter(change.state for change in sections[at].changes if not change.is_heading)
    return render_template(
        "versions/comparison.html",
        consultation=consultation,
        document=document,
        versions=versions,
        old=old,
        new=new,
        sections=sections,
        at=at,
        changes=changes,
        counts=[(state, counts[state]) for state in MatchState if counts[state]],
        shown=shown,
        why=origins_of(versions_between(old.id, new.id)),
        followed=_followed(sections[at].changes, old),
        redlined=redlined,
        sides=sides,
        state_word=state_word,
        state_words=state_words,
    )


def _chosen(sections: Sequence[ComparedSection], key: str) -> int:
    """The section that was asked for; else the first that changed."""
    for at, section in enumerate(sections):
        if section.key == key:
            return at
    return next((at for at, section in enumerate(sections) if section.change_count), 0)


def _followed(changes: Sequence[Change], old: Version) -> dict[str, int]:
    """Where the contributions went: « same », « followed » or « left »; those of this section."""
    said = said_on(paragraphs_of(changes), old)
    found = {"same": 0, "followed": 0, "left": 0}
    for change in changes:
        count = sum(said.get(words.identity_id, 0) for words in change.old if not words.level)
        if not change.new:
            found["left"] += count
        elif len(change.old) == len(change.new) == 1:
            found["same"] += count
        else:
            found["followed"] += count
    return found


def redlined(change: Change) -> Markup:
    """Both texts in one."""
    return Markup(_redlined(change.old_text, change.new_text, current_language())[0])  # noqa: S704


def sides(change: Change) -> tuple[Markup, Markup]:
    """Both texts apart, what goes marked in the one, what comes in the other."""
    _both, before, after = _redlined(change.old_text, change.new_text, current_language())
    return Markup(before), Markup(after)  # noqa: S704


def _seen(change: WordChange) -> WordChange:
    """A blank that goes is never marked, but it parts two words where they stood."""
    if change.kind is ChangeKind.REMOVED and not change.text.strip():
        return WordChange(ChangeKind.KEPT, change.text)
    return change


@lru_cache(maxsize=1024)
def _redlined(old: str, new: str, _language: str) -> tuple[str, str, str]:
    changes = redline(old, new)
    return (
        changes_html(changes),
        changes_html([_seen(each) for each in changes if each.kind is not ChangeKind.ADDED]),
        changes_html([each for each in changes if each.kind is not ChangeKind.REMOVED]),
    )
