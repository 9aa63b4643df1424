"""The synthesis as blocks, each part apart, so that an institution's template may place them."""

from collections.abc import Iterable

from consultation.core.i18n import _, _n, figures
from consultation.exports.papers.told import Chapter, Coverage, Quote, Source, Statement, Told
from consultation.publishing.blocks import (
    Bar,
    Bars,
    Block,
    Contents,
    Footnote,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Tone,
    Words,
    bold,
    plain,
)

MOST_NAMED = 15
"""Sources that the note under a statement names; the rest is in the annex."""


def opening(told: Told) -> list[Block]:
    """What has to be known before anything else: whether it is final, and what it leaves out."""
    lines = [Paragraph(bold(line), Tone.LEAD) for line in first_lines(told)]
    return [*lines, *coverage(told.coverage)]


def first_lines(told: Told) -> list[str]:
    """The sentences of the first page."""
    found = []
    if told.edition == 0:
        found.append(_("Projet de synthèse, non publié : il peut encore changer."))
    unread = told.coverage.published - told.coverage.read
    if told.coverage.published == 0:
        found.append(_("Aucune contribution n’est publiée dans cette consultation."))
    elif unread > 0:
        found.append(
            _n(
                "%(num)s contribution publiée n’a pas été lue : la synthèse n’en dit rien.",
                "%(num)s contributions publiées n’ont pas été lues : la synthèse n’en dit rien.",
                unread,
            )
        )
    return found


def coverage(counts: Coverage) -> list[Block]:
    """What became of every contribution, in numbers and bars."""
    lines = [
        (_("Reçues"), counts.received, Shade.OTHER),
        (_("Publiées"), counts.published, Shade.OTHER),
        (_("Lues"), counts.read, Shade.OTHER),
        (_("Codées"), counts.coded, Shade.FOR),
        (_("Citées par un énoncé"), counts.cited, Shade.FOR),
        *(
            (_("Mises à part : %(reason)s", reason=reason), number, Shade.MIXED)
            for reason, number in counts.set_aside.items()
        ),
        (_("Arrivées après la clôture de la liste"), counts.late, Shade.OTHER),
    ]
    bars = tuple(
        Bar(label, number, _("%(num)s sur %(whole)s", num=figures(number),
                             whole=figures(counts.received)), shade)
        for label, number, shade in lines
    )  # fmt: skip
    return [
        Bars(
            _("Ce que sont devenues les contributions"), (_("Contributions"), _("Nombre")), bars,
            max(counts.received, 1),
        )
    ]  # fmt: skip


def contents() -> list[Block]:
    """The table of contents."""
    return [Contents(2)]


def chapters(told: Told) -> list[Block]:
    """Every chapter with its statements."""
    if not any(chapter.statements for chapter in told.chapters):
        return [Paragraph(plain(_("La synthèse ne contient encore aucun énoncé.")))]
    return [
        block
        for number, chapter in enumerate(told.chapters, 1)
        for block in _chapter(chapter, number)
    ]


def _chapter(chapter: Chapter, number: int) -> Iterable[Block]:
    yield Heading(1, plain(chapter.title), f"chapitre-{number}")
    if not chapter.statements:
        yield Paragraph(plain(chapter.note or _("Aucun énoncé.")), Tone.ASIDE)
    for statement in chapter.statements:
        yield from _statement(statement)


def _statement(statement: Statement) -> Iterable[Block]:
    yield Paragraph((*statement.words, *_note(statement)))
    for quote in statement.quotes:
        yield _quote(quote)


def _quote(quote: Quote) -> Block:
    link = (Run(_("Contribution n° %(number)s", number=quote.number), href=f"#c-{quote.number}"),)
    if not quote.words:
        gone = _("Ces mots ne sont plus publics : leur auteur ou la modération les a retirés.")
        return Paragraph((*plain(f"{gone} "), *link), Tone.ASIDE)
    return Quotation((Paragraph(plain(f"«\u00a0{quote.words}\u00a0»")),), link, is_verbatim=True)


def _note(statement: Statement) -> Words:
    """The note that says what is counted among what, and names the sources."""
    numbers = statement.sources
    words = [Run(f"{legend}. ") for legend in statement.legends]
    if not numbers:
        words += _opinions(statement)
        return (Footnote(tuple(words)),) if words else ()
    words += [Run(_n("Source : contribution n° ", "Sources : contributions n° ", len(numbers)))]
    for place, number in enumerate(numbers[:MOST_NAMED]):
        words += [Run(", ")] if place else []
        words.append(Run(str(number), href=f"#c-{number}"))
    more = len(numbers) - MOST_NAMED
    words.append(Run(_n(" et %(num)s autre.", " et %(num)s autres.", more) if more > 0 else "."))
    return (Footnote((*words, *_opinions(statement))),)


def _opinions(statement: Statement) -> Iterable[Run]:
    """What committees asked, apart from the contributions."""
    for each in statement.opinions:
        title = "" if each.title == each.name else each.title
        edition = _("édition %(number)s", number=each.edition)
        where = ", ".join(filter(None, (title, each.committee, edition)))
        yield Run(f" {_('Avis de comité :')} ")
        yield Run(each.name, href=each.address)
        yield Run(f" ({where}).")


def annex(told: Told) -> list[Block]:
    """What every statement rests on, word for word."""
    if not told.has_annex:
        return []
    head: list[Block] = [PageBreak(), Heading(1, plain(_("Annexe : les sources")), "annexe")]
    if not told.sources:
        return [*head, Paragraph(plain(_("Aucun énoncé ne repose sur une contribution.")))]
    intro = _n(
        "La contribution sur laquelle un énoncé repose, telle que le public la lit.",
        "Les %(num)s contributions sur lesquelles les énoncés reposent, telles que le public les "
        "lit.",
        len(told.sources),
    )
    return [*head, Paragraph(plain(intro)), *map(_source, told.sources)]


def _source(source: Source) -> Block:
    number = Run(_("n° %(number)s", number=source.number), is_bold=True)
    if not source.is_public:
        gone = _("n’est plus publique : retirée, ou modérée.")
        return Paragraph((number, Run(f" {gone}")), key=f"c-{source.number}")
    rest = " · ".join(filter(None, (source.where, source.category, source.stance, source.themes)))
    blocks = source.blocks or (Paragraph(plain("—")),)
    return Quotation(
        blocks, (number, Run(f" · {rest}" if rest else "")), is_verbatim=True,
        key=f"c-{source.number}",
    )  # fmt: skip
