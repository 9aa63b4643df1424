"""The charter of the instance, as administrators write it; and who has read it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import administrator, next_url, signed_in
from consultation.accounts.models import User
from consultation.accounts.services.charter import InstanceBook, acknowledge
from consultation.accounts.views import bp
from consultation.accounts.views.charter_desk import CharterDesk, Words
from consultation.core.i18n import _

PLACES = {
    "desk": "accounts.admin_charter",
    "act": "accounts.admin_charter_act",
    "new": "accounts.admin_new_clause",
    "clause": "accounts.admin_clause",
    "publication": "accounts.admin_publish_charter",
    "version": "pages.charter_version",
}


@bp.get("/administration/charte")
@administrator
def admin_charter(person: User) -> ResponseReturnValue:
    """The version in force, and the next one."""
    return _desk(person).desk()


@bp.post("/administration/charte")
@administrator
def admin_charter_act(person: User) -> ResponseReturnValue:
    """Begin the next version, put its clauses in order, take one out, give it up."""
    return _desk(person).act()


@bp.route("/administration/charte/regle", methods=["GET", "POST"])
@administrator
def admin_new_clause(person: User) -> ResponseReturnValue:
    """One more clause."""
    return _desk(person).clause()


@bp.route("/administration/charte/regle/<key>", methods=["GET", "POST"])
@administrator
def admin_clause(person: User, key: str) -> ResponseReturnValue:
    """Write a clause otherwise."""
    return _desk(person).clause(key)


@bp.route("/administration/charte/publication", methods=["GET", "POST"])
@administrator
def admin_publish_charter(person: User) -> ResponseReturnValue:
    """Read the next version again, and put it in force."""
    return _desk(person).publication()


@bp.post("/charte/lue")
@signed_in
def charter_read(person: User) -> ResponseReturnValue:
    """Somebody has read what changed."""
    number = request.form.get("version", "")
    if number.isdecimal() and len(number) < 10:
        acknowledge(person, int(number))
        flash(_("C’est noté. La charte reste lisible en bas de chaque page."))
    return redirect(next_url(url_for("pages.home")), 303)


def _desk(person: User) -> CharterDesk:
    words = Words(
        lede=_(
            "Chaque personne accepte la charte en créant son compte, et chaque décision de "
            "modération en cite une règle et la version."
        ),
        mailed=_(
            "Chaque personne qui a un compte reçoit un courriel, et voit un avis à sa prochaine "
            "visite."
        ),
    )
    return CharterDesk(
        InstanceBook(), person, lambda name, **values: url_for(PLACES[name], **values),
        "accounts/admin/_layout.html", words, {},
    )  # fmt: skip
