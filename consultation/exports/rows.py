"""One contribution as it is exported, and what each of its columns means. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that coders gave, to the whole contribution or to a span of its text."""

    key: str
    name: str
    parent: str
    stance: str
    field: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A contribution that is public, or the neutral trace of one that is not."""

    number: int
    values: Mapping[str, Any]
    """By the name of the column; « themes » apart."""
    themes: Sequence[Theme] = ()

    def cells(self, columns: Sequence[str]) -> list[object]:
        """The values of a line of a table, in the order of `columns`."""
        return [
            " | ".join(map(in_words, self.themes)) if name == "themes" else self.values[name]
            for name in columns
        ]

    def form(self, columns: Sequence[str]) -> dict[str, Any]:
        """The same as nested data."""
        return {
            name: [_theme(each) for each in self.themes] if name == "themes" else self.values[name]
            for name in columns
        }


def in_words(theme: Theme) -> str:
    """« Information > Forme (against) »."""
    name = f"{theme.parent} > {theme.name}" if theme.parent else theme.name
    return f"{name} ({theme.stance})" if theme.stance else name


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "key": theme.key, "name": theme.name, "parent": theme.parent, "stance": theme.stance,
        "field": theme.field, "start": theme.start, "end": theme.end,
    }  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One entry of the data dictionary, in both languages whatever the page's."""

    name: str
    kind: str
    """« string », « integer », « boolean » or « date »; JSON says null where there is nothing."""
    french: str
    english: str
    words: tuple[str, ...] = ()
    """The only values that there are."""
    with_names: bool = False


STANCES = ("", "for", "mixed", "against", "none")
COLUMNS = (
    Column("number", "integer", "Numéro affiché de la contribution.",
           "The contribution's displayed number."),
    Column("key", "string", "Identifiant, celui de son adresse publique.",
           "Identifier, as in its public address."),
    Column("document", "string", "Titre du texte commenté.", "Title of the text commented on."),
    Column("version", "integer", "Version du texte qui était lue.",
           "Version of the text that was read."),
    Column("subject", "string", "Ce qui est commenté : paragraphe, section ou texte entier.",
           "What is commented on: a paragraph, a section or the whole text.",
           ("paragraph", "section", "document")),
    Column("paragraph", "string", "Identifiant durable du paragraphe ou de la section.",
           "Lasting identifier of the paragraph or section."),
    Column("paragraph_number", "integer", "Numéro du paragraphe dans cette version.",
           "Number of the paragraph in that version."),
    Column("commented_text", "string", "Le texte tel qu’il était commenté.",
           "The text as it was commented on."),
    Column("state", "string", "État. Seul « published » porte un texte : le reste est une trace.",
           "State. Only “published” carries a text: anything else is a trace.",
           ("published", "pending", "withdrawn", "refused", "hidden")),
    Column("is_masked", "boolean", "Des passages sont masqués par la modération.",
           "Moderators masked passages of it."),
    Column("kind", "string", "Nature.", "Kind.", ("comment", "question", "amendment")),
    Column("is_official", "boolean", "Parole de l’institution.", "Said by the institution."),
    Column("reply_to", "integer", "Numéro de la contribution qui ouvre le fil, pour une réponse.",
           "For a reply, the number of the contribution that begins the thread."),
    Column("stance", "string", "Position choisie par son auteur.",
           "Position that its author chose.", STANCES),
    Column("participant", "string", "Pseudonyme aléatoire, propre à cette consultation.",
           "Random pseudonym, of this consultation alone."),
    Column("name", "string", "Nom affiché ; vide pour un compte supprimé.",
           "Displayed name; empty for a deleted account.", with_names=True),
    Column("organisation", "string", "Organisation confirmée.", "Confirmed organisation.",
           with_names=True),
    Column("category", "string",
           "Catégorie. Celles de moins de cinq personnes sont réunies.",
           "Category. Those of fewer than five people are merged."),
    Column("day", "date", "Jour de l’envoi, à Paris. L’heure n’est pas donnée.",
           "Day it was sent, in Paris. The hour is not given."),
    Column("text", "string", "Le texte, tel que le public le lit, en Markdown.",
           "The text as the public reads it, in Markdown."),
    Column("proposed_text", "string", "La rédaction proposée, pour un amendement.",
           "The proposed wording, for an amendment."),
    Column("agree", "integer", "Votes d’accord.", "Votes in agreement."),
    Column("disagree", "integer", "Votes de désaccord.", "Votes in disagreement."),
    Column("pass", "integer", "Votes sans avis.", "Votes without an opinion."),
    Column("replies", "integer", "Réponses publiées.", "Published replies."),
    Column("campaign", "string", "Identifiant de la campagne de textes semblables.",
           "Identifier of the campaign of similar texts."),
    Column("themes", "themes", "Thèmes donnés par l’analyse, avec la position lue.",
           "Themes given by the analysts, with the position they read."),
    Column("answers", "string", "Réponses publiées de l’institution : identifiants et issues.",
           "Published answers of the institution: identifiers and outcomes."),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}


def columns_for(*, has_names: bool) -> tuple[Column, ...]:
    """The columns of an export, with or without the names."""
    return tuple(column for column in COLUMNS if has_names or not column.with_names)
