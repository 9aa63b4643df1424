"""The one document of a session: agenda, who came, texts put to the vote, votes, notes, report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consultation.committees.ballot_words import vote_words
from consultation.committees.counting import WORDS, Tally
from consultation.committees.meeting_words import (
    meeting_state_words,
    presence_words,
    when_words,
)
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingState,
    Presence,
    Reopening,
)
from consultation.committees.models.people import Committee
from consultation.committees.result_words import sentences
from consultation.core.clock import PARIS, today
from consultation.core.i18n import _, _n, in_language
from consultation.core.links import home_address
from consultation.core.templating import plain_day
from consultation.publishing.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Table,
    Tone,
    bold,
    plain,
)
from consultation.publishing.from_html import blocks_of

SHADES = {
    "for": Shade.FOR, "consent": Shade.FOR, "against": Shade.AGAINST, "objection": Shade.AGAINST,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Everything that the document of a session says."""

    committee: Committee
    meeting: Meeting
    agenda: Sequence[AgendaItem]
    files: Mapping[int, Sequence[Attachment]]
    presences: Sequence[Attendance]
    ballots: Sequence[tuple[Ballot, Tally | None]]
    reopenings: Sequence[Reopening] = ()


def document_of(told: Told) -> Document:
    """The document, in the committee's language."""
    language = told.committee.language
    with in_language(language):
        return Document(
            title=told.meeting.title,
            language=language,
            day=today(),
            blocks=tuple(_blocks(told)),
            subtitle=told.committee.title,
            about=_("Document de séance, réservé aux membres du comité."),
        )


def _blocks(told: Told) -> Iterable[Block]:
    meeting = told.meeting
    yield Paragraph(bold(f"{when_words(meeting).striptags()} {_('(heure de Paris)')}"))
    if meeting.place:
        yield Paragraph(plain(meeting.place))
    state = _("État\u00a0: %(state)s.", state=meeting_state_words(meeting.state))
    reserved = _("Réservé aux membres du comité. Édité le %(day)s.", day=plain_day(today()))
    yield Paragraph(plain(f"{state} {reserved}"), Tone.ASIDE)
    yield Heading(1, plain(_("Ordre du jour")))
    yield from _agenda(told)
    yield Heading(1, plain(_("Présences")))
    yield from _presences(told.presences)
    yield Heading(1, plain(_("Scrutins tenus en séance")))
    for ballot, tally in told.ballots:
        yield from _ballot(ballot, tally)
    if not told.ballots:
        yield Paragraph(plain(_("Aucun scrutin n’est rattaché à cette séance.")))
    if meeting.state is MeetingState.CLOSED:
        yield Heading(1, plain(_("Compte rendu")))
        for each in told.reopenings:
            yield _reopened(each)
        yield from blocks_of(meeting.report_html)
    if meeting.notes_html:
        yield Heading(1, plain(_("Notes prises ensemble")))
        yield from blocks_of(meeting.notes_html)


def _reopened(each: Reopening) -> Paragraph:
    day = plain_day(each.at.astimezone(PARIS).date())
    words = _("Séance rouverte le %(day)s\u00a0: %(reason)s", day=day, reason=each.reason)
    return Paragraph(plain(words), Tone.ASIDE)


def _agenda(told: Told) -> Iterable[Block]:
    if not told.agenda:
        yield Paragraph(plain(_("L’ordre du jour n’est pas encore écrit.")))
        return
    yield Table(
        caption=_("Points de l’ordre du jour"),
        head=(_("Point"), _("Minutes")),
        rows=tuple((plain(item.title), plain(str(item.minutes))) for item in told.agenda),
        numeric=frozenset({1}),
    )
    read = [block for item in told.agenda for block in _read_for(item, told.files)]
    if read:
        yield Heading(2, plain(_("Documents")))
        yield Bullets(tuple((each,) for each in read))


def _read_for(item: AgendaItem, files: Mapping[int, Sequence[Attachment]]) -> Iterable[Block]:
    if item.link_kind:
        address = f"{home_address()}{item.link_path}"
        yield Paragraph((Run(f"{item.title}, "), Run(item.link_title, href=address)))
    for each in files.get(item.id, ()):
        if each.removed_at is None:
            yield Paragraph(plain(f"{item.title}, {each.name}"))


def _presences(rows: Sequence[Attendance]) -> Iterable[Block]:
    if not rows:
        yield Paragraph(plain(_("Les présences ne sont pas encore notées.")))
    for presence in Presence:
        names = [
            row.member.name or _("participant supprimé") for row in rows if row.presence is presence
        ]
        if names:
            count = _n("%(num)s personne", "%(num)s personnes", len(names))
            yield Paragraph(
                (Run(f"{presence_words(presence)}, {count}. ", is_bold=True), Run(", ".join(names)))
            )


def _ballot(ballot: Ballot, tally: Tally | None) -> Iterable[Block]:
    yield Heading(2, plain(ballot.title))
    if ballot.text_html:
        yield Quotation(blocks_of(ballot.text_html))
    if tally is None:
        yield Paragraph(plain(_("Le résultat n’est pas encore connu.")))
        return
    if ballot.method in WORDS:
        yield _bars(ballot, tally)
    yield Bullets(tuple((Paragraph(plain(each)),) for each in sentences(ballot, tally)))


def _bars(ballot: Ballot, tally: Tally) -> Bars:
    return Bars(
        caption=_("Votes"),
        head=(_("Vote"), _("Voix")),
        bars=tuple(
            Bar(
                vote_words(word),
                tally.counts[word],
                _n("%(num)s voix", "%(num)s voix", tally.counts[word]),
                SHADES.get(word, Shade.OTHER),
            )
            for word in WORDS[ballot.method]
        ),
        total=tally.entitled,
    )
