"""The stakeholder categories of one consultation: renamed, added, put in order, retired."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from consultation.accounts.models import User
from consultation.consultations.categories import default_label
from consultation.consultations.models import Category, Consultation
from consultation.consultations.permissions import can_organise
from consultation.consultations.queries import categories_of, roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy

MAX_LABEL = 60
MAX_CATEGORIES = 30


def rename_categories(
    consultation: Consultation, labels: Mapping[int, str], *, actor: User
) -> None:
    """Give each category (by id) another name. An empty one brings a default's own name back."""
    with _changing(consultation, "renamed", actor) as rows:
        for row in rows:
            if row.id not in labels:
                continue
            label = tidy(labels[row.id])
            if row.code and label == default_label(row.code):
                # Left as it is, so that it stays translated.
                label = ""
            if not row.code and is_blank(label):
                raise DomainError(_("Donnez un nom à chaque catégorie."))
            row.label = _checked(label)


def add_category(consultation: Consultation, label: str, *, actor: User) -> None:
    """Add a category at the end of the list."""
    label = tidy(label)
    if is_blank(label):
        raise DomainError(_("Donnez un nom à la catégorie."))
    with _changing(consultation, "added", actor) as rows:
        if len(rows) >= MAX_CATEGORIES:
            raise DomainError(
                _("Une consultation a %(most)s catégories au plus.", most=MAX_CATEGORIES)
            )
        rows.append(Category(consultation_id=consultation.id, label=_checked(label)))


def move_category(consultation: Consultation, category_id: int, by: int, *, actor: User) -> None:
    """Move a category one place up (`by` -1) or down (1); at the edge it stays."""
    with _changing(consultation, "moved", actor) as rows:
        at = _index(rows, category_id)
        rows.insert(max(0, at + by), rows.pop(at))


def retire_category(consultation: Consultation, category_id: int, *, actor: User) -> None:
    """Offer a category no more; those who chose it keep it. One remains."""
    with _changing(consultation, "retired", actor) as rows:
        row = rows[_index(rows, category_id)]
        if not any(each.retired_at is None for each in rows if each is not row):
            raise DomainError(_("Gardez au moins une catégorie."))
        row.retired_at = now()


def restore_category(consultation: Consultation, category_id: int, *, actor: User) -> None:
    """Offer a retired category again."""
    with _changing(consultation, "restored", actor) as rows:
        rows[_index(rows, category_id)].retired_at = None


@contextmanager
def _changing(consultation: Consultation, verb: str, actor: User) -> Iterator[list[Category]]:
    """The list, to be changed and put in order; then its positions are written anew."""
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction() as current:
        lock(consultation)
        rows = list(
            current.scalars(
                categories_of(consultation.id).execution_options(populate_existing=True)
            )
        )
        before = [_state(row) for row in rows]
        yield rows
        if before == [_state(row) for row in rows]:
            return
        # Two rows may not share a position even for a moment, so all of them step aside first.
        for place, row in enumerate(rows, start=1):
            row.position = -place
            current.add(row)
        current.flush()
        for place, row in enumerate(rows, start=1):
            row.position = place
        consultation.revision += 1
        journal.record(f"categories.{verb}", consultation, actor_id=actor.id)


def _state(row: Category) -> tuple[object, ...]:
    return row.id, row.label, row.retired_at


def _index(rows: Sequence[Category], category_id: int) -> int:
    for index, row in enumerate(rows):
        if row.id == category_id:
            return index
    raise NotFoundError(_("Cette catégorie n’existe plus."))


def _checked(label: str) -> str:
    if len(label) > MAX_LABEL:
        raise DomainError(_("Un nom de catégorie tient en %(most)s caractères.", most=MAX_LABEL))
    return label
