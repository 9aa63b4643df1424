"""The forms of accounts."""

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from consultation.accounts.charter import CATEGORIES, OTHER
from consultation.accounts.names import MARKS_MAX, MAX_NAME, has_hidden_characters, is_reserved
from consultation.accounts.passwords import MAX_LENGTH, MIN_LENGTH, is_too_common
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l, _n
from consultation.core.text import is_blank, most_marks


def check_email(_form: Form, field: EmailField) -> None:
    """A plausible address; whether it exists is shown by the mail."""
    text = field.data or ""
    if not text:
        raise ValidationError(_("Écrivez votre adresse électronique"))
    if "@" not in text:
        raise ValidationError(_("L’adresse électronique est incomplète : il manque « @ »"))
    if text.endswith("@"):
        raise ValidationError(
            _("L’adresse électronique est incomplète : il manque la partie après « @ »")
        )
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(
            _("Vérifiez l’adresse électronique. Exemple : prenom.nom@exemple.fr")
        ) from error


def check_new_password(form: Form, field: PasswordField) -> None:
    """Long enough, and not among the first that anybody would try."""
    password = field.data or ""
    if not password:
        raise ValidationError(_("Choisissez un mot de passe"))
    if len(password) < MIN_LENGTH:
        raise ValidationError(
            _n(
                "Le mot de passe est trop court : il compte %(num)s caractère, il en faut %(min)s",
                "Le mot de passe est trop court : il compte %(num)s caractères, il en faut %(min)s",
                len(password),
                min=MIN_LENGTH,
            )
        )
    name = getattr(form, "display_name", None)
    email = getattr(form, "email", None)
    known = [str(each.data or "") for each in (name, email) if each is not None]
    if is_too_common(password, *known):
        raise ValidationError(
            _("Ce mot de passe est trop facile à deviner : choisissez-en un autre")
        )


def check_name(_form: Form, field: StringField) -> None:
    """Visible, and nobody else's: an institution's name comes with a role, not with an account."""
    name = field.data or ""
    if is_blank(name):
        raise ValidationError(_("Écrivez un nom ou un pseudonyme"))
    if has_hidden_characters(name):
        raise ValidationError(_("Ce nom contient des caractères invisibles : retapez-le"))
    if most_marks(name) > MARKS_MAX:
        raise ValidationError(_("Ce nom empile des accents sur une même lettre : retirez-les"))
    if is_reserved(name, current_app.config["SETTINGS"].reserved_names):
        raise ValidationError(_("Ce nom est réservé aux institutions : choisissez-en un autre"))


def name_field() -> StringField:
    """How one is called in public."""
    return StringField(
        _l("Nom affiché"),
        description=_l("Votre nom ou un pseudonyme. Il sera public."),
        filters=[trimmed],
        validators=[
            Length(max=MAX_NAME, message=_l("Le nom compte 60 caractères au plus")),
            check_name,
        ],
        render_kw={"autocomplete": "nickname", "maxlength": MAX_NAME},
    )


def new_password_field(label: object) -> PasswordField:
    """A password being chosen."""
    return PasswordField(
        label,
        description=_l("12 caractères ou plus. Une phrase convient très bien."),
        validators=[
            Length(max=MAX_LENGTH, message=_l("Le mot de passe compte 200 caractères au plus")),
            check_new_password,
        ],
        render_kw={"autocomplete": "new-password"},
    )


class SignUpForm(Form):
    """An account."""

    display_name = name_field()
    email = EmailField(
        _l("Adresse électronique"),
        description=_l("Elle reste privée. Exemple : prenom.nom@exemple.fr"),
        filters=[trimmed],
        validators=[check_email],
        render_kw={"autocomplete": "email"},
    )
    password = new_password_field(_l("Mot de passe"))
    is_under_15 = BooleanField(_l("J’ai moins de 15 ans"))
    charter = BooleanField(
        _l("J’ai lu la charte de participation et je la respecterai"),
        validators=[InputRequired(_l("Acceptez la charte de participation pour continuer"))],
    )


class SignInForm(Form):
    """Who comes."""

    email = EmailField(
        _l("Adresse électronique"),
        filters=[trimmed],
        validators=[check_email],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Mot de passe"),
        validators=[InputRequired(_l("Écrivez votre mot de passe"))],
        render_kw={"autocomplete": "current-password"},
    )


class EmailForm(Form):
    """An address."""

    email = EmailField(
        _l("Adresse électronique"),
        filters=[trimmed],
        validators=[check_email],
        render_kw={"autocomplete": "email"},
    )


class ChangeEmailForm(EmailForm):
    """Another address: it opens the account, and so is asked for as the password is."""

    current = PasswordField(
        _l("Mot de passe actuel"),
        validators=[InputRequired(_l("Écrivez votre mot de passe actuel"))],
        render_kw={"autocomplete": "current-password"},
    )


class NewPasswordForm(Form):
    """A password for who came by a mailed link."""

    password = new_password_field(_l("Nouveau mot de passe"))


class ChangePasswordForm(Form):
    """Another password."""

    current = PasswordField(
        _l("Mot de passe actuel"),
        validators=[InputRequired(_l("Écrivez votre mot de passe actuel"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field(_l("Nouveau mot de passe"))


class ProfileForm(Form):
    """What others see, and the language that we write in."""

    display_name = name_field()
    language = RadioField(
        _l("Langue des pages et des messages"),
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )


class NewFactorForm(Form):
    """The first code of an application that is being enrolled."""

    code = StringField(
        _l("Code à 6 chiffres"),
        filters=[trimmed],
        validators=[InputRequired(_l("Écrivez le code affiché par votre application"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ReplaceFactorForm(NewFactorForm):
    """The same in the place of another application: the password is asked again."""

    current = PasswordField(
        _l("Mot de passe actuel"),
        validators=[InputRequired(_l("Écrivez votre mot de passe actuel"))],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    """A code of the second factor."""

    code = StringField(
        _l("Code à 6 chiffres, ou code de secours"),
        filters=[trimmed],
        validators=[InputRequired(_l("Écrivez le code affiché par votre application"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text"},
    )


class PlainForm(Form):
    """A button that asks nothing but a deliberate act."""


def _seen(_form: Form, field: HiddenField) -> None:
    """It came from our page; an empty one is nobody's."""
    if not str(field.data or "").isdecimal() or len(str(field.data)) > 9:
        raise ValidationError(_("Rouvrez cette page, puis recommencez."))


_CATEGORY_WORDS = {
    OTHER: _l("Autre manquement à la charte"),
    "CYBER_VIOLENCE": _l("Attaque contre une personne"),
    "ILLEGAL_OR_HARMFUL_SPEECH": _l("Propos illégaux ou haineux"),
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": _l("Atteinte à la vie privée"),
    "SCAMS_AND_FRAUD": _l("Tromperie, publicité ou fraude"),
}


class ClauseForm(Form):
    """One clause of a charter, in both languages. The English may come later."""

    seen = HiddenField(validators=[_seen])
    """How often the draft had been changed when the page was shown."""
    title_fr = StringField(_l("Titre en français"), filters=[trimmed])
    text_fr = TextAreaField(
        _l("Texte en français"),
        description=_l("Une ou deux phrases : ce qui est demandé, à qui, avec quelles limites."),
        filters=[trimmed],
    )
    title_en = StringField(
        _l("Titre en anglais"),
        description=_l("Il peut venir plus tard, mais avant la publication."),
        filters=[trimmed],
    )
    text_en = TextAreaField(_l("Texte en anglais"), filters=[trimmed])
    category = SelectField(
        _l("Ce qu’est un manquement à cette règle"),
        description=_l("Dans les mots de la base européenne des décisions de modération."),
        choices=[SelectChoice(value, _CATEGORY_WORDS[value]) for value in CATEGORIES],
        default=OTHER,
        invalid_choice_message=_l("Choisissez dans la liste"),
    )


class PublishCharterForm(Form):
    """What changes, for everybody, and whether it is mailed."""

    seen = HiddenField(validators=[_seen])
    note_fr = TextAreaField(
        _l("Ce qui change, en français"),
        description=_l("Dites aussi pourquoi. La note est publiée avec la version."),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Dites ce qui change, en français")),
            Length(max=600, message=_l("La note compte 600 caractères au plus")),
        ],
    )
    note_en = TextAreaField(
        _l("Ce qui change, en anglais"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Dites ce qui change, en anglais")),
            Length(max=600, message=_l("La note compte 600 caractères au plus")),
        ],
    )
    is_mailed = BooleanField(_l("Prévenir aussi par courriel"))
