"""What can be answered, by kind and state; publishing many answers at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.answers.asked import State, asked
from consultation.answers.queries.concerned import people_count
from consultation.answers.queries.desk import colleagues_of, theme_choices
from consultation.answers.queries.listing import draft_ids, listing, totals_of
from consultation.answers.services.publishing import publish_answers
from consultation.answers.subjects import Kind
from consultation.answers.views import bp
from consultation.answers.views.loading import answering_desk, desk_of
from consultation.answers.words import kind_word, state_word
from consultation.contributions.models import Kind as Nature
from consultation.contributions.models import Stance
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n

ALL_DRAFTS = "tous"


@bp.get("/espace/<slug>/reponses")
@strongly_signed_in
def desk(person: User, slug: str) -> ResponseReturnValue:
    """What waits for an answer, what is written, what is published."""
    found = desk_of(person, slug)
    wanted = asked(request.args)
    consultation = found.consultation
    return render_template(
        "answers/desk.html",
        consultation=consultation, desk=found, is_organiser=found.can_answer, asked=wanted,
        page=listing(consultation, wanted, person.id),
        totals=totals_of(consultation),
        names={key: name for key, _public, name in colleagues_of(consultation)},
        kinds=[(each, kind_word(each)) for each in Kind],
        states=[(each, state_word(each)) for each in State],
        themes=theme_choices(consultation) if wanted.kind is Kind.CONTRIBUTION else [],
        natures=_natures(), stances=_stances(),
    )  # fmt: skip


def _natures() -> list[tuple[str, str]]:
    return [
        (Nature.COMMENT.value, _("Commentaires")),
        (Nature.QUESTION.value, _("Questions")),
        (Nature.AMENDMENT.value, _("Propositions de rédaction")),
    ]


def _stances() -> list[tuple[str, str]]:
    return [
        (Stance.FOR.value, _("Favorable")),
        (Stance.MIXED.value, _("Mitigé")),
        (Stance.AGAINST.value, _("Opposé")),
        (Stance.NONE.value, _("Sans position")),
    ]


@bp.post("/espace/<slug>/reponses/publication")
@strongly_signed_in
def publish_many(person: User, slug: str) -> ResponseReturnValue:
    """Publish the drafts that were chosen, all of them, or those of a batch; asked about once."""
    found = answering_desk(person, slug)
    consultation = found.consultation
    home = url_for("answers.desk", slug=slug, etat=State.DRAFT.value)
    drafts = draft_ids(
        consultation,
        None if request.form.get("lesquelles") == ALL_DRAFTS else request.form.getlist("r"),
        request.form.get("lot", "")[:24],
    )
    if not drafts:
        flash(_("Choisissez au moins un brouillon."), "error")
        return redirect(home, 303)
    page = ask_first(
        _n("Publier cette réponse ?", "Publier ces %(num)s réponses ?", len(drafts)),
        *told_words([answer_id for answer_id, _key in drafts]),
        verb=_("Publier"), back=home,
    )  # fmt: skip
    if page is not None:
        return page
    try:
        count = publish_answers(consultation, [key for _id, key in drafts], actor=person)
    except DomainError as error:
        flash(str(error), "error")
        return redirect(home, 303)
    flash(_n("%(num)s réponse est publiée.", "%(num)s réponses sont publiées.", count))
    return redirect(url_for("answers.desk", slug=slug, etat=State.PUBLISHED.value), 303)


def told_words(answer_ids: list[int]) -> list[str]:
    """What publishing does, said before it is done."""
    count = people_count(answer_ids)
    return [
        _("Tout le monde les lit aussitôt. Une réponse publiée se corrige, et ne se retire pas."),
        _n(
            "%(num)s personne qui a contribué est prévenue, par un seul message.",
            "%(num)s personnes qui ont contribué sont prévenues, chacune par un seul message.",
            count,
        )
        if count
        else _("Aucune personne qui a contribué n’est concernée : seules celles qui suivent les "
               "réponses sont prévenues."),
    ]  # fmt: skip
