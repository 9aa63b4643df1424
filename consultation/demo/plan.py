"""What the demo holds: its consultations, texts, glossary and accounts. Data alone, no database.

Days are counted from the day when the demo is made, so that it is always in the middle of things.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from consultation.consultations.models import Phase
from consultation.demo.changes import CHILD_RECORD_LATER, LaterVersion

HERE = Path(__file__).parent
TEXTS = HERE / "texts"

DEMO_PASSWORD = "la marge parle au lecteur"  # noqa: S105  # told to everybody
"""Of every demo account."""


@dataclass(frozen=True)
class DocumentPlan:
    """One text; `file` is a Markdown file of `texts/`."""

    slug: str
    title: str
    summary: str
    file: str
    later: LaterVersion | None = None

    @property
    def path(self) -> Path:
        """Where its Markdown is."""
        return TEXTS / self.file


@dataclass(frozen=True)
class Calendar:
    """Days from today; negative is past. The consultation opens at 9 h and closes at 23 h 59."""

    opens_in: int
    closes_in: int
    opinion_due_in: int | None = None
    synthesis_due_in: int | None = None
    answer_due_in: int | None = None


@dataclass(frozen=True)
class ConsultationPlan:
    """One consultation. `description` is in the markup that organisers write."""

    slug: str
    title: str
    short_title: str
    summary: str
    description: str
    phase: Phase
    calendar: Calendar | None
    documents: tuple[DocumentPlan, ...]
    share: float = 0.0
    """How many contributions it holds, the main one holding 1."""
    has_committee: bool = False
    has_glossary: bool = False

    @property
    def prepared_in(self) -> int:
        """Days from today to when its team prepared it: some time before it opened."""
        if self.calendar is None:
            return -42
        return self.calendar.opens_in - 10 if self.calendar.opens_in <= 0 else -45


@dataclass(frozen=True)
class StaffAccount:
    """An account that is told to newcomers; `duty` is its role, `category` its stakeholder's."""

    email: str
    display_name: str
    duty: str
    category: str = "public"
    gender: str = ""

    @property
    def needs_second_factor(self) -> bool:
        """Those who decide about others sign in with a code too."""
        return self.duty in {"administrator", "organiser", "moderator", "chair"}


MAIN = ConsultationPlan(
    slug="ia-et-donnees-de-sante",
    title="Intelligence artificielle et données de santé 2025-2028",
    short_title="IA et données de santé",
    summary=(
        "Comment partager les données de santé sans perdre la confiance\u202f? Quelles règles pour "
        "l’intelligence artificielle à l’hôpital et chez le médecin\u202f? Le ministère soumet son "
        "projet à votre avis avant de l’arrêter."
    ),
    description=(
        "Le ministère chargé de la santé vous demande votre avis sur les règles, les moyens et les "
        "garde-fous de l’intelligence artificielle en santé, et sur le partage des données qui la "
        "nourrit.\n\n"
        "Le projet comporte deux parties. Vous pouvez réagir à chaque paragraphe, poser une "
        "question ou proposer une autre rédaction. **Toutes les contributions sont lues.** Le "
        "texte définitif dira lesquelles l’ont fait changer.\n\n"
        "Quatre principes guident le projet\u00a0:\n\n"
        "- la transparence\u202f;\n- la sécurité\u202f;\n"
        "- la soutenabilité environnementale\u202f;\n"
        "- l’équité d’accès.\n\n"
        "*Le texte, les personnes et les chiffres ont été inventés pour la démonstration, à partir "
        "de faits publics. Ce n’est pas le document du ministère.*"
    ),
    phase=Phase.OPEN,
    calendar=Calendar(-71, 12, opinion_due_in=31, synthesis_due_in=65, answer_due_in=100),
    documents=(
        DocumentPlan(
            "donnees-de-sante",
            "Première partie. Les données de santé, un patrimoine commun",
            "Quatre axes\u00a0: la transparence et la confiance des citoyens\u202f; des bases "
            "réutilisables\u202f; un partage sécurisé\u202f; un usage plus simple.",
            "strategie-premiere-partie.md",
        ),
        DocumentPlan(
            "intelligence-artificielle",
            "Deuxième partie. L’intelligence artificielle au service de la santé",
            "Quatre priorités\u00a0: clarifier les règles et l’éthique\u202f; évaluer les "
            "systèmes\u202f; accompagner les professionnels\u202f; un cadre économique durable.",
            "strategie-deuxieme-partie.md",
        ),
    ),
    share=1.0,
    has_committee=True,
    has_glossary=True,
)
NIGHT_CARE = ConsultationPlan(
    slug="soins-de-nuit",
    title="Accès aux soins de nuit et le week-end dans les territoires ruraux",
    short_title="Soins de nuit et de week-end",
    summary="Qui répond, qui se déplace, comment revenir\u00a0: un plan pour les communes situées "
    "à plus de trente minutes d’un service d’urgences.",
    description="La consultation ouvrira bientôt. Vous pouvez déjà lire le projet.",
    phase=Phase.UPCOMING,
    calendar=Calendar(26, 96, synthesis_due_in=150, answer_due_in=190),
    documents=(
        DocumentPlan(
            "projet-de-plan",
            "Projet de plan pour l’accès aux soins de nuit et le week-end",
            "Répondre, se déplacer, revenir\u00a0: quatorze paragraphes.",
            "soins-de-nuit.md",
        ),
    ),
)
HOME_CARE = ConsultationPlan(
    slug="charte-domicile",
    title="Charte des droits des personnes suivies à domicile",
    short_title="Droits à domicile",
    summary="Ce que toute personne soignée ou aidée chez elle peut attendre, en termes simples.",
    description=(
        "La consultation est close. Les contributions sont en cours de lecture\u202f; la synthèse "
        "dira ce que devient chacune."
    ),
    phase=Phase.CLOSED,
    calendar=Calendar(-140, -72, synthesis_due_in=20, answer_due_in=80),
    documents=(
        DocumentPlan(
            "projet-de-charte",
            "Projet de charte des droits des personnes suivies à domicile",
            "Chez moi, mes soins, mes proches, me faire entendre.",
            "charte-domicile.md",
        ),
    ),
    share=0.32,
)
CHILD_RECORD = ConsultationPlan(
    slug="carnet-de-l-enfant",
    title="Carnet de santé numérique de l’enfant",
    short_title="Carnet de l’enfant",
    summary="Ce que contient le carnet, qui le lit, qui y écrit, ce qu’il devient à dix-huit ans.",
    description="La synthèse est publiée, et l’institution y a répondu.",
    phase=Phase.ANSWERED,
    calendar=Calendar(-330, -260, synthesis_due_in=-190, answer_due_in=-176),
    documents=(
        DocumentPlan(
            "projet-d-orientation",
            "Le carnet de santé numérique de l’enfant\u00a0: projet d’orientation",
            "Le contenu, les droits de lecture, l’âge, la protection.",
            "carnet-enfant.md",
            later=CHILD_RECORD_LATER,
        ),
    ),
    share=0.58,
)
REMOTE_CARE = ConsultationPlan(
    slug="teleconsultation-en-pharmacie-et-en-mairie",
    title="Téléconsultation en pharmacie et en mairie\u00a0: quelles conditions\u202f?",
    short_title="Lieux de téléconsultation",
    summary="Le lieu, l’accompagnement, le médecin, le contrôle\u00a0: un projet de cahier des "
    "charges.",
    description="Cette consultation est terminée. Tout y reste lisible.",
    phase=Phase.ARCHIVED,
    calendar=Calendar(-420, -350, synthesis_due_in=-300, answer_due_in=-282),
    documents=(
        DocumentPlan(
            "cahier-des-charges",
            "Projet de cahier des charges des lieux de téléconsultation",
            "Ce qu’un lieu doit offrir pour être agréé.",
            "teleconsultation.md",
        ),
    ),
    share=0.27,
)
CARERS = ConsultationPlan(
    slug="sante-des-aidants",
    title="Plan national pour la santé des aidants",
    short_title="Santé des aidants",
    summary="Repérer sans juger, souffler, travailler et aider.",
    description="En préparation.",
    phase=Phase.DRAFT,
    calendar=None,
    documents=(
        DocumentPlan(
            "projet-de-travail",
            "Plan national pour la santé des aidants\u00a0: projet de travail",
            "Un texte de travail, que seule l’équipe peut lire.",
            "plan-aidants.md",
        ),
    ),
)
CONSULTATIONS = (MAIN, NIGHT_CARE, HOME_CARE, CHILD_RECORD, REMOTE_CARE, CARERS)

STAFF = (
    StaffAccount("administration@demo.example", "Solange A.", "administrator"),
    StaffAccount("organisation@demo.example", "Étienne R.", "organiser", "institutions"),
    StaffAccount("moderation@demo.example", "Camille D.", "moderator"),
    StaffAccount("seconde-moderation@demo.example", "Naïma B.", "moderator"),
    StaffAccount("participante@demo.example", "Odile M.", "participant", "patients", "f"),
    StaffAccount("comite@demo.example", "Hélène V.", "committee"),
    StaffAccount("second-comite@demo.example", "Samir O.", "second member"),
    StaffAccount("presidence@demo.example", "Jeanne T.", "chair"),
)
"""One for each role, two to moderate: an appeal is judged by somebody else."""


@cache
def glossary() -> tuple[tuple[str, str], ...]:
    """The main consultation's words: (term, definition)."""
    told = tomllib.loads((HERE / "glossary.toml").read_text(encoding="utf-8"))
    return tuple(told["terms"].items())


@cache
def _outline() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "outline.toml").read_text(encoding="utf-8"))


def themes_of(file: str) -> tuple[str, ...]:
    """Every theme of a text, each once, in the order of its headings."""
    outline = _outline().get(file, {})
    return tuple(dict.fromkeys(theme for themes in outline.values() for theme in themes))


def themes_under(file: str, *headings: str) -> tuple[str, ...]:
    """The themes that people talk about in a text, under the nearest of `headings`.

    `headings` goes from the nearest heading to the farthest; a text without an outline of its own
    has one list, or none where nobody has spoken.
    """
    outline = _outline().get(file, {})
    for heading in headings:
        if heading in outline:
            return tuple(outline[heading])
    return tuple(outline.get("*", ()))
