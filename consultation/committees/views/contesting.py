"""Minority statements: those that stand, writing one, signing it, taking one's signature back."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import StatementForm, count_in
from consultation.committees.forms.people import PlainForm
from consultation.committees.queries.contesting import StatementLine, statements_of
from consultation.committees.queries.opinion import Line, lines_of
from consultation.committees.services.contesting import (
    edit_statement,
    sign_statement,
    withdraw_signature,
    write_statement,
)
from consultation.committees.views import bp
from consultation.committees.views.opened import (
    OPINION_WORDS,
    Opened,
    line_at,
    opened,
    rights_in,
    statement_at,
)
from consultation.committees.views.shown import left_of, workspace_page
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _


@bp.get("/comites/<slug>/espace/avis/opinions-minoritaires")
@signed_in
def statements(person: User, slug: str) -> ResponseReturnValue:
    """Every minority statement that stands, with what it contests."""
    found = opened(person, slug)
    return workspace_page(
        found.place,
        "committees/statements.html",
        opinion=found.opinion,
        rows=statements_of(found.opinion.id),
        lines={line.block.id: line for line in lines_of(found.opinion.id)},
        time_left=left_of,
        **rights_in(found),
        **OPINION_WORDS,
    )


@bp.route("/comites/<slug>/espace/avis/opinions-minoritaires/nouvelle", methods=["GET", "POST"])
@signed_in
def new_statement(person: User, slug: str) -> ResponseReturnValue:
    """Write one, against the recommendation that the address names, or against the whole."""
    found = opened(person, slug)
    require(rights_in(found)["may_sign"])
    key = request.args.get("sur", "")
    line = line_at(found, key) if key else None
    form = StatementForm()
    if form.validate_on_submit():
        try:
            made = write_statement(found.opinion, form.source.data or "", key=key, actor=person)
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("Votre opinion minoritaire est jointe à l’avis. D’autres peuvent la signer."))
            return redirect(_place(slug, made.key), 303)
    return _form_page(found, form, line, None), form.status


@bp.route(
    "/comites/<slug>/espace/avis/opinions-minoritaires/<key>/modifier", methods=["GET", "POST"]
)
@signed_in
def change_statement(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Word it anew, as long as nobody else has signed."""
    found = opened(person, slug)
    each = statement_at(found, key)
    row = each.statement
    if row.author_id != found.place.member.id:
        abort(404)
    form = StatementForm(seen=str(row.edit_count), source=row.source)
    if form.validate_on_submit():
        try:
            edit_statement(
                found.opinion, key, form.source.data or "", seen=count_in(form.seen), actor=person
            )
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("Le texte est modifié."))
            return redirect(_place(slug, key), 303)
    return _form_page(found, form, None, each), form.status


@bp.post("/comites/<slug>/espace/avis/opinions-minoritaires/<key>/signature")
@signed_in
def sign(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Sign it, or take one's signature back."""
    found = opened(person, slug)
    each = statement_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    act = request.form.get("act", "")
    if act == "sign":
        raw = request.form.get("seen", "")
        seen = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 8 else 0
        sign_statement(found.opinion, key, seen=seen, actor=person)
        flash(_("Vous avez signé. Vous pouvez vous retirer jusqu’à la clôture."))
        return redirect(_place(slug, key), 303)
    if act != "withdraw":
        abort(400)
    if len(each.signers) == 1 and each.is_signed_by(found.place.member):
        page = ask_first(
            _("Retirer votre signature ?"),
            _("C’est la dernière : l’opinion minoritaire ne sera plus jointe à l’avis."),
            verb=_("Retirer ma signature"),
            back=_place(slug, key),
        )
        if page is not None:
            return page
    withdraw_signature(found.opinion, key, actor=person)
    flash(_("Votre signature est retirée."))
    return redirect(url_for("committees.statements", slug=slug), 303)


def _form_page(
    found: Opened, form: StatementForm, line: Line | None, each: StatementLine | None
) -> str:
    return workspace_page(
        found.place, "committees/contest.html", opinion=found.opinion, form=form, line=line,
        each=each, time_left=left_of, **rights_in(found), **OPINION_WORDS,
    )  # fmt: skip


def _place(slug: str, key: str) -> str:
    return f"{url_for('committees.statements', slug=slug)}#o-{key}"
