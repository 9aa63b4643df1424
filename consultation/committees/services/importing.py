"""Many invitations from one file: read line by line, sent all or none."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.accounts.names import normal_email
from consultation.committees.models.people import Committee, Seat
from consultation.committees.permissions import can_run
from consultation.committees.queries.people import (
    invitations_to,
    members_with_accounts,
    standing_of,
)
from consultation.committees.services.seats import (
    INVITATIONS_A_DAY,
    MAX_ORIGIN,
    send_invitation,
)
from consultation.committees.words import seat_of_word
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.core.text import one_line

MAX_LINES = 500
MAX_BYTES = 256 * 1024
HEADINGS = {"adresse", "courriel", "email", "e-mail", "mail", "address"}
_SEPARATOR = re.compile(r'\s*(?:"(?:[^"]|"")*"|[^";,\t\r\n]*)\s*([;,\t])')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Fate(StrEnum):
    """What becomes of one line."""

    INVITED = "invited"
    WAITING = "waiting"
    SEATED = "seated"
    WRONG = "wrong"


@dataclass(frozen=True)
class Guest:
    """One line that can be invited."""

    email: str
    seat: Seat
    origin: str


@dataclass(frozen=True)
class LineReport:
    """One line of the file: its number as an editor shows it, whom it names, what becomes of it."""

    number: int
    shown: str
    fate: Fate
    reason: str = ""


@dataclass
class InvitationList:
    """What a file holds, compared with who sits in the committee and who is invited."""

    lines: list[LineReport] = field(default_factory=list)
    guests: dict[str, Guest] = field(default_factory=dict)

    def count(self, fate: Fate) -> int:
        """How many lines have that fate."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def is_right(self) -> bool:
        """No line is wrong, and somebody is to be invited."""
        return self.count(Fate.WRONG) == 0 and bool(self.guests)


def text_of(content: bytes) -> str:
    """The words of a file: UTF-8, UTF-16 with its mark, or what French spreadsheets still write."""
    if len(content) > MAX_BYTES:
        raise DomainError(_("Le fichier dépasse 256 Ko : importez-le en plusieurs fois."))
    return decoded(content)


def decoded(content: bytes) -> str:
    """The words of bytes, whatever program wrote them."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_list(committee: Committee, text: str) -> InvitationList:
    """Say of each line what would become of it."""
    report = InvitationList()
    seated = {member.user.email for member in session.scalars(members_with_accounts(committee.id))}
    waiting = {row.email for row in invitations_to(committee)}
    found = _SEPARATOR.match(text)
    rows = csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""),
        delimiter=found.group(1) if found else ",",
    )
    start = 1
    try:
        for cells in rows:
            if rows.line_num > MAX_LINES:
                raise DomainError(
                    _(
                        "La liste dépasse %(most)s lignes : envoyez-la en plusieurs fois.",
                        most=MAX_LINES,
                    )
                )
            if any(cell.strip() for cell in cells) and not _is_heading(start, cells):
                _read_line(report, start, cells, seated, waiting)
            start = rows.line_num + 1
    except csv.Error:
        report.lines.append(
            LineReport(start, "", Fate.WRONG, _("Cette ligne ne se lit pas comme du CSV."))
        )
    return report


def invite_list(committee: Committee, text: str, *, actor: User) -> InvitationList:
    """Send every invitation of the list, unless a line is wrong: then none."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        report = read_list(committee, text)
        if report.is_right:
            for guest in report.guests.values():
                limit("committee-invitation", committee.key, INVITATIONS_A_DAY, timedelta(days=1))
                send_invitation(committee, guest.email, guest.seat, guest.origin, actor=actor)
    return report


def _is_heading(number: int, cells: list[str]) -> bool:
    return number == 1 and cells[0].strip().casefold() in HEADINGS


def _read_line(
    report: InvitationList,
    number: int,
    cells: list[str],
    seated: set[str | None],
    waiting: set[str],
) -> None:
    shown = one_line(cells[0])[:120]
    try:
        guest = _guest(cells)
        if guest.email in report.guests:
            raise DomainError(_("Cette adresse est déjà plus haut dans la liste."))
    except DomainError as error:
        report.lines.append(LineReport(number, shown, Fate.WRONG, str(error)))
        return
    if guest.email in seated:
        report.lines.append(LineReport(number, guest.email, Fate.SEATED))
    elif guest.email in waiting:
        report.lines.append(LineReport(number, guest.email, Fate.WAITING))
    else:
        report.guests[guest.email] = guest
        report.lines.append(LineReport(number, guest.email, Fate.INVITED))


def _guest(cells: list[str]) -> Guest:
    """Address, seat, origin; more columns are refused rather than passed over."""
    if any(cell.strip() for cell in cells[3:]):
        raise DomainError(_("Il faut trois colonnes au plus : adresse, rôle, désignation."))
    address, role, origin = (*cells, "", "")[:3]
    try:
        validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise DomainError(
            _("Vérifiez l’adresse électronique. Exemple : prenom.nom@exemple.fr")
        ) from error
    seat = seat_of_word(role)
    if seat is None:
        raise DomainError(
            _("Ce rôle n’existe pas : membre, présidence, rapport, animation ou observation.")
        )
    origin = one_line(origin)
    if len(origin) > MAX_ORIGIN:
        raise DomainError(_("La désignation compte %(most)s caractères au plus.", most=MAX_ORIGIN))
    return Guest(normal_email(address), seat, origin)
