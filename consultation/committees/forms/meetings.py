"""The forms of sessions: the session itself, a point of its agenda, notes, report, cancelling."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.committees.forms.threads import sent
from consultation.committees.linking import MAX_ADDRESS
from consultation.committees.models.ballots import Ballot
from consultation.committees.models.meetings import AgendaItem
from consultation.committees.services.agenda import MAX_MINUTES, Point
from consultation.committees.services.agenda import MAX_TITLE as MAX_POINT
from consultation.committees.services.attaching import WrongFileError
from consultation.committees.services.meetings import (
    MAX_PLACE,
    MAX_REASON,
    MAX_REPORT,
    MAX_TITLE,
    Plan,
)
from consultation.committees.services.messages import WrongLinkError
from consultation.committees.services.notes import MAX_NOTES
from consultation.consultations.forms.fields import (
    ParisMomentField,
    not_blank,
    options,
    whole_number,
)
from consultation.core.errors import DomainError
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _l


def number_in(text: object) -> int | None:
    """A small whole number that a hidden field holds; None when it holds none."""
    typed = str(text or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


class MeetingForm(Form):
    """When and where a session is."""

    seen = HiddenField()
    title = StringField(
        _l("Nom de la séance"),
        description=_l("Par exemple « Troisième séance : auditions »."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un nom à la séance")),
            Length(max=MAX_TITLE, message=_l("Le nom compte 150 caractères au plus")),
        ],
    )
    starts_at = ParisMomentField(
        _l("Début"),
        description=_l("Heure de Paris. Une fois la séance convoquée, ses dates sont publiques."),
        validators=[InputRequired(_l("Écrivez le jour et l’heure du début"))],
    )
    ends_at = ParisMomentField(
        _l("Fin"),
        is_end=True,
        validators=[InputRequired(_l("Écrivez le jour et l’heure de la fin"))],
    )
    place = StringField(
        _l("Lieu"),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_PLACE, message=_l("Le lieu compte 300 caractères au plus")),
        ],
    )
    address = StringField(
        _l("Lien pour participer à distance"),
        description=_l("Une adresse complète, en https://. Seuls les membres la reçoivent."),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_ADDRESS, message=_l("L’adresse compte 500 caractères au plus")),
        ],
    )

    def plan(self) -> Plan:
        """What the service asks for, of a form that is filled in."""
        if self.starts_at.data is None or self.ends_at.data is None:
            raise ValueError("a session without its hours")
        return Plan(
            title=self.title.data or "",
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data or "",
            address=self.address.data or "",
        )


class ItemForm(Form):
    """One point of the agenda."""

    title = StringField(
        _l("Point"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Dites de quoi il s’agit")),
            Length(max=MAX_POINT, message=_l("Un point compte 200 caractères au plus")),
        ],
    )
    minutes = whole_number(
        _l("Durée, en minutes"),
        validators=[
            InputRequired(_l("Écrivez une durée entre 1 et 1 440 minutes")),
            NumberRange(1, MAX_MINUTES, _l("Écrivez une durée entre 1 et 1 440 minutes")),
        ],
    )
    link = StringField(
        _l("Page à lire"),
        description=_l("L’adresse d’une page publique de ce site : elle s’affiche avec son titre."),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_ADDRESS, message=_l("L’adresse compte 500 caractères au plus")),
        ],
    )
    files = MultipleFileField(
        _l("Documents"),
        description=_l(
            "Cinq au plus, 20 Mo ensemble : PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG, WebP "
            "ou texte brut. Les membres du comité les téléchargent, et eux seuls."
        ),
    )

    def show(self, item: AgendaItem) -> None:
        """Edit what a point says."""
        if not self.is_submitted():
            self.title.data, self.minutes.data = item.title, item.minutes
            self.link.data = item.link_path

    def point(self) -> Point:
        """What the service asks for."""
        return Point(
            self.title.data or "", self.minutes.data or 0, self.link.data or "", sent(self.files)
        )

    def refuse(self, error: DomainError) -> None:
        """Put a refusal next to its field."""
        field = {WrongLinkError: self.link, WrongFileError: self.files}.get(type(error), self.title)
        field.errors = [str(error)]


class NotesForm(Form):
    """The notes, upon the revision that the person had before them."""

    seen = HiddenField()
    notes = TextAreaField(
        _l("Notes"),
        description=_l(
            "Une ligne vide sépare les paragraphes. Si quelqu’un d’autre écrit en même temps, vos "
            "deux textes sont réunis."
        ),
        validators=[
            Length(max=MAX_NOTES, message=_l("Les notes comptent 50 000 caractères au plus"))
        ],
        render_kw={"rows": 18},
    )


class ReportForm(Form):
    """The report of a session."""

    report = TextAreaField(
        _l("Compte rendu"),
        description=_l(
            "Ce qui a été dit et décidé, relu. Une ligne vide sépare les paragraphes. Il est "
            "nécessaire pour clore la séance."
        ),
        filters=[trimmed],
        validators=[
            Length(max=MAX_REPORT, message=_l("Le compte rendu compte 50 000 caractères au plus"))
        ],
        render_kw={"rows": 18},
    )


class CancelMeetingForm(Form):
    """Why a session does not take place."""

    reason = TextAreaField(
        _l("Raison"),
        description=_l("Les membres la lisent, dans l’espace et dans le courriel."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez la raison : le comité la lit")),
            Length(max=MAX_REASON, message=_l("La raison compte 500 caractères au plus")),
        ],
        render_kw={"rows": 3},
    )


class ReopenForm(Form):
    """Why a closed session has to change."""

    reason = TextAreaField(
        _l("Raison"),
        description=_l("Les membres la lisent. Elle reste jointe à la séance et à son document."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez la raison : le comité la lit")),
            Length(max=MAX_REASON, message=_l("La raison compte 500 caractères au plus")),
        ],
        render_kw={"rows": 3},
    )


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BallotsForm(Form):
    """Which ballots were held in the session."""

    ballots = Boxes(_l("Scrutins tenus en séance"), validate_choice=False, validators=[Optional()])

    def offer(self, rows: Sequence[Ballot], chosen: Sequence[Ballot]) -> None:
        """Every ballot of the committee; those of the session are ticked."""
        self.ballots.choices = options((row.key, row.title) for row in rows)
        if not self.is_submitted():
            self.ballots.data = [row.key for row in chosen]

    def keys(self) -> list[Any]:
        """What is ticked."""
        return list(self.ballots.data or ())
