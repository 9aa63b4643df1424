"""What the page of a statement sends: one form, so that nothing typed is lost by another act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis.fields import SHARE, SOURCES, Field, Filter, Measure, Vocabulary, parsed
from consultation.synthesis.queries.sources import LONGEST_WORDS, Search

LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Picker:
    """The choices by which a field is inserted."""

    measure: str = Measure.CONTRIBUTIONS.value
    theme: str = ""
    stance: str = ""
    category: str = ""
    paragraph: str = ""
    of_sources: str = ""

    def field(self, vocabulary: Vocabulary) -> Field:
        """What was chosen. DomainError where it says nothing."""
        parts = [self.measure]
        parts += [SOURCES] if self.of_sources else []
        for name, value in (
            (Filter.THEME, self.theme), (Filter.STANCE, self.stance),
            (Filter.CATEGORY, self.category), (Filter.PARAGRAPH, self.paragraph),
        ):  # fmt: skip
            if value.strip():
                parts.append(f"{name.value} = {value.strip()}")
        return parsed(" | ".join(parts), vocabulary)


def measures() -> list[tuple[str, str]]:
    """What a field may count; a share is always said with its people."""
    return [
        (Measure.CONTRIBUTIONS.value, _("Contributions")),
        (Measure.PERSONS.value, _("Personnes")),
        (Measure.TEXTS.value, _("Textes, campagnes comptées une fois")),
        (SHARE + Measure.PERSONS.value, _("Part des personnes, en pourcentage")),
        (SHARE + Measure.CONTRIBUTIONS.value, _("Part des contributions, en pourcentage")),
    ]


@dataclass(frozen=True)
class Sent:
    """The text, the version that it was written over, and the act that was asked."""

    text: str
    base: int
    do: str
    """« save », « preview », « insert », « search », or an act on a source with its key."""
    caret: int
    codings: tuple[str, ...]
    words: str
    picker: Picker
    search: Search
    opinions: tuple[str, ...] = ()
    """References of opinions and recommendations that are ticked."""

    @property
    def act(self) -> tuple[str, str]:
        """The act, and the key of what it is about: « quote:k3f9 »."""
        act, _colon, key = self.do.partition(":")
        return act, key

    def inserted(self, vocabulary: Vocabulary, token: str) -> "Sent":
        """The text with a field where the caret was; else at its end."""
        text = self.text.replace("\r\n", "\n")
        if not 0 <= self.caret <= len(text):
            gap = "" if not text or text[-1].isspace() else " "
            return replace(self, text=f"{text}{gap}{token}")
        return replace(self, text=text[: self.caret] + token + text[self.caret :])


def sent(form: Mapping[str, str], codings: list[str], opinions: Sequence[str] = ()) -> Sent:
    """What a request brings."""
    picked = {
        name: form.get(f"f_{name}", "")[:LONGEST_WORDS]
        for name in ("measure", "theme", "stance", "category", "paragraph", "of_sources")
    }
    return Sent(
        form.get("text", ""), _number(form.get("base", "")), form.get("do", "save"),
        _number(form.get("caret", ""), missing=-1), tuple(codings), form.get("words", ""),
        Picker(**picked), search_of(form), tuple(opinions),
    )  # fmt: skip


def search_of(given: Mapping[str, str]) -> Search:
    """What an address or a form looks for."""
    names = ("theme", "position", "section", "paragraphe", "mots", "libres")
    return Search(**{name: given.get(name, "").strip()[:LONGEST_WORDS] for name in names})


def _number(text: str, missing: int = 0) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else missing


def refuse_empty(codings: tuple[str, ...]) -> None:
    """DomainError without any ticked source."""
    if not codings:
        raise DomainError(_("Cochez au moins une contribution à citer."))
