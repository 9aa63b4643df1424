"""The forms of those who report and contest. Each says of itself what is to be corrected."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from consultation.accounts.forms import check_email
from consultation.consultations.charter import Clause
from consultation.consultations.forms.fields import not_blank, options, radios
from consultation.core.forms import Form, trimmed
from consultation.core.i18n import _, _l
from consultation.core.text import is_blank, one_line, tidy
from consultation.moderation.reports import Category
from consultation.moderation.services.appealing import MAX_APPEAL
from consultation.moderation.services.flagging import MAX_WORDS
from consultation.moderation.services.noticing import (
    MAX_EMAIL,
    MAX_EXPLANATION,
    MAX_NOTICE_NAME,
    MAX_REF,
    MIN_EXPLANATION,
    Told,
)
from consultation.moderation.words import category_word


def tidied(text: str | None) -> str:
    """A filter: what `core.text.tidy` makes of it."""
    return tidy(text) if text else ""


def on_one_line(text: str | None) -> str:
    """A filter: no line breaks, which could reach the head of a mail."""
    return one_line(text) if text else ""


class FlagForm(Form):
    """Which rule, and a few words."""

    clause = radios(
        _l("Règle qui n’est pas respectée"),
        validators=[InputRequired(_l("Choisissez une règle"))],
    )
    words = TextAreaField(
        _l("Ce qui ne va pas"),
        description=_l("En une ou deux phrases. La modération seule vous lit."),
        filters=[tidied],
        validators=[
            not_blank(_l("Dites en quelques mots ce qui ne va pas")),
            Length(max=MAX_WORDS, message=_l("Vos explications comptent 500 caractères au plus")),
        ],
    )

    def offer(self, clauses: Sequence[Clause]) -> None:
        """The rules in force."""
        self.clause.choices = options(
            (clause.ref, _("%(ref)s. %(title)s", ref=clause.ref, title=clause.title))
            for clause in clauses
        )


class NoticeForm(Form):
    """The fields of the DSA's article 16."""

    category = radios(
        _l("De quoi s’agit-il ?"),
        validators=[InputRequired(_l("Choisissez ce dont il s’agit"))],
    )
    explanation = TextAreaField(
        _l("Pourquoi ce contenu est illégal"),
        description=_l(
            "Citez les mots en cause, et dites ce qui les rend contraires à la loi. Ne donnez pas "
            "d’information sur la santé de quelqu’un."
        ),
        filters=[tidied],
        validators=[
            not_blank(_l("Expliquez pourquoi ce contenu vous paraît illégal")),
            Length(min=MIN_EXPLANATION, message=_l("Expliquez-vous en 20 caractères au moins")),
            Length(
                max=MAX_EXPLANATION,
                message=_l("L’explication compte 4 000 caractères au plus"),
            ),
        ],
    )
    legal_ref = StringField(
        _l("Loi ou article, si vous le connaissez"),
        filters=[on_one_line],
        validators=[Length(max=MAX_REF, message=_l("La référence compte 200 caractères au plus"))],
    )
    name = StringField(
        _l("Votre nom"),
        filters=[on_one_line],
        validators=[
            Length(max=MAX_NOTICE_NAME, message=_l("Le nom compte 120 caractères au plus"))
        ],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("Votre adresse électronique"),
        description=_l(
            "Pour l’accusé de réception et la réponse. Elle est effacée quand le délai de recours "
            "est passé."
        ),
        filters=[trimmed],
        validators=[Length(max=MAX_EMAIL, message=_l("L’adresse compte 254 caractères au plus"))],
        render_kw={"autocomplete": "email"},
    )
    good_faith = BooleanField(
        _l("J’affirme de bonne foi que ces informations sont exactes et complètes."),
        validators=[InputRequired(_l("Cochez la case pour confirmer votre bonne foi"))],
    )
    form_token = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = options((each.value, category_word(each)) for each in Category)

    @property
    def may_be_nameless(self) -> bool:
        """The law asks no name where children are abused."""
        return bool(self.category.data == Category.CHILD_ABUSE.value)

    def validate_name(self, field: StringField) -> None:
        """A name that can be seen."""
        if is_blank(field.data or "") and not self.may_be_nameless:
            raise ValidationError(_("Écrivez votre nom"))

    def validate_email(self, field: EmailField) -> None:
        """A plausible address, where one is asked for or given."""
        if field.data or not self.may_be_nameless:
            check_email(self, field)

    def told(self) -> Told:
        """What it says, for the service."""
        return Told(
            category=Category(self.category.data),
            explanation=self.explanation.data or "",
            form_token=self.form_token.data or "",
            legal_ref=self.legal_ref.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            is_in_good_faith=bool(self.good_faith.data),
        )


class AppealForm(Form):
    """Why a decision is to be looked at again."""

    text = TextAreaField(
        _l("Pourquoi la décision doit être revue"),
        description=_l(
            "Une autre personne que celle qui a décidé vous lira. Ce texte n’est pas publié."
        ),
        filters=[tidied],
        validators=[
            not_blank(_l("Dites pourquoi la décision doit être revue")),
            Length(max=MAX_APPEAL, message=_l("Un recours compte 4 000 caractères au plus")),
        ],
    )
