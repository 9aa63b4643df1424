"""What to write into the addresses of the synthesis."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.wording import ThemeWords

PAGES_OF_A_THEME = ("change", "merge", "move", "restore", "retire", "split")


def synthesis_addresses(row: Consultation, moderator: User | None, secret: str) -> dict[str, str]:
    """A codebook of one theme, whose words are the team's alone."""
    assert moderator is not None
    theme = add_theme(row, ThemeWords(f"Horaires {secret}", secret), actor=moderator)
    return {f"synthesis.{name} key": theme.key for name in PAGES_OF_A_THEME}
