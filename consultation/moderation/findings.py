"""What screening found, as the desk shows it. Pure; nothing stored is trusted to be whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultation.core.i18n import _, _n
from consultation.screening.models import RuleAction
from consultation.screening.signals import NOT_OF_THE_TEXT, Signal, SignalKind, SignalSpan
from consultation.screening.signals import URGENT as IN_DANGER
from consultation.screening.telling import kind_label, signal_label

EXCERPT = 90
PERSONAL = frozenset({SignalKind.PERSONAL_DATA, SignalKind.HEALTH})
URGENT = 60
"""From this risk on, a moderator who asked for it is told within the hour."""


class UnreadableError(ValueError):
    """What is stored is not what screening writes."""


@dataclass(frozen=True)
class Piece:
    """Some characters of a text, and what screening says that they are: "" for nothing."""

    words: str
    label: str = ""


def signals_in(stored: object) -> list[Signal]:
    """The signals that a contribution keeps, given as JSON or read already; `UnreadableError`."""
    try:
        rows = json.loads(stored) if isinstance(stored, str) else stored
        if not isinstance(rows, list):
            raise UnreadableError("no list")
        return [Signal.loaded(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableError(type(error).__name__) from error


def is_found(signals: Iterable[Signal]) -> bool:
    """A machine found something in the text itself."""
    return any(each.kind not in NOT_OF_THE_TEXT for each in signals)


def spans_in(signals: Iterable[Signal], field: str, text: str) -> list[SignalSpan]:
    """What is to be marked in one text, in order; of two that overlap, the longer one."""
    found = sorted(
        (
            span
            for signal in signals
            for span in signal.spans
            if span.field == field and 0 <= span.start < span.end <= len(text)
        ),
        key=lambda span: (span.start, -span.end),
    )
    kept: list[SignalSpan] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def pieces_of(text: str, spans: Sequence[SignalSpan]) -> list[Piece]:
    """The whole text, cut where a span begins and ends."""
    pieces: list[Piece] = []
    at = 0
    for span in spans:
        pieces += [Piece(text[at : span.start]), Piece(text[span.start : span.end], span.label)]
        at = span.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.words]


def excerpt_of(text: str, signals: Sequence[Signal], field: str = "source") -> str:
    """The beginning of a text on one line; personal data in it are named, never shown."""
    personal = [signal for signal in signals if signal.kind in PERSONAL]
    shown = "".join(
        f"[{label_word(piece.label)}]" if piece.label else piece.words
        for piece in pieces_of(text, spans_in(personal, field, text))
    )
    line = " ".join(shown.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


def label_word(label: str) -> str:
    """What a span is, in a word or two."""
    words = {
        "name": _("nom"),
        "place": _("lieu"),
        "phone": _("téléphone"),
        "email": _("adresse électronique"),
        "address": _("adresse"),
        "postal_address": _("adresse"),
        "iban": _("compte bancaire"),
        "social_security_number": _("numéro de sécurité sociale"),
        "birth_date": _("date de naissance"),
        "health": _("donnée de santé"),
        "insult": _("injure"),
        "distress": _("détresse"),
        "violence": _("menace"),
        "shouting": _("capitales"),
        "link": _("lien"),
        "links": _("lien"),
    }
    return words.get(label, _("donnée"))


@dataclass(frozen=True)
class Tag:
    """A signal as a row shows it: words, the kind of its tag, a drawing."""

    words: str
    kind: str = ""
    symbol: str = ""
    campaign: str = ""
    """The key of the campaign that it names."""


def tag_of(signal: Signal) -> Tag:
    """A signal in a word or two."""
    count = signal.count
    members = signal.details.get("members", count)
    size = members if isinstance(members, int) else count
    return {
        SignalKind.PERSONAL_DATA: lambda: Tag(_("Donnée personnelle"), "no", "warning"),
        SignalKind.HEALTH: lambda: Tag(_("Donnée de santé"), "no", "warning"),
        SignalKind.LINKS: lambda: Tag(_n("%(num)s lien", "%(num)s liens", count), "", "link"),
        SignalKind.CAMPAIGN: lambda: Tag(
            _n("%(num)s quasi-doublon", "%(num)s quasi-doublons", size),
            "part",
            "copy",
            campaign_of(signal),
        ),
        SignalKind.REPEATED: lambda: Tag(_("Déjà écrit par la même personne"), "part", "copy"),
        SignalKind.SHOUTING: lambda: Tag(_("Tout en capitales")),
        SignalKind.INSULT: lambda: Tag(_("Injure possible"), "no", "warning"),
        SignalKind.SPEED: lambda: Tag(_("Envois rapprochés"), "", "clock"),
        SignalKind.FIRST_MESSAGE: lambda: Tag(_("Premier message")),
        SignalKind.DISTRESS: lambda: Tag(kind_label(signal.kind), "no", "warning"),
        SignalKind.VIOLENCE: lambda: Tag(kind_label(signal.kind), "no", "warning"),
        SignalKind.RULE: lambda: Tag(
            _("Publiée par une règle")
            if signal.details.get("action") == RuleAction.PUBLISH
            else _("Retenue par une règle")
        ),
    }.get(signal.kind, lambda: Tag(kind_label(signal.kind)))()


def campaign_of(signal: Signal) -> str:
    """The key of the campaign that a signal names, or ""."""
    key = signal.details.get("campaign", "")
    return key if isinstance(key, str) else ""


@dataclass(frozen=True)
class Explained:
    """What screening found, said in a sentence: its force, its beginning in bold, the rest."""

    kind: str
    symbol: str
    bold: str
    rest: str = ""
    campaign: str = ""


def explained(signals: Sequence[Signal]) -> list[Explained]:
    """Each finding in a sentence, the gravest first; then what was looked for and not found."""
    by_kind = {signal.kind: signal for signal in signals}
    found = [
        Explained(
            "error",
            "warning",
            f"{kind_label(signal.kind)}.",
            _("Quelqu’un est peut-être en danger."),
        )
        for signal in signals
        if signal.kind in IN_DANGER
    ]
    personal, health = (by_kind.get(kind) for kind in (SignalKind.PERSONAL_DATA, SignalKind.HEALTH))
    if personal or health:
        count = sum(signal.count for signal in (personal, health) if signal)
        bold = _n("%(num)s donnée personnelle", "%(num)s données personnelles", count)
        rest = _(", dont une donnée de santé.") if health else "."
        found.append(Explained("error", "warning", bold, rest))
    if insult := by_kind.get(SignalKind.INSULT):
        bold = _n("%(num)s injure possible.", "%(num)s injures possibles.", insult.count)
        found.append(Explained("error", "warning", bold))
    found += [each for kind in _PLAIN if (each := _plainly(by_kind.get(kind)))]
    missing = [
        words
        for kind, words in ((SignalKind.LINKS, _("Aucun lien.")),
                            (SignalKind.INSULT, _("Aucune insulte repérée.")))
        if kind not in by_kind
    ]  # fmt: skip
    if missing:
        found.append(Explained("flat", "check", "", " ".join(missing)))
    return found


_PLAIN = (
    SignalKind.CAMPAIGN, SignalKind.REPEATED, SignalKind.LINKS, SignalKind.SHOUTING,
    SignalKind.SPEED, SignalKind.FIRST_MESSAGE, SignalKind.RULE,
)  # fmt: skip


def _plainly(signal: Signal | None) -> Explained | None:
    """What is worth a look, and wrong only perhaps."""
    if signal is None:
        return None
    tag = tag_of(signal)
    share = signal.details.get("similarity")
    rest = {
        SignalKind.CAMPAIGN: _("Groupée pour la lecture, jamais masquée parce qu’elle se répète."),
        SignalKind.REPEATED: _("Le texte ressemble à un autre du même compte."),
        SignalKind.LINKS: _("Un lien vers une source est utile, une réclame ne l’est pas."),
        SignalKind.SHOUTING: _("Une bonne part du texte est en capitales."),
        SignalKind.SPEED: _("Plusieurs envois en peu de temps."),
        SignalKind.FIRST_MESSAGE: _("Cette personne n’a encore rien publié ici."),
        SignalKind.RULE: _("Règle « %(name)s ».", name=signal.details.get("name", "")),
    }.get(signal.kind, "")
    if signal.kind is SignalKind.CAMPAIGN and isinstance(share, int | float):
        common = _("%(share)s %% de mots communs avec une campagne.", share=round(100 * share))
        rest = f"{common} {rest}"
    is_warning = signal.kind in {SignalKind.CAMPAIGN, SignalKind.REPEATED, SignalKind.SPEED}
    words = signal_label(signal) if signal.kind is SignalKind.RULE else tag.words
    kind = "warn" if is_warning else "flat"
    return Explained(kind, tag.symbol or "info", f"{words}.", rest, tag.campaign)
