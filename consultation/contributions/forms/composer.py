"""The form in which everything is said: a comment, a question, a rewording, a reply, a change."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import url_for
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)

from consultation.consultations.models import ModerationPolicy
from consultation.contributions.models import Contribution, Kind, Stance
from consultation.contributions.queries.places import Place
from consultation.contributions.queries.standing import NoVote
from consultation.contributions.services.drafts import TOKEN_LENGTH
from consultation.contributions.services.submitting import Sent
from consultation.contributions.writing import (
    Written,
    fault_of_body,
    fault_of_explanation,
    fault_of_rewording,
)
from consultation.core.clock import now
from consultation.core.forms import Form
from consultation.core.i18n import _, _l
from consultation.core.keys import ALPHABET
from consultation.core.text import tidy
from consultation.screening.personal_data import TraceKind, trace_label

ASK = "ask"
_TOKEN = re.compile(rf"[{ALPHABET}]{{{TOKEN_LENGTH}}}")


class Mode(StrEnum):
    """What is being written; the value is what a draft and the address call it."""

    COMMENT = "commentaire"
    REWORDING = "redaction"
    REPLY = "reponse"
    EDIT = "modification"


def _category_id(text: str) -> int:
    """What a choice of the list says; 0, which is nobody's, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def tidied(text: str | None) -> str:
    """A filter: what `core.text.tidy` makes of it."""
    return tidy(text) if text else ""


@dataclass(frozen=True)
class Shown:
    """What the page of the form shows around it."""

    published_as: str = ""
    local_key: str = ""
    """Under which the browser keeps a draft; empty for the form's own key."""
    suspended_until: datetime | None = None
    """A moderator suspended whoever writes: until then they keep drafts, and publish nothing."""
    suspended_for: str = ""
    no_vote: NoVote | None = None
    """Why whoever writes may not vote beside it."""


class ComposerForm(Form):
    """What one says at `place`, in one `mode`; `edited` is what a change changes."""

    stance = RadioField(_l("Votre position"), default=Stance.NONE.value, validate_choice=False)
    proposed_text = TextAreaField(_l("Le paragraphe tel que vous le proposez"), filters=[tidied])
    body = TextAreaField(_l("Votre commentaire"), filters=[tidied])
    category = SelectField(
        _l("Vous contribuez au titre de"),
        description=_l("Demandé une seule fois. La catégorie choisie est affichée avec votre nom."),
        validate_choice=False,
    )
    is_official = BooleanField(_l("Au nom de l’institution"))
    form_token = HiddenField()
    version = HiddenField()
    confirm_personal_data = HiddenField()
    since = HiddenField()
    """Since when the form has been before somebody's eyes, in seconds."""
    has_draft = HiddenField()
    """« 1 » when a draft is kept under the form's token."""

    place: Place
    mode: Mode
    edited: Contribution | None
    shown: Shown

    @property
    def kind(self) -> Kind:
        """What the contribution will be."""
        if self.edited is not None:
            return self.edited.kind
        if self.mode is Mode.REWORDING:
            return Kind.AMENDMENT
        asks = self.mode is Mode.COMMENT and self.stance.data == ASK
        return Kind.QUESTION if asks else Kind.COMMENT

    @property
    def is_reply(self) -> bool:
        """It stands in somebody's thread, where nobody takes a position."""
        return self.place.answered is not None or (
            self.edited is not None and self.edited.parent_id is not None
        )

    def written(self) -> Written:
        """What the form says, for the services."""
        takes_stance = "stance" in self and self.stance.data != ASK
        return Written(
            kind=self.kind,
            stance=Stance(self.stance.data) if takes_stance else Stance.NONE,
            source=self.body.data or "",
            proposed_text=self.proposed_text.data if "proposed_text" in self else None,
        )

    def sent(self) -> Sent:
        """The same, with what makes it one contribution of one person."""
        category = self.category.data if "category" in self else ""
        return Sent(
            written=self.written(),
            form_token=self.form_token.data,
            is_official="is_official" in self and bool(self.is_official.data),
            category_id=_category_id(category) if category else None,
            has_draft=bool(self.has_draft.data),
            seconds=self._seconds(),
        )

    def _seconds(self) -> int | None:
        """How long it was looked at; what a draft kept was written at another time."""
        since = self.since.data or ""
        if self.has_draft.data or not (since.isascii() and since.isdecimal() and len(since) < 12):
            return None
        return int(now().timestamp()) - int(since)

    @property
    def is_read_first(self) -> bool:
        """A moderator reads what it sends before the public does."""
        return self.place.consultation.moderation is ModerationPolicy.BEFORE

    def kept(self) -> dict[str, str]:
        """What a draft keeps of it."""
        names = [name for name in ("stance", "proposed_text", "body", "category") if name in self]
        fields = {name: str(self[name].data or "") for name in names}
        if "is_official" in self and self.is_official.data:
            fields["is_official"] = "y"
        if self.edited is not None:
            fields["edited"] = self.edited.key
        return {**fields, "mode": self.mode.value}

    def validate_stance(self, field: RadioField) -> None:
        """One of those that are offered."""
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Choisissez une position de la liste"))

    def validate_proposed_text(self, field: TextAreaField) -> None:
        """Another paragraph, within the limits."""
        fault = fault_of_rewording(field.data, self.place.original or "")
        if fault:
            raise ValidationError(fault)

    def validate_body(self, field: TextAreaField) -> None:
        """A text within the limits; a rewording may stand without."""
        check = fault_of_explanation if self.kind is Kind.AMENDMENT else fault_of_body
        fault = check(field.data)
        if not fault and self.is_reply and field.data == salutation(self.place):
            fault = _("Écrivez votre texte")
        if fault:
            raise ValidationError(fault)

    @property
    def action(self) -> str:
        """Where the form is sent."""
        if self.edited is not None:
            return url_for("contributions.edit", key=self.edited.key)
        return address_of_composer("contributions.submit", self.place, self.mode)

    @property
    def comment_address(self) -> str:
        """Where one comments the same place."""
        return address_of_composer("contributions.compose", self.place, Mode.COMMENT)

    @property
    def rewording_address(self) -> str:
        """Where one rewrites it; empty where there is nothing to rewrite."""
        is_settled = self.is_reply or self.edited is not None or self.has_draft.data
        if is_settled or not (self.place.original or "").strip():
            return ""
        return address_of_composer("contributions.compose", self.place, Mode.REWORDING)

    @property
    def trace_labels(self) -> list[tuple[str, str]]:
        """What the privacy warning may name, for the script to choose from."""
        data = [(kind.value, trace_label(kind)) for kind in TraceKind]
        return [*data, ("health", _("la santé d’une personne"))]

    @property
    def local_key(self) -> str:
        """The name under which the browser keeps what is being typed."""
        return local_key(self.place, self.mode, self.edited)


def address_of_composer(endpoint: str, place: Place, mode: Mode) -> str:
    """The address of the form for `place`, to open it or to send it."""
    query: dict[str, Any] = {**place.arguments}
    if mode is Mode.REWORDING:
        query["forme"] = mode.value
    return url_for(endpoint, slug=place.consultation.slug, document=place.document.slug, **query)


def local_key(place: Place, mode: Mode, edited: Contribution | None) -> str:
    """One name for each thing that can be written, the same at each visit."""
    about = edited or place.answered
    return f"{mode.value}-{about.key if about else place.key}"


def salutation(place: Place) -> str:
    """How a reply to a reply begins: whom one answers, since both stand in the same thread."""
    answered = place.answered
    if answered is None or answered.parent_id is None or not answered.author.user.display_name:
        return ""
    return f"@{answered.author.user.display_name}"
