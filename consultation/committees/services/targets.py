"""What organisers ask of the panel, typed as lines; read, and written back the same.

    Âge
    15-24 ans : 3 à 6
    25 ans et plus : 20 à 27

A line without a colon names a feature; the lines below it are its values with their range.
"""

import re
from dataclasses import dataclass
from typing import Any

from consultation.committees.models.lots import Lot
from consultation.committees.sortition.pool import Range, Targets
from consultation.core.errors import DomainError
from consultation.core.i18n import _

MAX_FEATURES, MAX_VALUES, MAX_NAME = 8, 30, 60
MAX_SIZE = 500
_RANGE = re.compile(r"(\d{1,3})(?:\s*(?:à|a|-|–|to|\.\.)\s*(\d{1,3}))?", re.IGNORECASE)
Features = list[Any]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What organisers set."""

    size: int
    reserve_size: int
    features: Features
    is_by_household: bool
    algorithm: str
    keep_days: int


def read_features(text: str) -> Features:
    """The features of the typed lines; DomainError names the line that is wrong."""
    found: Features = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = " ".join(line.split())
        if not words:
            continue
        try:
            _read_line(found, words)
        except DomainError as error:
            raise DomainError(
                _("Ligne %(number)s : %(reason)s", number=number, reason=str(error))
            ) from error
    if not found or any(len(values) < 2 for _name, values in found):
        raise DomainError(_("Il faut au moins un critère, et deux valeurs pour chacun."))
    return found


def _read_line(found: Features, words: str) -> None:
    name, colon, limits = words.rpartition(":")
    name = (name if colon else words).strip()
    if not name or len(name) > MAX_NAME:
        raise DomainError(_("un nom compte de 1 à 60 caractères."))
    if not colon:
        _add_feature(found, name)
        return
    if not found:
        raise DomainError(_("commencez par le nom d’un critère, sans deux-points."))
    values = found[-1][1]
    if name in {value for value, _low, _high in values} or len(values) == MAX_VALUES:
        raise DomainError(_("cette valeur est déjà là, ou il y en a plus de trente."))
    read = _RANGE.fullmatch(limits.strip())
    if read is None:
        raise DomainError(_("écrivez un minimum et un maximum, par exemple « 3 à 6 »."))
    low = int(read.group(1))
    values.append([name, low, int(read.group(2) or low)])


def _add_feature(found: Features, name: str) -> None:
    if name in {each for each, _values in found} or len(found) == MAX_FEATURES:
        raise DomainError(_("ce critère est déjà là, ou il y en a plus de huit."))
    found.append([name, []])


def write_features(features: Features) -> str:
    """The same as lines."""
    return "\n\n".join(
        "\n".join([name, *(_("%(value)s : %(low)s à %(high)s", value=value, low=low, high=high)
                           for value, low, high in values)])
        for name, values in features
    )  # fmt: skip


def targets_of(lot: Lot) -> Targets:
    """The targets as the draw knows them."""
    return made_targets(lot.size, lot.features)


def made_targets(size: int, features: Features) -> Targets:
    """Targets from what was typed."""
    return Targets(
        size,
        {
            name: {value: Range(low, high) for value, low, high in values}
            for name, values in features
        },
    )
