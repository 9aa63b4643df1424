"""The order of the opinion: blocks added, moved, raised and lowered, removed and put back."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import BlockForm
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.opinion import BlockType
from consultation.committees.queries.opinion import lines_of, removed_lines, voted_now
from consultation.committees.services.writing import (
    add_block,
    move_block,
    put_block_back,
    remove_block,
    set_level,
)
from consultation.committees.views import bp
from consultation.committees.views.opened import OPINION_WORDS, Opened, line_at, opened, rights_in
from consultation.committees.views.shown import workspace_page
from consultation.core.errors import DomainError
from consultation.core.i18n import _

LEVEL = "level-"


@bp.get("/comites/<slug>/espace/avis/plan")
@signed_in
def opinion_outline(person: User, slug: str) -> ResponseReturnValue:
    """Every block in one line, to put them in order; what was removed, to put it back."""
    found = opened(person, slug)
    voted, is_whole_voted = voted_now(found.opinion)
    return workspace_page(
        found.place,
        "committees/outline.html",
        opinion=found.opinion,
        lines=lines_of(found.opinion.id),
        removed=removed_lines(found.opinion.id),
        voted=voted,
        is_whole_voted=is_whole_voted,
        **rights_in(found),
        **OPINION_WORDS,
    )


@bp.route("/comites/<slug>/espace/avis/passages/nouveau", methods=["GET", "POST"])
@signed_in
def new_block(person: User, slug: str) -> ResponseReturnValue:
    """Add a block, at the end or after the one that the address names."""
    found = opened(person, slug)
    kinds = {each.value for each in BlockType}
    wanted = request.args.get("genre", "")
    form = BlockForm(
        after=request.args.get("apres", "")[:20],
        type=wanted if wanted in kinds else BlockType.PARAGRAPH.value,
    )
    form.offer()
    if form.validate_on_submit():
        try:
            made = add_block(
                found.opinion, BlockType(form.type.data), form.title.data or "",
                form.source.data or "", after=form.after.data or "",
                level=int(form.level.data), actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            flash(_("Le passage est dans le texte."))
            return redirect(_place(found, made.key), 303)
    page = workspace_page(
        found.place, "committees/new_block.html", opinion=found.opinion, form=form,
        **rights_in(found),
    )  # fmt: skip
    return page, form.status


@bp.post("/comites/<slug>/espace/avis/passages/<key>/place")
@signed_in
def place_block(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Move a block, raise or lower it, remove it or put it back, as the button pressed says."""
    found = opened(person, slug)
    line_at(found, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    act = request.form.get("act", "")
    if act in {"up", "down"}:
        move_block(found.opinion, key, is_up=act == "up", actor=person)
    elif act in {f"{LEVEL}{level}" for level in (1, 2, 3)}:
        set_level(found.opinion, key, int(act.removeprefix(LEVEL)), actor=person)
    elif act == "remove":
        remove_block(found.opinion, key, actor=person)
        flash(_("Le passage est retiré du texte. Il est gardé plus bas, où il peut être remis."))
    elif act == "back":
        put_block_back(found.opinion, key, actor=person)
        flash(_("Le passage est de nouveau dans le texte."))
    else:
        abort(400)
    return redirect(f"{url_for('committees.opinion_outline', slug=slug)}#b-{key}", 303)


def _place(found: Opened, key: str) -> str:
    address = url_for("committees.opinion", slug=found.place.committee.slug)
    return f"{address}#b-{key}"
