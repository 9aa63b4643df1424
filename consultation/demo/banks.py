"""The hand-written sentences that contributions are composed of, one TOML file a theme.

In them `{a|b}` is a choice, `[infirmière/infirmier]` agrees with the speaker, and a sentence that
begins with `@soin` or `@vie` can only come from a carer, or from a patient or citizen. Requests are
infinitives, so that a frame can carry them (« Il faudrait … »).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LAY_VOICES = frozenset({"public", "patients", "other"})
BODY_VOICES = frozenset({"associations", "institutions", "companies"})
"""Those who say « nous »."""

_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
_PERSONAL = re.compile(r"\b(?:je|me|moi|mon|ma|mes)\b|\b[jm]’", re.IGNORECASE)
_SPEAKERS = {"@soin ": frozenset({"professionals"}), "@vie ": LAY_VOICES}


@dataclass(frozen=True, eq=False)
class Saying:
    """One sentence in all its variants; `voices` are the only ones who can say it, if any."""

    variants: tuple[str, ...]
    impersonal: tuple[str, ...]
    """The variants without « je »."""
    voices: frozenset[str]

    def for_voice(self, voice: str) -> tuple[str, ...]:
        """What this voice may say of it: a body says no « je »."""
        if self.voices and voice not in self.voices:
            return ()
        return self.impersonal if voice in BODY_VOICES else self.variants


@dataclass(frozen=True)
class Bank:
    """What is said about one theme."""

    name: str
    title: str
    arguments: dict[str, tuple[Saying, ...]]
    """By stance: for, mixed, against, none."""
    requests: tuple[Saying, ...]
    questions: tuple[Saying, ...]
    examples: dict[str, tuple[Saying, ...]]
    """By voice: a stakeholder category's code."""
    official: str
    """An answer in the institution's voice."""


def expand(text: str) -> tuple[str, ...]:
    """Every sentence that `{a|b}` choices can make."""
    pieces = _CHOICE.split(text)
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return tuple("".join(parts) for parts in product(*choices))


def saying(text: str) -> Saying:
    """A line of a TOML file, read."""
    voices: frozenset[str] = frozenset()
    for mark, speakers in _SPEAKERS.items():
        if text.startswith(mark):
            text, voices = text.removeprefix(mark), speakers
    variants = expand(text)
    impersonal = tuple(variant for variant in variants if not _PERSONAL.search(variant))
    return Saying(variants, impersonal, voices)


def sayings(texts: list[str]) -> tuple[Saying, ...]:
    """Several lines of a TOML file, read."""
    return tuple(saying(text) for text in texts)


def read_toml(path: Path) -> dict[str, Any]:
    """A file of sentences."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def banks() -> dict[str, Bank]:
    """Every theme's sentences, by the theme's name."""
    return {path.stem: _bank(path) for path in sorted((HERE / "themes").glob("*.toml"))}


def _bank(path: Path) -> Bank:
    told = read_toml(path)
    return Bank(
        name=path.stem,
        title=told["title"],
        arguments={
            stance: sayings(told[key])
            for stance, key in (
                ("for", "for"),
                ("mixed", "mixed"),
                ("against", "against"),
                ("none", "remarks"),
            )
        },
        requests=sayings(told["requests"]),
        questions=sayings(told["questions"]),
        examples={voice: sayings(texts) for voice, texts in told["examples"].items()},
        official=told["official"],
    )


@cache
def manner() -> dict[str, dict[str, tuple[Saying, ...]]]:
    """How people begin, ask, link and end, whatever the theme."""
    told = read_toml(HERE / "manner.toml")
    return {part: {key: sayings(lines) for key, lines in of.items()} for part, of in told.items()}
