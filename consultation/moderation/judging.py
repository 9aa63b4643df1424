"""What a moderator says: a judgement, tidied and complete, before it changes anything. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consultation.consultations.charter import Clause, clauses_in_force
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.templating import num
from consultation.core.text import one_line, tidy
from consultation.moderation.models import Ground, Measure, Source
from consultation.moderation.transitions import RULES
from consultation.screening.personal_data import personal_data
from consultation.screening.signals import SignalSpan

FACTS_MAX = 2000
STATEMENT_MAX = 6000
LEGAL_REF_MAX = 300
SUSPENDED_AT_MOST = timedelta(days=366)
QUOTED_FROM = 60
"""Characters from which repeating a whole text is publishing it again, by mail."""


@dataclass(frozen=True)
class Judgement:
    """A measure with its reasons. An empty `statement` is drafted from them."""

    measure: Measure
    ground: Ground = Ground.NONE
    clause: str = ""
    legal_ref: str = ""
    facts: str = ""
    statement: str = ""
    source: Source = Source.OWN
    is_machine_detected: bool = False
    spans: tuple[SignalSpan, ...] = ()
    """What to mask, in the text that the moderator has before them."""
    target_key: str = ""
    """Where to move it: the key of a paragraph or a section, or of the document for the whole."""
    until: datetime | None = None
    """The end of a suspension."""
    seen_revision: int | None = None
    """The revision that was read; another one meanwhile, and nothing is decided."""


def checked(given: Judgement, consultation_id: int, moment: datetime) -> Judgement:
    """`given`, tidied, without what its measure does not use; what is missing is asked for."""
    judgement = replace(
        given,
        facts=tidy(given.facts),
        statement=tidy(given.statement),
        legal_ref=one_line(given.legal_ref) if given.ground is Ground.LAW else "",
        clause=given.clause.strip() if given.ground is Ground.CHARTER else "",
        spans=given.spans if given.measure is Measure.MASK else (),
        target_key=given.target_key if given.measure is Measure.MOVE else "",
        until=given.until if given.measure is Measure.SUSPEND else None,
    )
    fault = (
        _fault_of_ground(judgement, consultation_id)
        or _fault_of_facts(judgement)
        or _fault_of_term(judgement, moment)
    )
    if fault:
        raise DomainError(fault)
    return judgement


def clause_of(judgement: Judgement, consultation_id: int) -> Clause | None:
    """The clause that it names, in the language being written."""
    clauses = clauses_in_force(consultation_id)
    return next((each for each in clauses if each.ref == judgement.clause), None)


def _fault_of_ground(judgement: Judgement, consultation_id: int) -> str:
    if judgement.ground is Ground.CHARTER and clause_of(judgement, consultation_id) is None:
        return _("Choisissez une règle de la charte.")
    if judgement.ground is Ground.LAW and not judgement.legal_ref:
        return _("Nommez la loi et l’article qui s’appliquent.")
    if judgement.ground is Ground.LAW and not judgement.facts:
        return _("Dites en une ou deux phrases pourquoi la loi l’interdit.")
    if len(judgement.legal_ref) > LEGAL_REF_MAX:
        return _("Ce texte tient en %(most)s caractères.", most=num(LEGAL_REF_MAX))
    if judgement.ground is Ground.NONE and RULES[judgement.measure].needs_ground:
        return _("Choisissez la règle de la charte ou la loi qui s’applique.")
    return ""


def _fault_of_facts(judgement: Judgement) -> str:
    for text, most in ((judgement.facts, FACTS_MAX), (judgement.statement, STATEMENT_MAX)):
        if len(text) > most:
            return _("Ce texte tient en %(most)s caractères.", most=num(most))
        if personal_data(text):
            return _(
                "Ce que vous écrivez part par courriel : n’y recopiez ni numéro, ni adresse, "
                "ni date de naissance."
            )
    if RULES[judgement.measure].needs_facts and not judgement.facts:
        return _("Dites les faits en une ou deux phrases.")
    return ""


def fault_of_quoting(judgement: Judgement, *texts: str) -> str:
    """A letter does not carry the whole of a text that was taken from the public."""
    said = " ".join(f"{judgement.facts} {judgement.statement}".split()).casefold()
    for text in texts:
        whole = " ".join(text.split()).casefold()
        if len(whole) >= QUOTED_FROM and whole in said:
            return _("N’y recopiez pas tout le texte de la contribution : dites ce qui s’y trouve.")
    return ""


def _fault_of_term(judgement: Judgement, moment: datetime) -> str:
    if judgement.measure is not Measure.SUSPEND:
        return ""
    if judgement.until is None or judgement.until <= moment:
        return _("Choisissez jusqu’à quand cette personne ne peut plus écrire : une date à venir.")
    if judgement.until > moment + SUSPENDED_AT_MOST:
        return _("Une suspension dure un an au plus.")
    return ""
