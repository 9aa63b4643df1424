"""The urn of a secret ballot, and what is done so that nothing links a voter to a paper.

A paper has a random key and a choice. Its table is kept in the order of that key, not of arrival.
Yet a database knows more than its columns: where a row lies, and on PostgreSQL which transaction
wrote it, which would be the very one that marked the voter. So at each vote every paper of the
urn is taken out, shuffled, given a new key and put back, and every line of the roll is written
again: all rows of a ballot then come from one transaction, that of whoever voted last.

What this cannot hide: somebody who copies the database between two votes may compare the copies.
"""

import secrets
from typing import Any

from sqlalchemy import delete, insert, select, update

from consultation.committees.models.ballots import Ballot, BallotVoter, SecretPaper
from consultation.core.db import session
from consultation.core.keys import new_token


def drop_paper(ballot: Ballot, choice: dict[str, Any]) -> None:
    """Put a paper into the urn, and stir. The ballot is locked by then."""
    _stir(ballot, [choice])


def stir(ballot: Ballot) -> None:
    """Write the whole urn anew, in another order and under other keys."""
    _stir(ballot, [])


def burn(ballot: Ballot) -> None:
    """Destroy the papers uncounted: the ballot is cancelled."""
    session.execute(delete(SecretPaper).where(SecretPaper.ballot_id == ballot.id))


def _stir(ballot: Ballot, more: list[dict[str, Any]]) -> None:
    connection = session.connection()
    mine = SecretPaper.ballot_id == ballot.id
    choices = [*connection.scalars(select(SecretPaper.choice).where(mine)), *more]
    connection.execute(delete(SecretPaper).where(mine))
    secrets.SystemRandom().shuffle(choices)
    keys = sorted(new_token() for _choice in choices)
    if choices:
        connection.execute(
            insert(SecretPaper),
            [
                {"key": key, "ballot_id": ballot.id, "choice": choice}
                for key, choice in zip(keys, choices, strict=True)
            ],
        )
    connection.execute(
        update(BallotVoter)
        .where(BallotVoter.ballot_id == ballot.id)
        .values(has_voted=BallotVoter.has_voted)
    )
