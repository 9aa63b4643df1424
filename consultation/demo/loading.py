"""Loading the demo, at any size: the same seed on the same day gives the same demo."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlalchemy import func, select, text

from consultation.accounts.models import User
from consultation.consultations.models import Category, Consultation, Organisation, Participant
from consultation.contributions.models import Contribution, Vote
from consultation.core.clock import now, travel
from consultation.core.db import Base, session, transaction
from consultation.core.keys import ALPHABET
from consultation.demo.answers_setting import go_on_answering, publish_planned_answers
from consultation.demo.bulk import Bulk
from consultation.demo.camps import Camps
from consultation.demo.codings import plant_codings
from consultation.demo.committee_setting import add_assembly, found_committee
from consultation.demo.counts_setting import settle
from consultation.demo.crowd import Crowd, Guest
from consultation.demo.disputes import plant_disputes
from consultation.demo.doubles import plant_doubles
from consultation.demo.families_answered import answer_families, report_to_families
from consultation.demo.families_setting import publish_opinion_of_families
from consultation.demo.later import publish_later_versions
from consultation.demo.lots_setting import call_for_night_care
from consultation.demo.people import Person, people
from consultation.demo.plan import (
    CHILD_RECORD,
    CONSULTATIONS,
    HOME_CARE,
    MAIN,
    NIGHT_CARE,
    STAFF,
    ConsultationPlan,
)
from consultation.demo.rows import insert_all
from consultation.demo.setting import add_consultation, add_participant, add_staff
from consultation.demo.spots import spots
from consultation.demo.syntheses_asked import answer_synthesis
from consultation.demo.syntheses_setting import begin_synthesis, publish_synthesis
from consultation.demo.waiting_setting import plant_waiting, waiting_share
from consultation.moderation.campaigns.tasks import group_next

PEOPLE_SHARE = 0.55
"""People for one contribution: some say much, most say one thing."""
OTHERS_MOST = 2_100
"""Contributions of each other consultation, at most: the open one is what grows."""
CHUNK = 10_000
INDEXES_FROM = 50_000
"""From this size on, indexes are built once at the end, not row by row."""
GROUPED_AT_MOST = 20_000
"""Up to this size campaigns are found while loading; of a larger demo, by the worker."""
Progress = Callable[[str], None]


def load(count: int, seed: int, progress: Progress) -> None:
    """Load every consultation of the demo, the open one with `count` contributions."""
    plans = sorted(CONSULTATIONS, key=lambda plan: plan.prepared_in)
    with travel(now() + timedelta(days=plans[0].prepared_in - 10)):
        staff = add_staff()
    indexes = [
        index
        for table in (Contribution, Vote)
        for index in table.__table__.indexes  # type: ignore[attr-defined]
        if count >= INDEXES_FROM
    ]
    _each(indexes, "drop")
    rows: dict[str, Consultation] = {}
    for plan in plans:
        wanted = count if plan is MAIN else min(int(count * plan.share), OTHERS_MOST)
        rows[plan.slug] = _live(plan, wanted, seed, staff, progress)
        if plan is MAIN:
            committee = found_committee(rows[MAIN.slug], staff)
    call_for_night_care(rows[NIGHT_CARE.slug], actor=_organiser(staff))
    add_assembly(committee, rows[MAIN.slug], staff).go_on()
    _each(indexes, "create")
    if count:
        _go_on(rows, count, seed, staff, progress)
    with transaction() as current:
        current.execute(text("analyze"))
    if count <= GROUPED_AT_MOST:
        progress("Campagnes : textes comparés")
        while group_next():
            pass


def _live(
    plan: ConsultationPlan, wanted: int, seed: int, staff: dict[str, User], progress: Progress
) -> Consultation:
    """One consultation from its preparation to where the plan leaves it."""
    row = add_consultation(plan, staff)
    progress(f"{plan.title} : texte publié")
    if wanted:
        _fill(row, plan, wanted, seed, staff, progress)
        if plan is CHILD_RECORD:
            progress(f"{plan.short_title} : avis, synthèse")
            publish_opinion_of_families(row, staff)
            publish_synthesis(row, staff)
        publish_later_versions(row, plan, _organiser(staff))
        if plan is CHILD_RECORD:
            publish_planned_answers(row, _organiser(staff), _guest(staff))
            answer_synthesis(row, _organiser(staff))
            answer_families(row, _organiser(staff))
    return row


def _go_on(
    rows: dict[str, Consultation], count: int, seed: int, staff: dict[str, User],
    progress: Progress,
) -> None:  # fmt: skip
    """What the teams do today: moderate, analyse, answer."""
    main = rows[MAIN.slug]
    progress(f"{MAIN.short_title} : modération")
    plant_disputes(main, staff, seed)
    plant_waiting(main, _organiser(staff), seed, waiting_share(count))
    progress(f"{MAIN.short_title} : analyse")
    plant_codings(main, staff, seed, count)
    plant_doubles(main, staff, seed, count)
    begin_synthesis(main, staff)
    progress(f"{CHILD_RECORD.short_title} : réponses")
    go_on_answering(rows[CHILD_RECORD.slug], rows[HOME_CARE.slug], _organiser(staff))
    report_to_families(rows[CHILD_RECORD.slug], _organiser(staff), is_early=False)


def _each(indexes: list[object], act: str) -> None:
    with transaction() as current:
        for index in indexes:
            getattr(index, act)(current.connection())


def _fill(
    row: Consultation, plan: ConsultationPlan, count: int, seed: int, staff: dict[str, User],
    progress: Progress,
) -> None:  # fmt: skip
    rng = Random(f"{seed}/{plan.slug}")  # noqa: S311  # no secret depends on it
    organiser = next(account for account in STAFF if account.duty == "organiser")
    guest = next(account for account in STAFF if account.duty == "participant")
    institution = add_participant(staff[organiser.email], row, organiser.category)
    odile = add_participant(staff[guest.email], row, guest.category)
    speaks_from: tuple[int, ...] = ()
    if plan is MAIN:
        speaks_from = (count // 3, count // 2, count * 9 // 10)
    elif plan is CHILD_RECORD:
        speaks_from = (count // 3,)
    crowd = Crowd(institution.id, Guest(odile.id, guest.category, guest.gender, speaks_from))
    wanted = max(20, int(count * PEOPLE_SHARE))
    for start in range(0, wanted, CHUNK):
        known = people(seed * 1000 + start // CHUNK + row.id, min(CHUNK, wanted - start))
        _add_people(row, known, crowd, rng)
        if start:
            progress(f"{plan.short_title} : {start + len(known)} personnes")
    if plan is CHILD_RECORD:
        crowd.camps = Camps(crowd.everybody, seed)
    opens_at, closes_at = row.opens_at or now(), row.closes_at or now()
    bulk = Bulk(
        rng=rng,
        consultation_id=row.id,
        spots=spots(row, plan, seed),
        crowd=crowd,
        opens_at=opens_at,
        until=min(closes_at, now()),
        first_id=_next_id(Contribution),
        waiting=waiting_share(count) if plan is MAIN else 0,
    )
    tally = bulk.write(
        count, lambda done: progress(f"{plan.short_title} : {done} contributions sur {count}")
    )
    settle(row, tally)


def _organiser(staff: dict[str, User]) -> User:
    return staff[next(account.email for account in STAFF if account.duty == "organiser")]


def _guest(staff: dict[str, User]) -> User:
    return staff[next(account.email for account in STAFF if account.duty == "participant")]


def _next_id(table: type[Base]) -> int:
    found = session.scalar(select(func.max(table.__table__.c.id)))
    return int(found or 0) + 1


def _add_people(row: Consultation, known: list[Person], crowd: Crowd, rng: Random) -> None:
    with transaction() as current:
        codes = select(Category.code, Category.id).where(Category.consultation_id == row.id)
        categories = dict(current.execute(codes).all())
        organisations = _organisations(row, known)
        user_id, participant_id = _next_id(User), _next_id(Participant)
        users, participants = [], []
        for offset, person in enumerate(known):
            users.append(_user(user_id + offset, person, row))
            organisation = organisations.get(person.organisation)
            participants.append(
                {
                    "id": participant_id + offset,
                    "key": "".join(rng.choices(ALPHABET, k=9)),
                    "consultation_id": row.id,
                    "user_id": user_id + offset,
                    "category_id": categories[person.category],
                    "organisation_id": organisation,
                    "organisation_confirmed_at": row.opens_at if organisation else None,
                    "contribution_count": 0,
                    "is_counted": False,
                    "since": row.opens_at or now(),
                }
            )
            crowd.add(participant_id + offset, person.category, person.gender)
        insert_all(current, User, users)
        insert_all(current, Participant, participants)


def _user(number: int, person: Person, row: Consultation) -> dict[str, object]:
    at = row.opens_at or now()
    return {
        "id": number,
        "key": f"demo{number}",
        # `.invalid` (RFC 2606) reaches nobody.
        "email": f"personne-{number}@demo.invalid",
        "password_hash": None,
        "display_name": person.display_name,
        "language": "fr",
        "created_at": at,
        "confirmed_at": at,
        "is_administrator": False,
        "is_under_15": False,
        "charter_version": 1,
        "charter_accepted_at": at,
        "totp_last_step": 0,
    }


def _organisations(row: Consultation, known: list[Person]) -> dict[str, int]:
    """The ids of the organisations that these people speak for, made where they were not."""
    names = {person.organisation for person in known if person.organisation}
    with transaction() as current:
        rows = current.execute(
            select(Organisation.name, Organisation.id).where(Organisation.consultation_id == row.id)
        )
        found = dict(rows.all())
        for name in sorted(names - set(found)):
            made = Organisation(consultation_id=row.id, name=name)
            current.add(made)
            current.flush()
            found[name] = made.id
    return found
