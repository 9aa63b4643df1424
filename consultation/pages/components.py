"""What the living page of components shows: a form in its states, and invented examples."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from consultation.core.forms import Form
from consultation.core.i18n import _, _l


@dataclass(frozen=True)
class Step:
    """One step of an example."""

    title: str
    note: str
    state: str


@dataclass(frozen=True)
class Row:
    """One row of a chart."""

    name: str
    parts: tuple[tuple[str, float], ...]
    numbers: tuple[int, ...]
    is_part: bool = False


@dataclass(frozen=True)
class Entry:
    """One entry of a table of contents."""

    words: str
    href: str
    count: int | None
    is_current: bool = False


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class SampleForm(Form):
    """Every kind of field."""

    name = StringField(
        _l("Nom affiché"),
        [DataRequired(_l("Écrivez votre nom"))],
        description=_l("Votre nom ou un pseudonyme. Il sera public."),
    )
    email = EmailField(_l("Adresse électronique"), [Email(_l("Il manque la partie après « @ »"))])
    password = PasswordField(_l("Mot de passe"), [Length(12, message=_l("Il est trop court"))])
    category = SelectField(
        _l("À quel titre participez-vous ?"),
        [DataRequired(_l("Choisissez une catégorie"))],
        choices=_choices({"": _l("Choisir"), "public": _l("Grand public")}),
    )
    stance = RadioField(
        _l("Votre position sur ce paragraphe"),
        [DataRequired(_l("Choisissez une position"))],
        choices=_choices(
            {
                "for": _l("Favorable"),
                "mixed": _l("Mitigé"),
                "against": _l("Opposé"),
                "ask": _l("Question"),
                "none": _l("Sans position"),
            }
        ),
    )
    language = RadioField(
        _l("Langue"), [Optional()], choices=_choices({"fr": "Français", "en": "English"})
    )
    body = TextAreaField(_l("Votre commentaire"), [DataRequired(_l("Écrivez votre texte"))])
    closes_at = DateTimeLocalField(_l("Clôture"), [Optional()])
    file = FileField(_l("Texte à importer"), [Optional()])
    charter = BooleanField(
        _l("J’ai lu la charte de participation"), [DataRequired(_l("Lisez la charte"))]
    )


def empty_form() -> SampleForm:
    """Nothing typed yet."""
    return SampleForm(None, meta={"csrf": False}, data={"stance": "mixed"})


def wrong_form() -> SampleForm:
    """Some of it to be corrected."""
    typed = MultiDict({"faux-name": "Odile M.", "faux-email": "odile.m@", "faux-stance": "for"})
    form = SampleForm(typed, meta={"csrf": False}, prefix="faux-")
    form.validate()
    return form


def examples() -> dict[str, Any]:
    """Invented steps, rows, entries and changes."""
    return {
        "empty_form": empty_form(),
        "wrong_form": wrong_form(),
        "calendar": [
            Step(_("Publication du projet"), _("1 juillet 2025"), "done"),
            Step(_("Consultation ouverte"), _("Jusqu’au 22 septembre 2025"), "now"),
            Step(_("Synthèse publiée"), _("Le 14 novembre 2025 au plus tard"), "later"),
        ],
        "life": [
            Step(_("Reçue"), _("6 septembre 2025, 21 h 50"), "done"),
            Step(_("Publiée, un passage masqué"), _("7 septembre 2025, 8 h 15"), "lost"),
            Step(_("Pas encore citée"), _("Elle figure dans l’annexe."), "later"),
        ],
        "rows": [
            Row(
                _("Informer"),
                (("for", 52), ("mixed", 19.8), ("against", 19.1), ("ask", 9.1)),
                (318, 121, 117, 56),
            ),
            Row(
                _("Grand public"),
                (("for", 46.9), ("mixed", 19.2), ("against", 24.3), ("ask", 9.6)),
                (122, 50, 63, 25),
                is_part=True,
            ),
        ],
        "contents": [
            ("", [Entry(_("Introduction"), "#toc", 142)]),
            (
                _("Priorités"),
                [
                    Entry(_("Clarifier les règles et l’éthique"), "#toc", 135, is_current=True),
                    Entry(_("Évaluer les systèmes"), "#toc", 568),
                ],
            ),
        ],
        "changes": [
            ("kept", _("…celle-ci en est informée ")), ("removed", _("dans un délai raisonnable")),
            ("kept", " "), ("added", _("avant son usage, dans des mots simples")), ("kept", "."),
        ],
    }  # fmt: skip
