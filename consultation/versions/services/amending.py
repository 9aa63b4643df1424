"""Taking proposed rewordings into the next version's draft, and answering the others."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import tidy
from consultation.documents.markup import to_markup
from consultation.documents.models import Document, Passage, Version, VersionState
from consultation.documents.services.correcting import key_of, rewrite
from consultation.versions.merging import Collision, merge, taken
from consultation.versions.models import Origin, OriginContribution, RewordingFate, RewordingState
from consultation.versions.permissions import can_prepare_version
from consultation.versions.queries.planning import plan_of
from consultation.versions.queries.rewordings import OpenRewording
from consultation.versions.services.deciding import REASON_MAX

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<"})


class CollisionError(ConflictError):
    """The rewording changes words that the draft changed otherwise: a person has to write."""

    def __init__(self, collisions: Sequence[Collision], draft: str) -> None:
        super().__init__(
            _(
                "Cette proposition touche des mots que le brouillon change déjà autrement : "
                "écrivez vous-même le paragraphe."
            )
        )
        self.collisions = collisions
        self.draft = draft


def take(
    version: Version,
    seen: int,
    rewording: OpenRewording,
    chosen: Iterable[int] | None,
    *,
    written: str = "",
    reason: str = "",
    actor: User,
) -> None:
    """Put the rewording, or its changes `chosen` (places in `merging.hunks`), into the draft.

    What the draft changed elsewhere in the paragraph stays. `written` is what a person made of a
    collision. The contribution is named as the origin of the change.
    """
    with transaction():
        _hold(version, actor)
        entry = target_of(version, rewording)
        is_whole = chosen is None
        wanted = (
            rewording.proposed
            if chosen is None
            else taken(rewording.base, rewording.proposed, chosen)
        )
        if wanted == rewording.base and not written:
            raise DomainError(_("Choisissez au moins un changement à reprendre."))
        text = written or _merged(rewording.base, entry.text, wanted)
        rewrite(version, seen, key_of(entry), _markup_of(entry, text), actor=actor)
        state = RewordingState.TAKEN if is_whole and not written else RewordingState.TAKEN_IN_PART
        _state(version, rewording, state, reason)
        _name_as_origin(version, entry.paragraph_id, rewording.contribution_id)
        journal.record("rewording.taken", version, actor_id=actor.id, key=rewording.key)


def answer(
    version: Version, rewording: OpenRewording, state: RewordingState, reason: str, *, actor: User
) -> None:
    """State what the version does with a rewording, without touching the draft's words."""
    with transaction():
        _hold(version, actor)
        if state is RewordingState.NOT_TAKEN and not tidy(reason).strip():
            raise DomainError(
                _("Dites en une phrase pourquoi cette proposition n’est pas reprise.")
            )
        _state(version, rewording, state, reason)
        journal.record("rewording.answered", version, actor_id=actor.id, key=rewording.key)


def take_back_answer(version: Version, rewording: OpenRewording, *, actor: User) -> None:
    """Leave the rewording unanswered again; the draft's words stay as they are."""
    with transaction() as current:
        _hold(version, actor)
        current.execute(
            delete(RewordingFate).where(
                RewordingFate.version_id == version.id,
                RewordingFate.contribution_id == rewording.contribution_id,
            )
        )
        journal.record("rewording.unanswered", version, actor_id=actor.id, key=rewording.key)


def target_of(version: Version, rewording: OpenRewording) -> Passage:
    """The draft's passage that a rewording would change; an error where there is not just one."""
    for row in plan_of(version).rows:
        if isinstance(row.old, Passage) and row.old.paragraph_id == rewording.paragraph_id:
            found = [entry for entry in row.successors if isinstance(entry, Passage)]
            if len(found) == 1:
                return found[0]
            break
    raise DomainError(
        _("Ce paragraphe est coupé ou supprimé dans le brouillon : corrigez-y le texte à la main.")
    )


def _hold(version: Version, actor: User) -> None:
    lock(version)
    document = session.get_one(Document, version.document_id)
    require(can_prepare_version(roles_of(actor, document.consultation_id)))
    if version.state is not VersionState.DRAFT:
        raise ConflictError(_("Cette version est publiée : elle ne change plus."))


def _merged(base: str, draft: str, wanted: str) -> str:
    found = merge(base, [draft, wanted])
    if found.text is None:
        raise CollisionError(found.collisions, draft)
    return found.text


def _markup_of(entry: Passage, text: str) -> str:
    """`text` as markup, with the emphasis and links of the entry where they do not touch it."""
    markup = to_markup(entry.html)
    dressed = merge(entry.text, [markup, text]).text
    return dressed if dressed is not None else text.translate(_SIGNS)


def _state(version: Version, rewording: OpenRewording, state: RewordingState, reason: str) -> None:
    reason = tidy(reason).strip()
    if len(reason) > REASON_MAX:
        raise DomainError(_("Ce texte tient en %(most)s caractères.", most=REASON_MAX))
    held = session.get(RewordingFate, (version.id, rewording.contribution_id))
    if held is None:
        held = RewordingFate(version_id=version.id, contribution_id=rewording.contribution_id)
        session.add(held)
    held.state, held.reason = state, reason
    session.flush()


def _name_as_origin(version: Version, paragraph_id: int, contribution_id: int) -> None:
    same = select(Origin).where(
        Origin.version_id == version.id, Origin.paragraph_id == paragraph_id
    )
    origin = session.scalars(same).one_or_none()
    if origin is None:
        origin = Origin(version_id=version.id, paragraph_id=paragraph_id)
        session.add(origin)
        session.flush()
    if session.get(OriginContribution, (origin.id, contribution_id)) is None:
        session.add(OriginContribution(origin_id=origin.id, contribution_id=contribution_id))
        session.flush()
