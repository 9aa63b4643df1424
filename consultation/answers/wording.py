"""What somebody writes as an answer, checked before it is stored. Pure."""

from dataclasses import dataclass
from datetime import date

from consultation.answers.models import Outcome
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, render_markup, tidy

MAX_WORDS = 10_000
MAX_NOTE = 500
MAX_WHAT = 300
MAX_REPORT = 1_000
MAX_NAME = 80


@dataclass(frozen=True)
class Written:
    """An answer as it was typed; `changed` is the key of the paragraph that changes, or ""."""

    outcome: Outcome
    source: str
    changed: str = ""
    change_note: str = ""

    @property
    def html(self) -> str:
        """As it is shown."""
        return render_markup(self.source)


@dataclass(frozen=True)
class Promise:
    """What will be done, and by when."""

    what: str
    due_on: date | None = None


@dataclass(frozen=True)
class Progress:
    """What is reported of a promise; a new date, if it moves; whether it is kept."""

    words: str
    due_on: date | None = None
    is_done: bool = False


def checked(written: Written) -> Written:
    """The same, tidied; refused without reasons, or when it is too long."""
    source = tidy(written.source)
    if is_blank(source):
        raise DomainError(_("Écrivez la réponse : ses raisons sont publiées avec elle."))
    if len(source) > MAX_WORDS:
        raise DomainError(_("Une réponse compte 10 000 caractères au plus."))
    note = tidy(written.change_note)
    if len(note) > MAX_NOTE:
        raise DomainError(_("Ce qui change se dit en 500 caractères au plus."))
    return Written(written.outcome, source, written.changed, note)


def checked_promise(promise: Promise) -> Promise:
    """The same, tidied; refused when it says nothing."""
    what = one_line(promise.what)
    if is_blank(what):
        raise DomainError(_("Dites ce qui sera fait."))
    if len(what) > MAX_WHAT:
        raise DomainError(_("Un engagement se dit en 300 caractères au plus."))
    return Promise(what, promise.due_on)


def checked_progress(progress: Progress) -> Progress:
    """The same, tidied: each report says something."""
    words = tidy(progress.words)
    if is_blank(words):
        raise DomainError(_("Dites où en est cet engagement."))
    if len(words) > MAX_REPORT:
        raise DomainError(_("Un point d’avancement se dit en 1 000 caractères au plus."))
    return Progress(words, progress.due_on, progress.is_done)
