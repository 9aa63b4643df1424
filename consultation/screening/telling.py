"""Signals in words, for the team: what each is, what it points at, what it weighs."""

from collections.abc import Mapping

from consultation.core.i18n import _, _n
from consultation.screening.personal_data import TraceKind, trace_label
from consultation.screening.rules import NOTHING
from consultation.screening.signals import Signal, SignalKind, SignalSpan

EXCERPT_MAX = 120
CONTEXT = 24


def kind_label(kind: str) -> str:
    """The name of a kind of signal, or of what a rule may ask for."""
    return {
        SignalKind.PERSONAL_DATA.value: _("Donnée personnelle"),
        SignalKind.HEALTH.value: _("Santé d’une personne reconnaissable"),
        SignalKind.LINKS.value: _("Lien"),
        SignalKind.CAMPAIGN.value: _("Texte de campagne"),
        SignalKind.REPEATED.value: _("Texte répété par la même personne"),
        SignalKind.SHOUTING.value: _("Capitales ou ponctuation criarde"),
        SignalKind.INSULT.value: _("Mot de la liste des injures"),
        SignalKind.SPEED.value: _("Envoi très rapide"),
        SignalKind.FIRST_MESSAGE.value: _("Premier message"),
        SignalKind.DISTRESS.value: _("Détresse"),
        SignalKind.VIOLENCE.value: _("Menace ou appel à la violence"),
        SignalKind.RULE.value: _("Règle de la consultation"),
        NOTHING: _("Aucun signal, hors premier message"),
    }[kind]


def signal_label(signal: Signal) -> str:
    """One signal in a few words: « Donnée personnelle : un numéro de téléphone »."""
    name = kind_label(signal.kind.value)
    said = _DETAIL.get(signal.kind, lambda _signal: "")(signal)
    return _("%(name)s : %(detail)s", name=name, detail=said) if said else name


def _data(signal: Signal) -> str:
    kinds = dict.fromkeys(span.label for span in signal.spans)
    return ", ".join(trace_label(TraceKind(kind)) for kind in kinds)


def _speed(signal: Signal) -> str:
    if "seconds" in signal.details:
        return _n(
            "écrit en %(num)s seconde", "écrit en %(num)s secondes", signal.details["seconds"]
        )
    return _(
        "%(count)s envois en %(minutes)s minutes",
        count=signal.count,
        minutes=signal.details.get("minutes", 10),
    )


def _rule(signal: Signal) -> str:
    return str(signal.details.get("name", ""))


def _times(signal: Signal) -> str:
    return _n("%(num)s fois", "%(num)s fois", signal.count) if signal.count > 1 else ""


def _campaign(signal: Signal) -> str:
    members = signal.details.get("members", signal.count)
    if not isinstance(members, int) or members < 2:
        return ""
    return _n("%(num)s texte proche", "%(num)s textes proches", members)


_DETAIL = {
    SignalKind.PERSONAL_DATA: _data,
    SignalKind.SPEED: _speed,
    SignalKind.RULE: _rule,
    SignalKind.CAMPAIGN: _campaign,
    SignalKind.LINKS: _times,
    SignalKind.INSULT: _times,
    SignalKind.REPEATED: _times,
    SignalKind.HEALTH: _times,
}


def span_label(span: SignalSpan) -> str:
    """What a span of a text is, for whoever reads it marked, or masks it."""
    if span.label in set(TraceKind):
        return trace_label(TraceKind(span.label))
    return {
        "health": _("la santé d’une personne"),
        "insult": _("une injure"),
        "link": _("un lien"),
        "shouting": _("des capitales ou une ponctuation criarde"),
        "distress": _("des mots de détresse"),
        "violence": _("une menace"),
    }.get(span.label, "")


def signal_excerpt(signal: Signal, texts: Mapping[str, str | None]) -> str:
    """The words that the first span points at, with a few around; "" where it points at none.

    `texts` are those of the revision, by the name of their field.
    """
    for span in signal.spans:
        text = texts.get(span.field) or ""
        words = text[span.start : span.end]
        if not words:
            continue
        before = text[max(0, span.start - CONTEXT) : span.start]
        after = text[span.end : span.end + CONTEXT]
        if span.start > CONTEXT:
            before = "… " + before.partition(" ")[2]
        if span.end + CONTEXT < len(text):
            after = after.rpartition(" ")[0] + " …"
        if len(words) > EXCERPT_MAX:
            words, after = words[:EXCERPT_MAX].rpartition(" ")[0], " …"
        return " ".join(f"{before}{words}{after}".split())
    return ""
