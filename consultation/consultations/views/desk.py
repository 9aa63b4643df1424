"""« Mon espace »: the consultations that one has a role in."""

from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase, Role
from consultation.consultations.permissions import Roles, can_create, phase_at
from consultation.consultations.queries import roles_everywhere
from consultation.consultations.views import bp
from consultation.core.clock import now
from consultation.core.db import session

ORDER = (
    Phase.OPEN, Phase.DRAFT, Phase.UPCOMING, Phase.CLOSED, Phase.ANSWERED, Phase.ARCHIVED,
)  # fmt: skip
"""What asks for attention comes first; in each phase, the newest."""


@dataclass(frozen=True)
class DeskLine:
    """One consultation on the desk."""

    consultation: Consultation
    phase: Phase
    roles: Roles

    @property
    def is_organised(self) -> bool:
        """The person prepares it."""
        return Role.ORGANISER in self.roles


@bp.get("/espace")
@strongly_signed_in
def desk(person: User) -> ResponseReturnValue:
    """What one organises and moderates; for an administrator also what others do."""
    held = roles_everywhere(person)
    if not held and not person.is_administrator:
        abort(404)
    query = select(Consultation).order_by(Consultation.id.desc())
    if not person.is_administrator:
        query = query.where(Consultation.id.in_(held))
    moment = now()
    lines = [
        DeskLine(row, phase_at(row, moment), held.get(row.id, frozenset()))
        for row in session.scalars(query)
    ]
    lines.sort(key=lambda line: ORDER.index(line.phase))
    organised = sum(line.is_organised for line in lines)
    return render_template(
        "consultations/desk.html",
        own=[line for line in lines if line.roles],
        others=[line for line in lines if not line.roles],
        can_create=can_create(person, organised),
    )
