"""One mail to each of several people, in the language of each."""

from collections.abc import Callable, Sequence
from functools import partial

from consultation.committees.models.ballots import Ballot
from consultation.committees.models.people import Committee
from consultation.committees.queries.ballots import to_tell
from consultation.core import mail
from consultation.core.db import session
from consultation.core.i18n import LANGUAGES

Written = Callable[[Ballot, Committee, str], mail.Email]


def tell_each(
    rows: Sequence[tuple[str | None, str]], written_in: Callable[[str], mail.Email]
) -> None:
    """Queue the mail for everybody of `rows`: (address, language)."""
    for language in LANGUAGES:
        addresses = [email for email, spoken in rows if email and spoken == language]
        if addresses:
            mail.queue_for_each(written_in(language), addresses)


def tell_electors(
    ballot: Ballot, committee: Committee, written_in: Written, *, has_not_voted: bool = False
) -> None:
    """Queue the mail for every elector, or for those alone who have not voted."""
    rows = session.execute(to_tell(ballot, has_not_voted=has_not_voted)).all()
    tell_each(rows, partial(written_in, ballot, committee))
