"""The whole document, and the words and parts that a template may place."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from consultation.core.i18n import _, figures
from consultation.core.templating import plain_day
from consultation.exports.asked import LICENCE, Asked
from consultation.exports.papers import about, composing
from consultation.exports.papers.told import Told
from consultation.publishing.blocks import Block, Document


@dataclass(frozen=True)
class Placeholder:
    """A name that a template may hold between double braces."""

    name: str
    french: str
    english: str
    is_part: bool = False
    """It stands alone in its paragraph, and is replaced by blocks."""


PLACEHOLDERS = (
    Placeholder("titre", "Titre de la synthèse", "Title of the synthesis"),
    Placeholder("consultation", "Titre de la consultation", "Title of the consultation"),
    Placeholder("adresse", "Adresse publique de la consultation", "Its public address"),
    Placeholder("institution", "Nom du site", "Name of the site"),
    Placeholder("edition", "Numéro de l’édition, ou « projet »", "Edition, or “projet”"),
    Placeholder("date", "Date du fichier, en toutes lettres", "Date of the file, in words"),
    Placeholder("demandeur", "Personne qui a demandé le fichier", "Who asked for the file"),
    Placeholder("avertissement", "Phrases de la première page", "Sentences of the first page"),
    Placeholder("recues", "Contributions reçues", "Contributions received"),
    Placeholder("publiees", "Contributions publiées", "Contributions published"),
    Placeholder("lues", "Contributions lues", "Contributions read"),
    Placeholder("codees", "Contributions codées", "Contributions coded"),
    Placeholder("citees", "Contributions citées", "Contributions cited"),
    Placeholder("mises_a_part", "Contributions mises à part", "Contributions set aside"),
    Placeholder("licence", "Licence", "Licence"),
    Placeholder("empreinte", "Empreinte du texte (SHA-256)", "Hash of the text (SHA-256)"),
    Placeholder("couverture", "Tableau de ce que sont devenues les contributions",
                "Table of what became of the contributions", is_part=True),
    Placeholder("sommaire", "Table des matières", "Table of contents", is_part=True),
    Placeholder("synthese", "Chapitres et énoncés", "Chapters and statements", is_part=True),
    Placeholder("annexe", "Annexe des sources", "Annex of the sources", is_part=True),
    Placeholder("information", "Page d’information", "Information page", is_part=True),
    Placeholder("dictionnaire", "Sens des mots, en deux langues", "What the words mean",
                is_part=True),
)  # fmt: skip
NAMES = {each.name for each in PLACEHOLDERS}
PARTS = {each.name for each in PLACEHOLDERS if each.is_part}


@dataclass(frozen=True)
class Paper:
    """A document, and the same cut into what a template places."""

    document: Document
    words: Mapping[str, str]
    parts: Mapping[str, Sequence[Block]]


def paper_of(asked: Asked, told: Told) -> Paper:
    """The synthesis as a document, in the language that is being written."""
    body = composing.chapters(told)
    sources = composing.annex(told)
    sha256, lines = told_lines(asked, told)
    parts: dict[str, Sequence[Block]] = {
        "couverture": composing.coverage(told.coverage),
        "sommaire": composing.contents(),
        "synthese": body,
        "annexe": sources,
        "information": about.information(lines),
        "dictionnaire": about.dictionary(),
    }
    edition = _("Édition %(number)s", number=told.edition) if told.edition else _("Projet")
    document = Document(
        title=told.title,
        language=told.language,
        day=told.day,
        blocks=[
            *composing.opening(told), *parts["sommaire"], *body, *sources, *parts["information"],
            *parts["dictionnaire"],
        ],
        subtitle=f"{edition} · {plain_day(told.day)}",
        author=told.institution,
        about=_("Synthèse de la consultation « %(title)s »", title=told.consultation),
        keywords=(_("synthèse"), _("consultation publique")),
    )  # fmt: skip
    return Paper(document, _words(asked, told, edition, sha256), parts)


def told_lines(asked: Asked, told: Told) -> tuple[str, list[tuple[str, str, str]]]:
    """The hash of what is said, the same in every format, and the lines of the information page."""
    said = [*composing.opening(told), *composing.chapters(told), *composing.annex(told)]
    sha256 = hash_of(said)
    return sha256, about.lines(asked, told, sha256)


def _words(asked: Asked, told: Told, edition: str, sha256: str) -> dict[str, str]:
    counts = told.coverage
    numbers = {
        "recues": counts.received, "publiees": counts.published, "lues": counts.read,
        "codees": counts.coded, "citees": counts.cited,
        "mises_a_part": sum(counts.set_aside.values()),
    }  # fmt: skip
    return {
        "titre": told.title, "consultation": told.consultation, "adresse": told.address,
        "institution": told.institution, "edition": edition, "date": plain_day(told.day),
        "demandeur": asked.by, "avertissement": " ".join(composing.first_lines(told)),
        "licence": LICENCE[0 if told.language == "fr" else 1], "empreinte": sha256,
        **{name: figures(number) for name, number in numbers.items()},
    }  # fmt: skip


def hash_of(blocks: Sequence[Block]) -> str:
    """Of what is said, the same in every format."""
    text = json.dumps(
        [(type(each).__name__, asdict(each)) for each in blocks], ensure_ascii=False, default=sorted
    )
    return hashlib.sha256(text.encode()).hexdigest()
