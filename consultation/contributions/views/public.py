"""A contribution's permanent address, and its history: for everybody."""

from functools import lru_cache

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.permissions import Roles
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.contributions.permissions import can_read, can_see, is_own
from consultation.contributions.queries.addresses import address_of
from consultation.contributions.queries.mine import public_revisions, revision_of
from consultation.contributions.queries.places import (
    Place,
    consultation_of,
    find_contribution,
    place_of,
)
from consultation.contributions.views import bp
from consultation.core.i18n import current_language
from consultation.core.redline import redline_html


@bp.get("/contributions/<key>")
@public
def permalink(viewer: User | None, key: str) -> ResponseReturnValue:
    """Where the contribution is read today; its trace, once it is no longer."""
    contribution = _known(viewer, key)
    place = place_of(contribution)
    if contribution.state is ContributionState.PUBLISHED:
        return redirect(_address(contribution, place), 302)
    is_public = can_read(contribution, viewer, _roles(viewer, contribution))
    page = render_template(
        "contributions/alone.html",
        contribution=contribution,
        place=place,
        revision=revision_of(contribution) if is_public else None,
        address=_address(contribution, place),
        is_own=is_own(viewer, contribution),
    )
    return page, 200 if is_public else 410


@bp.get("/contributions/<key>/historique")
@public
def history(viewer: User | None, key: str) -> ResponseReturnValue:
    """What a contribution said, from its first public text to today's."""
    contribution = _known(viewer, key)
    if not can_read(contribution, viewer, _roles(viewer, contribution)):
        abort(404)
    revisions = public_revisions(contribution)
    return render_template(
        "contributions/history.html",
        contribution=contribution,
        place=place_of(contribution),
        steps=[
            (later, changes(earlier, later))
            for earlier, later in zip([None, *revisions], revisions, strict=False)
        ][::-1],
    )


def changes(earlier: Revision | None, later: Revision) -> Markup | None:
    """The redline from one text to the next; nothing for the first."""
    if earlier is None:
        return None
    return Markup(  # noqa: S704  # the redline escapes what people wrote
        _redline(whole_text(earlier), whole_text(later), current_language())
    )


def whole_text(revision: Revision) -> str:
    """Both texts of a revision: the proposed paragraph, then the words beside it."""
    return "\n\n".join(text for text in (revision.proposed_text, revision.source) if text)


@lru_cache(maxsize=512)
def _redline(old: str, new: str, _language: str) -> str:
    return redline_html(old, new)


def _known(viewer: User | None, key: str) -> Contribution:
    contribution = find_contribution(viewer, key)
    if contribution is None or not can_see(contribution, viewer, _roles(viewer, contribution)):
        abort(404)
    return contribution


def _roles(viewer: User | None, contribution: Contribution) -> Roles:
    return roles_of(viewer, consultation_of(contribution).id)


def _address(contribution: Contribution, place: Place) -> str:
    """Its place in the reading pages; of words that are gone, the page that remembers them."""
    slug, document = place.consultation.slug, place.document.slug
    if place.passage is None and place.heading is None:
        target = url_for("reading.document", slug=slug, document=document, c=contribution.key)
        return f"{target}#c-{contribution.key}"
    found = address_of(contribution)
    if found is None:
        gone = "reading.paragraph" if place.passage else "reading.lasting_section"
        target = url_for(gone, slug=slug, document=document, key=place.key, c=contribution.key)
        return f"{target}#c-{contribution.key}"
    target = url_for(
        "reading.section",
        slug=slug,
        document=document,
        section=found.page_section,
        part=found.page_part if found.page_part > 1 else None,
        p=found.paragraph or None,
        s=found.section or None,
        c=contribution.key,
    )
    return f"{target}#c-{contribution.key}"
