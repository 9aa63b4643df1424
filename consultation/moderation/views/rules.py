"""The rules of a consultation, for those who organise or moderate it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.contributions.models import ContributionState
from consultation.contributions.views.mine import summary
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.text import plain_text
from consultation.moderation.forms.ruling import RuleForm, action_labels
from consultation.moderation.permissions import can_set_rules
from consultation.moderation.queries.rules import find_rule, sampled
from consultation.moderation.services.ruling import (
    RULES_MAX,
    change_rule,
    create_rule,
    delete_rule,
    move_rule,
    switch_rule,
)
from consultation.moderation.services.trying import latest_trial, try_rule
from consultation.moderation.views import bp
from consultation.moderation.views.loading import Desk, team_desk
from consultation.screening.models import RuleTrial, ScreeningRule
from consultation.screening.queries import rules_of
from consultation.screening.signals import Signal
from consultation.screening.telling import kind_label, signal_label

EXCERPT = 160


@bp.get("/espace/<slug>/regles")
@strongly_signed_in
def rules(person: User, slug: str) -> ResponseReturnValue:
    """Every rule in its order: what it asks for, what it does, whether it is on."""
    desk = _desk(person, slug)
    rows = session.scalars(rules_of(desk.consultation.id)).all()
    return render_template(
        "moderation/rules.html",
        desk=desk, consultation=desk.consultation, rules=rows, most=RULES_MAX,
        actions=dict(action_labels()), kind_label=kind_label,
    )  # fmt: skip


@bp.route("/espace/<slug>/regles/nouvelle", methods=["GET", "POST"])
@strongly_signed_in
def new_rule(person: User, slug: str) -> ResponseReturnValue:
    """Make a rule; it is tried next, before it is switched on."""
    desk = _desk(person, slug)
    form = RuleForm().offer()
    if form.validate_on_submit():
        try:
            made = create_rule(desk.consultation, form.draft(), actor=person)
        except DomainError as error:
            form.name.errors = [str(error)]
        else:
            flash(_("La règle est enregistrée, et n’est pas encore en marche : essayez-la."))
            return redirect(url_for("moderation.rule", slug=slug, key=made.key), 303)
    return _page(desk, form, None)


@bp.route("/espace/<slug>/regles/<key>", methods=["GET", "POST"])
@strongly_signed_in
def rule(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change a rule, and see what it would have done."""
    desk = _desk(person, slug)
    row = _rule(desk, key)
    form = RuleForm().offer()
    if not form.is_submitted():
        form.show(row)
    if form.validate_on_submit():
        try:
            change_rule(desk.consultation, row, form.draft(), actor=person)
        except DomainError as error:
            form.name.errors = [str(error)]
        else:
            flash(_("La règle est enregistrée."))
            return redirect(url_for("moderation.rule", slug=slug, key=key), 303)
    return _page(desk, form, row)


@bp.post("/espace/<slug>/regles/<key>/essayer")
@strongly_signed_in
def try_one(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Count what the rule would have done until now."""
    desk = _desk(person, slug)
    try_rule(desk.consultation, _rule(desk, key), actor=person)
    return redirect(url_for("moderation.rule", slug=slug, key=key) + "#essai", 303)


@bp.post("/espace/<slug>/regles/<key>/supprimer")
@strongly_signed_in
def drop_rule(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take a rule away, once asked."""
    desk = _desk(person, slug)
    row = _rule(desk, key)
    page = ask_first(
        _("Supprimer la règle « %(name)s » ?", name=row.name),
        _("Elle ne s’appliquera plus à ce qui sera envoyé."),
        _("Ce qu’elle a retenu reste en attente jusqu’à ce que quelqu’un l’ait lu."),
        verb=_("Supprimer la règle"),
        back=url_for("moderation.rule", slug=slug, key=key),
    )
    if page is not None:
        return page
    delete_rule(desk.consultation, row, actor=person)
    flash(_("La règle est supprimée."))
    return redirect(url_for("moderation.rules", slug=slug), 303)


@bp.post("/espace/<slug>/regles/<key>/<act>")
@strongly_signed_in
def act_on_rule(person: User, slug: str, key: str, act: str) -> ResponseReturnValue:
    """Switch a rule, or move it: each can be taken back by its contrary."""
    desk = _desk(person, slug)
    row = _rule(desk, key)
    if act not in ACTS:
        abort(404)
    ACTS[act](desk, row, person)
    return redirect(url_for("moderation.rules", slug=slug) + f"#r-{key}", 303)


def _switch_on(desk: Desk, row: ScreeningRule, person: User) -> None:
    switch_rule(desk.consultation, row, is_on=True, actor=person)
    flash(_("La règle « %(name)s » s’applique à ce qui est envoyé dès maintenant.", name=row.name))


def _switch_off(desk: Desk, row: ScreeningRule, person: User) -> None:
    switch_rule(desk.consultation, row, is_on=False, actor=person)
    flash(_("La règle « %(name)s » ne s’applique plus.", name=row.name))


ACTS: dict[str, Callable[[Desk, ScreeningRule, User], None]] = {
    "activer": _switch_on,
    "desactiver": _switch_off,
    "monter": lambda desk, row, person: move_rule(desk.consultation, row, -1, actor=person),
    "descendre": lambda desk, row, person: move_rule(desk.consultation, row, 1, actor=person),
}


def _desk(person: User, slug: str) -> Desk:
    found = team_desk(person, slug)
    if not can_set_rules(person, found.roles):
        abort(404)
    return found


def _rule(desk: Desk, key: str) -> ScreeningRule:
    row = find_rule(desk.consultation.id, key)
    if row is None:
        abort(404)
    return row


def _page(desk: Desk, form: RuleForm, row: ScreeningRule | None) -> ResponseReturnValue:
    trial = latest_trial(row) if row else None
    page = render_template(
        "moderation/rule.html",
        desk=desk,
        consultation=desk.consultation,
        form=form,
        plain=PlainForm(None),
        rule=row,
        trial=trial,
        sample=_sample(desk, trial) if trial and trial.done_at else [],
    )
    return page, form.status


def _sample(desk: Desk, trial: RuleTrial) -> list[dict[str, object]]:
    """What a trial found, with its first words where the person may read them."""
    return [
        {
            "contribution": contribution,
            "signals": [signal_label(Signal.loaded(each)) for each in contribution.signals],
            "words": summary(plain_text(revision.html), EXCERPT)
            if desk.can_judge or contribution.state is ContributionState.PUBLISHED
            else "",
        }
        for contribution, revision in sampled(trial.sample)
    ]
