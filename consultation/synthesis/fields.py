"""Counts inside a statement: fields such as `{{personnes | thème = Temps}}`, counted live. Pure.

A statement is kept with keys in its fields, so that a theme may be renamed; who writes reads and
types names. A count always comes with what it is counted among (`Field.wider`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from consultation.core.errors import DomainError
from consultation.core.i18n import _

FIELD = re.compile(r"\{\{([^{}]*)\}\}")
HALF = re.compile(r"\{\{|\}\}")
SHARE = "part des "


class Measure(StrEnum):
    """What is counted. Texts are contributions, those of one campaign counted once."""

    PERSONS = "personnes"
    CONTRIBUTIONS = "contributions"
    TEXTS = "textes"


class Filter(StrEnum):
    """What a field may be narrowed by, as it is typed."""

    THEME = "thème"
    STANCE = "position"
    CATEGORY = "catégorie"
    PARAGRAPH = "paragraphe"
    SECTION = "section"


SOURCES = "sources"
"""Of the contributions that the statement itself rests on."""
STANCES = {
    "favorable": "for", "mitigée": "mixed", "opposée": "against", "sans": "none",
    "question": "ask",
}  # fmt: skip
"""How a position is typed."""


@dataclass(frozen=True)
class Field:
    """One count. Empty filters keep everything."""

    measure: Measure
    is_share: bool = False
    of_sources: bool = False
    theme: str = ""
    stance: str = ""
    category: str = ""
    paragraph: str = ""
    section: str = ""

    def wider(self) -> "Field | None":
        """What it is counted among: without the position, else the category, else the place.

        None for the whole: it is counted among nothing.
        """
        if self.stance:
            return replace(self, stance="", is_share=False)
        if self.category:
            return replace(self, category="", is_share=False)
        if self.of_sources or self.theme or self.paragraph or self.section:
            return Field(self.measure)
        return None

    def token(self) -> str:
        """As it is kept and typed."""
        parts = [(SHARE if self.is_share else "") + self.measure.value]
        if self.of_sources:
            parts.append(SOURCES)
        typed = {value: word for word, value in STANCES.items()}
        for name, value in (
            (Filter.THEME, self.theme), (Filter.PARAGRAPH, self.paragraph),
            (Filter.SECTION, self.section), (Filter.STANCE, typed.get(self.stance, "")),
            (Filter.CATEGORY, self.category),
        ):  # fmt: skip
            if value:
                parts.append(f"{name.value} = {value}")
        return "{{" + " | ".join(parts) + "}}"


Names = Mapping[str, str]
"""Names by key."""


@dataclass(frozen=True)
class Vocabulary:
    """What the keys of fields are called: themes, categories by place, paragraphs, sections."""

    themes: Names = field(default_factory=dict)
    categories: Names = field(default_factory=dict)
    paragraphs: Names = field(default_factory=dict)
    sections: Names = field(default_factory=dict)

    def of(self, name: str) -> Names:
        """The names of one kind."""
        kinds = {
            "theme": self.themes, "category": self.categories, "paragraph": self.paragraphs,
            "section": self.sections,
        }  # fmt: skip
        return kinds.get(name, {})


ATTRIBUTES = {
    Filter.THEME: "theme", Filter.STANCE: "stance", Filter.CATEGORY: "category",
    Filter.PARAGRAPH: "paragraph", Filter.SECTION: "section",
}  # fmt: skip

Part = str | Field


def parts_of(source: str) -> list[Part]:
    """The text of a statement as it is kept, cut at its fields."""
    found: list[Part] = []
    at = 0
    for match in FIELD.finditer(source):
        if match.start() > at:
            found.append(source[at : match.start()])
        found.append(parsed(match[1]))
        at = match.end()
    if at < len(source):
        found.append(source[at:])
    return found


def fields_of(source: str) -> list[Field]:
    """The fields of a kept text, in order."""
    return [part for part in parts_of(source) if isinstance(part, Field)]


def parsed(inside: str, vocabulary: Vocabulary | None = None) -> Field:
    """The field between its brackets. With a vocabulary, names are understood and must be known.

    DomainError says what is not.
    """
    head, *rest = [" ".join(part.split()) for part in inside.split("|")]
    is_share = head.lower().startswith(SHARE)
    measure = head.lower().removeprefix(SHARE)
    if measure not in set(Measure):
        raise DomainError(
            _("Le champ « %(words)s » compte des personnes, des contributions ou des textes.",
              words=head)
        )  # fmt: skip
    values: dict[str, str] = {}
    of_sources = False
    for part in rest:
        if part.lower() == SOURCES:
            of_sources = True
            continue
        name, value = _filter(part, vocabulary)
        values[name] = value
    made = Field(Measure(measure), is_share, of_sources, **values)
    if is_share and made.wider() is None:
        raise DomainError(
            _("Une part se calcule dans un ensemble : ajoutez un thème, une position, un lieu.")
        )
    return made


def _filter(part: str, vocabulary: Vocabulary | None) -> tuple[str, str]:
    typed, _equals, value = (each.strip() for each in part.partition("="))
    if typed.lower() not in set(Filter) or not value:
        raise DomainError(_("« %(words)s » n’est pas un filtre de champ.", words=part))
    name = ATTRIBUTES[Filter(typed.lower())]
    if name == "stance":
        if value.lower() not in STANCES:
            raise DomainError(
                _("La position d’un champ est favorable, mitigée, opposée, sans ou question.")
            )
        return name, STANCES[value.lower()]
    return name, _key(name, value, vocabulary)


def _key(name: str, value: str, vocabulary: Vocabulary | None) -> str:
    if vocabulary is None:
        return value
    names = vocabulary.of(name)
    if value in names:
        return value
    for key, called in names.items():
        if _typed(called).casefold() == value.removeprefix("¶").strip().casefold():
            return key
    raise DomainError(_("« %(words)s » n’existe pas, ou plus : choisissez dans la liste.",
                        words=value))  # fmt: skip


def _typed(name: str) -> str:
    """A name as it can stand in a field."""
    return " ".join(re.sub(r"[|{}]", " ", name).split())


def kept(typed: str, vocabulary: Vocabulary) -> str:
    """What was typed, with keys in its fields. DomainError for a field that says nothing."""
    made = FIELD.sub(lambda match: parsed(match[1], vocabulary).token(), typed)
    if HALF.search(FIELD.sub("", made)):
        raise DomainError(_("Un champ s’écrit entre deux accolades ouvrantes et deux fermantes."))
    return made


def typed(source: str, vocabulary: Vocabulary) -> str:
    """What is kept, with names in its fields where they say one thing alone."""

    def named(match: re.Match[str]) -> str:
        found = parsed(match[1])
        return replace(
            found,
            theme=_name(vocabulary.themes, found.theme),
            category=_name(vocabulary.categories, found.category),
            paragraph=_name(vocabulary.paragraphs, found.paragraph),
            section=_name(vocabulary.sections, found.section),
        ).token()

    return FIELD.sub(named, source)


def _name(names: Names, key: str) -> str:
    name = _typed(names.get(key, ""))
    is_alone = sum(_typed(each).casefold() == name.casefold() for each in names.values()) == 1
    return name if name and is_alone and name not in names else key
