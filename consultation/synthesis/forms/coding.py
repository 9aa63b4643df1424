"""What a coder ticked and typed, read with the codebook at hand, kept when it cannot be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from consultation.contributions.models import Stance
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis.queries.codebook import Branch
from consultation.synthesis.services.coding import Wanted

BETWEEN = " › "
LONGEST = 4_000
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Ticked:
    """The coder's form as it came."""

    themes: tuple[str, ...] = ()
    """Keys of themes; with « :field:start:end » behind it, of a passage."""
    stances: Mapping[str, str] | None = None
    other: str = ""
    passage: str = ""
    passage_theme: str = ""
    passage_at: str = ""
    seen: int = 0

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> "Ticked":
        """From what a browser sent."""
        stances = {name[7:]: value for name, value in form.items() if name.startswith("stance-")}
        return cls(
            tuple(dict.fromkeys(form.getlist("give"))), stances, form.get("other", "").strip(),
            form.get("passage", "")[:LONGEST].strip("\r\n "), form.get("passage_theme", ""),
            form.get("passage_at", ""), _number(form.get("seen", "")),
        )  # fmt: skip

    def stance(self, key: str) -> Stance | None:
        """The position chosen beside a theme; None for none, and for a word that is none."""
        word = (self.stances or {}).get(key, "")
        return Stance(word) if word in set(Stance) else None

    def wanted(self, branches: Sequence[Branch], texts: Mapping[str, str]) -> list[Wanted]:
        """The codings that are asked for. DomainError for what cannot be found."""
        made = [self._one(key) for key in self.themes]
        if self.other:
            made.append(Wanted(_named(self.other, branches), stance=self.stance("other")))
        if self.passage:
            if not self.passage_theme:
                raise DomainError(_("Choisissez le thème du passage."))
            field, start, end = self._where(texts)
            made.append(Wanted(self.passage_theme, field, start, end, self.stance("passage")))
        return made

    def _one(self, key: str) -> Wanted:
        parts = key.split(":")
        if len(parts) != 4:
            return Wanted(parts[0], stance=self.stance(key))
        return Wanted(parts[0], parts[1], _number(parts[2]), _number(parts[3]), self.stance(key))

    def _where(self, texts: Mapping[str, str]) -> tuple[str, int, int]:
        """Where the passage stands: as the script says, if it does, else the first time."""
        parts = self.passage_at.split(":")
        if len(parts) == 2 and parts[0] in texts:
            start = _number(parts[1])
            if texts[parts[0]][start : start + len(self.passage)] == self.passage:
                return parts[0], start, start + len(self.passage)
        words = self.passage.replace("\r\n", "\n")
        for field, text in texts.items():
            start = text.find(words)
            if start >= 0:
                return field, start, start + len(words)
        raise DomainError(
            _("Ces mots ne se suivent pas ainsi dans le texte : copiez-les exactement.")
        )


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0


def names_of(branches: Sequence[Branch]) -> dict[str, str]:
    """What each theme is called in the field where one types it; « above › below » where needed."""
    every = [(branch, theme) for branch in branches for theme in (branch.theme, *branch.under)]
    times: dict[str, int] = {}
    for _branch, theme in every:
        times[theme.name.casefold()] = times.get(theme.name.casefold(), 0) + 1
    return {
        theme.key: theme.name
        if times[theme.name.casefold()] == 1 or theme is branch.theme
        else f"{branch.theme.name}{BETWEEN}{theme.name}"
        for branch, theme in every
    }


def _named(words: str, branches: Sequence[Branch]) -> str:
    for key, name in names_of(branches).items():
        if name.casefold() == words.casefold():
            return key
    raise DomainError(_("« %(name)s » n’est pas dans la grille.", name=words))
