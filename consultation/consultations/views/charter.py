"""The clauses that a consultation adds to the charter, as its organisers write them."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.accounts.views.charter_desk import CharterDesk, Words
from consultation.consultations.services.charter import ConsultationBook
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.i18n import _

PLACES = {
    "desk": "consultations.charter",
    "act": "consultations.charter_act",
    "new": "consultations.new_clause",
    "clause": "consultations.clause",
    "publication": "consultations.publish_charter",
    "version": "pages.own_charter_version",
}


@bp.get("/espace/<slug>/charte")
@strongly_signed_in
def charter(person: User, slug: str) -> ResponseReturnValue:
    """The clauses in force here, and the next version."""
    return _desk(person, slug).desk()


@bp.post("/espace/<slug>/charte")
@strongly_signed_in
def charter_act(person: User, slug: str) -> ResponseReturnValue:
    """Begin the next version, put its clauses in order, take one out, give it up."""
    return _desk(person, slug).act()


@bp.route("/espace/<slug>/charte/regle", methods=["GET", "POST"])
@strongly_signed_in
def new_clause(person: User, slug: str) -> ResponseReturnValue:
    """One more clause."""
    return _desk(person, slug).clause()


@bp.route("/espace/<slug>/charte/regle/<key>", methods=["GET", "POST"])
@strongly_signed_in
def clause(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Write a clause otherwise."""
    return _desk(person, slug).clause(key)


@bp.route("/espace/<slug>/charte/publication", methods=["GET", "POST"])
@strongly_signed_in
def publish_charter(person: User, slug: str) -> ResponseReturnValue:
    """Read the next version again, and put it in force."""
    return _desk(person, slug).publication()


def _desk(person: User, slug: str) -> CharterDesk:
    consultation = organised(person, slug)
    words = Words(
        lede=_(
            "La charte de l’instance s’applique ici. Vous pouvez y ajouter des règles propres à "
            "cette consultation : une décision de modération les cite sous les noms C1, C2…"
        ),
        mailed=_("Chaque personne qui a contribué ici reçoit un courriel."),
    )

    def place(name: str, **values: Any) -> str:
        return url_for(PLACES[name], slug=slug, **values)

    return CharterDesk(
        ConsultationBook(consultation), person, place, "consultations/_organise.html", words,
        {"consultation": consultation},
    )  # fmt: skip
