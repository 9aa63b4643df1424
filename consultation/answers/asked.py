"""What part of the answers' list an address asks for. Nonsense asks for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from consultation.answers.subjects import Kind
from consultation.contributions.models import Kind as Nature
from consultation.contributions.models import Stance

LONGEST = 24


class State(StrEnum):
    """How far the answer to something has come; the value is what an address says."""

    TO_ANSWER = "a-repondre"
    DRAFT = "brouillons"
    PUBLISHED = "publiees"
    MINE = "miennes"
    ALL = "toutes"


@dataclass(frozen=True)
class Asked:
    """One kind of subject, in one state, narrowed."""

    kind: Kind = Kind.THEME
    state: State = State.TO_ANSWER
    after: str = ""
    paragraph: str = ""
    """The number that people see."""
    theme: str = ""
    """The key of a theme."""
    nature: str = ""
    stance: str = ""

    def arguments(self) -> dict[str, str]:
        """As an address says it; where the list goes on is left out."""
        given = {
            "objet": self.kind.value,
            "etat": self.state.value,
            "paragraphe": self.paragraph,
            "theme": self.theme,
            "nature": self.nature,
            "position": self.stance,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Something beside kind and state is asked for."""
        return bool(self.paragraph or self.theme or self.nature or self.stance)

    def but(self, kind: Kind) -> "Asked":
        """The same state for another kind."""
        return Asked(kind, self.state)

    def at(self, state: State) -> "Asked":
        """The same subjects in another state."""
        return replace(self, state=state, after="")


def asked(values: Mapping[str, str]) -> Asked:
    """What the query of an address, or a form, asks for."""

    def given(name: str) -> str:
        return str(values.get(name, ""))[:LONGEST]

    kind, state = given("objet"), given("etat")
    nature, stance = given("nature"), given("position")
    return Asked(
        Kind(kind) if kind in set(Kind) else Kind.THEME,
        State(state) if state in set(State) else State.TO_ANSWER,
        given("apres"),
        given("paragraphe") if _is_number(given("paragraphe")) else "",
        given("theme"),
        nature if nature in set(Nature) else "",
        stance if stance in set(Stance) else "",
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
