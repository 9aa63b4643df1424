"""The list of insults, for administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import administrator
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.screening.forms import InsultsForm
from consultation.screening.insult_words import FRENCH
from consultation.screening.manners import insults, prepared
from consultation.screening.queries import insult_lists
from consultation.screening.services import LETTERS_MAX, insult_list, save_insults

bp = Blueprint("screening", __name__)
VERSIONS_SHOWN = 20


@bp.route("/administration/injures", methods=["GET", "POST"])
@administrator
def insult_words(person: User) -> ResponseReturnValue:
    """Change the list, or try it on a text before it is saved."""
    form = InsultsForm()
    found: list[str] | None = None
    if form.validate_on_submit():
        if "try" in request.form:
            found = _found(form)
        else:
            try:
                made = save_insults(form.words.data or "", seen=form.seen_version(), actor=person)
            except DomainError as error:
                form.words.errors = [str(error)]
            else:
                flash(_("La version %(number)s est en vigueur.", number=made.version))
                return redirect(url_for("screening.insult_words"), 303)
    versions = session.scalars(insult_lists().limit(VERSIONS_SHOWN)).all()
    if not form.is_submitted():
        form.words.data = versions[0].words if versions else FRENCH
    if not form.is_submitted() or form.words.errors:
        form.seen.data = str(versions[0].version if versions else 0)
    page = render_template(
        "screening/insults.html", form=form, versions=versions, found=found, most=LETTERS_MAX
    )
    return page, form.status


@bp.get("/administration/injures/<int:number>")
@administrator
def insult_version(_person: User, number: int) -> ResponseReturnValue:
    """One version, as it was saved."""
    row = insult_list(number) if number < 10**9 else None
    if row is None:
        abort(404)
    return render_template("screening/insult_version.html", row=row)


def _found(form: InsultsForm) -> list[str]:
    """What the list, as it stands in the form, finds in the sample."""
    text = (form.sample.data or "")[:LETTERS_MAX]
    words = prepared((form.words.data or "")[:LETTERS_MAX])
    return [text[start:end] for start, end in insults(text, words)]
