"""One decision with its reasons: for whom it concerns, and for the team."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import here, signed_in
from consultation.accounts.models import User
from consultation.consultations.charter import Clause, clause_named
from consultation.consultations.permissions import phase_at
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.contributions.permissions import TAKEN_AWAY, can_edit, can_read, is_own
from consultation.contributions.queries.masked import originals_of
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.i18n import _
from consultation.moderation.article17 import REPORTED, statement_fields
from consultation.moderation.lives import title_of
from consultation.moderation.models import Decision, Measure
from consultation.moderation.periods import last_day_to_appeal
from consultation.moderation.permissions import can_erase_original, can_read_original
from consultation.moderation.queries.appeals import appeal_of
from consultation.moderation.queries.decisions import (
    decided_contribution,
    find_decision,
    suspension_of,
)
from consultation.moderation.reports import Appeal, Side
from consultation.moderation.rights import CONTESTED_BY_AUTHOR, can_appeal
from consultation.moderation.services.masks import erase_originals, is_kept
from consultation.moderation.views import bp


@dataclass(frozen=True)
class Contest:
    """An appeal that was formed, or until when one may be."""

    appeal: Appeal | None
    is_open: bool
    last_day: date


@bp.get("/decisions/<key>")
@signed_in
def decision(person: User, key: str) -> ResponseReturnValue:
    """What was decided, on what rule and which facts, and how to contest it."""
    found, contribution = _found(person, key)
    if not _showed_enough(person, found):
        return redirect(url_for("accounts.second_factor", suite=here()), 303)
    roles = roles_of(person, found.consultation_id)
    place = place_of(contribution)
    originals = [each for each in originals_of([contribution.id]).values() if is_kept(each)]
    return render_template(
        "moderation/decision.html",
        decision=found,
        title=title_of(found),
        clause=clause.title if (clause := _clause_of(found)) else "",
        has_statement=found.measure in REPORTED,
        contribution=contribution,
        place=place,
        revision=revision_of(contribution) if can_read(contribution, person, roles) else None,
        originals=originals if can_read_original(person, roles, contribution) else [],
        can_erase=can_erase_original(person, roles, contribution),
        can_correct=contribution.state in TAKEN_AWAY
        and can_edit(person, contribution, phase_at(place.consultation, now())),
        is_own=is_own(person, contribution),
        contest=_contest(person, found),
    )


@bp.get("/consultations/<slug>/suspension")
@signed_in
def own_suspension(person: User, slug: str) -> ResponseReturnValue:
    """To the decision that suspends the person here: its reasons, and how to contest it."""
    found = suspension_of(person, slug, now())
    if found is None:
        abort(404)
    return redirect(url_for("moderation.decision", key=found.key), 303)


@bp.get("/decisions/<key>/expose.json")
@signed_in
def decision_file(person: User, key: str) -> ResponseReturnValue:
    """The statement of reasons under the names of the Commission's transparency database."""
    found, contribution = _found(person, key)
    if not _showed_enough(person, found):
        return redirect(url_for("accounts.second_factor", suite=here()), 303)
    fields = statement_fields(found, contribution, _clause_of(found))
    if not fields:
        abort(404)
    return jsonify(fields)


@bp.post("/decisions/<key>/effacer")
@signed_in
def erase(person: User, key: str) -> ResponseReturnValue:
    """Forget for good what stands under the masks."""
    found, contribution = _found(person, key)
    roles = roles_of(person, found.consultation_id)
    if found.measure is not Measure.MASK or not can_erase_original(person, roles, contribution):
        abort(404)
    page = ask_first(
        _("Effacer pour de bon ce qui est masqué ?"),
        _("Les mots masqués disparaissent de nos bases : ni leur auteur, ni un modérateur, ni un "
          "recours ne les retrouvera."),
        _("L’empreinte du reçu ne pourra plus être recalculée ici."),
        verb=_("Effacer pour de bon"),
        back=url_for("moderation.decision", key=key),
    )  # fmt: skip
    if page is not None:
        return page
    erase_originals(contribution, actor=person)
    flash(_("Les mots masqués sont effacés pour de bon."))
    return redirect(url_for("moderation.decision", key=key), 303)


def _found(person: User, key: str) -> tuple[Decision, Contribution]:
    found = find_decision(person, key)
    contribution = decided_contribution(found) if found else None
    if contribution is not None:
        # Nothing is read of a consultation that is not the person's to see.
        contribution = find_contribution(person, contribution.key)
    if found is None or contribution is None:
        abort(404)
    return found, contribution


def _contest(person: User, found: Decision) -> Contest | None:
    """What its author may do about it, or has done; nothing for anybody else."""
    if found.participant.user_id != person.id or found.measure not in CONTESTED_BY_AUTHOR:
        return None
    appeal = appeal_of(person, found)
    is_open = appeal is None and can_appeal(person, found, Side.AUTHOR, None, now())
    return Contest(appeal, is_open, last_day_to_appeal(found.decided_at))


def _showed_enough(person: User, found: Decision) -> bool:
    """The team shows a second factor before it reads of others."""
    return found.participant.user_id == person.id or person.has_second_factor


def _clause_of(found: Decision) -> Clause | None:
    if found.charter_version is None:
        return None
    return clause_named(found.clause, found.charter_version, found.consultation_id)
