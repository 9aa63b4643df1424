"""What may be written: its limits, and the words that say which one was passed. Pure."""

from dataclasses import dataclass, replace

from consultation.contributions.models import Kind, Stance
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.templating import num
from consultation.core.text import is_blank, most_marks, nesting, plain_text, render_markup, tidy

BODY_MAX = 5000
"""Characters (code points) of a comment, a question, a reply or an explanation, once tidied."""
PROPOSED_MAX = 10_000
DRAFT_MAX = 20_000
"""Characters of one field of a draft: room to shorten it later."""
LINES_MAX = 200
NESTED_MAX = 6
"""Beyond it nobody sees who quotes whom; much further the reader of the markup gives up."""
MARKS_MAX = 8
"""Combining marks on one letter: every living script needs fewer; more climb over other lines."""


@dataclass(frozen=True)
class Written:
    """What a person writes: the same for the form and for whoever asks in code."""

    kind: Kind
    stance: Stance
    source: str
    proposed_text: str | None = None


def fault_of_body(text: str) -> str:
    """Why `text` cannot stand as a contribution; "" when it can."""
    if is_blank(text):
        return _("Écrivez votre texte")
    return _fault_of_size(text, BODY_MAX) or _fault_of_markup(render_markup(text))


def fault_of_explanation(text: str) -> str:
    """The same for what may be left empty."""
    return fault_of_body(text) if text else ""


def fault_of_rewording(text: str, original: str) -> str:
    """Why `text` cannot stand in the place of the paragraph `original`; "" when it can."""
    if is_blank(text):
        return _("Écrivez le paragraphe tel que vous le voulez")
    if text.split() == original.split():
        return _("Changez au moins un mot du paragraphe")
    return _fault_of_size(text, PROPOSED_MAX)


def checked(given: Written, original: str | None, *, is_reply: bool = False) -> Written:
    """`given`, tidied; what passes a limit is refused. `original` is what a rewording replaces.

    A reply and a question take no position.
    """
    takes_stance = not is_reply and given.kind is not Kind.QUESTION
    written = replace(
        given,
        stance=given.stance if takes_stance else Stance.NONE,
        source=tidy(given.source),
        proposed_text=None if given.proposed_text is None else tidy(given.proposed_text),
    )
    fault = _fault(written, original)
    if is_reply and given.kind is not Kind.COMMENT:
        fault = _("Une réponse est un commentaire")
    if fault:
        raise DomainError(fault)
    return written


def _fault(written: Written, original: str | None) -> str:
    if written.kind is not Kind.AMENDMENT:
        return fault_of_body(written.source)
    if written.proposed_text is None or original is None:
        return _("Une proposition de rédaction porte sur un paragraphe")
    fault = fault_of_rewording(written.proposed_text, original)
    return fault or fault_of_explanation(written.source)


def _fault_of_size(text: str, most: int) -> str:
    if len(text) > most:
        return _(
            "Le texte compte %(has)s caractères : raccourcissez-le à %(most)s au plus",
            has=num(len(text)), most=num(most),
        )  # fmt: skip
    if text.count("\n") >= LINES_MAX:
        return _("Le texte compte plus de %(most)s lignes : réunissez-en", most=LINES_MAX)
    if has_piled_marks(text):
        return _("Le texte empile des accents sur une même lettre : retirez-les")
    return ""


def has_piled_marks(text: str) -> bool:
    """More than `MARKS_MAX` combining marks follow one another."""
    return most_marks(text) > MARKS_MAX


def _fault_of_markup(html: str) -> str:
    if nesting(html) > NESTED_MAX:
        return _(
            "Le texte emboîte plus de %(most)s citations ou listes : retirez-en",
            most=NESTED_MAX,
        )
    # Markup alone, such as an empty link or quote, shows nothing.
    return _("Écrivez votre texte") if is_blank(plain_text(html)) else ""
