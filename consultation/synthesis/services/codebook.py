"""Changing the codebook: each change is kept, and no coding is ever lost by it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank
from consultation.synthesis.models import Codebook, Theme, ThemeChange
from consultation.synthesis.models.codebook import ThemeAct
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.codebook import find_theme, themes
from consultation.synthesis.services.recoding import give_codings
from consultation.synthesis.wording import ThemeWords, checked

MAX_THEMES = 1_000


def add_theme(
    consultation: Consultation, words: ThemeWords, parent_key: str = "", *, actor: User
) -> Theme:
    """A new theme at the end of its level; with a parent, on the second."""
    with transaction():
        book = _held(consultation, actor)
        parent = _parent(consultation, parent_key)
        return _added(book, checked(words), parent, actor)


def change_theme(consultation: Consultation, key: str, words: ThemeWords, *, actor: User) -> None:
    """Say otherwise what a theme is; what is coded stays coded."""
    with transaction():
        book = _held(consultation, actor)
        theme = _theme(consultation, key)
        words = checked(words)
        _refuse_same_name(consultation.id, words.name, theme.parent_id, but=theme.id)
        before = _words_of(theme)
        after = asdict(words)
        if before == after:
            return
        for name, value in after.items():
            setattr(theme, name, value)
        changed = {name for name in after if before[name] != after[name]}
        _tell(
            book, theme, ThemeAct.CHANGED, actor,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )  # fmt: skip


def move_theme(
    consultation: Consultation, key: str, parent_key: str, place: int, *, actor: User
) -> None:
    """Put a theme under a parent ("" for the first level), at `place` from 0 among its level."""
    with transaction():
        book = _held(consultation, actor)
        theme = _theme(consultation, key)
        parent = _parent(consultation, parent_key)
        if parent is not None and (parent.id == theme.id or _has_children(theme)):
            raise DomainError(_("La grille a deux niveaux : ce thème en tient déjà d’autres."))
        before = {"parent": theme.parent_id or 0, "position": theme.position}
        _refuse_same_name(consultation.id, theme.name, _id(parent), but=theme.id)
        theme.parent_id = _id(parent)
        level = [row for row in _level(consultation.id, _id(parent)) if row.id != theme.id]
        level.insert(max(0, min(place, len(level))), theme)
        for position, row in enumerate(level):
            row.position = position
        _tell(
            book, theme, ThemeAct.MOVED, actor, before=before,
            after={"parent": theme.parent_id or 0, "position": theme.position},
        )  # fmt: skip


def merge_themes(consultation: Consultation, key: str, into_key: str, *, actor: User) -> None:
    """Give all codings of one theme to another, once each, and retire it."""
    with transaction():
        book = _held(consultation, actor)
        if key == into_key:
            raise DomainError(_("Choisissez un autre thème que celui-ci."))
        theme, into = _both(consultation, key, into_key)
        if _has_children(theme):
            raise DomainError(_("Ce thème en tient d’autres : déplacez-les ou fusionnez-les."))
        moved = give_codings(theme, into, actor=actor)
        theme.retired_at = now()
        theme.merged_into_id = into.id
        _tell(
            book, theme, ThemeAct.MERGED, actor, before={},
            after={"into": into.key, "codings": moved},
        )  # fmt: skip


def split_theme(
    consultation: Consultation, key: str, names: Sequence[str], *, actor: User
) -> list[Theme]:
    """New themes beside one that says too much. Its codings stay with it, to be given out by hand.

    It can be retired once nothing is left on it.
    """
    with transaction():
        book = _held(consultation, actor)
        theme = _theme(consultation, key)
        parent = session.get(Theme, theme.parent_id) if theme.parent_id else None
        wanted = [name for name in names if not is_blank(name)]
        if len(wanted) < 2:
            raise DomainError(_("Nommez au moins deux thèmes."))
        made = [_added(book, checked(ThemeWords(name)), parent, actor) for name in wanted]
        _tell(
            book, theme, ThemeAct.SPLIT, actor, before={},
            after={"into": [each.key for each in made]},
        )  # fmt: skip
    return made


def retire_theme(consultation: Consultation, key: str, *, actor: User) -> None:
    """Offer a theme no more; what has it keeps it."""
    with transaction():
        book = _held(consultation, actor)
        theme = _theme(consultation, key)
        if _has_children(theme):
            raise DomainError(
                _("Ce thème en tient d’autres : déplacez-les ou retirez-les d’abord.")
            )
        theme.retired_at = now()
        _tell(book, theme, ThemeAct.RETIRED, actor, before={}, after={})


def restore_theme(consultation: Consultation, key: str, *, actor: User) -> None:
    """Offer a retired theme again."""
    with transaction():
        book = _held(consultation, actor)
        theme = find_theme(consultation.id, key)
        if theme is None or theme.retired_at is None:
            raise NotFoundError(_("Ce thème n’est pas retiré."))
        _refuse_same_name(consultation.id, theme.name, theme.parent_id, but=theme.id)
        theme.retired_at = None
        theme.merged_into_id = None
        _tell(book, theme, ThemeAct.RESTORED, actor, before={}, after={})


def _held(consultation: Consultation, actor: User) -> Codebook:
    """The codebook, held until the transaction ends; made with the first theme."""
    require(can_code(roles_of(actor, consultation.id)))
    insert_missing(Codebook, consultation_id=consultation.id, revision=0)
    return lock(session.get_one(Codebook, consultation.id))


def _added(book: Codebook, words: ThemeWords, parent: Theme | None, actor: User) -> Theme:
    count = session.scalar(
        select(func.count()).select_from(Theme).where(Theme.consultation_id == book.consultation_id)
    )
    if (count or 0) >= MAX_THEMES:
        raise DomainError(_("Une grille compte %(most)s thèmes au plus.", most=MAX_THEMES))
    _refuse_same_name(book.consultation_id, words.name, _id(parent))
    theme = Theme(
        consultation_id=book.consultation_id,
        parent_id=_id(parent),
        position=len(_level(book.consultation_id, _id(parent))),
        **asdict(words),
    )
    session.add(theme)
    session.flush()
    _tell(book, theme, ThemeAct.CREATED, actor, before={}, after={"name": words.name})
    return theme


def _tell(
    book: Codebook, theme: Theme, act: ThemeAct, actor: User, *,
    before: Mapping[str, object], after: Mapping[str, object],
) -> None:  # fmt: skip
    book.revision += 1
    session.add(
        ThemeChange(
            consultation_id=book.consultation_id, theme_id=theme.id, act=act,
            before=dict(before), after=dict(after), by_id=actor.id,
        )
    )  # fmt: skip
    journal.record(f"theme.{act.value}", theme, actor_id=actor.id)


def _theme(consultation: Consultation, key: str) -> Theme:
    theme = find_theme(consultation.id, key)
    if theme is None or theme.retired_at is not None:
        raise NotFoundError(_("Ce thème n’est plus dans la grille."))
    return lock(theme)


def _both(consultation: Consultation, *keys: str) -> list[Theme]:
    """Two themes that are in the codebook, held in the order in which those who code hold them."""
    rows = {key: find_theme(consultation.id, key) for key in keys}
    for row in sorted((each for each in rows.values() if each), key=lambda each: each.id):
        lock(row)
    found = [row for row in rows.values() if row is not None and row.retired_at is None]
    if len(found) < len(keys):
        raise NotFoundError(_("Ce thème n’est plus dans la grille."))
    return found


def _parent(consultation: Consultation, key: str) -> Theme | None:
    if not key:
        return None
    parent = _theme(consultation, key)
    if parent.parent_id is not None:
        raise DomainError(_("La grille a deux niveaux : choisissez un thème du premier."))
    return parent


def _level(consultation_id: int, parent_id: int | None) -> list[Theme]:
    is_there = Theme.parent_id == parent_id if parent_id else Theme.parent_id.is_(None)
    return list(session.scalars(themes(consultation_id).where(is_there)))


def _has_children(theme: Theme) -> bool:
    return bool(
        session.scalar(
            select(Theme.id).where(Theme.parent_id == theme.id, Theme.retired_at.is_(None)).limit(1)
        )
    )


def _refuse_same_name(
    consultation_id: int, name: str, parent_id: int | None, *, but: int | None = None
) -> None:
    for row in _level(consultation_id, parent_id):
        is_same = row.name.casefold() == name.casefold()
        if is_same and row.id != but and row.retired_at is None:
            raise ConflictError(_("« %(name)s » est déjà dans la grille, à ce niveau.", name=name))


def _words_of(theme: Theme) -> dict[str, object]:
    return {name: getattr(theme, name) for name in ThemeWords.__dataclass_fields__}


def _id(theme: Theme | None) -> int | None:
    return theme.id if theme else None
