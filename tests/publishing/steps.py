"""A document of every block, and opening what is written."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from consultation.publishing.blocks import (
    Bar,
    Bars,
    Block,
    Box,
    Bullets,
    Change,
    Contents,
    Document,
    Footnote,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Table,
    Tone,
    plain,
)
from consultation.publishing.writers import Paper, write

TITLE = "Synthèse : le carnet de santé"
EVERYTHING: tuple[Block, ...] = (
    Box("Ce qui a été lu", (
        Paragraph(plain("Sur 12 contributions, 9 sont citées.")),
        Bullets(((Paragraph(plain("écartées : 2")),),)),
    )),
    Contents(2),
    Heading(1, plain("Les horaires"), "horaires"),
    Paragraph(plain("Un chapeau."), Tone.LEAD),
    Paragraph((
        Run("Du "), Run("gras", is_bold=True), Run(", de l’"), Run("italique", is_italic=True),
        Run(", le 1"), Run("er", is_raised=True), Run(", un "),
        Run("lien", href="https://example.org/a?b=1&c=2"), Run(", un "),
        Run("renvoi", href="#c-12"), Run(", une note"),
        Footnote((Run("La note & son "), Run("lien", href="https://example.org/n"))),
        Run(" puis "), Run("ôté", change=Change.REMOVED), Run("mis", change=Change.ADDED),
    )),
    Quotation((Paragraph(plain("Ouvrez <plus> tôt.\nMerci.")),), plain("n° 12, ¶ 4"), True, "c-12"),
    Heading(2, plain("Le scrutin")),
    Bars("Recommandation 3", ("Choix", "Voix"), (
        Bar("Pour", 21, "21 voix", Shade.FOR), Bar("Contre", 5, "5 voix", Shade.AGAINST),
        Bar("Abstention", 0, "aucune voix"),
    ), 30),
    Table("Par catégorie", ("Catégorie", "Personnes"), (
        (plain("Grand public"), plain("7")), (plain("Associations"), plain("5")),
    ), frozenset({1})),
    PageBreak(),
    Heading(1, plain("Annexe")),
    Bullets((
        (Paragraph(plain("un")), Bullets(((Paragraph(plain("dedans")),),))),
        (Paragraph(plain("deux")),),
    ), True, 3),
    Paragraph(plain("Méthode."), Tone.ASIDE),
)  # fmt: skip


def document(*blocks: Block, title: str = TITLE, language: str = "fr") -> Document:
    """A document of those blocks; of one of each kind without any."""
    return Document(
        title, language, date(2026, 11, 27), blocks or EVERYTHING, "Édition 1",
        "Ministère de la Santé", "Ce que 12 contributions disent.", ("synthèse",),
    )  # fmt: skip


def said(*texts: str, title: str = TITLE) -> Document:
    """A document in which people said that, in every place that takes words."""
    blocks: list[Block] = [Contents()]
    for text in texts:
        words = plain(text)
        blocks += [
            Heading(1, words), Paragraph((*words, Footnote(words))),
            Quotation((Paragraph(words),), words, True), Bullets(((Paragraph(words),),)),
            Table(text, (text, text), ((words, words),)), Box(text, (Paragraph(words),)),
            Bars(text, (text, text), (Bar(text, 1, text),), 2),
            Paragraph((Run(text, href=text),)),
        ]  # fmt: skip
    return document(*blocks, title=title)


def written(of: Document, paper: Paper, folder: Path) -> Path:
    """The file of a document."""
    path = folder / f"document.{paper.value}"
    write(of, paper, path)
    return path


def xml(path: Path, member: str) -> Any:
    """The root of a member of a zip."""
    with zipfile.ZipFile(path) as package:
        return ElementTree.fromstring(package.read(member))  # noqa: S314  # our own
