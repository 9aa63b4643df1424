"""Before publication: the lists behind the coverage, what is missing, the page as it will be."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.synthesis import words
from consultation.synthesis.archive import public_form
from consultation.synthesis.care import warnings_of
from consultation.synthesis.models import Synthesis
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.coverage import Share, coverage_of
from consultation.synthesis.queries.editions import edition_of, editions_of
from consultation.synthesis.queries.listing import list_of
from consultation.synthesis.queries.outline import Part, outline_of, synthesis_of
from consultation.synthesis.queries.writing import without_objection
from consultation.synthesis.services.publication import draft_archive, faults_of, publish
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of
from consultation.synthesis.views.public import number_in, page_of

MOST_WARNINGS = 20


def _synthesis(desk: Desk) -> Synthesis:
    found = synthesis_of(desk.consultation.id)
    if found is None:
        abort(404)
    return found


@bp.get("/espace/<slug>/synthese/couverture")
@strongly_signed_in
def coverage(person: User, slug: str) -> ResponseReturnValue:
    """The contributions behind one number of the coverage."""
    desk = desk_of(person, slug)
    asked = request.args.get("liste", Share.TO_READ.value)
    if asked not in set(Share):
        abort(404)
    last = edition_of(desk.consultation.id)
    until = last.text["until"] if last else None
    share = Share(asked)
    return render_template(
        "synthesis/coverage.html",
        consultation=desk.consultation, coverage=coverage_of(desk.consultation.id), share=share,
        shares=words.shares(), reasons=dict(words.reasons()),
        page=list_of(desk.consultation.id, share, number_in("apres"),
                     until if share is Share.LATE else None),
    )  # fmt: skip


@bp.get("/espace/<slug>/synthese/apercu")
@strongly_signed_in
def preview(person: User, slug: str) -> ResponseReturnValue:
    """The synthesis as the public would read it now; its sources open once it is published."""
    desk = desk_of(person, slug)
    archive = draft_archive(desk.consultation, _synthesis(desk))
    return page_of(desk.consultation, None, public_form(archive))


@bp.get("/espace/<slug>/synthese/publication")
@strongly_signed_in
def publication(person: User, slug: str) -> ResponseReturnValue:
    """What is missing, what to look at again, and the act itself."""
    return _page(coders_desk(person, slug))


def _page(desk: Desk, error: str = "", note: str = "") -> str:
    consultation, synthesis = desk.consultation, _synthesis(desk)
    parts = outline_of(synthesis)
    last = edition_of(consultation.id)
    return render_template(
        "synthesis/publication.html",
        consultation=consultation, synthesis=synthesis, faults=faults_of(parts),
        warnings=_warnings(parts)[:MOST_WARNINGS], error=error, note=note,
        missing=list(without_objection(consultation.id, synthesis).values()),
        objections=next(
            (each.chapter.key for each in parts if each.chapter.kind is ChapterKind.OBJECTIONS), ""
        ),
        coverage=coverage_of(consultation.id), editions=editions_of(last) if last else (),
    )  # fmt: skip


def _warnings(parts: list[Part]) -> list[tuple[str, str]]:
    """Each with the key of its statement."""
    return [
        (each, line.statement.key)
        for part in parts
        for line in part.lines
        for each in warnings_of(line.version.source, line.source_count)
    ]


@bp.post("/espace/<slug>/synthese/publication")
@strongly_signed_in
def publish_synthesis(person: User, slug: str) -> ResponseReturnValue:
    """Publish an edition, once the person has said yes."""
    desk = coders_desk(person, slug)
    note = request.form.get("note", "")
    found = coverage_of(desk.consultation.id)
    sentences = [
        _("La liste des contributions est arrêtée maintenant ; ce qui arrivera ensuite comptera "
          "comme tardif."),
        _("Une édition publiée ne change plus : une correction est une nouvelle édition."),
    ]  # fmt: skip
    if found.to_read:
        sentences.insert(
            0,
            _n("%(num)s contribution publiée n’est pas lue : la première ligne le dira.",
               "%(num)s contributions publiées ne sont pas lues : la première ligne le dira.",
               found.to_read),
        )  # fmt: skip
    back = url_for("synthesis.publication", slug=slug)
    try:
        if faults_of(outline_of(_synthesis(desk))):
            raise DomainError(_("Il manque encore ce qui est listé ci-dessous."))
        question = ask_first(
            _("Publier la synthèse ?"), *sentences, verb=_("Publier la synthèse"), back=back
        )
        if question is not None:
            return question
        publish(desk.consultation, note, actor=person)
    except DomainError as error:
        return _page(desk, str(error), note), int(error.status)
    flash(_("La synthèse est publiée."))
    return redirect(url_for("synthesis.public_synthesis", slug=slug), 303)
