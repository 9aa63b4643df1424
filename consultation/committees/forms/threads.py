"""The forms of threads: beginning one, a message, when one is told by mail."""

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from consultation.committees.linking import MAX_ADDRESS
from consultation.committees.models.threads import Telling, ThreadMessage
from consultation.committees.services.attaching import Given, WrongFileError, looked_at
from consultation.committees.services.messages import MAX_BODY, Said, WrongLinkError
from consultation.committees.services.threads import MAX_SUBJECT
from consultation.consultations.forms.fields import not_blank, options, radios
from consultation.core.errors import DomainError
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _l
from consultation.core.keys import new_key

TOKEN_LENGTH = 24


def sent(field: MultipleFileField) -> list[Given]:
    """The files that came, looked at; an empty input sends none."""
    return looked_at([(each.filename or "", each.read()) for each in field.data or () if each])


class MessageForm(Form):
    """One message, and the page of the site that it speaks of."""

    token = HiddenField()
    seen = HiddenField()
    body = TextAreaField(
        _l("Votre message"),
        description=_l(
            "Une ligne vide sépare les paragraphes. Écrivez @ et le nom d’un membre : cette "
            "personne est prévenue."
        ),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez votre message")),
            Length(max=MAX_BODY, message=_l("Un message compte 10 000 caractères au plus")),
        ],
        render_kw={"rows": 6},
    )
    link = StringField(
        _l("Page dont vous parlez"),
        description=_l(
            "L’adresse d’un paragraphe, d’une contribution ou d’une autre page publique de ce "
            "site. Elle s’affiche sous votre message avec son titre."
        ),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_ADDRESS, message=_l("L’adresse compte 500 caractères au plus")),
        ],
    )

    files = MultipleFileField(
        _l("Fichiers joints"),
        description=_l(
            "Cinq au plus, 20 Mo ensemble : PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG, WebP "
            "ou texte brut. Les membres du comité les téléchargent, et eux seuls."
        ),
    )

    def begin(self) -> None:
        """Give a form that is shown for the first time its own token."""
        if not self.token.data:
            self.token.data = new_key(TOKEN_LENGTH)

    def said(self) -> Said:
        """What the service asks for."""
        token = str(self.token.data or "") or new_key(TOKEN_LENGTH)
        return Said(self.body.data or "", token[:40], self.link.data or "", sent(self.files))

    def show(self, message: ThreadMessage) -> None:
        """Edit what a message says."""
        if not self.is_submitted():
            self.body.data, self.link.data = message.body_source, message.link_path
            self.seen.data = str(message.revision)
        self.begin()

    def revision_seen(self) -> int | None:
        """What `seen` says; None when it says nothing."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def refuse(self, error: DomainError) -> None:
        """Put a refusal next to its field."""
        field = {WrongLinkError: self.link, WrongFileError: self.files}.get(type(error), self.body)
        field.errors = [str(error)]


class ThreadForm(MessageForm):
    """A thread and its first message."""

    subject = StringField(
        _l("Sujet"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un sujet au fil")),
            Length(max=MAX_SUBJECT, message=_l("Le sujet compte 150 caractères au plus")),
        ],
    )


class TellingForm(Form):
    """When one is told by mail."""

    telling = radios(_l("Par courriel"))

    def offer(self, chosen: Telling) -> None:
        """Every choice; the present one is chosen."""
        self.telling.choices = options(
            (
                (Telling.SOON, _l("Dès qu’il y a du nouveau : un message par demi-heure au plus")),
                (Telling.DAILY, _l("Une fois par jour, à 8 heures")),
                (Telling.NAMED, _l("Seulement quand un message me nomme")),
                (Telling.NEVER, _l("Jamais")),
            )
        )
        if not self.telling.raw_data:
            self.telling.data = chosen.value
