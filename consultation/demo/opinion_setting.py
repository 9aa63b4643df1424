"""The demo's opinion in progress: three parts, six recommendations, and what is said against it."""

from dataclasses import dataclass
from datetime import timedelta

from consultation.accounts.models import User
from consultation.committees.models.opinion import BlockType, Opinion
from consultation.committees.models.people import Committee
from consultation.committees.services.amending import propose_amendment
from consultation.committees.services.contesting import sign_statement, write_statement
from consultation.committees.services.noting import add_note
from consultation.committees.services.writing import add_block, begin_opinion, write_block
from consultation.core.clock import now, travel
from consultation.core.db import transaction

TITLE = "Avis sur l’intelligence artificielle et les données de santé"
PART, WORDS, ADVICE = BlockType.SECTION, BlockType.PARAGRAPH, BlockType.RECOMMENDATION
TEXT = (
    (PART, "Informer et laisser choisir", ""),
    (WORDS, "",
     "Nous avons entendu deux médecins, une infirmière de nuit, la Cnil et trois associations de "
     "patients. Toutes et tous nous ont dit la même chose : **on ne refuse pas ce qu’on comprend, "
     "on refuse ce qu’on découvre après coup.**"),
    (ADVICE, "Une phrase type pour informer",
     "Avant tout usage d’un système d’intelligence artificielle, la personne soignée reçoit une "
     "phrase courte qui dit ce que fait le système, ce qu’il ne fait pas, et qui décide."),
    (ADVICE, "Des évaluations faites aussi hors des grands hôpitaux",
     "Un système est évalué dans au moins un hôpital de proximité et une maison de santé avant "
     "d’être recommandé. Les résultats sont publiés, y compris quand ils sont mauvais."),
    (PART, "Garder la main sur les données", ""),
    (WORDS, "",
     "Le comité s’est divisé sur l’hébergement. Nous donnons les deux positions, parce que les "
     "deux reposent sur des arguments que nous avons vérifiés."),
    (ADVICE, "Un serveur public unique pour toutes les données",
     "Les données de santé réutilisées sont hébergées sur un seul serveur, public, en France."),
    (ADVICE, "Un droit de refuser, sauf urgence",
     "Toute personne peut refuser qu’un système d’intelligence artificielle contribue à une "
     "décision qui la concerne, sans perte de chance et sans avoir à se justifier. L’urgence "
     "vitale fait exception."),
    (PART, "Dépenser utilement", ""),
    (WORDS, "",
     "L’argent et l’énergie sont comptés. Nous demandons qu’on les compte vraiment, et en public."),
    (ADVICE, "Dire ce que coûte un système, en euros et en énergie",
     "Chaque système financé par l’argent public publie une fois par an son coût complet : "
     "l’achat, la maintenance, la formation, et l’énergie consommée."),
    (ADVICE, "Former les soignants et les aidants",
     "Une formation de deux jours est ouverte chaque année aux soignants et aux proches aidants. "
     "Elle est prise sur le temps de travail ou indemnisée."),
)  # fmt: skip
"""(what, title, text), in order."""
BARE = {"Un droit de refuser, sauf urgence": (
    "Toute personne peut refuser qu’un système d’intelligence artificielle contribue à une "
    "décision qui la concerne. L’urgence vitale fait exception."
)}  # fmt: skip
"""Recommendations that were begun in fewer words: their history has two revisions."""
STATEMENT = (
    "Nous pensons qu’un serveur public, même plus lent, aurait donné aux gens une raison simple "
    "d’avoir confiance : savoir où sont leurs données et à qui demander des comptes."
)
NOTE = "« Indemnisée » par qui ? Il faudrait le dire, sinon personne ne paiera."


@dataclass(frozen=True)
class Proposed:
    """An amendment of the demo."""

    number: int
    old: str
    new: str
    reason: str


AMENDMENTS = (
    Proposed(
        5, "une fois par an son coût complet",
        "une fois par an, sur une page que tout le monde peut lire, son coût complet",
        "Un tableau de 200 colonnes est public, et personne ne le lit.",
    ),
    Proposed(
        6, "Une formation de deux jours", "Une formation d’au moins deux jours",
        "Deux jours, c’est un plancher : les aidants que nous avons entendus en demandent quatre.",
    ),
)  # fmt: skip


def begin(committee: Committee, rapporteur: User) -> list[str]:
    """Write the whole text; the keys of its recommendations, in order."""
    keys = []
    with transaction():
        opinion = begin_opinion(committee, TITLE, actor=rapporteur)
        for kind, title, source in TEXT:
            first = BARE.get(title, source)
            block = add_block(opinion, kind, title, first, actor=rapporteur)
            if kind is ADVICE:
                keys.append(block.key)
            if first != source:
                write_block(opinion, block.key, title, source, base=1, actor=rapporteur)
    return keys


def contest(opinion: Opinion, keys: list[str], people: list[User]) -> None:
    """Two members sign a statement; others propose amendments and comment."""
    luc, amina, yann, rose = people[2:6]
    with travel(now() - timedelta(hours=66)), transaction():
        statement = write_statement(opinion, STATEMENT, key=keys[2], actor=luc)
        sign_statement(opinion, statement.key, seen=1, actor=amina)
    with travel(now() - timedelta(hours=60)), transaction():
        for each, person in zip(AMENDMENTS, (yann, rose), strict=True):
            title, source = _advice()[each.number - 1]
            propose_amendment(
                opinion, keys[each.number - 1], title, source.replace(each.old, each.new),
                base=1, reason=each.reason, actor=person,
            )  # fmt: skip
        add_note(opinion, keys[5], NOTE, actor=amina)


def _advice() -> list[tuple[str, str]]:
    return [(title, source) for kind, title, source in TEXT if kind is ADVICE]


def named(number: int) -> str:
    """« Recommandation 4. Un droit de refuser, sauf urgence »: the title of its ballot."""
    return f"Recommandation {number}. {_advice()[number - 1][0]}"
