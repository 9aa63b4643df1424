"""A statement as it is read: its words, its counts written out with their denominators. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from consultation.core.i18n import _, _n, figures
from consultation.synthesis.counting import Counted
from consultation.synthesis.fields import Field, Measure, Vocabulary, parts_of
from consultation.synthesis.spelling import spelt

BEGINS = re.compile(r"(?:^|[.!?…]\s+|\n\s*)$")


@dataclass(frozen=True)
class Piece:
    """Some words; those of a count say in `legend` what was counted among what."""

    words: str
    legend: str = ""


Counting = Callable[[Field], Counted]


def pieces_of(source: str, counting: Counting, vocabulary: Vocabulary) -> list[Piece]:
    """The kept text of a statement, its fields counted."""
    made: list[Piece] = []
    before = ""
    for part in parts_of(source):
        if isinstance(part, str):
            made.append(Piece(part))
            before = part
        else:
            begins = BEGINS.search(before) is not None
            words = in_words(part, counting(part), vocabulary, begins=begins)
            made.append(Piece(words, legend(part, vocabulary)))
            before = words
    return made


def in_words(what: Field, counted: Counted, vocabulary: Vocabulary, *, begins: bool) -> str:
    """« Dix-sept personnes sur 131 »; of a share, always of whom and on what.

    There is never a percentage without the people that it is of: who spoke chose to.
    """
    if what.is_share and counted.of:
        return _share(what, counted, vocabulary)
    words = _counted(what.measure, counted.value, begins=begins)
    if counted.of is not None:
        words = _("%(count)s sur %(whole)s", count=words, whole=figures(counted.of))
    return words[:1].upper() + words[1:] if begins else words


def _counted(measure: Measure, value: int, *, begins: bool) -> str:
    if value == 0:
        return {
            Measure.PERSONS: _("aucune personne"),
            Measure.CONTRIBUTIONS: _("aucune contribution"),
            Measure.TEXTS: _("aucun texte"),
        }[measure]
    is_spelt = begins or value == 1
    number = spelt(value, is_feminine=measure is not Measure.TEXTS) if is_spelt else figures(value)
    if measure is Measure.PERSONS:
        return _n("%(count)s personne", "%(count)s personnes", value, count=number)
    if measure is Measure.CONTRIBUTIONS:
        return _n("%(count)s contribution", "%(count)s contributions", value, count=number)
    return _n("%(count)s texte différent", "%(count)s textes différents", value, count=number)


def _share(what: Field, counted: Counted, vocabulary: Vocabulary) -> str:
    share = figures(round(100 * counted.value / (counted.of or 1)))
    wider = what.wider() or what
    values = {"share": share, "where": scope(wider, vocabulary)}
    whole = counted.of or 0
    if what.measure is Measure.PERSONS:
        return _n(
            "%(share)s %% de la seule personne qui s’est exprimée %(where)s",
            "%(share)s %% des %(num)s personnes qui se sont exprimées %(where)s",
            whole,
            **values,
        )
    if what.measure is Measure.TEXTS:
        return _n(
            "%(share)s %% du seul texte déposé %(where)s",
            "%(share)s %% des %(num)s textes différents déposés %(where)s",
            whole,
            **values,
        )
    return _n(
        "%(share)s %% de la seule contribution déposée %(where)s",
        "%(share)s %% des %(num)s contributions déposées %(where)s",
        whole,
        **values,
    )


def scope(what: Field, vocabulary: Vocabulary) -> str:
    """Where people spoke: what a share is among."""
    said = []
    if what.theme:
        said.append(_("sur « %(name)s »", name=vocabulary.themes.get(what.theme, what.theme)))
    if what.paragraph:
        name = vocabulary.paragraphs.get(what.paragraph, what.paragraph)
        said.append(_("sur le ¶ %(name)s", name=name))
    if what.section:
        name = vocabulary.sections.get(what.section, what.section)
        said.append(_("sur la section « %(name)s »", name=name))
    if what.of_sources:
        said.append(_("parmi les sources de cet énoncé"))
    if not said:
        said.append(_("dans cette consultation"))
    if what.category:
        name = vocabulary.categories.get(what.category, what.category)
        said.append(_("(%(name)s)", name=name))
    return " ".join(said)


def legend(what: Field, vocabulary: Vocabulary) -> str:
    """What is counted among what, in full: under the statement, and for whoever points at it."""
    things = {
        Measure.PERSONS: _("personnes"), Measure.CONTRIBUTIONS: _("contributions"),
        Measure.TEXTS: _("textes, campagnes comptées une fois"),
    }  # fmt: skip
    words = f"{things[what.measure]} {scope(what, vocabulary)}"
    if what.stance:
        words = _("%(counted)s, position : %(stance)s", counted=words, stance=_stance(what.stance))
    wider = what.wider()
    if wider is None:
        return words
    return _("%(counted)s ; parmi : %(among)s", counted=words, among=legend_of_whole(
        wider, vocabulary))  # fmt: skip


def legend_of_whole(what: Field, vocabulary: Vocabulary) -> str:
    """The same of what is counted among, on one level."""
    words = scope(what, vocabulary)
    return _("%(where)s, toutes positions", where=words) if not what.stance else words


def _stance(kind: str) -> str:
    return {
        "for": _("favorable"), "mixed": _("mitigée"), "against": _("opposée"),
        "ask": _("question"), "none": _("sans position"),
    }[kind]  # fmt: skip
