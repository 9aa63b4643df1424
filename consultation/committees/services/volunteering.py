"""Volunteers: they come and withdraw by themselves, or come from a file, line by line."""

import csv
import hashlib
import hmac
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.accounts.names import normal_email
from consultation.committees.models.lots import Lot, LotState, Volunteer
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_run
from consultation.committees.queries.lots import lot_of, volunteer_for, volunteers_of
from consultation.committees.queries.people import standing_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import one_line

MAX_LINES = 20_000
MAX_BYTES = 4 * 1024 * 1024
HOUSEHOLD = {"foyer", "household", "adresse postale"}
EMAIL = {"adresse", "courriel", "email", "e-mail", "mail"}


def volunteer(committee: Committee, values: Mapping[str, str], home: str, *, actor: User) -> None:
    """Agree to be drawn, or correct what one said. Only while the call is open."""
    require(actor.is_confirmed and actor.email is not None, _("Confirmez d’abord votre adresse."))
    with transaction() as current:
        lock(committee)
        lot = _open(committee)
        row = volunteer_for(actor, lot.id)
        _leave_address(lot, actor)
        if row is None:
            row = Volunteer(lot_id=lot.id, values={})
            current.add(row)
        row.user_id, row.values = actor.id, dict(values)
        row.email = actor.email or ""
        row.household = household_of(lot, home)
        # Whoever reads the journal does not learn under which key of the record they stand.
        journal.record("committee.volunteered", committee, actor_id=actor.id)


def _leave_address(lot: Lot, actor: User) -> None:
    """Nobody else stands under the address that is the actor's by now: neither an account that
    has another one since, nor what a file said of it."""
    other = session.scalars(
        select(Volunteer).where(
            Volunteer.lot_id == lot.id, Volunteer.email == actor.email,
            Volunteer.user_id.is_(None) | (Volunteer.user_id != actor.id),
        )
    ).one_or_none()  # fmt: skip
    if other is None or other == volunteer_for(actor, lot.id):
        return
    if other.user_id is None:
        session.delete(other)
    else:
        # Their account says where they are written to; this only has to be nobody else's.
        other.email = other.key
    session.flush()


def withdraw(committee: Committee, *, actor: User) -> None:
    """No longer agree, at any time: who is drawn and withdrew is not invited."""
    with transaction() as current:
        lock(committee)
        lot = lot_of(committee.id)
        row = volunteer_for(actor, lot.id) if lot else None
        if row is None:
            raise NotFoundError(_("Vous n’êtes pas volontaire pour ce comité."))
        current.delete(row)
        journal.record("committee.unvolunteered", committee, actor_id=actor.id)


def forget_volunteering(user: User) -> None:
    """An account is deleted: it volunteers for nothing."""
    with transaction() as current:
        current.execute(delete(Volunteer).where(Volunteer.user_id == user.id))


def household_of(lot: Lot, home: str) -> str:
    """What two people of one home share: small letters and digits of the address, hashed.

    With the instance's key: addresses are few enough to try them all on a hash without one.
    """
    plain = re.sub(r"[\W_]+", "", home.casefold())
    if not plain or not lot.is_by_household:
        return ""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    told = f"household/{lot.key}:{plain}".encode()
    return hmac.new(secret, told, hashlib.sha256).hexdigest()[:24]


def _open(committee: Committee) -> Lot:
    lot = lot_of(committee.id)
    if lot is None:
        raise NotFoundError(_("Aucun tirage au sort n’est préparé."))
    if lock(lot).state is not LotState.OPEN:
        raise ConflictError(_("L’appel à volontaires est clos."))
    return lot


@dataclass
class VolunteerList:
    """What a file holds: whom it adds, how many it corrects, what is wrong, by line."""

    rows: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)
    known: int = 0

    @property
    def is_right(self) -> bool:
        """Somebody comes, and no line is wrong."""
        return bool(self.rows) and not self.wrong


def read_volunteers(lot: Lot, text: str) -> VolunteerList:
    """Read the file: a heading with « adresse », each feature and perhaps « foyer », then lines."""
    report = VolunteerList()
    lines = text.replace("\0", "").splitlines()
    if len(lines) > MAX_LINES:
        raise DomainError(_("La liste dépasse 20 000 lignes."))
    heading = next((line for line in lines if line.strip()), "")
    separator = max(";,\t", key=heading.count)
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    try:
        columns = _columns(lot, next(rows, []))
        for cells in rows:
            if any(cell.strip() for cell in cells):
                _read_line(report, lot, rows.line_num, columns, cells)
    except csv.Error:
        report.wrong.append((rows.line_num, "", _("Cette ligne ne se lit pas comme du CSV.")))
    there = set(session.scalars(volunteers_of(lot.id).with_only_columns(Volunteer.email)))
    report.known = len(there & set(report.rows))
    return report


def _columns(lot: Lot, heading: list[str]) -> dict[str, int]:
    """Where each thing stands."""
    places = {cell.strip().casefold(): number for number, cell in enumerate(heading)}
    found = {name: places.get(name.casefold(), -1) for name, _values in lot.features}
    missing = [name for name, place in found.items() if place < 0]
    email = next((places[name] for name in EMAIL if name in places), -1)
    if email < 0 or missing:
        raise DomainError(
            _(
                "La première ligne nomme les colonnes. Il manque : %(names)s.",
                names=", ".join([*([_("adresse")] if email < 0 else []), *missing]),
            )
        )
    home = next((places[name] for name in HOUSEHOLD if name in places), -1)
    return {**found, "": email, "\0": home}


def _read_line(
    report: VolunteerList, lot: Lot, number: int, columns: Mapping[str, int], cells: list[str]
) -> None:
    def cell(name: str) -> str:
        place = columns[name]
        return one_line(cells[place]) if 0 <= place < len(cells) else ""

    address = cell("")
    try:
        email = _address(address)
        if email in report.rows:
            raise DomainError(_("Cette adresse est déjà plus haut dans la liste."))
        values = {name: _value(name, known, cell(name)) for name, known in lot.features}
    except DomainError as error:
        report.wrong.append((number, address[:120], str(error)))
    else:
        report.rows[email] = (values, household_of(lot, cell("\0")))


def _address(typed: str) -> str:
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError as error:
        raise DomainError(
            _("Vérifiez l’adresse électronique. Exemple : prenom.nom@exemple.fr")
        ) from error
    return normal_email(typed)


def _value(name: str, known: list[tuple[str, int, int]], typed: str) -> str:
    for value, _low, _high in known:
        if value.casefold() == typed.casefold():
            return value
    raise DomainError(
        _("%(name)s : « %(typed)s » n’est pas une des valeurs.", name=name, typed=typed[:60])
    )


def import_volunteers(committee: Committee, text: str, *, actor: User) -> VolunteerList:
    """Add everybody of the file, or nobody when a line is wrong; who is there is corrected."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        lot = _open(committee)
        report = read_volunteers(lot, text)
        if not report.is_right:
            return report
        there = {row.email: row for row in session.scalars(volunteers_of(lot.id))}
        for email, (values, home) in report.rows.items():
            row = there.get(email)
            if row is None:
                row = Volunteer(lot_id=lot.id, email=email)
                current.add(row)
            row.values, row.household = values, home
        journal.record(
            "committee.volunteers_imported", committee, actor_id=actor.id, count=len(report.rows)
        )
    return report
