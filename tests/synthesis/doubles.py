"""What the tests of double coding do over and over."""

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.sampling import draw_sample
from tests.contributions.steps import Parc
from tests.synthesis.desk import DESK, reading, said, theme

PAGE = f"{DESK}/accord"


def says(person: User, contribution: Contribution, *given: str) -> None:
    """That person gives these themes."""
    wanted = [Wanted(theme(name).key) for name in given]
    code(contribution, wanted, actor=person, seen=reading(contribution).edition)


def drawn(parc: Parc, moderator: User, *texts: str) -> list[Contribution]:
    """Contributions that are all in a sample."""
    made = [said(parc, text) for text in texts or ("Dix minutes, c’est long.",)]
    draw_sample(parc.consultation, len(made), actor=moderator, seed=1)
    return made
