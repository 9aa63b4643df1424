"""What becomes of each paragraph: the dry run, corrected by hand, and why it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.redline import redline_html
from consultation.documents.models import Document, Heading, Version
from consultation.documents.queries import Entry, entries_of
from consultation.documents.services.correcting import key_of
from consultation.versions.forms import (
    AS_FOUND,
    GOES_ON,
    REMOVED,
    DecisionForm,
    WhyForm,
    numbers_in,
)
from consultation.versions.matching import MatchState
from consultation.versions.matching.likeness import Likeness
from consultation.versions.queries.origins import origins_of
from consultation.versions.queries.planning import SAME_DOCUMENT, Plan, PlanRow, piece_of, plan_of
from consultation.versions.services.deciding import decide, undecide
from consultation.versions.services.explaining import explain
from consultation.versions.states import state_word, state_words
from consultation.versions.views import bp
from consultation.versions.views.loading import following

ROWS = 25
NEAREST = 8
EVERYTHING, TO_SETTLE = "tout", "a-decider"


@dataclass(frozen=True)
class Shown:
    """One line of the dry run: an old entry and what it becomes, or a new one without origin."""

    row: PlanRow | None
    new: Sequence[Entry]

    @property
    def redline(self) -> Markup:
        """From the old words to the new ones."""
        old = self.row.old.text if self.row else ""
        new = "\n\n".join(entry.text for entry in self.new)
        return Markup(redline_html(old, new))  # noqa: S704  # redline_html escapes


@bp.get("/espace/<slug>/textes/<document>/correspondances")
@strongly_signed_in
def correspondences(person: User, slug: str, document: str) -> ResponseReturnValue:
    """The dry run: what publishing would do to each paragraph, side by side."""
    consultation, row, version = following(person, slug, document)
    plan = plan_of(version)
    what = request.args.get("montrer", "")
    lines = _lines(plan, what)
    raw = request.args.get("depuis", "")
    start = min(max(int(raw[:6]) - 1, 0), max(len(lines) - 1, 0)) if raw.isdecimal() else 0
    start -= start % ROWS
    return render_template(
        "versions/correspondences.html",
        consultation=consultation,
        document=row,
        version=version,
        plan=plan,
        what=what if what in {EVERYTHING, TO_SETTLE} else "",
        lines=lines[start : start + ROWS],
        start=start,
        total=len(lines),
        step=ROWS,
        numbers=_numbers(plan.new),
        key_of=key_of,
        is_other=plan.share < SAME_DOCUMENT,
        state_word=state_word,
        state_words=state_words,
    )


def _lines(plan: Plan, what: str) -> list[Shown]:
    if what == TO_SETTLE:
        return [Shown(row, row.successors) for row in plan.unsettled]
    places = {id(entry): place for place, entry in enumerate(plan.new)}
    lines: list[tuple[float, Shown]] = []
    at = -1.0
    for row in plan.rows:
        at = places[id(row.successors[0])] if row.successors else at + 1e-4
        if what == EVERYTHING or row.state is not MatchState.KEPT or row.is_by_hand:
            lines.append((at, Shown(row, row.successors)))
    lines += [(places[id(entry)], Shown(None, [entry])) for entry in plan.newcomers]
    return [line for _at, line in sorted(lines, key=lambda each: each[0])]


def _numbers(entries: Sequence[Entry]) -> dict[str, int]:
    """By key the ¶ number that the draft's passages would have."""
    passages = [entry for entry in entries if not isinstance(entry, Heading)]
    return {key_of(entry): number for number, entry in enumerate(passages, start=1)}


@bp.route("/espace/<slug>/textes/<document>/correspondances/<key>", methods=["GET", "POST"])
@strongly_signed_in
def decision(person: User, slug: str, document: str, key: str) -> ResponseReturnValue:
    """Say by hand what becomes of one old passage or title."""
    consultation, row, version = following(person, slug, document)
    plan = plan_of(version)
    found = next((each for each in plan.rows if each.key == key), None)
    if found is None:
        abort(404)
    form = DecisionForm(
        seen=str(version.edit_count), reason=found.reason,
        choice=_choice(found),
    )  # fmt: skip
    error = ""
    if form.validate_on_submit():
        try:
            _decide(version, form, found, plan, person)
        except DomainError as refused:
            error = str(refused)
        else:
            flash(_("C’est noté. Rien n’est public avant la publication de la version."))
            return redirect(
                f"{url_for('versions.correspondences', slug=slug, document=document)}#e-{key}", 303
            )
    form.seen.data = str(version.edit_count)
    chosen = request.form.getlist("successor") or [key_of(entry) for entry in found.successors]
    page = render_template(
        "versions/decision.html",
        consultation=consultation,
        document=row,
        version=version,
        found=found,
        form=form,
        chosen=chosen,
        candidates=_candidates(plan, found, chosen),
        others=request.form.get("others", ""),
        numbers=_numbers(plan.new),
        key_of=key_of,
        error=error,
        state_word=state_word,
    )
    return page, 422 if error or form.errors else 200


def _choice(row: PlanRow) -> str:
    if not row.is_by_hand:
        return REMOVED if row.is_unsettled else AS_FOUND
    return GOES_ON if row.successors else REMOVED


def _decide(version: Version, form: DecisionForm, row: PlanRow, plan: Plan, person: User) -> None:
    if form.choice.data == AS_FOUND:
        undecide(version, form.count(), row.key, actor=person)
        return
    successors: list[str] = []
    if form.choice.data == GOES_ON:
        by_number = {number: key for key, number in _numbers(plan.new).items()}
        others = numbers_in(request.form.get("others", ""))
        unknown = [number for number in others if number not in by_number]
        if unknown:
            raise DomainError(_("Le brouillon n’a pas de ¶ %(number)s.", number=unknown[0]))
        successors = [*request.form.getlist("successor"), *(by_number[each] for each in others)]
        if not successors:
            raise DomainError(_("Cochez au moins un passage, ou écrivez son numéro."))
    decide(version, form.count(), row.key, successors, form.reason.data or "", actor=person)


def _candidates(plan: Plan, row: PlanRow, chosen: Sequence[str]) -> list[Entry]:
    """The draft's entries most like the old one, in the order of the text, those chosen first."""
    likeness = Likeness([piece_of(row.old)], [piece_of(entry) for entry in plan.new])
    fitting = [
        (likeness.between(0, place), place)
        for place, entry in enumerate(plan.new)
        if isinstance(entry, Heading) is row.is_heading
    ]
    best = {place for _score, place in sorted(fitting, reverse=True)[:NEAREST]}
    best |= {place for place, entry in enumerate(plan.new) if key_of(entry) in chosen}
    return [plan.new[place] for place in sorted(best)]


@bp.route("/espace/<slug>/textes/<document>/raisons/<key>", methods=["GET", "POST"])
@strongly_signed_in
def why(person: User, slug: str, document: str, key: str) -> ResponseReturnValue:
    """Say why a paragraph of the draft changes, and which contributions led to it."""
    consultation, row, version = following(person, slug, document)
    entry = next(
        (e for e in entries_of(version.id) if key_of(e) == key and not isinstance(e, Heading)), None
    )
    if entry is None or isinstance(entry, Heading):
        abort(404)
    known = origins_of([version.id])[entry.paragraph_id]
    form = WhyForm(seen=str(version.edit_count), words=" ".join(known.words), numbers=known.numbers)
    error = ""
    if form.validate_on_submit():
        try:
            explain(
                version, entry.paragraph_id, form.words.data or "",
                numbers_in(form.numbers.data or ""), actor=person,
            )  # fmt: skip
        except DomainError as refused:
            error = str(refused)
        else:
            flash(_("La raison du changement est enregistrée."))
            return redirect(
                f"{url_for('versions.correspondences', slug=slug, document=document)}#n-{key}", 303
            )
    return _why(consultation, row, version, entry, form, error)


def _why(
    consultation: Consultation, document: Document, version: Version, entry: Entry, form: WhyForm,
    error: str,
) -> ResponseReturnValue:  # fmt: skip
    page = render_template(
        "versions/why.html",
        consultation=consultation,
        document=document,
        version=version,
        entry=entry,
        form=form,
        error=error,
    )
    return page, 422 if error or form.errors else 200
