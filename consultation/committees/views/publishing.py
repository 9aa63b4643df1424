"""Publishing the opinion: what is missing, how the public will see it, and the act itself."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in, strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.edition import Archive
from consultation.committees.forms.opinion import PublishForm, count_in
from consultation.committees.permissions import can_publish_opinion
from consultation.committees.queries.editions import edition_of
from consultation.committees.services.publishing import (
    archive_form,
    publish_opinion,
    what_is_missing,
)
from consultation.committees.views import bp
from consultation.committees.views.editions import EDITION_WORDS, edition_page, pages_of
from consultation.committees.views.opened import Opened, opened, rights_in
from consultation.committees.views.shown import workspace_page
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _, _n


def _draft(found: Opened) -> Archive:
    """The edition as it would be published now."""
    committee = found.place.committee
    return Archive(
        archive_form(
            committee, found.opinion, last=edition_of(committee.id), changes="", moment=now()
        )
    )


@bp.get("/comites/<slug>/espace/avis/apercu")
@signed_in
def preview_opinion(person: User, slug: str) -> ResponseReturnValue:
    """The text as the public would read it, for members alone."""
    found = opened(person, slug)
    archive = _draft(found)
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= len(pages_of(archive)):
        abort(404)
    return render_template(
        "committees/edition.html",
        **edition_page(found.place.committee, archive, page),
        edition=None, numbers=(), previous=None,
    )  # fmt: skip


@bp.route("/comites/<slug>/espace/avis/publication", methods=["GET", "POST"])
@strongly_signed_in
def publish(person: User, slug: str) -> ResponseReturnValue:
    """What is missing; once nothing is, the chair publishes, and is asked first."""
    found = opened(person, slug)
    require(can_publish_opinion(found.place.standing))
    committee, opinion = found.place.committee, found.opinion
    last = edition_of(committee.id)
    form = PublishForm(seen=str(opinion.revision))
    missing = what_is_missing(committee, opinion)
    if form.validate_on_submit() and not missing:
        page = _ask(_draft(found), url_for("committees.publish", slug=slug))
        if page is not None:
            return page
        try:
            publish_opinion(
                committee, opinion, seen=count_in(form.seen), changes=form.changes.data or "",
                actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.changes.errors = [str(error)]
        else:
            flash(_("L’avis est publié."))
            return redirect(url_for("committees.published_opinion", slug=slug), 303)
    page = workspace_page(
        found.place, "committees/publish.html", opinion=opinion, form=form, last=last,
        missing=missing, archive=_draft(found), **rights_in(found), **EDITION_WORDS,
    )  # fmt: skip
    return page, 409 if form.is_submitted() and missing else form.status


def _ask(archive: Archive, back: str) -> str | None:
    count = archive.recommendation_count
    unvoted = count - len(archive.votes)
    sentences = [
        _n("L’avis a %(num)s recommandation.", "L’avis a %(num)s recommandations.", count),
        _n("%(num)s opinion minoritaire y est jointe.",
           "%(num)s opinions minoritaires y sont jointes.", len(archive.statements)),
    ]  # fmt: skip
    if unvoted:
        sentences.append(
            _n("%(num)s recommandation n’a pas été votée : l’avis le dit.",
               "%(num)s recommandations n’ont pas été votées : l’avis le dit.", unvoted)
        )  # fmt: skip
    if archive.whole is None:
        sentences.append(_("Le comité n’a pas voté sur l’ensemble : l’avis le dit."))
    return ask_first(
        _("Publier l’avis du comité ?"),
        *sentences,
        _("Une fois publiée, une édition ne change plus et ne se retire pas. Une correction est "
          "une nouvelle édition, et l’ancienne reste lisible."),
        verb=_("Publier l’avis"),
        back=back,
    )  # fmt: skip
