"""Fields that several forms need: days and moments as they are typed in Paris."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from consultation.consultations.paris import from_paris, to_paris
from consultation.core.forms import Form
from consultation.core.i18n import _, _l
from consultation.core.text import is_blank

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]


YEARS = range(2000, 2200)
"""What is typed of another year is a slip (« 25 » for 2025), and the calendar ends somewhere."""


class ParisMomentField(DateTimeLocalField):  # type: ignore[misc]  # WTForms carries no types
    """A moment, typed as the clocks of Paris show it; `data` is aware, in UTC."""

    def __init__(self, *args: Any, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, format=MOMENT_FORMATS, **kwargs)
        self.is_end = is_end

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return to_paris(self.data).strftime(self.format[0]) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the local time; say so when no clock shows it."""
        self.data = None
        text = " ".join(valuelist).strip()
        if not text:
            return
        local = _local(text)
        if local is None:
            raise ValueError(_("Écrivez le jour et l’heure, par exemple 22/09/2025 18:00"))
        _refuse_slip(local.year)
        try:
            self.data = from_paris(local, is_end=self.is_end)
        except ValueError as error:
            raise ValueError(
                _("Cette heure n’existe pas : les horloges avancent d’une heure cette nuit-là")
            ) from error


def _refuse_slip(year: int) -> None:
    if year not in YEARS:
        raise ValueError(_("Écrivez l’année en entier, par exemple 2025"))


def _local(text: str) -> datetime | None:
    for form in MOMENT_FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  # Paris time, made aware next
        except ValueError:
            continue
    return None


class DayField(DateField):  # type: ignore[misc]  # WTForms carries no types
    """A day that may be left empty."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, format=DATE_FORMATS, validators=[Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, in our words when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Écrivez le jour, par exemple 15/12/2025")) from error
        if self.data is not None:
            _refuse_slip(self.data.year)


def not_blank(message: object) -> Callable[[Form, StringField], None]:
    """Something that can be seen was typed."""

    def check(_form: Form, field: StringField) -> None:
        if is_blank(field.data or ""):
            raise ValidationError(str(message))

    return check


def whole_number(label: object, **more: Any) -> IntegerField:
    """A whole number."""
    return IntegerField(label, invalid_value_message=_l("Écrivez un nombre entier"), **more)


Pair = tuple[str, object]


def options(pairs: Iterable[Pair]) -> list[SelectChoice]:
    """(value, words) pairs, as WTForms wants them."""
    return [SelectChoice(value, words) for value, words in pairs]


def radios(label: object, pairs: Iterable[Pair] = (), **more: Any) -> RadioField:
    """One of a few, all shown. Without `pairs` the form offers them later."""
    return RadioField(
        label,
        choices=options(pairs),
        invalid_choice_message=_l("Choisissez dans la liste"),
        invalid_value_message=_l("Choisissez dans la liste"),
        **more,
    )


def select(label: object, pairs: Iterable[Pair], **more: Any) -> SelectField:
    """One of several."""
    return SelectField(
        label,
        choices=options(pairs),
        invalid_choice_message=_l("Choisissez dans la liste"),
        invalid_value_message=_l("Choisissez dans la liste"),
        **more,
    )
