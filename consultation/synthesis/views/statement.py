"""One statement: written, counted, given its sources; its versions and who wrote them."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.core.redline import redline
from consultation.moderation.queries.places import places_of
from consultation.synthesis import words
from consultation.synthesis.care import warnings_of
from consultation.synthesis.fields import STANCES, Vocabulary, fields_of, kept, typed
from consultation.synthesis.forms.statement import (
    Picker,
    Sent,
    measures,
    refuse_empty,
    search_of,
    sent,
)
from consultation.synthesis.models import Chapter, Statement
from consultation.synthesis.opinions import matching
from consultation.synthesis.phrasing import Piece, legend
from consultation.synthesis.queries.corpus import vocabulary_of
from consultation.synthesis.queries.opinions import citable, refs_of
from consultation.synthesis.queries.outline import (
    cited_counts,
    text_of,
    versions_of,
)
from consultation.synthesis.queries.sources import candidates, cited_by, verbatims_of
from consultation.synthesis.queries.writing import read
from consultation.synthesis.services.citing import cite, quote, uncite, unquote
from consultation.synthesis.services.opinions import cite_opinions, uncite_opinion
from consultation.synthesis.services.writing import WrittenMeanwhileError, restore, write
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import Desk, coders_desk, desk_of
from consultation.synthesis.views.writing import chapter_address, statement_of


@bp.get("/espace/<slug>/synthese/redaction/<key>")
@strongly_signed_in
def statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """The text, what it rests on, and the search for more."""
    desk = desk_of(person, slug)
    found, chapter = statement_of(desk, key)
    search = search_of(request.args)
    held = Sent(text_of(found), found.version, "", -1, (), "", Picker(), search)
    vocabulary = vocabulary_of(desk.consultation.id)
    return _page(desk, found, chapter, replace(held, text=typed(held.text, vocabulary)), vocabulary)


@bp.post("/espace/<slug>/synthese/redaction/<key>")
@strongly_signed_in
def write_statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Save it; or do something about it that keeps what is typed on the page."""
    desk = coders_desk(person, slug)
    found, chapter = statement_of(desk, key)
    vocabulary = vocabulary_of(desk.consultation.id)
    given = sent(request.form, request.form.getlist("coding"), request.form.getlist("avis"))
    try:
        if given.act[0] == "save":
            write(desk.consultation, found, given.text, actor=person, base=given.base)
            flash(_("L’énoncé est enregistré."))
            return redirect(chapter_address(desk, chapter), 303)
        shown = _act(desk, found, given, vocabulary, person)
    except WrittenMeanwhileError as error:
        return _merging(desk, key, given, vocabulary, error), int(error.status)
    except DomainError as error:
        return _again(desk, key, given, vocabulary, error), int(error.status)
    return _page(desk, found, chapter, shown, vocabulary, told=_told(given))


def _told(given: Sent) -> str:
    """What was done about sources, said where one goes on."""
    act, _key = given.act
    return {
        "cite": _n("%(num)s contribution citée.", "%(num)s contributions citées.",
                   len(set(given.codings))),
        "quote": _("Le verbatim est ajouté."),
        "uncite": _("La source est retirée."),
        "unquote": _("Le verbatim est retiré."),
    }.get(act, "")  # fmt: skip


def _act(desk: Desk, found: Statement, given: Sent, vocabulary: Vocabulary, person: User) -> Sent:
    """What was asked, and the form as it is afterwards."""
    act, key = given.act
    row = desk.consultation
    if act == "insert":
        token = typed(given.picker.field(vocabulary).token(), vocabulary)
        return given.inserted(vocabulary, token)
    if act == "cite":
        refuse_empty(given.codings)
        cite(row, found, given.codings, actor=person)
    elif act == "uncite":
        uncite(row, found, [key], actor=person)
    elif act in {"cite_opinions", "uncite_opinion"}:
        _on_opinions(desk, found, given, person)
    elif act == "quote":
        quote(row, found, key, actor=person, words=given.words)
        return replace(given, words="")
    elif act == "unquote":
        unquote(row, found, key, actor=person)
    elif act == "preview":
        kept(given.text, vocabulary)
    return given


def _on_opinions(desk: Desk, found: Statement, given: Sent, person: User) -> None:
    act, ref = given.act
    if act == "cite_opinions":
        cite_opinions(desk.consultation, found, given.opinions, actor=person)
    else:
        uncite_opinion(desk.consultation, found, ref, actor=person)


def _again(desk: Desk, key: str, given: Sent, vocabulary: Vocabulary, error: DomainError) -> str:
    session.rollback()
    session.expire_all()
    found, chapter = statement_of(desk, key)
    return _page(desk, found, chapter, given, vocabulary, error=str(error))


def _merging(
    desk: Desk, key: str, given: Sent, vocabulary: Vocabulary, error: WrittenMeanwhileError
) -> str:
    """The colleague's text beside one's own, and what each of the two changed."""
    session.rollback()
    session.expire_all()
    found, chapter = statement_of(desk, key)
    theirs = versions_of(found)[0]
    base = typed(text_of(found, given.base), vocabulary) if 0 < given.base < error.number else ""
    words = typed(theirs.source, vocabulary)
    merging = {
        "writer": theirs.writer, "at": theirs.at, "words": words,
        "theirs": _changes(base, words), "yours": _changes(words, given.text),
    }  # fmt: skip
    given = replace(given, base=error.number)
    return _page(desk, found, chapter, given, vocabulary, error=str(error), merging=merging)


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in redline(old, new)]


def _page(
    desk: Desk, found: Statement, chapter: Chapter, given: Sent, vocabulary: Vocabulary, *,
    error: str = "", told: str = "", merging: dict[str, Any] | None = None,
) -> str:  # fmt: skip
    consultation = desk.consultation
    after = request.values.get("apres", "")
    count = cited_counts([found.id]).get(found.id, 0)
    source, pieces = _preview(desk, found, given.text, vocabulary)
    asked = citable(consultation)
    refs = refs_of([found.id]).get(found.id, []) if asked else []
    return render_template(
        "synthesis/statement.html",
        consultation=consultation, is_coder=desk.is_coder, statement=found, chapter=chapter,
        given=given, pieces=pieces, error=error, told=told, merging=merging,
        source_count=count,
        legends=[legend(each, vocabulary) for each in fields_of(source)],
        warnings=warnings_of(source, count),
        cited=cited_by(found, request.values.get("citees", "")),
        quoted=verbatims_of([found.id]).get(found.id, ()),
        results=candidates(consultation.id, found, given.search, after),
        opinions=[(ref, asked.get(ref)) for ref in refs],
        citable=[each for each in matching(asked, given.search.mots) if each.ref not in refs],
        vocabulary=vocabulary, places=places_of(consultation.id), words=words,
        measures=measures(), stances=list(STANCES), back=chapter_address(desk, chapter),
    )  # fmt: skip


def _preview(
    desk: Desk, found: Statement, text: str, vocabulary: Vocabulary
) -> tuple[str, list[Piece]]:
    """What is typed as it would be kept and read; as it stands while a field says nothing."""
    try:
        source = kept(text, vocabulary)
    except DomainError:
        return "", [Piece(text)]
    return source, read(desk.consultation.id, {found.id: source}, vocabulary)[found.id]


@bp.get("/espace/<slug>/synthese/redaction/<key>/versions")
@strongly_signed_in
def statement_versions(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Everything that it said, what each version changed, and who wrote it."""
    desk = desk_of(person, slug)
    found, chapter = statement_of(desk, key)
    vocabulary = vocabulary_of(desk.consultation.id)
    told = versions_of(found)
    texts = {each.number: typed(each.source, vocabulary) for each in told}
    return render_template(
        "synthesis/statement_versions.html",
        consultation=desk.consultation, is_coder=desk.is_coder, statement=found, chapter=chapter,
        versions=[(each, _changes(texts.get(each.number - 1, ""), texts[each.number]))
                  for each in told],
        back=url_for("synthesis.statement", slug=slug, key=key),
    )  # fmt: skip


@bp.post("/espace/<slug>/synthese/redaction/<key>/versions/<int:number>")
@strongly_signed_in
def restore_version(person: User, slug: str, key: str, number: int) -> ResponseReturnValue:
    """Say again what it said then, as a new version."""
    desk = coders_desk(person, slug)
    found, _chapter = statement_of(desk, key)
    base = sent(request.form, []).base
    try:
        restore(desk.consultation, found, number, actor=person, base=base)
        flash(_("La version %(number)s est reprise.", number=number))
    except DomainError as error:
        flash(str(error), "error")
    return redirect(url_for("synthesis.statement_versions", slug=slug, key=key), 303)
