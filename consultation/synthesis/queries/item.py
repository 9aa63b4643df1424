"""One contribution as its coder sees it: text, codings, suggestions, notes, who has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState, Revision, Stance
from consultation.contributions.queries.places import Place, place_of, with_surroundings
from consultation.core.clock import now
from consultation.core.db import session
from consultation.moderation.campaigns.models import Campaign
from consultation.moderation.campaigns.own_words import own_words
from consultation.moderation.campaigns.queries import campaign_of
from consultation.synthesis.marking import Mark, Piece, pieces_of
from consultation.synthesis.models import Coding, DoubleReading, Reading, ReadingNote, Theme
from consultation.synthesis.models.coding import Origin, ReadingState
from consultation.synthesis.queries.blind import pair_for
from consultation.synthesis.queries.campaigns import common_text
from consultation.synthesis.queries.coding import codings_of, spans_of, suggestions_for

NOTES_SHOWN = 50


@dataclass(frozen=True)
class Held:
    """A theme that it has, whole or on a passage that stands at [start, end) today."""

    key: str
    """As the form sends it: the theme's key, with the place of the passage behind it."""
    theme: Theme
    stance: Stance | None
    coder: str
    words: str = ""
    mark: Mark | None = None
    field: str = "source"
    is_inherited: bool = False
    """It comes from the campaign."""


@dataclass(frozen=True)
class Offered:
    """A suggested theme, and the words of the text that speak for it."""

    theme: Theme
    learnt_from: int
    words: str


@dataclass(frozen=True)
class Note:
    """A word of a colleague."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Item:
    """Everything about one contribution that its coder wants to know."""

    contribution: Contribution
    revision: Revision
    reading: Reading
    reader: str
    """Who read it last."""
    holder: str
    """The colleague who has it now."""
    held: Sequence[Held]
    offered: Sequence[Offered]
    notes: Sequence[Note]
    campaign: Campaign | None
    own: Sequence[str] = ()
    """What it says that the common text of its campaign does not."""
    blind: DoubleReading | None = None
    """What the person made of it, while somebody else is to code it too and knows nothing."""
    was_read_twice: bool = False
    """Two people coded it blindly."""

    @property
    def waits_to_be_settled(self) -> bool:
        """Two people coded it differently, and nobody has decided."""
        return self.was_read_twice and self.reading.state is ReadingState.TO_RETURN

    @property
    def read_at(self) -> datetime | None:
        """When it was read last."""
        return self.blind.at if self.blind else self.reading.read_at

    @property
    def inherits(self) -> bool:
        """It has themes that were given to its whole campaign."""
        return self.reading.campaign_coding_id is not None

    @property
    def place(self) -> Place:
        """The words that it is about, as they were read."""
        return place_of(self.contribution)

    def text(self, field: str) -> str:
        """What is written: « source » or « proposed_text »."""
        return getattr(self.revision, field) or ""

    def pieces(self, field: str) -> list[Piece]:
        """The text cut at the coded passages."""
        marks = [each.mark for each in self.held if each.mark and each.field == field]
        return pieces_of(self.text(field), marks)

    @property
    def whole(self) -> list[Held]:
        """Themes of the whole contribution."""
        return [each for each in self.held if each.mark is None]

    @property
    def passages(self) -> list[Held]:
        """Themes of passages."""
        return [each for each in self.held if each.mark is not None]

    @property
    def was_edited(self) -> bool:
        """Its author changed it since it was read."""
        read = self.blind.revision if self.blind else self.reading.revision
        return read is not None and read < self.contribution.revision


def find_item(consultation: Consultation, key: str, person: User) -> Item | None:
    """The published contribution of that key in that consultation, once it has its place."""
    author = joinedload(Contribution.author)
    row = session.execute(
        with_surroundings(select(Contribution, Revision, Reading))
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .join(Reading, Reading.contribution_id == Contribution.id)
        .options(author.joinedload(Participant.category))
        .where(
            Contribution.key == key,
            Contribution.consultation_id == consultation.id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    contribution, revision, reading = row
    pair = pair_for(contribution.id, person)
    mine = pair.own
    codings = _codings(contribution, mine)
    names = _names(reading, [coding for coding, _theme in codings])
    is_held = reading.claimed_until is not None and reading.claimed_until > now()
    holder = reading.claimed_by_id if is_held and reading.claimed_by_id != person.id else None
    campaign = campaign_of(contribution.id)
    return Item(
        contribution, revision, reading,
        person.display_name if mine else names.get(reading.read_by_id or 0, ""),
        names.get(holder or 0, ""), _held(revision, codings, names), _offered(revision),
        _notes(contribution.id, person if pair.is_open else None), campaign,
        _own(campaign, reading, revision), mine, pair.is_over,
    )  # fmt: skip


def _codings(
    contribution: Contribution, mine: DoubleReading | None
) -> Sequence[tuple[Coding, Theme]]:
    """Those that stand; while two people code it blindly, those that the person gave."""
    if mine is None:
        return codings_of([contribution.id]).get(contribution.id, [])
    ids = {each["theme"] for each in mine.themes}
    known = {row.id: row for row in session.scalars(select(Theme).where(Theme.id.in_(ids)))}
    return [
        (
            Coding(
                contribution_id=contribution.id, revision=mine.revision, theme_id=each["theme"],
                field=each["field"], start_at=each["start"], end_at=each["end"],
                stance=Stance(each["stance"]) if each["stance"] else None,
                origin=Origin(each["origin"]), coder_id=mine.coder_id,
            ),
            known[each["theme"]],
        )
        for each in mine.themes
    ]  # fmt: skip


def _own(campaign: Campaign | None, reading: Reading, revision: Revision) -> list[str]:
    if campaign is None or reading.campaign_coding_id is None:
        return []
    _key, common, _number = common_text(campaign)
    return [revision.source[start:end] for start, end in own_words(revision.source, common)]


def _names(reading: Reading, codings: Sequence[Coding]) -> dict[int, str]:
    wanted = {reading.read_by_id, reading.claimed_by_id, *(each.coder_id for each in codings)}
    known = [each for each in wanted if each is not None]
    if not known:
        return {}
    rows = session.execute(select(User.id, User.display_name).where(User.id.in_(known)))
    return dict(rows.all())


def _held(
    revision: Revision, codings: Sequence[tuple[Coding, Theme]], names: dict[int, str]
) -> list[Held]:
    """The codings of today's text. A passage of an older one is not where it was any more."""
    made: list[Held] = []
    for coding, theme in codings:
        who = names.get(coding.coder_id, "")
        if coding.start_at is None or coding.end_at is None:
            is_inherited = coding.origin is Origin.CAMPAIGN
            made.append(
                Held(theme.key, theme, coding.stance, who, is_inherited=is_inherited)
            )  # fmt: skip
        elif coding.revision == revision.number:
            spans = spans_of(revision.contribution_id, revision.number, coding.field)
            start, end = spans.shown(coding.start_at, coding.end_at)
            words = (getattr(revision, coding.field) or "")[start:end]
            made.append(
                Held(
                    f"{theme.key}:{coding.field}:{start}:{end}", theme, coding.stance, who, words,
                    Mark(start, end, theme.name), coding.field,
                )
            )  # fmt: skip
    return made


def _offered(revision: Revision) -> list[Offered]:
    found: list[Offered] = []
    for suggestion, theme in suggestions_for(revision.contribution_id):
        if theme.id in {each.theme.id for each in found}:
            continue
        words = ""
        if suggestion.evidence_start is not None and suggestion.evidence_end is not None:
            words = revision.source[suggestion.evidence_start : suggestion.evidence_end]
        found.append(Offered(theme, suggestion.learnt_from, words))
    return found


def _notes(contribution_id: int, only: User | None) -> list[Note]:
    query = (
        select(ReadingNote.text, User.display_name, ReadingNote.at)
        .join(User, User.id == ReadingNote.author_id)
        .where(ReadingNote.contribution_id == contribution_id)
        .order_by(ReadingNote.id)
        .limit(NOTES_SHOWN)
    )
    if only is not None:
        query = query.where(ReadingNote.author_id == only.id)
    return [Note(*row) for row in session.execute(query)]
