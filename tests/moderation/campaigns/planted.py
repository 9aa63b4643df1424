"""Campaigns planted in what people say of their own, and how many of them are found again.

Around them: the demo's voices, whose sentences come back in many texts; sentences filled from
stock phrases of the strategy; quotations of it with a word of one's own; formulas of agreement.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from consultation.demo.campaigns import campaigns
from consultation.demo.speech import speeches

LETTERS = (
    """Madame, Monsieur, en tant qu’usager de l’hôpital public, je m’oppose à ce que les données de
    mon dossier soient transmises à des entreprises privées sans que j’aie été prévenu. Le secret
    médical est le fondement de la confiance entre un malade et son médecin. Je demande que chaque
    transmission me soit signalée, que je puisse la refuser d’un geste simple, et que les sanctions
    prévues par la loi soient réellement appliquées. Sans ces trois garanties, je refuserai que mon
    dossier soit numérisé et je conseillerai à mes proches de faire de même.""",
    """Les infirmières et les infirmiers demandent du temps pour soigner, pas des écrans de plus.
    Avant d’acheter un logiciel, que l’on nous demande ce dont nous avons besoin, et que l’on mesure
    ce qu’il nous fait gagner au lit du malade.""",
    """Nous, associations de patients atteints de maladies rares, soutenons l’ouverture des bases à
    la recherche publique. Nos maladies touchent trop peu de personnes pour qu’un seul hôpital
    puisse les comprendre. Réunir les dossiers, c’est raccourcir l’errance diagnostique, qui dure
    aujourd’hui plus de quatre ans. Nous demandons un guichet unique, des délais d’accès de moins de
    deux mois, une charte qui interdise la revente, et la présence de deux représentants des malades
    dans chaque comité qui décide de l’accès. Nous demandons aussi que les résultats soient rendus
    publics, gratuitement, dans une langue que chacun comprend.""",
    """L’hébergement de nos données de santé doit être confié à une entreprise européenne qui
    n’obéisse à aucune loi étrangère. Le contrat actuel doit prendre fin avant l’été, et son coût
    être rendu public.""",
    """Un algorithme ne remplacera jamais une consultation. Je demande que toute décision qui engage
    ma santé soit prise par un être humain, qui me l’explique et en réponde, et que mon refus d’être
    suivi par une machine n’ait aucune conséquence sur mes soins ni sur leur remboursement.""",
    """Moratoire sur la reconnaissance des émotions dans les hôpitaux : aucune étude sérieuse ne
    montre qu’elle soigne, plusieurs montrent qu’elle se trompe sur les visages qu’elle connaît mal.
    Retirez l’article, publiez l’évaluation, et consultez les personnes concernées avant de
    recommencer.""",
    """Pas un euro pour l’intelligence artificielle tant qu’il manque des lits aux urgences de nos
    villes moyennes.""",
    """Je suis médecin généraliste à la campagne et je signe ce texte avec mes confrères. On nous
    promet un assistant qui rédige nos courriers ; nous n’avons ni la fibre ni le temps de le
    corriger. Que le financement aille d’abord au réseau, puis à la formation, puis seulement aux
    outils. Et qu’aucun de nous ne soit tenu pour responsable d’une erreur que la machine aura faite
    à sa place.""",
)
SYNONYMS = {
    "demande": ("réclame", "exige", "souhaite"),
    "demandons": ("réclamons", "exigeons"),
    "doit": ("devrait",),
    "données": ("informations",),
    "médecin": ("praticien", "docteur"),
    "malade": ("patient",),
    "malades": ("patients",),
    "chaque": ("toute",),
    "entreprises": ("sociétés",),
    "hôpital": ("établissement",),
    "avant": ("préalablement à",),
    "publics": ("accessibles",),
    "simple": ("facile",),
    "logiciel": ("programme", "outil"),
}
PREFIXES = (
    "Bonjour,", "Je signe et je relaie :", "Comme des milliers d’autres personnes :",
    "Texte que je fais mien :", "À l’attention du ministère.", "Je reprends ici un appel :",
    "Madame la ministre,", "Copie d’un message reçu, avec lequel je suis entièrement d’accord.",
)  # fmt: skip
WHO = (
    "ma mère", "mon fils", "ma voisine", "un ami", "mon père", "ma sœur", "mon mari", "ma fille",
)  # fmt: skip
WHAT = (
    "a attendu {n} mois un rendez-vous à {place}",
    "est suivi à {place} depuis {n} ans pour un diabète",
    "n’a jamais reçu le courrier annoncé par {place}",
    "a découvert {n} erreurs dans son dossier à {place}",
    "vit à {n} kilomètres de {place} et n’a plus de médecin",
    "a travaillé {n} ans comme aide-soignante à {place}",
)
PLACES = (
    "Guéret", "Lorient", "l’hôpital de Dole", "Maubeuge", "la clinique du Parc", "Mende", "Brest",
    "l’hôpital Nord", "Saint-Flour", "Cayenne", "la maternité de Nevers", "Vesoul", "Épernay",
)  # fmt: skip
FEELINGS = (
    "Cela m’a mise en colère.", "Je n’ai plus confiance.", "Personne ne nous a répondu.",
    "Voilà pourquoi j’écris.", "J’en garde un souvenir amer.", "Nous avons fini par renoncer.",
    "Il a fallu {n} appels pour comprendre.", "On nous a promis une réponse sous {n} semaines.",
)  # fmt: skip
STOCK = (
    "l’intelligence artificielle en santé", "les données de santé", "le système national",
    "un patrimoine commun", "les professionnels de santé", "la confiance des citoyens",
    "le secret médical", "la recherche et l’innovation", "l’espace européen des données",
    "une utilisation secondaire", "les établissements de santé", "le comité de citoyens",
)  # fmt: skip
FRAMES = (
    "Il me semble que {a} {v} {b} {q}.", "Je pense que {a} {v} {b} {q}.",
    "Pourquoi {a} {v} {b} {q} ?", "À mon avis, {a} {v} {b} {q}.", "On oublie que {a} {v} {b} {q}.",
    "Dans mon métier, {a} {v} {b} {q}.", "Le projet dit que {a} {v} {b} {q}.",
)  # fmt: skip
VERBS = (
    "devrait passer avant", "ne vaut rien sans", "menace", "renforce", "dépend de",
    "coûte plus que",
    "ne remplace pas", "peut améliorer", "n’a pas sa place à côté de", "doit respecter",
)  # fmt: skip
ENDS = (
    "dans nos campagnes", "si personne ne contrôle", "comme on l’a vu pendant l’épidémie",
    "et c’est heureux", "pour les plus fragiles", "à condition d’y mettre les moyens",
    "quoi qu’en dise le ministère", "dès cette année", "malgré les promesses", "en pratique",
)  # fmt: skip
PARAGRAPHS = (
    """Les données de santé constituent un patrimoine commun dont la valeur tient à leur qualité, à
    leur diversité et à la confiance de celles et ceux qui les confient. La stratégie prévoit que
    chaque entrepôt publie la liste des usages autorisés.""",
    """Tout système d’intelligence artificielle utilisé dans un établissement fait l’objet d’une
    évaluation clinique, organisationnelle et économique, rendue publique dans les six mois qui
    suivent sa mise en service.""",
)
FORMULAS = (
    "Je suis d’accord.", "Je suis tout à fait d’accord avec cette proposition.",
    "Très bonne idée !",
    "Je soutiens cette mesure.", "Non.", "Je suis contre ce projet.", "Bravo, continuez ainsi.",
    "Je suis totalement opposé à cette mesure, merci de la retirer.", "Oui, c’est nécessaire.",
    "Je ne suis pas d’accord avec ce paragraphe.", "Pas clair.",
    "D’accord avec le commentaire précédent.",
)  # fmt: skip


def dice(seed: int) -> Random:
    """The same throws each time."""
    return Random(seed)  # noqa: S311


@dataclass(frozen=True)
class Planted:
    """Texts, and the campaign of each: its number, or -1."""

    texts: Sequence[str]
    campaign: Sequence[int]
    passages: Sequence[str]
    """The consulted paragraph that a text is about, where it is known; else empty."""


def templates() -> list[str]:
    """The texts that campaigns start from."""
    known = [" ".join(campaign.text) for campaign in campaigns()]
    return [" ".join(text.split()) for text in (*known, *LETTERS)]


def planted(
    count: int, sizes: Sequence[int], seed: int = 1, *, with_passages: bool = True,
    noise: float = 0.2,
) -> Planted:  # fmt: skip
    """`count` texts, campaigns of those sizes among them, in any order."""
    rng = dice(seed)
    rows = [
        (altered(template, rng, noise), number, "")
        for number, (template, size) in enumerate(zip(templates(), sizes, strict=False))
        for _each in range(size)
    ]
    rest = count - len(rows)
    voices = [speech.body for speech in speeches(seed, rest * 45 // 100)]
    rows += [(text, -1, "") for text in voices]
    while len(rows) < count:
        lot = rng.random()
        if lot < 0.2:
            rows.append((rng.choice(FORMULAS), -1, ""))
        elif lot < 0.35:
            paragraph = rng.choice(PARAGRAPHS)
            rows.append((_quoting(paragraph, rng), -1, paragraph if with_passages else ""))
        else:
            rows.append((filled(rng), -1, ""))
    rng.shuffle(rows)
    texts, truth, passages = zip(*rows, strict=True)
    return Planted(texts, truth, passages)


def altered(template: str, rng: Random, noise: float = 0.2) -> str:
    """What a member sends: the text as it is, or changed in one way or several."""
    if rng.random() < 0.3:
        return template
    text = template
    if rng.random() < 0.6:
        text = noisy(text, rng, rng.random() * noise)
    sentences = text.replace("? ", "?| ").replace(". ", ".| ").split("| ")
    if len(sentences) > 3 and rng.random() < 0.25:
        del sentences[rng.randrange(len(sentences))]
    if len(sentences) > 3 and rng.random() < 0.15:
        at = rng.randrange(len(sentences) - 1)
        sentences[at : at + 2] = reversed(sentences[at : at + 2])
    if rng.random() < 0.35:
        sentences.insert(0, rng.choice(PREFIXES))
    if rng.random() < 0.4:
        sentences.append(_story(rng))
    text = " ".join(sentences)
    return text.upper() if rng.random() < 0.02 else text


def noisy(text: str, rng: Random, share: float) -> str:
    """A share of the words deleted, doubled by another, swapped, or said otherwise."""
    words, at = text.split(), 0
    vocabulary = list(words)
    while at < len(words):
        if rng.random() < share:
            bare = words[at].strip(",.;:").lower()
            lot = rng.random()
            if bare in SYNONYMS and lot < 0.8:
                words[at] = rng.choice(SYNONYMS[bare])
            elif lot < 0.35:
                del words[at]
            elif lot < 0.7:
                words.insert(at, rng.choice(vocabulary))
                at += 1
            elif at + 1 < len(words):
                words[at], words[at + 1] = words[at + 1], words[at]
                at += 1
        at += 1
    return " ".join(words)


def _story(rng: Random) -> str:
    told = [
        f"{rng.choice(WHO).capitalize()} {rng.choice(WHAT)}.",
        rng.choice(FEELINGS),
        filled(rng),
        f"Quant à {rng.choice(WHO)}, qui {rng.choice(WHAT)}, c’est la même histoire.",
    ]
    text = " ".join(told[: rng.randrange(1, 5)])
    return text.replace("{n}", str(rng.randrange(2, 40))).replace("{place}", rng.choice(PLACES))


def filled(rng: Random) -> str:
    return " ".join(
        rng.choice(FRAMES)
        .replace("{a}", rng.choice(STOCK))
        .replace("{v}", rng.choice(VERBS))
        .replace("{b}", rng.choice(STOCK))
        .replace("{q}", rng.choice(ENDS))
        for _each in range(rng.randrange(1, 6))
    )


def _quoting(paragraph: str, rng: Random) -> str:
    words = paragraph.split()
    start = rng.randrange(len(words) // 3)
    quoted = " ".join(words[start : start + rng.randrange(12, len(words))])
    return f"« {quoted} » {filled(rng)}" if rng.random() < 0.5 else f"{quoted} {filled(rng)}"


@dataclass(frozen=True)
class Score:
    """Of pairs: of two texts of one campaign, how many stand together; and the reverse.

    Of members: each campaign against the group that holds most of it.
    """

    pair_recall: float
    pair_precision: float
    member_recall: float
    member_precision: float


def score(truth: Sequence[int], groups: Iterable[Sequence[int]]) -> Score:
    """How well `groups` of positions answer `truth`."""
    sizes = Counter(number for number in truth if number >= 0)
    crossed = [Counter(truth[at] for at in group) for group in groups]
    right = sum(_pairs(n) for cross in crossed for number, n in cross.items() if number >= 0)
    made = sum(_pairs(sum(cross.values())) for cross in crossed)
    grouped = sum(sum(cross.values()) for cross in crossed)
    best = {number: max((cross[number] for cross in crossed), default=0) for number in sizes}
    main = sum(
        max((n for number, n in cross.items() if number >= 0), default=0) for cross in crossed
    )
    return Score(
        pair_recall=right / max(1, sum(map(_pairs, sizes.values()))),
        pair_precision=right / max(1, made),
        member_recall=sum(best.values()) / max(1, sum(sizes.values())),
        member_precision=main / max(1, grouped),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
