"""What is kept about a person, in words: for the file that one reads oneself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from consultation.committees.models.people import Seat
from consultation.committees.words import seat_words
from consultation.consultations.categories import DEFAULT_CODES, default_label
from consultation.core.i18n import _, _l
from consultation.core.templating import moment

Data = Mapping[str, Sequence[Mapping[str, Any]]]

SECTIONS = {
    "account": _l("Compte"),
    "sessions": _l("Connexions"),
    "roles": _l("Rôles dans les équipes"),
    "participations": _l("Participation aux consultations"),
    "contributions": _l("Contributions, et chacun de leurs textes"),
    "votes": _l("Votes"),
    "drafts": _l("Brouillons"),
    "decisions": _l("Décisions de modération sur vos contributions"),
    "flags": _l("Signalements au titre de la charte"),
    "notices": _l("Signalements de contenus illicites"),
    "appeals": _l("Recours"),
    "followed_answers": _l("Réponses suivies"),
    "committees": _l("Comités dont vous êtes ou avez été membre"),
    "volunteering": _l("Candidatures à un tirage au sort"),
    "committee_attendance": _l("Présence aux séances"),
    "committee_messages": _l("Messages dans les comités"),
    "committee_files": _l("Fichiers joints dans les comités"),
    "committee_votes": _l("Votes aux scrutins publics des comités"),
    "committee_wordings": _l("Textes d’avis que vous avez écrits"),
    "committee_amendments": _l("Amendements"),
    "committee_remarks": _l("Remarques sur un avis"),
    "minority_statements": _l("Opinions minoritaires écrites ou signées"),
    "reading_notes": _l("Notes de lecture"),
    "mails": _l("Messages envoyés à votre adresse"),
}
FIELDS = {
    "answers": _l("Réponses données"),
    "at": _l("Date"),
    "ballot": _l("Scrutin"),
    "browser": _l("Navigateur"),
    "category": _l("Catégorie"),
    "charter_accepted_at": _l("Charte acceptée le"),
    "charter_version": _l("Version de la charte"),
    "choice": _l("Choix"),
    "clause": _l("Règle de la charte"),
    "committee": _l("Comité"),
    "confirmed_at": _l("Adresse confirmée le"),
    "consultation": _l("Consultation"),
    "contribution": _l("Contribution"),
    "created_at": _l("Compte créé le"),
    "decided_at": _l("Décidé le"),
    "decision": _l("Décision"),
    "display_name": _l("Nom affiché"),
    "email": _l("Adresse électronique"),
    "ended_at": _l("Terminée le"),
    "ends_at": _l("Jusqu’au"),
    "expires_at": _l("Gardé jusqu’au"),
    "explanation": _l("Explication"),
    "facts": _l("Faits"),
    "fingerprint": _l("Empreinte (SHA-256)"),
    "form": _l("Ce qui a été écrit"),
    "ground": _l("Fondement"),
    "interests": _l("Intérêts déclarés"),
    "is_administrator": _l("Administration du service"),
    "is_name_public": _l("Nom public"),
    "is_under_15": _l("Moins de 15 ans"),
    "judged_at": _l("Jugé le"),
    "key": _l("Clé de la contribution"),
    "kind": _l("Nature"),
    "language": _l("Langue"),
    "left_at": _l("Départ le"),
    "legal_ref": _l("Référence légale"),
    "measure": _l("Mesure"),
    "muted_at": _l("Messages coupés le"),
    "name": _l("Nom"),
    "number": _l("Numéro"),
    "organisation": _l("Organisation"),
    "origin": _l("Origine"),
    "outcome": _l("Suite donnée"),
    "presence": _l("Présence"),
    "proposed_text": _l("Rédaction proposée"),
    "reason": _l("Raison"),
    "reasons": _l("Raisons"),
    "received_at": _l("Reçu le"),
    "reference": _l("Référence"),
    "revision": _l("Texte n°"),
    "role": _l("Rôle"),
    "run_at": _l("Date"),
    "saved_at": _l("Enregistré le"),
    "seat": _l("Siège"),
    "seen_at": _l("Dernière visite"),
    "session": _l("Séance"),
    "signed_at": _l("Signée le"),
    "since": _l("Depuis le"),
    "size": _l("Taille, en octets"),
    "stance": _l("Position"),
    "started_at": _l("Commencée le"),
    "starts_at": _l("Date"),
    "state": _l("État"),
    "statement": _l("Exposé des motifs"),
    "subject": _l("Objet"),
    "text": _l("Texte"),
    "thread": _l("Fil"),
    "value": _l("Vote"),
    "withdrawn_at": _l("Retiré le"),
    "words": _l("Vos mots"),
}
VALUES = {
    "state": {
        "published": _l("publiée"), "pending": _l("en attente de lecture"),
        "withdrawn": _l("retirée par vous"), "refused": _l("refusée"), "hidden": _l("masquée"),
    },
    "kind": {
        "comment": _l("commentaire"), "question": _l("question"),
        "amendment": _l("proposition de rédaction"),
    },
    "stance": {
        "for": _l("favorable"), "mixed": _l("mitigé"), "against": _l("opposé"),
        "none": _l("sans position"),
    },
    "value": {
        "agree": _l("d’accord"), "disagree": _l("pas d’accord"), "pass": _l("passer"),
    },
    "role": {
        "organiser": _l("organisation"), "moderator": _l("modération"),
        "committee": _l("comité"),
    },
    "presence": {
        "present": _l("présence"), "excused": _l("absence excusée"), "absent": _l("absence"),
    },
    "language": {"fr": "Français", "en": "English"},
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One subject, and each of its rows as (name, value) pairs."""

    title: str
    rows: Sequence[Sequence[tuple[str, str | Markup]]]


def told(data: Data) -> list[Told]:
    """The data of `queries.my_data`, in words; what is empty in a row is left out."""
    return [
        Told(str(title), [list(_pairs(row)) for row in data[name]])
        for name, title in SECTIONS.items()
    ]


def _pairs(row: Mapping[str, Any]) -> Sequence[tuple[str, str | Markup]]:
    return [
        (str(FIELDS[name]), _shown(name, value))
        for name, value in row.items()
        if value is not None and value != ""
    ]


def _shown(name: str, value: Any) -> str | Markup:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name.endswith("_at") or name in {"at", "since"}:
        return moment(datetime.fromisoformat(value)) if isinstance(value, str) else str(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key} : {each}" for key, each in value.items() if each)
    if isinstance(value, Seat):
        return seat_words(value)
    if name == "category" and value in DEFAULT_CODES:
        return default_label(value)
    return str(VALUES.get(name, {}).get(value, value))
