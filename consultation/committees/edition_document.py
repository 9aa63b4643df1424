"""A published edition as a document: everything that the page says, in one file of its day."""

from collections.abc import Iterable

from consultation.committees.ballot_words import vote_words
from consultation.committees.counting import WORDS
from consultation.committees.edition import Archive, Names, Passage, Statement, Vote
from consultation.committees.edition_words import (
    members_words,
    method_lines,
    passages_changed,
    rules_words,
    signers_words,
    statement_heading,
    vote_missing,
    whole_missing,
)
from consultation.committees.models.opinion import BlockType
from consultation.committees.result_words import counts_sentence, outcome_sentence
from consultation.core.clock import PARIS
from consultation.core.i18n import _, _n, in_language
from consultation.core.redline import ChangeKind, redline
from consultation.core.templating import plain_day
from consultation.publishing.blocks import (
    Bar,
    Bars,
    Block,
    Box,
    Bullets,
    Change,
    Document,
    Heading,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Tone,
    bold,
    plain,
)
from consultation.publishing.from_html import blocks_of

SHADES = {
    "for": Shade.FOR, "consent": Shade.FOR, "against": Shade.AGAINST, "objection": Shade.AGAINST,
}  # fmt: skip
MARKS = {ChangeKind.ADDED: Change.ADDED, ChangeKind.REMOVED: Change.REMOVED}


def document_of_edition(
    archive: Archive, names: Names, sha256: str, previous: Archive | None = None
) -> Document:
    """The document, in the committee's language."""
    with in_language(archive.language):
        return Document(
            title=archive.title,
            language=archive.language,
            day=archive.published_at.astimezone(PARIS).date(),
            blocks=tuple(_blocks(archive, names, sha256, previous)),
            subtitle=archive.committee["title"],
            author=archive.committee["title"],
            about=_("Avis publié d’un comité, édition %(number)s.", number=archive.number),
        )


def _blocks(
    archive: Archive, names: Names, sha256: str, previous: Archive | None
) -> Iterable[Block]:
    day = plain_day(archive.published_at.astimezone(PARIS).date())
    yield Paragraph(plain(
        _("Publié le %(day)s, édition %(number)s.", day=day, number=archive.number)
    ), Tone.LEAD)  # fmt: skip
    if previous is not None:
        yield Box(
            _("Ce qui change depuis l’édition %(number)s", number=previous.number),
            tuple(_changes(previous, archive)),
        )
    yield Heading(1, plain(_("Le vote sur l’ensemble")))
    yield from _vote(archive.whole, whole_missing())
    for each in archive.statements_on_the_whole:
        yield _statement(each, names, _("Opinion minoritaire, jointe à l’ensemble de l’avis"))
    yield Heading(1, plain(_("Le texte de l’avis")))
    for passage in archive.passages:
        yield from _passage(passage, names)
    yield Heading(1, plain(_("La méthode")))
    yield from blocks_of(archive.committee["charge_html"])
    yield Bullets(tuple((Paragraph(plain(each)),) for each in method_lines(archive)))
    yield Heading(1, plain(_("Les membres")))
    for line in members_words(archive, names):
        yield Paragraph(plain(line))
    yield Heading(1, plain(_("L’empreinte")))
    yield Paragraph(plain(f"SHA-256 {sha256}"), Tone.ASIDE)


def _changes(previous: Archive, archive: Archive) -> Iterable[Block]:
    """What the chair says of the correction, then each passage that changed, with a redline."""
    yield Paragraph(plain(archive.changes))
    changes = passages_changed(previous, archive)
    for each in changes:
        yield Paragraph(bold(each.words))
        runs = (
            Run(change.text, change=MARKS.get(change.kind))
            for change in redline(each.before, each.after)
        )
        yield Paragraph(tuple(runs))
    if not changes:
        yield Paragraph(plain(_("Le texte est le même.")))


def _passage(passage: Passage, names: Names) -> Iterable[Block]:
    level = min(passage.depth + 1, 6)
    if passage.form["type"] != BlockType.PARAGRAPH:
        yield Heading(level, plain(passage.name()), f"b-{passage.key}")
    yield from blocks_of(passage.form["html"])
    if passage.is_recommendation:
        yield from _vote(passage.vote, vote_missing())
    for each in passage.statements:
        yield _statement(each, names, statement_heading(passage))


def _vote(vote: Vote | None, missing: str) -> Iterable[Block]:
    if vote is None:
        yield Paragraph(bold(missing))
        return
    outcome = outcome_sentence(vote.ballot, vote.tally)
    counts = counts_sentence(vote.ballot, vote.tally)
    yield Paragraph((*bold(outcome), *plain(f" {counts}")))
    if vote.is_outdated:
        yield Paragraph(bold(_("Le texte a changé depuis ce vote.")))
    if vote.ballot.method in WORDS:
        yield _bars(vote)
    yield Paragraph(plain(rules_words(vote)), Tone.ASIDE)


def _bars(vote: Vote) -> Bars:
    counts = vote.tally.counts
    return Bars(
        caption=_("Votes"),
        head=(_("Vote"), _("Voix")),
        bars=tuple(
            Bar(
                vote_words(word),
                counts[word],
                _n("%(num)s voix", "%(num)s voix", counts[word]),
                SHADES.get(word, Shade.OTHER),
            )
            for word in WORDS[vote.ballot.method]
        ),
        total=vote.tally.entitled,
    )


def _statement(each: Statement, names: Names, heading: str) -> Block:
    signed = Paragraph(plain(signers_words(each, names)), Tone.ASIDE)
    return Box(heading, (Quotation(blocks_of(each.html), is_verbatim=True), signed))
