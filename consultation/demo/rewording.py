"""A plausible new wording of a paragraph, as somebody would propose it.

A word is made firmer, a clause or a sentence is added, or one is taken away. The text changes
always, and stays French.
"""

import re
from random import Random

_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÀÂÉÈÊÎÔÇŒ«])")
_ACTS = re.compile(
    r"\b(?:sera|seront|remet|remettent|publie|publient|reçoit|reçoivent|organise|finance|désigne"
    r"|accompagne|recense|transmet|(?:est|sont) (?:publi|remis|suspend|tenu|vers|délivr|financ"
    r"|transmis|organis|mesur|vérifi|examin|relev|rendu))"
)
_NOTES = re.compile(r"(?<=[.!?\d])(?:\n\d{1,3}\s[^\n]+)+\Z")
_NOT_A_DATE = r"(?<![/\d-]){}(?![/\d-])"
REPLACEMENTS = tuple(
    (re.compile(pattern), choices)
    for pattern, choices in (
        (
            r"dans un délai raisonnable",
            ("avant son usage, dans des mots simples", "avant tout acte"),
        ),
        (
            r"obtenir communication des paramètres du traitement",
            (
                "demander qu’un professionnel lui explique la place que le système a tenue",
                "demander une nouvelle décision, prise sans le système",
            ),
        ),
        (
            r"saisir les instances compétentes",
            (
                "saisir la commission des usagers ou, en ville, le médiateur de l’agence régionale",
                "s’adresser à un service unique, qui répond dans un délai de deux mois",
            ),
        ),
        (r"Une note d’information précisera", ("Un guide unique, opposable, expliquera",)),
        (r"trois questions", ("quatre questions",)),
        (r"une fois par an", ("deux fois par an", "chaque trimestre")),
        (r"chaque année", ("tous les six mois", "chaque année et en séance publique")),
        (r"tous les deux ans", ("tous les ans", "chaque année")),
        (r"deux fois par an", ("quatre fois par an", "chaque trimestre")),
        (r"un délai d’un mois", ("un délai de quinze jours", "un délai de huit jours")),
        (r"un délai de trois mois", ("un délai d’un mois", "un délai de deux mois")),
        (r"les quinze jours", ("les sept jours", "les quarante-huit heures")),
        (r"les six mois", ("les trois mois",)),
        (r"dix-huit mois", ("douze mois", "deux ans")),
        (
            r"[Pp]lus de cinq cents personnes",
            ("plus de cent personnes", "plus de cinquante personnes"),
        ),
        (r"au moins un\b", ("au moins deux",)),
        (r"au moins trois\b", ("au moins cinq",)),
        (r"dont un tiers\b", ("dont la moitié",)),
        (r"[Uu]n quart\b", ("un tiers",)),
        (r"\bpourra\b", ("devra",)),
        (r"\bpourront\b", ("devront",)),
        (r"\bles soignants\b", ("les soignants et les aidants",)),
        (r"représentants d’usagers", ("représentants d’usagers et d’aidants",)),
        (r" en priorité", (" d’abord, et pour moitié au moins,", " exclusivement")),
        (r" souvent", ("", " presque toujours")),
        (r" parfois", ("", " trop souvent")),
        (r"\bparfois\b", ("souvent",)),
        (
            r"sur la base du volontariat",
            ("sur la seule base du volontariat, révocable à tout moment",),
        ),
        (_NOT_A_DATE.format("2028"), ("2027",)),
        (_NOT_A_DATE.format("2027"), ("2026",)),
        (r"(?:avant|d’ici à) la fin de 2026", ("avant le 30 juin 2026",)),
    )
)
CLAUSES = (
    ", après avis du comité citoyen",
    ", en ville comme à l’hôpital",
    ", y compris outre-mer",
    ", dans le public comme dans le privé",
    ", en associant les soignants et les usagers",
    ", selon un calendrier rendu public",
    ", dans des conditions fixées par décret",
)
SENTENCES = (
    "Un bilan en est publié chaque année.",
    "Les personnes concernées y sont associées.",
    "Cette règle vaut aussi pour les cabinets de ville.",
    "Les moyens nécessaires sont inscrits au budget.",
    "Le comité citoyen en est informé.",
    "Aucune exception n’est admise sans motif écrit et public.",
    "Un numéro de téléphone permet de poser ses questions.",
    "Le coût et l’énergie consommée sont indiqués.",
    "Les outre-mer disposent d’un délai et de moyens adaptés.",
    "Toute personne peut demander une explication écrite.",
    "Cette disposition est réexaminée au bout d’un an.",
    "Les plus petites structures reçoivent une aide à cette fin.",
)
ITEMS = (
    "le respect du secret, dans tous les cas",
    "un bilan public, chaque année",
    "l’avis des personnes concernées, recueilli à l’avance",
    "une solution de secours en cas de panne",
)


def reworded(paragraph_text: str, rng: Random) -> str:
    """Another wording of `paragraph_text` (plain text, one line or several).

    The lines of footnotes, which follow the words, stay as they are.
    """
    text, notes = _parted(paragraph_text.strip())
    changed = _longer_list(text, rng) if "\n" in text else _changed(text, rng)
    return changed + notes


def _parted(text: str) -> tuple[str, str]:
    """The words, then their footnotes (« \\n3 Règlement (UE)… ») or nothing."""
    match = _NOTES.search(text)
    return (text[: match.start()], match.group()) if match else (text, "")


def _changed(text: str, rng: Random) -> str:
    before = text
    ways = [_replaced, _replaced, _clause_added, _sentence_added, _sentence_removed]
    rng.shuffle(ways)
    for way in ways[: 1 + (rng.random() < 0.3)]:
        text = way(text, rng)
    return text if text != before else _sentence_added(text, rng)


def _longer_list(text: str, rng: Random) -> str:
    """A firmer word, or one item more. What is no list (a table) is given a sentence below."""
    changed = _replaced(text, rng)
    if changed != text and rng.random() < 0.5:
        return changed
    *lines, last = text.split("\n")
    if not lines[-1].rstrip().endswith(";"):
        return f"{text}\n{rng.choice(SENTENCES)}"
    return "\n".join([*lines, last.rstrip(".") + "\u202f;", f"{rng.choice(ITEMS)}."])


def _replaced(text: str, rng: Random) -> str:
    found = [(pattern, choices) for pattern, choices in REPLACEMENTS if pattern.search(text)]
    if not found:
        return text
    pattern, choices = rng.choice(found)
    new = rng.choice(choices)

    def keep_capital(match: re.Match[str]) -> str:
        return new[:1].upper() + new[1:] if match.group()[:1].isupper() else new

    return pattern.sub(keep_capital, text, count=1)


def _clause_added(text: str, rng: Random) -> str:
    sentences = _SENTENCE_END.split(text)
    open_to_it = [
        at
        for at, sentence in enumerate(sentences)
        if sentence.endswith(".") and ":" not in sentence and _ACTS.search(sentence)
    ]
    if not open_to_it:
        return _sentence_added(text, rng)
    at = rng.choice(open_to_it)
    sentences[at] = sentences[at][:-1] + rng.choice(CLAUSES) + "."
    return " ".join(sentences)


def _sentence_added(text: str, rng: Random) -> str:
    new = rng.choice([sentence for sentence in SENTENCES if sentence not in text])
    return f"{text} {new}"


def _sentence_removed(text: str, rng: Random) -> str:
    sentences = _SENTENCE_END.split(text)
    if len(sentences) < 3:
        return _clause_added(text, rng)
    del sentences[rng.randrange(1, len(sentences))]
    return " ".join(sentences)
