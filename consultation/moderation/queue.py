"""What part of the queue is asked for, where one is in it, and what a row of it shows. Pure."""

import base64
import logging
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from consultation.contributions.models import ContributionState, Kind
from consultation.moderation.findings import Tag, UnreadableError, excerpt_of, signals_in, tag_of
from consultation.screening.signals import Signal

log = logging.getLogger("consultation.moderation")
TAGS = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_PACKED = struct.Struct(">hqq")
_ENCODED = re.compile(r"[A-Za-z0-9_-]{24}")
REPLY = "reply"
"""A filter's word, beside the kinds of contributions."""


@dataclass(frozen=True)
class Filters:
    """What part of the queue is shown; an empty field keeps everything."""

    signal: str = ""
    place: str = ""
    """The key of a document or of a section."""
    kind: str = ""
    state: str = ""
    campaign: str = ""
    reported: str = ""
    handed: str = ""
    """What was left to the person who asks."""

    def arguments(self) -> dict[str, str]:
        """As an address says it."""
        names = {"signal": "motif", "place": "section", "kind": "nature", "state": "etat",
                 "campaign": "campagne", "reported": "signalees", "handed": "confiees"}  # fmt: skip
        return {word: getattr(self, name) for name, word in names.items() if getattr(self, name)}

    @property
    def is_on(self) -> bool:
        """Something is left out."""
        return bool(self.arguments())


@dataclass(frozen=True)
class Cursor:
    """A place in the queue, whether or not what stood there still waits."""

    risk: int
    since: datetime
    id: int

    def encode(self) -> str:
        """24 signs fit for an address, exact."""
        micros = (self.since - _EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(_PACKED.pack(self.risk, micros, self.id)).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor | None":
        """The cursor of an address; None for what is none."""
        if not _ENCODED.fullmatch(text):
            return None
        risk, micros, row_id = _PACKED.unpack(base64.urlsafe_b64decode(text))
        if not 0 <= micros < _LATEST or not 0 <= row_id < 2**62:
            return None
        return cls(risk, _EPOCH + timedelta(microseconds=micros), row_id)


@dataclass(frozen=True)
class QueueRow:
    """One contribution that waits, as the list shows it."""

    id: int
    key: str
    number: int
    kind: Kind
    state: ContributionState
    is_reply: bool
    risk: int
    since: datetime
    stored_signals: str
    source: str | None
    proposed_text: str | None
    paragraph: int | None
    heading: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    is_second: bool
    handed_to: str | None
    """The name of whom it was left to."""
    is_flagged: bool
    is_noticed: bool
    """A report of either intake waits on it."""
    campaign: str | None = None
    """The key of the campaign that it stands for, and how many of its members wait."""
    campaign_count: int = 0

    @property
    def is_folded(self) -> bool:
        """It stands for others too."""
        return self.campaign_count > 1

    @property
    def cursor(self) -> str:
        """Where it stands in the queue."""
        return Cursor(self.risk, self.since, self.id).encode()

    @cached_property
    def _signals(self) -> list[Signal] | None:
        try:
            return signals_in(self.stored_signals)
        except UnreadableError as error:
            log.warning("the signals of contribution %s cannot be read: %s", self.key, error)
            return None

    @property
    def is_broken(self) -> bool:
        """Something of it cannot be read; it is shown as such, and the others as ever."""
        if self.source is None:
            log.warning("the text of contribution %s is missing", self.key)
        return self.source is None or self._signals is None

    @cached_property
    def excerpt(self) -> str:
        """Its first words, without personal data."""
        if self._signals is None or self.source is None:
            return ""
        field = "source" if self.source.strip() else "proposed_text"
        return excerpt_of(getattr(self, field) or "", self._signals, field)

    @cached_property
    def tags(self) -> list[Tag]:
        """What screening found, in words."""
        return [tag_of(each) for each in sorted(self._signals or (), key=lambda s: -s.weight)][
            :TAGS
        ]
