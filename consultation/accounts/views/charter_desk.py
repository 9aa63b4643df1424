"""The pages where a charter's next version is prepared: the same for everybody who writes one."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.charter import OTHER, BilingualClause, clauses_of
from consultation.accounts.charter_changes import changes_between
from consultation.accounts.forms import ClauseForm, PublishCharterForm
from consultation.accounts.models import CharterColumns, User
from consultation.accounts.services.charter import (
    MAX_NOTE,
    MAX_TEXT,
    MAX_TITLE,
    Book,
    ClauseWords,
    begin,
    discard,
    drop_clause,
    move_clause,
    publish,
    what_is_missing,
    write_clause,
)
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import LANGUAGES, _, current_language

MOST = {"title": MAX_TITLE, "text": MAX_TEXT, "note": MAX_NOTE}


@dataclass(frozen=True)
class Words:
    """What these pages say of this charter in particular."""

    lede: str
    mailed: str
    """Whom the mail reaches."""


@dataclass(frozen=True)
class CharterDesk:
    """The pages of one charter. `place` gives the address of one of them: « desk », « clause »…"""

    book: Book
    person: User
    place: Callable[..., str]
    layout: str
    words: Words
    context: dict[str, object]

    def desk(self, error: str = "") -> ResponseReturnValue:
        """The version in force, the draft, the older versions."""
        draft = self.book.draft()
        page = self._page(
            "desk", error=error, versions=self.book.versions(), draft=draft,
            clauses=clauses_of(draft) if draft else (),
            missing=what_is_missing(self.book, draft) if draft else (),
        )  # fmt: skip
        return page, 422 if error else 200

    def act(self) -> ResponseReturnValue:
        """What the pressed button asks: begin, move, take out, give up."""
        verb, _colon, key = request.form.get("act", "").partition(":")
        try:
            return self._do(verb, key)
        except DomainError as error:
            return self.desk(str(error))

    def _do(self, verb: str, key: str) -> ResponseReturnValue:
        if verb == "begin":
            begin(self.book, actor=self.person)
        elif verb in {"up", "down"}:
            move_clause(self.book, key, -1 if verb == "up" else 1, actor=self.person)
        elif verb == "drop":
            return self._drop(key)
        elif verb == "discard":
            return self._discard()
        return redirect(self.place("desk"), 303)

    def _drop(self, key: str) -> ResponseReturnValue:
        draft = self._draft()
        clause = _clause(draft, key)
        page = ask_first(
            _("Retirer « %(title)s » du brouillon ?", title=clause.title(current_language())),
            _("Les versions déjà publiées la gardent. Les règles suivantes changent de numéro."),
            verb=_("Retirer"),
            back=self.place("desk"),
        )
        if page is not None:
            return page
        drop_clause(self.book, key, actor=self.person)
        flash(_("La règle est retirée du brouillon."))
        return redirect(self.place("desk"), 303)

    def _discard(self) -> ResponseReturnValue:
        page = ask_first(
            _("Abandonner ce brouillon ?"),
            _("Ce qui y est écrit est perdu. La version en vigueur ne change pas."),
            verb=_("Abandonner"),
            back=self.place("desk"),
        )
        if page is not None:
            return page
        discard(self.book, actor=self.person)
        flash(_("Le brouillon est abandonné."))
        return redirect(self.place("desk"), 303)

    def clause(self, key: str = "") -> ResponseReturnValue:
        """Write a clause of the draft, or one more."""
        draft = self.book.draft()
        if draft is None:
            return redirect(self.place("desk"), 303)
        kept = _clause(draft, key) if key else None
        form = ClauseForm(obj=kept, seen=str(draft.edit_count))
        if form.validate_on_submit():
            words = ClauseWords(
                form.title_fr.data or "", form.text_fr.data or "",
                form.title_en.data or "", form.text_en.data or "",
                form.category.data or OTHER,
            )  # fmt: skip
            try:
                write_clause(
                    self.book, key, words, seen=int(str(form.seen.data)), actor=self.person
                )
            except DomainError as error:
                form.title_fr.errors = [str(error)]
                form.seen.data = str(draft.edit_count)
            else:
                flash(_("La règle est enregistrée dans le brouillon."))
                return redirect(self.place("desk"), 303)
        return self._page("clause", form=form, key=key, most=MOST), form.status

    def publication(self) -> ResponseReturnValue:
        """Read the draft again beside the version in force, say what changes, publish."""
        draft = self.book.draft()
        if draft is None:
            return redirect(self.place("desk"), 303)
        form = PublishCharterForm(seen=str(draft.edit_count))
        if form.validate_on_submit():
            try:
                page = self._publish(draft.number, form)
            except DomainError as error:
                form.note_fr.errors = [str(error)]
                form.seen.data = str(draft.edit_count)
            else:
                return page
        last = self.book.in_force()
        before, after = last.clauses if last else (), clauses_of(draft)
        page = self._page(
            "publication", form=form, draft=draft, most=MOST, last=last, clauses=after,
            changes={
                language: changes_between(before, after, language) for language in LANGUAGES
            },
            missing=what_is_missing(self.book, draft),
        )  # fmt: skip
        return page, form.status

    def _publish(self, number: int, form: PublishCharterForm) -> ResponseReturnValue:
        page = ask_first(
            _("Publier la version %(number)s ?", number=number),
            _("Elle s’applique tout de suite à ce qui est envoyé, et ne change plus."),
            self.words.mailed if form.is_mailed.data else _("Aucun courriel n’est envoyé."),
            _("L’acte est inscrit au journal."),
            verb=_("Publier"),
            back=self.place("publication"),
        )
        if page is not None:
            return page
        publish(
            self.book, form.note_fr.data or "", form.note_en.data or "",
            seen=int(str(form.seen.data)), is_mailed=bool(form.is_mailed.data), actor=self.person,
        )  # fmt: skip
        flash(_("La version %(number)s est en vigueur.", number=number))
        return redirect(self.place("desk"), 303)

    def _draft(self) -> CharterColumns:
        draft = self.book.draft()
        if draft is None:
            abort(404)
        return draft

    def _page(self, name: str, **more: object) -> str:
        return render_template(
            f"accounts/charter/{name}.html", layout=self.layout, place=self.place,
            words=self.words, prefix=self.book.prefix, language_now=current_language(),
            **self.context, **more,
        )  # fmt: skip


def _clause(draft: CharterColumns, key: str) -> BilingualClause:
    found = next((clause for clause in clauses_of(draft) if clause.key == key), None)
    if found is None:
        abort(404)
    return found
