"""Appeals: whose turn it is to judge, who may, and what became of a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Participant, Role, TeamMember
from consultation.consultations.permissions import Roles
from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import with_surroundings
from consultation.core.db import session
from consultation.moderation.desk import AppealHandover
from consultation.moderation.models import Decision
from consultation.moderation.queries.reports import PAGE_SIZE, reporters_of
from consultation.moderation.reports import Appeal, Flag, Notice, Side
from consultation.moderation.rights import can_judge

MODERATES: Roles = frozenset({Role.MODERATOR})


def with_decision(query: Any) -> Any:
    """`query` of appeals with what they contest, and who was told of it."""
    decision = joinedload(Appeal.decision)
    return query.options(
        decision.joinedload(Decision.participant).joinedload(Participant.user),
        decision.joinedload(Decision.contribution),
        decision.joinedload(Decision.decided_by),
        joinedload(Appeal.appellant),
        joinedload(Appeal.notice),
    )


def decision_of_key(key: str) -> Decision | None:
    """The decision of that key, with whom it concerns, its consultation and contribution."""
    decision: Decision | None = session.scalar(
        select(Decision)
        .where(Decision.key == key, Decision.undone_at.is_(None))
        .options(
            joinedload(Decision.participant).joinedload(Participant.user),
            joinedload(Decision.contribution),
            joinedload(Decision.consultation),
            joinedload(Decision.decided_by),
        )
        .execution_options(populate_existing=True)
    )
    return decision


def appeal_of_key(key: str) -> Appeal | None:
    """The appeal of that key, with all that a judge needs."""
    query = with_decision(select(Appeal).where(Appeal.key == key))
    appeal: Appeal | None = session.scalar(query.execution_options(populate_existing=True))
    return appeal


def appeal_of(person: User, decision: Decision) -> Appeal | None:
    """What `person` filed against the decision."""
    appeal: Appeal | None = session.scalar(
        select(Appeal).where(Appeal.decision_id == decision.id, Appeal.appellant_id == person.id)
    )
    return appeal


def appeal_of_notice(notice: Notice) -> Appeal | None:
    """What was filed by whoever holds the notice's address, against its answer."""
    appeal: Appeal | None = session.scalar(
        select(Appeal).where(
            Appeal.decision_id == notice.decision_id, Appeal.notice_id == notice.id
        )
    )
    return appeal


def was_judged(decision: Decision) -> bool:
    """Whether an appeal against it has its answer."""
    query = select(Appeal.id).where(
        Appeal.decision_id == decision.id, Appeal.judged_at.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def flag_answered_by(decision: Decision, person: User) -> Flag | None:
    """The flag of `person` that the decision answered."""
    flag: Flag | None = session.scalar(
        select(Flag).where(Flag.decision_id == decision.id, Flag.reporter_id == person.id)
    )
    return flag


def side_of(decision: Decision, person: User) -> tuple[Side | None, Flag | None]:
    """As what `person` may contest: its author, or one who reported; neither for anybody else."""
    if decision.participant.user_id == person.id:
        return Side.AUTHOR, None
    flag = flag_answered_by(decision, person)
    return (Side.REPORTER, flag) if flag else (None, None)


def own_appeals(person: User) -> Sequence[Appeal]:
    """What `person` filed, newest first."""
    return session.scalars(
        with_decision(select(Appeal))
        .where(Appeal.appellant_id == person.id)
        .order_by(Appeal.id.desc())
        .limit(200)
    ).all()


@dataclass(frozen=True)
class Handed:
    """Whom an appeal was left to."""

    colleague_id: int
    name: str


@dataclass(frozen=True)
class Appeals:
    """A page of a consultation's appeals."""

    rows: Sequence[Appeal]
    following: str
    reporters: dict[int, frozenset[int | None]]
    """Of each contribution that was decided on."""
    handed: Mapping[int, Handed]
    """By appeal whom it was left to."""

    def judges(self, appeal: Appeal, team: Sequence[User]) -> list[User]:
        """Those of the team who may judge this one."""
        known = self.reporters.get(appeal.decision.contribution_id or 0, frozenset())
        return [person for person in team if can_judge(person, MODERATES, appeal, known)]


def appeals_in(
    consultation_id: int, after: str, *, waits: bool, left_to: User | None = None
) -> Appeals:
    """Those that wait, oldest first; or those that were judged, newest first.

    Only those that were left to somebody, when a person is named.
    """
    query = with_decision(select(Appeal)).where(Appeal.consultation_id == consultation_id)
    if waits:
        query = query.where(Appeal.judged_at.is_(None)).order_by(Appeal.id)
    else:
        query = query.where(Appeal.judged_at.is_not(None)).order_by(Appeal.id.desc())
    if left_to is not None:
        theirs = select(AppealHandover.appeal_id).where(AppealHandover.colleague_id == left_to.id)
        query = query.where(Appeal.id.in_(theirs))
    if after:
        place = (
            select(Appeal.id)
            .where(Appeal.key == after, Appeal.consultation_id == consultation_id)
            .scalar_subquery()
        )
        query = query.where(Appeal.id > place if waits else Appeal.id < place)
    rows = session.scalars(query.limit(PAGE_SIZE + 1)).all()
    shown = rows[:PAGE_SIZE]
    ids = [row.decision.contribution_id for row in shown if row.decision.contribution_id]
    return Appeals(
        shown,
        shown[-1].key if len(rows) > PAGE_SIZE else "",
        _reporters(ids),
        handed_to([row.id for row in shown]) if waits else {},
    )


def handed_to(appeal_ids: Sequence[int]) -> dict[int, Handed]:
    """By appeal whom it was left to, if anybody."""
    rows = session.execute(
        select(AppealHandover.appeal_id, User.id, User.display_name)
        .join(User, User.id == AppealHandover.colleague_id)
        .where(AppealHandover.appeal_id.in_(appeal_ids))
    )
    return {appeal_id: Handed(user_id, name) for appeal_id, user_id, name in rows}


def _reporters(contribution_ids: Sequence[int]) -> dict[int, frozenset[int | None]]:
    rows = session.execute(
        select(Flag.contribution_id, Flag.reporter_id)
        .where(Flag.contribution_id.in_(contribution_ids), Flag.withdrawn_at.is_(None))
        .union(
            select(Notice.contribution_id, Notice.user_id).where(
                Notice.contribution_id.in_(contribution_ids), Notice.user_id.is_not(None)
            )
        )
    )
    found: dict[int, set[int | None]] = {}
    for contribution_id, person in rows:
        found.setdefault(contribution_id, set()).add(person)
    return {contribution_id: frozenset(people) for contribution_id, people in found.items()}


def moderators_of(consultation_id: int) -> Sequence[User]:
    """The team's moderators, with an account in use."""
    return _team(consultation_id, Role.MODERATOR)


def _team(consultation_id: int, role: Role) -> Sequence[User]:
    return session.scalars(
        select(User)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(
            TeamMember.consultation_id == consultation_id,
            TeamMember.role == role,
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(TeamMember.since, User.id)
    ).all()


def judges_of(appeal: Appeal) -> list[User]:
    """The moderators who may judge the appeal: none where a second one is missing."""
    known = reporters_of(appeal.decision.contribution_id)
    team = moderators_of(appeal.consultation_id)
    return [person for person in team if can_judge(person, MODERATES, appeal, known)]


def those_who_name_moderators(consultation_id: int) -> Sequence[User]:
    """The consultation's organisers and the instance's administrators."""
    administrators = session.scalars(
        select(User).where(
            User.is_administrator.is_(True),
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
    ).all()
    found = {
        person.id: person for person in [*_team(consultation_id, Role.ORGANISER), *administrators]
    }
    return list(found.values())


def reports_answered_by(decision: Decision) -> tuple[Sequence[Flag], Sequence[Notice]]:
    """Whom the decision answered: flags with their people, and notices."""
    flags = session.scalars(
        select(Flag).where(Flag.decision_id == decision.id).options(joinedload(Flag.reporter))
    ).all()
    notices = session.scalars(select(Notice).where(Notice.decision_id == decision.id)).all()
    return flags, notices


def contribution_of(decision: Decision) -> Contribution | None:
    """What was decided on, with all that surrounds it, whatever its state."""
    if decision.contribution_id is None:
        return None
    found: Contribution | None = session.scalar(
        with_surroundings(select(Contribution).where(Contribution.id == decision.contribution_id))
    )
    return found
