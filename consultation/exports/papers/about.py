"""The information page of a synthesis, and what its words mean, in French and in English."""

from collections.abc import Sequence

from consultation.core.i18n import _
from consultation.exports.asked import HEAD, LICENCE, Asked
from consultation.exports.papers.told import Told
from consultation.publishing.blocks import Block, Heading, PageBreak, Table, plain

TERMS = (
    ("reçue", "received", "Déposée dans la consultation, quoi qu’il en soit advenu.",
     "Sent to the consultation, whatever became of it."),
    ("publiée", "published", "Lue par tout le monde à la date de ce fichier.",
     "Read by everybody on the day of this file."),
    ("lue", "read", "Codée ou mise à part par une personne.",
     "Coded, or set aside, by a person."),
    ("codée", "coded", "A au moins un thème, donné ou confirmé par une personne.",
     "Has at least one theme, given or confirmed by a person."),
    ("citée", "cited", "Un énoncé de la synthèse repose sur elle.",
     "A statement of the synthesis rests on it."),
    ("mise à part", "set aside", "N’est pas codée, pour la raison dite.",
     "Is not coded, for the reason that is said."),
    ("énoncé", "statement", "Une phrase de la synthèse. Sa note nomme ses sources.",
     "A sentence of the synthesis. Its note names its sources."),
    ("source", "source", "Une contribution sur laquelle un énoncé repose.",
     "A contribution that a statement rests on."),
    ("avis de comité", "committee’s opinion",
     "Ce qu’un comité a publié, cité à part : aucun nombre ne le contient.",
     "What a committee published, cited apart: no number holds it."),
    ("citation mot pour mot", "verbatim",
     "Les mots de leur auteur, masques de la modération compris.",
     "Their author’s own words, moderators’ masks included."),
    ("position", "position", "Celle que la personne a choisie, ou que l’analyse a lue.",
     "The one that the person chose, or that the analysts read."),
    ("¶", "¶", "Numéro du paragraphe dans la version qui était lue.",
     "Number of the paragraph in the version that was read."),
)  # fmt: skip
TERMS_HEAD = ("mot", "word", "français", "English")


def lines(asked: Asked, told: Told, sha256: str) -> list[tuple[str, str, str]]:
    """French, English, value."""
    filters = asked.filters
    found = [
        ("Consultation", "Consultation", asked.consultation),
        ("Adresse", "Address", asked.address),
        ("Demandé par", "Asked by", asked.by),
        ("Date", "Date", asked.as_of.isoformat()),
        ("Format", "Format", asked.format),
        ("Édition", "Edition", str(told.edition) if told.edition else "projet / draft"),
        ("Annexe des sources", "Annex of the sources",
         "oui / yes" if filters.with_annex else "non / no"),
        ("Sources", "Sources", str(told.source_count)),
        ("Empreinte du texte (SHA-256)", "Hash of the text (SHA-256)", sha256),
        ("Empreinte du corpus (SHA-256)", "Hash of the corpus (SHA-256)", asked.corpus),
    ]  # fmt: skip
    found += [
        (f"Texte « {title} »", f"Text “{title}”", f"version {number}, {digest}")
        for title, number, digest in asked.versions
    ]
    found += [
        ("Grille d’analyse, état", "Codebook, state", str(asked.codebook)),
        ("Logiciel", "Software", asked.software),
        ("Licence", "Licence", " — ".join(LICENCE)),
    ]
    return found


def information(told_lines: Sequence[tuple[str, str, str]]) -> list[Block]:
    """The information page."""
    rows = tuple(tuple(plain(cell) for cell in line) for line in told_lines)
    return [
        PageBreak(), Heading(1, plain(_("À propos de ce fichier")), "information"),
        Table(_("Ce que ce fichier contient"), HEAD, rows),
    ]  # fmt: skip


def dictionary() -> list[Block]:
    """What the words of the document mean."""
    rows = tuple(tuple(plain(cell) for cell in term) for term in TERMS)
    return [
        Heading(2, plain(_("Les mots de ce document")), "mots"),
        Table(_("Ce que disent les mots, en français et en anglais"), TERMS_HEAD, rows),
    ]
