"""Where a contribution comes before the public, goes, or goes elsewhere, with every count of it.

Nothing else changes the state of one that is stored. Whoever calls holds the contribution's row,
and what counts it (`hold_counts`); its discussion and its author are loaded.
"""

from collections.abc import Sequence

from sqlalchemy import select, update

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Kind, Revision
from consultation.contributions.queries.addresses import heirs_of
from consultation.contributions.queries.places import (
    Place,
    Subject,
    place_of,
    with_surroundings,
)
from consultation.contributions.services.counting import (
    count_for_author,
    count_for_heirs,
    count_in_consultation,
    count_in_discussion,
    count_in_document,
    raise_page,
    score,
    shares,
)
from consultation.core.db import hold, lock, session
from consultation.core.errors import ConflictError
from consultation.core.i18n import _
from consultation.documents.models import Document


def change_state(contribution: Contribution, state: ContributionState) -> None:
    """Put the contribution in `state`; what comes before the public is counted, what goes is not.

    A neutral trace may take the place of another one: its page is shown anew.
    """
    before = contribution.state
    if before is state:
        return
    contribution.state = state
    if before is ContributionState.PUBLISHED:
        _count(contribution, -1)
    elif state is ContributionState.PUBLISHED:
        _count(contribution, 1)
    else:
        show_again(contribution)


def hold_in_place(contribution: Contribution) -> Contribution:
    """Lock the contribution, and see where it is: a moderator may have moved it since it was read.

    Its surroundings are loaded, as `with_surroundings` does.
    """
    lock(contribution)
    if contribution.discussion.id != contribution.discussion_id:
        _reload(contribution)
    return contribution


def require_in_place(contribution: Contribution) -> None:
    """Stop who writes about words that the contribution, which is held, is no longer about."""
    if contribution.discussion.id != contribution.discussion_id:
        raise ConflictError(_("Un modérateur vient de déplacer cette contribution : rouvrez-la."))


def _reload(contribution: Contribution) -> None:
    anew = with_surroundings(select(Contribution).where(Contribution.id == contribution.id))
    session.scalars(anew.execution_options(populate_existing=True)).one()


def hold_counts(contribution: Contribution) -> None:
    """Lock what `change_state` counts in, the consultation before whoever takes part in it."""
    if contribution.parent_id is not None:
        hold(Contribution, contribution.parent_id)
    hold(Document, contribution.discussion.document_id)
    hold(Consultation, contribution.consultation_id)


def show_again(contribution: Contribution) -> None:
    """Every page that shows the contribution is a new page."""
    subject = Subject.of(contribution.discussion)
    count_in_document(subject, 0)
    raise_page(subject)
    count_for_heirs(heirs_of(subject, contribution.version_id), {})


def _count(contribution: Contribution, by: int) -> None:
    """Add the contribution to all counts (`by` 1), or take it from them (-1)."""
    subject = Subject.of(contribution.discussion)
    is_reply = contribution.parent_id is not None
    if is_reply:
        thread = lock(session.get_one(Contribution, contribution.parent_id))
        thread.reply_count += by
        score(thread)
    count_in_document(subject, 0 if is_reply else by)
    if not is_reply:
        changes = {"contribution_count": by}
        if contribution.kind is Kind.AMENDMENT:
            changes["amendment_count"] = by
        count_in_consultation(contribution.consultation_id, **changes)
    count_for_author(contribution.author_id, by)
    changes = shares(contribution.kind, contribution.stance, is_reply=is_reply, by=by)
    count_in_discussion(subject, changes)
    raise_page(subject, 0 if is_reply else by)
    count_for_heirs(heirs_of(subject, contribution.version_id), changes)


def hold_thread(contribution: Contribution) -> Sequence[Contribution]:
    """Lock the replies of a thread, then its first contribution: the order in which one answers.

    The replies. One that comes in between is a conflict: who asked, asks again.
    """
    replies = [lock(reply) for reply in _replies_to(contribution)]
    hold_in_place(contribution)
    if len(_replies_to(contribution)) != len(replies):
        raise ConflictError(_("Une réponse vient d’arriver dans ce fil : recommencez."))
    return replies


def move_thread(contribution: Contribution, target: Place, replies: Sequence[Contribution]) -> None:
    """Put a thread that is held (`hold_thread`) at other words of its document.

    What its receipts vouch for stays: each revision remembers what it was about.
    """
    lock(target.document)
    lock(target.consultation)
    whole = [contribution, *replies]
    _remember_subject([each.id for each in whole], place_of(contribution), target)
    public = [each for each in whole if each.state is ContributionState.PUBLISHED]
    source, version_id = Subject.of(contribution.discussion), contribution.version_id
    _move_counts(public, source, version_id, -1)
    discussion_id = count_in_discussion(target.subject, {})
    for each in whole:
        each.discussion_id = discussion_id
        each.version_id = target.version.id
        each.passage_id = target.passage.id if target.passage else None
        each.heading_id = target.heading.id if target.heading else None
    session.flush()
    _reload(contribution)
    _move_counts(public, target.subject, target.version.id, 1)


def _replies_to(contribution: Contribution) -> Sequence[Contribution]:
    return session.scalars(
        select(Contribution)
        .where(Contribution.parent_id == contribution.id)
        .order_by(Contribution.id)
    ).all()


def _move_counts(
    public: Sequence[Contribution], subject: Subject, version_id: int, by: int
) -> None:
    """Take (-1) a thread's published contributions from a place's counts, or add them (1)."""
    raise_by = 0
    total: dict[str, int] = {}
    for each in public:
        is_reply = each.parent_id is not None
        for name, count in shares(each.kind, each.stance, is_reply=is_reply, by=by).items():
            total[name] = total.get(name, 0) + count
        raise_by += 0 if is_reply else by
    count_in_document(subject, 0)
    if total:
        count_in_discussion(subject, total)
    raise_page(subject, raise_by)
    count_for_heirs(heirs_of(subject, version_id), total)


def _remember_subject(ids: Sequence[int], source: Place, target: Place) -> None:
    """Receipts of what was written before say where it was written; back there, nothing more."""
    same = Revision.contribution_id.in_(ids)
    here = {"subject": source.subject_name, "version_sha256": source.version.sha256}
    session.execute(update(Revision).where(same, Revision.subject.is_(None)).values(here))
    back = (
        Revision.subject == target.subject_name,
        Revision.version_sha256 == target.version.sha256,
    )
    nothing = {"subject": None, "version_sha256": None}
    session.execute(update(Revision).where(same, *back).values(nothing))
