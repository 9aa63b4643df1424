"""One mail to each elector of a ballot."""

from collections.abc import Callable

from consultation.committees.models.ballots import Ballot
from consultation.committees.models.people import Committee
from consultation.committees.queries.ballots import to_tell
from consultation.core import mail
from consultation.core.db import session
from consultation.core.i18n import LANGUAGES

Written = Callable[[Ballot, Committee, str], mail.Email]


def tell_electors(
    ballot: Ballot, committee: Committee, written_in: Written, *, has_not_voted: bool = False
) -> None:
    """Queue the mail for every elector, or for those alone who have not voted."""
    rows = session.execute(to_tell(ballot, has_not_voted=has_not_voted)).all()
    for language in LANGUAGES:
        addresses = [email for email, spoken in rows if email and spoken == language]
        if addresses:
            mail.queue_for_each(written_in(ballot, committee, language), addresses)
