"""The forms of a committee and its people."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from consultation.accounts.forms import check_email, check_name
from consultation.accounts.names import MAX_NAME
from consultation.committees.models.people import Seat
from consultation.committees.services.own import MAX_INTERESTS
from consultation.committees.services.running import (
    MAX_CHARGE,
    MAX_SELECTION,
    MAX_TITLE,
    Charge,
)
from consultation.committees.services.seats import MAX_ORIGIN
from consultation.committees.words import seat_words
from consultation.consultations.forms.fields import DayField, not_blank, options, radios, select
from consultation.consultations.models import Consultation
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l


class PlainForm(Form):
    """A form whose button says it all."""


class ChargeForm(Form):
    """What a committee is asked, by whom, until when."""

    seen = HiddenField()
    title = StringField(
        _l("Nom du comité"),
        filters=[trimmed],
        validators=[
            not_blank(_l("Donnez un nom au comité")),
            Length(max=MAX_TITLE, message=_l("Le nom compte 200 caractères au plus")),
        ],
    )
    charge_source = TextAreaField(
        _l("Saisine"),
        description=_l(
            "Ce qui est demandé au comité, et par qui. Elle est publiée. Une ligne vide sépare "
            "les paragraphes."
        ),
        filters=[trimmed],
        validators=[
            Length(max=MAX_CHARGE, message=_l("La saisine compte 20 000 caractères au plus"))
        ],
        render_kw={"rows": 8},
    )
    selection = TextAreaField(
        _l("Comment les membres sont choisis"),
        description=_l("Qui les désigne, ou comment ils sont tirés au sort. Ce texte est publié."),
        filters=[trimmed],
        validators=[
            Length(max=MAX_SELECTION, message=_l("Ce texte compte 1 000 caractères au plus"))
        ],
        render_kw={"rows": 3},
    )
    language = radios(_l("Langue du comité"), [("fr", "Français"), ("en", "English")], default="fr")
    starts_on = DayField(_l("Début du mandat"))
    opinion_due_on = DayField(_l("Avis attendu, au plus tard le"))
    ends_on = DayField(_l("Fin du mandat"))

    def charge(self) -> Charge:
        """What the service asks for."""
        return Charge(
            title=self.title.data or "",
            charge_source=self.charge_source.data or "",
            selection=self.selection.data or "",
            language=self.language.data or "fr",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            opinion_due_on=self.opinion_due_on.data,
        )

    def revision_seen(self) -> int | None:
        """What `seen` says; None when it says nothing."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class LinkForm(Form):
    """One more consultation for the committee."""

    consultation = select(_l("Consultation que vous organisez"), [])

    def offer(self, rows: Sequence[Consultation]) -> None:
        """Only those that the person organises, and that are not linked yet."""
        self.consultation.choices = options((row.key, row.title) for row in rows)


def origin_field() -> StringField:
    """Who appointed somebody, or how the lot fell on them."""
    return StringField(
        _l("Désignation"),
        description=_l(
            "Par exemple « Tirage au sort du 2 juin » ou « France Assos Santé ». Elle est publiée "
            "avec le nom, si la personne l’accepte."
        ),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=MAX_ORIGIN, message=_l("La désignation compte 150 caractères au plus")),
        ],
    )


class InvitationForm(Form):
    """Whom to invite, and to which seat."""

    email = EmailField(
        _l("Adresse électronique"),
        description=_l("L’invitation ne vaut que pour cette adresse, quatorze jours, une fois."),
        filters=[trimmed],
        validators=[check_email],
    )
    seat = radios(_l("Rôle"), default=Seat.MEMBER.value)
    origin = origin_field()

    def offer(self) -> None:
        """Every seat, in the words of the page."""
        self.seat.choices = options((seat.value, seat_words(seat)) for seat in Seat)


class SeatForm(Form):
    """Another seat for a member."""

    seat = radios(_l("Rôle"))

    def offer(self, current: Seat) -> None:
        """Every seat; the present one is chosen."""
        self.seat.choices = options((seat.value, seat_words(seat)) for seat in Seat)
        if not self.seat.raw_data:
            self.seat.data = current.value


class ListForm(Form):
    """Many invitations: a file, or lines typed here."""

    file = FileField(
        _l("Fichier CSV"),
        description=_l(
            "Trois colonnes : adresse, rôle, désignation. Les deux dernières peuvent manquer. "
            "500 lignes, 256 Ko au plus."
        ),
    )
    lines = TextAreaField(
        _l("Lignes"),
        description=_l("Par exemple : odile@exemple.fr, membre, tirage au sort du 2 juin"),
        render_kw={"rows": 10, "spellcheck": "false"},
    )


class ReserveForm(Form):
    """One more person in the reserve."""

    email = EmailField(_l("Adresse électronique"), filters=[trimmed], validators=[check_email])
    origin = origin_field()


class OwnForm(Form):
    """What a member says of themselves."""

    name = StringField(
        _l("Votre nom au comité"),
        description=_l("Prénom et initiale suffisent. Les autres membres le lisent."),
        filters=[trimmed],
        validators=[
            not_blank(_l("Écrivez votre nom, tel que le comité vous appelle")),
            check_name,
            Length(max=MAX_NAME, message=_l("Le nom compte 60 caractères au plus")),
        ],
    )
    is_name_public = BooleanField(
        _l("J’accepte que mon nom, mon rôle, ma désignation et mes liens d’intérêts soient publics")
    )
    interests = TextAreaField(
        _l("Vos liens d’intérêts"),
        description=_l(
            "Emplois, mandats, financements ou proches liés au sujet. « Aucun » est une réponse."
        ),
        filters=[trimmed],
        validators=[
            Length(max=MAX_INTERESTS, message=_l("Ce texte compte 3 000 caractères au plus"))
        ],
        render_kw={"rows": 5},
    )


def nothing_to_read() -> str:
    """Neither a file nor lines came."""
    return _("Choisissez un fichier, ou écrivez au moins une ligne")
